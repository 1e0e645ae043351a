import type { Module } from '../../platform/module';
import { mergeStore } from './merge.leaving';
import { buildMergeHandlers } from './merge.router';
import { advanceDue } from './merge.running';

const LEASE_MS = 60_000;

/** Two records of one person become one, with both histories; each feature moves its own rows. */
export const mergeModule: Module = {
  feature: 'merge',
  handlers: (deps, all = []) => buildMergeHandlers(deps, all),
  personalStores: [mergeStore],
  jobs: (deps, all = []) => [
    {
      name: 'advanceMerges',
      pattern: '*/15 * * * * *',
      leaseMs: LEASE_MS,
      run: async () => {
        const merges = await advanceDue(deps, all);
        if (merges) deps.log.info({ merges }, 'merges of records taken further');
      },
    },
  ],
};
