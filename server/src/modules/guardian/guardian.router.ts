import type { GuardianRoutes } from '@linkang/shared/api/guardian.routes';
import type { Deps } from '../../platform/deps';
import { asResident, type Handlers, type RequestInfo } from '../../platform/module';
import { addGuardian } from './guardian.adding';
import { acceptGuardianship, endOrDecline, listGuardians, listOwn } from './guardian.service';

const byResident = (request: RequestInfo) => ({ ...request, actor: asResident(request.actor) });

/** Handlers of the guardians' routes. */
export const buildGuardianHandlers = (deps: Deps): Handlers<GuardianRoutes> => ({
  list: (_, request) => listOwn(byResident(request)),
  ofResident: ({ params }, request) => listGuardians(params.id, request),
  add: ({ params, body }, request) => addGuardian(deps, params.id, body, request),
  accept: ({ params }, request) => acceptGuardianship(params.id, byResident(request)),
  end: ({ params, body }, request) => endOrDecline(params.id, body.reason, request),
});
