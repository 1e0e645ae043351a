import type { Module } from '../../platform/module';
import { importedData, importedMerging, importedStore, timedImports } from './import.personal';
import { buildImportHandlers } from './import.router';
import { forgetRuns, workOff } from './import.work';

export { importFile, type ImportEnd } from './import.service';
export { mayImport } from './import.policy';
export { SheetError } from './sheet.fault';
export { kindOf, readSheet } from './sheet';

/** Health records that the centre kept before, from a sheet. */
export const importModule: Module = {
  feature: 'import',
  handlers: buildImportHandlers,
  personalData: importedData,
  personalStores: [importedStore],
  timedStores: [timedImports],
  merging: importedMerging,
  jobs: (deps) => [
    { name: 'finishImports', pattern: '10,25,40,55 * * * * *', leaseMs: 10_000, run: () => workOff(deps) },
    { name: 'forgetImports', pattern: '0 40 3 * * *', leaseMs: 60_000, run: () => forgetRuns(deps) },
  ],
};
