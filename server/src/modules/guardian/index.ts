import type { Module } from '../../platform/module';
import { countGuardianshipsOf, deleteGuardianshipsOf, endGuardianshipsOf } from '../guardianship';
import { guardianData } from './guardian.personal';
import { buildGuardianHandlers } from './guardian.router';

/** Who answers for a child under age: named at the registration, by another guardian, or at the desk. */
export const guardianModule: Module = {
  feature: 'guardian',
  handlers: buildGuardianHandlers,
  endService: (_, { residentId, accountId }, now) => endGuardianshipsOf(residentId, accountId, now),
  personalData: guardianData,
  personalStores: [
    {
      key: 'proxies',
      collections: ['guardianships'],
      count: (_, { residentId }) => countGuardianshipsOf(residentId),
      erase: (_, { residentId }) => deleteGuardianshipsOf(residentId),
    },
  ],
};
