import type { BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { Deps } from '../../platform/deps';
import { asResident, asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { answer, appeal, confirmNoShow, listNoShows, undoNoShow } from './booking.absence';
import { advance, undo } from './booking.arrival';
import { addExtraSeat } from './booking.extra';
import type { Gate } from './booking.gate';
import { bookFamily, moveBooking } from './booking.move';
import { acceptOffer, declineOffer } from './booking.offers';
import { bookSeat, cancelBooking, getBooking, listBookings } from './booking.service';
import { proposeYearly } from './booking.yearly';

const byStaff = (request: RequestInfo) => ({ ...request, actor: asStaff(request.actor) });

export const buildBookingHandlers = (deps: Deps, gate: Gate): Handlers<BookingRoutes> => ({
  create: ({ body }, request) => bookSeat(deps, gate, body, request),
  list: ({ query }, request) => listBookings(deps, query, request),
  get: ({ params }, request) => getBooking(deps, params.id, request),
  cancel: ({ params }, request) => cancelBooking(deps, params.id, request),
  checkIn: ({ params }, request) => advance(deps, params.id, 'checkIn', byStaff(request)),
  call: ({ params }, request) => advance(deps, params.id, 'call', byStaff(request)),
  finish: ({ params }, request) => advance(deps, params.id, 'finish', byStaff(request)),
  undo: ({ params, body }, request) => undo(deps, params.id, body.status, byStaff(request)),
  acceptOffer: ({ params }, request) => acceptOffer(deps, params.id, request),
  declineOffer: ({ params }, request) => declineOffer(deps, params.id, request),
  move: ({ params, body }, request) => moveBooking(deps, gate, params.id, body.sessionId, request),
  family: ({ body }, request) => bookFamily(deps, gate, body, request),
  extra: ({ params, body }, request) => addExtraSeat(deps, params.id, body, request),
  noShows: ({ query }, request) => listNoShows(deps, query, byStaff(request)),
  confirmNoShow: ({ params }, request) => confirmNoShow(deps, params.id, byStaff(request)),
  undoNoShow: ({ params }, request) => undoNoShow(deps, params.id, byStaff(request)),
  appeal: ({ params, body }, request) => appeal(deps, params.id, body.text, request),
  answerAppeal: ({ params, body }, request) => answer(deps, params.id, body, byStaff(request)),
  yearly: (_input, request) => proposeYearly(deps, { ...request, actor: asResident(request.actor) }),
});
