import type { Module } from '../../platform/module';
import { isRunningFor, moveOutcomes } from './bulk.model';
import { buildBulkHandlers } from './bulk.router';
import { finishRuns } from './bulk.service';

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
  jobs: (deps) => [
    {
      name: 'finishBulkRuns',
      pattern: '15,45 * * * * *',
      leaseMs: 10_000,
      run: () => finishRuns(deps),
    },
  ],
};
