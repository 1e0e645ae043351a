import type { Booking, BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { Input } from '@linkang/shared/api/route';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import { buildSeatKeys, MAX_BOOKINGS_A_DAY, ruleOfKey } from '@linkang/shared/domain/seat-keys';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { assertSameBody } from '../../platform/idempotency';
import type { IdempotentRequestInfo } from '../../platform/module';
import { owe } from '../../platform/outbox';
import { assertServes } from '../resident';
import {
  findByIdems,
  findService,
  insertExtra,
  loadClinicSession,
  noticeOf,
  serviceName,
  violatedKey,
  type SeatRow,
  type SessionRow,
} from '../session';
import { refusalFor } from './booking.claim';
import { refuseOrThrow } from './booking.commit';
import { presentBooking } from './booking.presenter';

/** A request for a seat beyond the capacity. */
interface ExtraRequest extends Pick<IdempotentRequestInfo, 'actor' | 'now' | 'idempotency'> {
  residentId: string;
  reason: string;
}

/** Adds the seat, giving the person the first free place among the bookings of the day. */
async function tryExtra(deps: Deps, session: SessionRow, request: ExtraRequest): Promise<SeatRow | AppError> {
  const { residentId, reason, actor, now, idempotency } = request;
  if (session.state !== 'open') return new AppError('BOOKING_SESSION_CLOSED');
  if (now >= instantOf(session.day, session.endTime)) return new AppError('BOOKING_TOO_LATE');
  const { serviceCode, day } = session;
  const oncePerYear = findService(deps, serviceCode)?.oncePerYear ?? false;
  const outbox = (seat: SeatRow) =>
    owe(
      'bookingMade',
      { residentId, targetId: seat._id },
      noticeOf(seat, session, serviceName(deps, serviceCode)),
      now,
    );
  for (let ordinal = 1; ; ordinal += 1) {
    const keys = buildSeatKeys({ residentId, serviceCode, day, ordinal, oncePerYear });
    const extra = { session, residentId, reason, keys, by: actor.accountId, at: now, idempotency, outbox };
    try {
      return (await insertExtra(extra)) ?? new AppError('BOOKING_SESSION_FULL');
    } catch (error) {
      const key = violatedKey(error);
      if (key === undefined) return refuseOrThrow(error).refusal;
      if (ruleOfKey(key) === 'N' && ordinal < MAX_BOOKINGS_A_DAY) continue;
      return (await refusalFor(deps, key, keys, request)) ?? new AppError('BUSY', { retryAfterSeconds: 1 });
    }
  }
}

/**
 * Adds a seat to a session by name, with a reason: it counts in no capacity, and nobody gets it when it is given back.
 * The rules about the person hold for it too.
 * @throws NOT_FOUND, STATE_CONFLICT for a lecture, IDEMPOTENCY_MISMATCH, the refusals of booking
 */
export async function addExtraSeat(
  deps: Deps,
  sessionId: string,
  { residentId, reason }: Input<BookingRoutes['extra']>['body'],
  request: IdempotentRequestInfo,
): Promise<Booking> {
  const { actor, now, idempotency } = request;
  await assertServes(request, 'booking.extra', residentId);
  const session = await loadClinicSession(sessionId);
  const result = await tryExtra(deps, session, { actor, now, idempotency, residentId, reason });
  const [made] = result instanceof AppError ? await findByIdems([idempotency.idem]) : [result];
  if (made) assertSameBody(made, idempotency);
  else if (result instanceof AppError) throw result;
  return presentBooking(deps, made as SeatRow, session, now, actor);
}
