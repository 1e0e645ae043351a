import type { WaitlistRoutes } from '@linkang/shared/api/waitlist.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { acceptSeat, getEntry, joinList, leaveList, listEntries } from './waitlist.service';

export const buildWaitlistHandlers = (deps: Deps): Handlers<WaitlistRoutes> => ({
  join: ({ body }, request) => joinList(deps, body, request),
  list: ({ query }, request) => listEntries(query.residentId, request),
  get: ({ params }, request) => getEntry(params.id, request),
  accept: ({ params, body }, request) => acceptSeat(deps, params.id, body.moveFrom, request),
  leave: ({ params }, request) => leaveList(params.id, request),
});
