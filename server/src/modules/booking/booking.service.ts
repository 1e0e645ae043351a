import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { Input } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Actor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import { asResident } from '../../platform/module';
import { assertActsFor } from '../resident';
import { cancelSeat, findBookings, findSeat, findService, findSession, type SeatRow } from '../session';
import { claimFor } from './booking.claim';
import { forgetFacts } from './booking.facts';
import type { Gate } from './booking.gate';
import { canCancel } from './booking.policy';
import { presentBooking, presentBookings } from './booking.presenter';

/** Books a seat of a session or a lecture for a resident whom the caller acts for. */
export async function bookSeat(
  deps: Deps,
  gate: Gate,
  input: { sessionId: string; residentId: string },
  request: IdempotentRequestInfo,
) {
  await assertActsFor(request.actor, input.residentId);
  const { actor, idempotency, now } = request;
  const { seat, session } = await gate.run(() => claimFor(deps, { ...input, actor, idempotency, now }));
  return presentBooking(deps, seat, session, now);
}

const parseSkip = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  if (!/^\d{1,6}$/.test(cursor))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return Number(cursor);
};

/** A page of a resident's bookings. A person has few, so the page is counted off. */
export async function listBookings(deps: Deps, query: Input<BookingRoutes['list']>['query'], request: RequestInfo) {
  await assertActsFor(asResident(request.actor), query.residentId);
  const { now } = request;
  const skip = parseSkip(query.cursor);
  const { residentId, when, limit } = query;
  const rows = await findBookings({ residentId, when, today: dayOf(now), skip, limit: limit + 1 });
  return {
    items: await presentBookings(deps, rows.slice(0, limit), now),
    nextCursor: rows.length > limit ? String(skip + limit) : null,
  };
}

/** The booking, if the caller acts for its person. @throws NOT_FOUND also for another's booking */
async function loadOwn(id: string, actor: Actor): Promise<SeatRow & { residentId: string }> {
  const seat = await findSeat(id);
  if (!seat?.residentId) throw new AppError('NOT_FOUND');
  await assertActsFor(asResident(actor), seat.residentId);
  return { ...seat, residentId: seat.residentId };
}

async function present(deps: Deps, seat: SeatRow, now: Date) {
  const session = await findSession(seat.sessionId);
  if (!session) throw new AppError('NOT_FOUND');
  return presentBooking(deps, seat, session, now);
}

/** One booking. @throws NOT_FOUND */
export async function getBooking(deps: Deps, id: string, request: RequestInfo) {
  return present(deps, await loadOwn(id, request.actor), request.now);
}

/** Gives a seat back. @throws NOT_FOUND, BOOKING_TOO_LATE, STATE_CONFLICT when it is not booked any more */
export async function cancelBooking(deps: Deps, id: string, request: RequestInfo) {
  const { now } = request;
  const seat = await loadOwn(id, request.actor);
  if (seat.status === 'booked' && !canCancel(seat, findService(deps, seat.serviceCode), now))
    throw new AppError('BOOKING_TOO_LATE');
  const cancelled = await cancelSeat(seat, asResident(request.actor).accountId, now);
  if (!cancelled) {
    const current = await findSeat(id);
    throw new AppError('STATE_CONFLICT', current ? { conflict: await present(deps, current, now) } : {});
  }
  forgetFacts(seat.sessionId);
  return present(deps, cancelled, now);
}
