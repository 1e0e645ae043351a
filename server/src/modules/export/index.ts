import type { Module } from '../../platform/module';
import { makeExports } from './export.making';
import { countExportsBefore, removeExportsBefore } from './export.model';
import { buildExportHandlers } from './export.router';

export { fileTypes, xlsxOf } from './export.file';

/** Lists as files: few rows at once, more after a second person has agreed. */
export const exportModule: Module = {
  feature: 'export',
  handlers: buildExportHandlers,
  timedStores: [
    {
      key: 'exports',
      collections: ['exports'],
      count: (_, before) => countExportsBefore(before),
      remove: (_, before, limit) => removeExportsBefore(before, limit),
    },
  ],
  jobs: (deps) => [{ name: 'makeExports', pattern: '*/3 * * * * *', leaseMs: 60_000, run: () => makeExports(deps) }],
};
