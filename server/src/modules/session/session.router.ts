import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers } from '../../platform/module';
import { readOverview } from './session.overview';
import { listDay, listRoster } from './session.roster';
import { createSession, getSession, listSessions } from './session.service';

export const buildSessionHandlers = (deps: Deps): Handlers<SessionRoutes> => ({
  list: ({ query }, { actor, now }) => listSessions(deps, query, actor, now),
  get: ({ params }, { actor, now }) => getSession(deps, params.id, actor, now),
  create: ({ body }, request) => createSession(deps, body, request),
  bookings: ({ params }, request) => listRoster(deps, params.id, { ...request, actor: asStaff(request.actor) }),
  day: ({ query }, request) => listDay(deps, query, { ...request, actor: asStaff(request.actor) }),
  overview: ({ query }, { now }) => readOverview(deps, query.day, now),
});
