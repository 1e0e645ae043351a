import type { Module } from '../../platform/module';
import { buildBulkHandlers } from './bulk.router';
import { finishRuns } from './bulk.service';

/** Booking for the people of a building at once. */
export const bulkModule: Module = {
  feature: 'bulk',
  handlers: buildBulkHandlers,
  jobs: (deps) => [
    {
      name: 'finishBulkRuns',
      pattern: '15,45 * * * * *',
      leaseMs: 10_000,
      run: () => finishRuns(deps),
    },
  ],
};
