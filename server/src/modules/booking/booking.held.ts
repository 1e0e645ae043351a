import type { Booking } from '@linkang/shared/api/booking.routes';
import { buildSeatKeys } from '@linkang/shared/domain/seat-keys';
import { AppError } from '@linkang/shared/errors';
import type { SignedIn } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { Unmatched } from '../../platform/transaction';
import {
  findByKey,
  findSeat,
  findService,
  findSession,
  LECTURE_SERVICE,
  leaveFor,
  releaseSeat,
  type SeatRow,
  type SessionRow,
} from '../session';
import { commitHeld } from './booking.commit';
import { canCancel } from './booking.policy';
import { presentBooking } from './booking.presenter';

/** A person's booking in a session itself, if there is one. */
export async function findBookingIn(
  deps: Deps,
  session: SessionRow,
  residentId: string,
  { actor, now }: Pick<RequestInfo, 'actor' | 'now'>,
): Promise<Booking | undefined> {
  const { serviceCode, day } = session;
  const lecture = serviceCode === LECTURE_SERVICE ? { lectureId: session._id } : {};
  const [key] = buildSeatKeys({ residentId, serviceCode, day, ordinal: 1, ...lecture, oncePerYear: false });
  const seat = await findByKey(key as string);
  return seat?.sessionId === session._id ? presentBooking(deps, seat, session, now, actor) : undefined;
}

/** A seat that is held for somebody, and the booking that it takes the place of, if any. */
interface HeldSeat {
  seat: SeatRow;
  residentId: string;
  moveFrom?: string;
}

/** @throws VALIDATION_FAILED when it is not the person's, BOOKING_TOO_LATE when it cannot be given up any more */
async function loadLeaving(deps: Deps, { residentId, moveFrom }: HeldSeat, actor: SignedIn, now: Date) {
  if (moveFrom === undefined) return undefined;
  const seat = await findSeat(moveFrom);
  if (seat?.residentId !== residentId || seat.status !== 'booked')
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.moveFrom', 'UNKNOWN')] });
  if (!canCancel(seat, findService(deps, seat.serviceCode), now, actor.kind === 'staff'))
    throw new AppError('BOOKING_TOO_LATE');
  return { _id: moveFrom, residentId };
}

/**
 * Books a seat that is held for a person; authorise before.
 * @returns null when it is not held any more, or the booking that it takes the place of has changed
 * @throws VALIDATION_FAILED, the refusals of booking, after which it stays held
 */
export async function takeHeldSeat(
  deps: Deps,
  held: HeldSeat,
  { actor, now }: { actor: SignedIn; now: Date },
): Promise<SeatRow | null> {
  const { seat, residentId } = held;
  const leaving = await loadLeaving(deps, held, actor, now);
  const session = await findSession(seat.sessionId);
  if (!session) return null;
  const oncePerYear = findService(deps, session.serviceCode)?.oncePerYear ?? false;
  try {
    const result = await commitHeld(deps, {
      items: [{ seat, session, residentId, oncePerYear }],
      ...(leaving
        ? { leaving: { seatId: leaving._id, write: leaveFor(leaving, seat._id, actor.accountId, now) } }
        : {}),
      notice: leaving ? 'bookingMoved' : 'bookingMade',
      actor,
      now,
    });
    if ('refusal' in result) throw result.refusal;
    for (const left of result.left) await releaseSeat(left, now);
    return result.taken[0] ?? null;
  } catch (error) {
    if (error instanceof Unmatched) return null;
    throw error;
  }
}
