import type { BulkRoutes } from '@linkang/shared/api/bulk.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { findCandidates } from './bulk.candidates';
import { listRuns, readRun, startRun } from './bulk.service';

const byStaff = <R extends RequestInfo>(request: R) => ({ ...request, actor: asStaff(request.actor) });

export const buildBulkHandlers = (deps: Deps): Handlers<BulkRoutes> => ({
  candidates: ({ body }, request) => findCandidates(deps, body, byStaff(request)),
  create: ({ body }, request) => startRun(deps, body, byStaff(request)),
  list: () => listRuns(deps),
  get: ({ params }, request) => readRun(deps, params.id, byStaff(request)),
});
