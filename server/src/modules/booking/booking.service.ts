import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { Input } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import { asResident } from '../../platform/module';
import { assertActsFor, type Access } from '../resident';
import { cancelSeat, findBookings, findSeat, findService, findSession, type SeatRow } from '../session';
import { claimFor } from './booking.claim';
import { forgetFacts } from './booking.facts';
import type { Gate } from './booking.gate';
import { canCancel } from './booking.policy';
import { withName, withNames, type Viewer } from './booking.names';
import { presentBooking, presentBookings } from './booking.presenter';

/** Books a seat of a session or a lecture for a resident whom the caller acts for. */
export async function bookSeat(
  deps: Deps,
  gate: Gate,
  input: { sessionId: string; residentId: string },
  request: IdempotentRequestInfo,
) {
  const { actor, idempotency, now } = request;
  const { residentId } = input;
  const access = await assertActsFor(actor, residentId, { route: 'booking.create', now });
  const { seat, session } = await gate.run(() => claimFor(deps, { ...input, actor, idempotency, now }));
  return withName({ actor, access, residentId }, seat, presentBooking(deps, seat, session, now));
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
  const access = await assertActsFor(actor, query.residentId, { route: 'booking.list', now });
  const skip = parseSkip(query.cursor);
  const { residentId, when, limit } = query;
  const rows = await findBookings({ residentId, when, today: dayOf(now), skip, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return {
    items: await withNames({ actor, access, residentId }, shown, await presentBookings(deps, shown, now)),
    nextCursor: rows.length > limit ? String(skip + limit) : null,
  };
}

type OwnedSeat = SeatRow & { residentId: string };

/** The booking, if the caller acts for its person. @throws NOT_FOUND also for another's, PROXY_SCOPE_MISSING */
async function loadOwn(
  id: string,
  { actor, now }: RequestInfo,
  route: 'booking.get' | 'booking.cancel',
): Promise<{ seat: OwnedSeat; access: Access }> {
  const seat = await findSeat(id);
  if (!seat?.residentId) throw new AppError('NOT_FOUND');
  const access = await assertActsFor(asResident(actor), seat.residentId, { route, now });
  return { seat: { ...seat, residentId: seat.residentId }, access };
}

async function present(deps: Deps, seat: SeatRow, viewer: Viewer, now: Date) {
  const session = await findSession(seat.sessionId);
  if (!session) throw new AppError('NOT_FOUND');
  return withName(viewer, seat, presentBooking(deps, seat, session, now));
}

/** One booking. @throws NOT_FOUND, PROXY_SCOPE_MISSING */
export async function getBooking(deps: Deps, id: string, request: RequestInfo) {
  const { seat, access } = await loadOwn(id, request, 'booking.get');
  return present(deps, seat, { actor: request.actor, access, residentId: seat.residentId }, request.now);
}

/** Gives a seat back. @throws NOT_FOUND, BOOKING_TOO_LATE, STATE_CONFLICT when it is not booked any more */
export async function cancelBooking(deps: Deps, id: string, request: RequestInfo) {
  const { actor, now } = request;
  const { seat, access } = await loadOwn(id, request, 'booking.cancel');
  const viewer = { actor, access, residentId: seat.residentId };
  if (seat.status === 'booked' && !canCancel(seat, findService(deps, seat.serviceCode), now))
    throw new AppError('BOOKING_TOO_LATE');
  const cancelled = await cancelSeat(seat, asResident(actor).accountId, now);
  if (!cancelled) {
    const current = await findSeat(id);
    throw new AppError('STATE_CONFLICT', current ? { conflict: await present(deps, current, viewer, now) } : {});
  }
  forgetFacts(seat.sessionId);
  return present(deps, cancelled, viewer, now);
}
