import { maskName } from '@linkang/shared/domain/masking';
import type { Deps } from '../../platform/deps';
import type { MergePart, Obstacle } from '../../platform/module';
import {
  countGuardianshipsOf,
  findClashingGuardianships,
  guardianshipPlace,
  mergeGuardianships,
  type GuardianshipRow,
} from '../guardianship';

const asObstacles = ({ keyring }: Deps, rows: readonly GuardianshipRow[]): Obstacle[] =>
  rows.map((row) => ({
    cause: 'guardian',
    about: maskName(keyring.decrypt(row.askedName, guardianshipPlace('askedName', row._id))),
  }));

/** Guardians and children go over; of two rows that say the same one ends, since nothing is lost by it. */
export const guardianMerging: MergePart = {
  obstacles: async (deps, pair) => asObstacles(deps, await findClashingGuardianships(pair)),
  move: async (deps, { stayId, awayId, by }, at) =>
    asObstacles(deps, await mergeGuardianships({ stayId, awayId, by, at })),
  count: async (residentId) => ({ name: '监护关系', count: await countGuardianshipsOf(residentId) }),
};
