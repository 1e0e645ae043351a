import type { ExportRoutes } from '@linkang/shared/api/export.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { askExport, decide, listExports, openExport } from './export.service';

const byStaff = <R extends RequestInfo>(request: R) => ({ ...request, actor: asStaff(request.actor) });

/** Handlers of the routes by which staff get lists as files. */
export const buildExportHandlers = (deps: Deps): Handlers<ExportRoutes> => ({
  create: ({ body }, request) => askExport(deps, body, byStaff(request)),
  list: ({ query }, request) => listExports(deps, query, byStaff(request)),
  approve: ({ params }, request) => decide(deps, params.id, undefined, byStaff(request)),
  refuse: ({ params, body }, request) => decide(deps, params.id, body.note, byStaff(request)),
  open: ({ params }, request) => openExport(deps, params.id, byStaff(request)),
});
