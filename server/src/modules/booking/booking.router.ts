import type { BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import type { Gate } from './booking.gate';
import { bookSeat, cancelBooking, getBooking, listBookings } from './booking.service';

export const buildBookingHandlers = (deps: Deps, gate: Gate): Handlers<BookingRoutes> => ({
  create: ({ body }, request) => bookSeat(deps, gate, body, request),
  list: ({ query }, request) => listBookings(deps, query, request),
  get: ({ params }, request) => getBooking(deps, params.id, request),
  cancel: ({ params }, request) => cancelBooking(deps, params.id, request),
});
