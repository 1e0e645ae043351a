import type { ImportRoutes } from '@linkang/shared/api/import.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { listRuns, openFaults, openTemplate, readRun, startRun, uploadSheet } from './import.service';

const byStaff = <R extends RequestInfo>(request: R) => ({ ...request, actor: asStaff(request.actor) });

/** Handlers of the routes by which health records are imported from sheets. */
export const buildImportHandlers = (deps: Deps): Handlers<ImportRoutes> => ({
  create: ({ upload }, request) => uploadSheet(deps, upload, byStaff(request)),
  list: (_, request) => listRuns(byStaff(request)),
  template: (_, request) => openTemplate(byStaff(request)),
  get: ({ params }, request) => readRun(params.id, byStaff(request)),
  start: ({ params }, request) => startRun(deps, params.id, byStaff(request)),
  faults: ({ params }, request) => openFaults(params.id, byStaff(request)),
});
