import type { MergePart } from '../../platform/module';
import { findTeams } from '../team';
import { countContractsOf, findOpenContract, moveContracts } from './contract.model';

/** What staff are told of an open contract in the way. */
async function aboutOpen(residentId: string): Promise<string> {
  const open = await findOpenContract(residentId);
  return open ? ((await findTeams([open.teamId])).get(open.teamId)?.name ?? '') : '';
}

/** Contracts go over with their history; of two open ones staff end one first. */
export const contractMerging: MergePart = {
  async obstacles(_, { stayId, awayId }) {
    const [stay, away] = await Promise.all([findOpenContract(stayId), findOpenContract(awayId)]);
    return stay && away ? [{ cause: 'contract', about: await aboutOpen(awayId) }] : [];
  },
  async move(_, { stayId, awayId }) {
    const isWhole = await moveContracts(awayId, stayId);
    return isWhole ? [] : [{ cause: 'contract', about: await aboutOpen(awayId) }];
  },
  count: async (residentId) => ({ name: '签约', count: await countContractsOf(residentId) }),
};
