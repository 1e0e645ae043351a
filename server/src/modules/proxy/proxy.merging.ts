import { maskName } from '@linkang/shared/domain/masking';
import type { MergePart, Obstacle, PersonPair } from '../../platform/module';
import { countReceived, findClashingGrants, mergeGrants, type GrantMove, type GrantRow } from '../grant';
import { residentNames } from '../resident';
import { movePapers } from './paper.model';

const moveOf = ({ stayId, awayId, stayAccountId, awayAccountId, accountId: winner }: PersonPair): GrantMove => ({
  stayId,
  awayId,
  winner,
  loser: [stayAccountId, awayAccountId].find((account) => account !== undefined && account !== winner),
});

async function asObstacles(rows: readonly GrantRow[]): Promise<Obstacle[]> {
  const names = await residentNames(rows.map((row) => row.relativeResidentId));
  return rows.map((row) => ({ cause: 'proxy', about: maskName(names.get(row.relativeResidentId) ?? '') }));
}

/** What relatives were allowed goes over; of two for the same relative staff end one first. */
export const proxyMerging: MergePart = {
  obstacles: async (_, pair) => asObstacles(await findClashingGrants(moveOf(pair))),
  move: async (_, pair) => {
    const move = moveOf(pair);
    await movePapers(pair, move);
    return asObstacles(await mergeGrants(move));
  },
  count: async (residentId) => ({ name: '家人代办', count: await countReceived(residentId) }),
};
