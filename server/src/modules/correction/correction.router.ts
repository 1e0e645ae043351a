import type { CorrectionRoutes } from '@linkang/shared/api/correction.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { askCorrection, listOwn } from './correction.asking';
import { answerRequest, listCorrections, readCorrection, readFigures } from './correction.service';

const asStaffRequest = (request: RequestInfo) => ({ ...request, actor: asStaff(request.actor) });

/** Handlers of the routes of requests for corrections. */
export const buildCorrectionHandlers = (deps: Deps): Handlers<CorrectionRoutes> => ({
  create: ({ params, body }, request) => askCorrection(deps, params.id, body, request),
  ofResident: ({ params }, request) => listOwn(deps, params.id, request),
  list: ({ query }, request) => listCorrections(query, asStaffRequest(request)),
  figures: ({ query }, request) => readFigures(query, request.now),
  get: ({ params }, request) => readCorrection(deps, params.id, asStaffRequest(request)),
  answer: ({ params, body }, request) => answerRequest(deps, params.id, body, asStaffRequest(request)),
});
