import type { ScreeningRoutes } from '@linkang/shared/api/screening.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { addEntry, link, listCandidates, listEntries, settle, withdraw } from './entry.service';
import { listEvents, openEvent, readEvent, readFigures } from './event.service';

const asStaffRequest = (request: RequestInfo) => ({ ...request, actor: asStaff(request.actor) });

/** Handlers of the routes of screenings in the street. */
export const buildScreeningHandlers = (deps: Deps): Handlers<ScreeningRoutes> => ({
  createEvent: ({ body }, request) => openEvent(body, request),
  events: ({ query }, request) => listEvents(query, request.now),
  event: ({ params }, request) => readEvent(params.id, request.now),
  addEntry: ({ params, body }, request) => addEntry(deps, params.id, body, request),
  entries: ({ params, query }, request) => listEntries(deps, params.id, query, asStaffRequest(request)),
  candidates: ({ query }, request) => listCandidates(deps, query, asStaffRequest(request)),
  link: ({ params, body }, request) => link(deps, params.id, body, asStaffRequest(request)),
  settle: ({ params, body }, request) => settle(deps, params.id, body, asStaffRequest(request)),
  withdraw: ({ params, body }, request) => withdraw(deps, params.id, body, asStaffRequest(request)),
  figures: ({ query }) => readFigures(query),
});
