import type { Module } from '../../platform/module';
import { bulkData, bulkStore, timedRuns } from './bulk.leaving';
import { isRunningFor, moveOutcomes } from './bulk.model';
import { buildBulkHandlers } from './bulk.router';
import { finishRuns } from './bulk.service';

export { findExpected } from './bulk.model';

/** Booking for the people of a building at once. */
export const bulkModule: Module = {
  feature: 'bulk',
  handlers: buildBulkHandlers,
  merging: {
    obstacles: async (_, { stayId, awayId }) =>
      (await isRunningFor([stayId, awayId])) ? [{ cause: 'bulk', about: '' }] : [],
    async move(_, { stayId, awayId }) {
      await moveOutcomes(awayId, stayId);
      return [];
    },
  },
  personalData: bulkData,
  personalStores: [bulkStore],
  timedStores: [timedRuns],
  jobs: (deps) => [
    {
      name: 'finishBulkRuns',
      pattern: '15,45 * * * * *',
      leaseMs: 10_000,
      run: () => finishRuns(deps),
    },
  ],
};
