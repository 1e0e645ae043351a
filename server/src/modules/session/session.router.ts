import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers } from '../../platform/module';
import { editSession } from './session.edit';
import { readOverview } from './session.overview';
import { changeCapacity } from './session.capacity';
import { listDay, listRoster } from './session.roster';
import { createSession, listSessions, readSession } from './session.service';
import { resumeSession, suspendSession } from './session.suspend';

export const buildSessionHandlers = (deps: Deps): Handlers<SessionRoutes> => ({
  list: ({ query }, request) => listSessions(deps, query, request),
  get: ({ params, query }, request) => readSession(deps, params.id, query, request),
  create: ({ body }, request) => createSession(deps, body, request),
  bookings: ({ params }, request) => listRoster(deps, params.id, { ...request, actor: asStaff(request.actor) }),
  day: ({ query }, request) => listDay(deps, query, { ...request, actor: asStaff(request.actor) }),
  update: ({ params, body }, request) =>
    editSession(deps, params.id, body, { ...request, actor: asStaff(request.actor) }),
  overview: ({ query }, { now }) => readOverview(deps, query.day, now),
  suspend: ({ params, body }, request) =>
    suspendSession(deps, params.id, body.reason, { ...request, actor: asStaff(request.actor) }),
  capacity: ({ params, body }, request) =>
    changeCapacity(deps, params.id, body, { ...request, actor: asStaff(request.actor) }),
  resume: ({ params }, request) => resumeSession(deps, params.id, { ...request, actor: asStaff(request.actor) }),
});
