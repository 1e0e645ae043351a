import type { AccountPerson, PersonalSection, PersonalStore } from '../../platform/module';
import { findTeams } from '../team';
import type { Deps } from '../../platform/deps';
import { deleteContracts, findContracts, findIdsOf } from './contract.model';
import { reasonPlace } from './contract.schema';
import { deleteSignatures } from './signature.model';

/** The contracts of a person with their signatures. */
export const contractStore: PersonalStore = {
  key: 'contracts',
  collections: ['contracts', 'signatures'],
  count: async (_, { residentId }) => (await findIdsOf(residentId)).length,
  async erase(_, { residentId }) {
    const ids = await findIdsOf(residentId);
    // The signatures first: a contract that is still there leads to them.
    await deleteSignatures(ids);
    await deleteContracts(ids);
  },
};

/** More contracts than anybody has. */
const MOST = 500;

/** Every contract, with how it ended. */
export async function contractData({ keyring }: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const contracts = await findContracts({ residentId }, undefined, MOST);
  const teams = await findTeams(contracts.map((row) => row.teamId));
  return [
    {
      key: 'contracts',
      title: '我的家庭医生签约',
      labels: {
        team: '团队',
        packages: '服务包',
        status: '状态',
        signedAt: '签名时间',
        startDay: '开始',
        endDay: '到期',
        reason: '说明',
      },
      rows: contracts.map((row) => ({
        team: teams.get(row.teamId)?.name ?? row.teamId,
        packages: row.packages.map(({ name }) => name).join('、'),
        status: row.status,
        signedAt: row.signedAt.toISOString(),
        startDay: row.startDay,
        endDay: row.endDay,
        reason: row.reason === null ? null : keyring.decrypt(row.reason, reasonPlace(row._id)),
      })),
    },
  ];
}
