import type { TrailRoutes } from '@linkang/shared/api/trail.routes';
import { asStaff, type Handlers } from '../../platform/module';
import { listChoices, listTrail, searchAudits } from './trail.service';

/** Handlers of the audit log's routes. */
export const buildTrailHandlers = (): Handlers<TrailRoutes> => ({
  ofResident: ({ params, query }, request) => listTrail(params.id, query, request),
  search: ({ query }, request) => searchAudits(query, { ...request, actor: asStaff(request.actor) }),
  choices: () => listChoices(),
});
