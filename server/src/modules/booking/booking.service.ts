import type { Booking, BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { RouteName } from '@linkang/shared/api/index';
import type { Input } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import { asSignedIn } from '../../platform/module';
import { assertServes, type Access } from '../resident';
import { cancelSeat, findBookings, findSeat, findService, findSession, type SeatRow } from '../session';
import { slowDown } from './booking.brake';
import { claimFor } from './booking.claim';
import { forgetFacts } from './booking.facts';
import type { Gate } from './booking.gate';
import { withName, withNames, type Viewer } from './booking.names';
import { withOffers } from './booking.offered';
import { canCancel, isLate } from './booking.policy';
import { presentBooking, presentBookings } from './booking.presenter';

/** The seat that somebody asks for, and how long they took to ask. */
export interface SeatWish {
  sessionId: string;
  residentId: string;
  tookSeconds?: number | undefined;
}

/** Books a seat of a session or a lecture for a resident whom the caller acts for. */
export async function bookSeat(
  deps: Deps,
  gate: Gate,
  { sessionId, residentId, tookSeconds }: SeatWish,
  request: IdempotentRequestInfo,
) {
  const { actor, idempotency, now } = request;
  const took = tookSeconds === undefined ? {} : { tookSeconds };
  await slowDown(deps, actor);
  const access = await assertServes(request, 'booking.create', residentId);
  const { seat, session } = await gate.run(() =>
    claimFor(deps, { sessionId, residentId, actor, idempotency, now, ...took }),
  );
  return withName({ actor, access, residentId }, seat, presentBooking(deps, seat, session, now, actor));
}

const parseSkip = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  if (!/^\d{1,6}$/.test(cursor))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return Number(cursor);
};

/** A page of a resident's bookings. A person has few, so the page is counted off. */
export async function listBookings(deps: Deps, query: Input<BookingRoutes['list']>['query'], request: RequestInfo) {
  const { actor, now } = request;
  const access = await assertServes(request, 'booking.list', query.residentId);
  const skip = parseSkip(query.cursor);
  const { residentId, when, limit } = query;
  const rows = await findBookings({ residentId, when, today: dayOf(now), skip, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const bookings = await withOffers(shown, await presentBookings(deps, shown, now, actor));
  return {
    items: await withNames({ actor, access, residentId }, shown, bookings),
    nextCursor: rows.length > limit ? String(skip + limit) : null,
  };
}

type ServedSeat = SeatRow & { residentId: string };

/** A booking with the one who looks at it. */
export interface ServedBooking {
  seat: ServedSeat;
  viewer: Viewer;
}

/** The booking, if the caller acts for its person or is staff. @throws NOT_FOUND also for another's, PROXY_SCOPE_MISSING */
export async function loadServed(id: string, action: RouteName, request: RequestInfo): Promise<ServedBooking> {
  const seat = await findSeat(id);
  const residentId = seat?.residentId;
  if (!seat || !residentId) throw new AppError('NOT_FOUND');
  const access: Access = await assertServes(request, action, residentId);
  return { seat: { ...seat, residentId }, viewer: { actor: request.actor, access, residentId } };
}

/** A seat with its session, for the one who asks. @throws NOT_FOUND */
export async function present(deps: Deps, seat: SeatRow, viewer: Viewer, now: Date): Promise<Booking> {
  const session = await findSession(seat.sessionId);
  if (!session) throw new AppError('NOT_FOUND');
  const [booking] = await withOffers([seat], [presentBooking(deps, seat, session, now, viewer.actor)]);
  return withName(viewer, seat, booking as Booking);
}

/** The refusal of a change that came too late, with the booking as it is. */
export async function stateConflict(deps: Deps, id: string, viewer: Viewer, now: Date): Promise<AppError> {
  const current = await findSeat(id);
  return new AppError('STATE_CONFLICT', current ? { conflict: await present(deps, current, viewer, now) } : {});
}

/** One booking. @throws NOT_FOUND, PROXY_SCOPE_MISSING */
export async function getBooking(deps: Deps, id: string, request: RequestInfo) {
  const { seat, viewer } = await loadServed(id, 'booking.get', request);
  return present(deps, seat, viewer, request.now);
}

/** Gives a seat back; staff may until it begins, and the log says so. @throws NOT_FOUND, BOOKING_TOO_LATE, STATE_CONFLICT when it is not booked any more */
export async function cancelBooking(deps: Deps, id: string, request: RequestInfo) {
  const { now, actor } = request;
  const { seat, viewer } = await loadServed(id, 'booking.cancel', request);
  const service = findService(deps, seat.serviceCode);
  const byStaff = actor.kind === 'staff';
  if (seat.status === 'booked' && !canCancel(seat, service, now, byStaff)) throw new AppError('BOOKING_TOO_LATE');
  const late = byStaff && isLate(seat, service, now);
  const cancelled = await cancelSeat(deps, seat, asSignedIn(actor).accountId, now, late ? 'lateCancel' : undefined);
  if (!cancelled) throw await stateConflict(deps, id, viewer, now);
  forgetFacts(seat.sessionId);
  return present(deps, cancelled, viewer, now);
}
