import type { Booking, BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { assertServes, type Access } from '../resident';
import { findService, findSession, LECTURE_SERVICE } from '../session';
import { slowDown } from './booking.brake';
import type { Gate } from './booking.gate';
import { bookGroup } from './booking.group';
import { withName } from './booking.names';
import { canCancel } from './booking.policy';
import { presentBooking } from './booking.presenter';
import { loadServed, present, stateConflict, type ServedBooking } from './booking.service';

/** @throws VALIDATION_FAILED for the same session, another service, or a lecture */
async function assertCanMoveTo({ seat }: ServedBooking, sessionId: string): Promise<void> {
  const session = await findSession(sessionId);
  if (!session) throw new AppError('NOT_FOUND');
  const isOther = session._id !== seat.sessionId && session.serviceCode === seat.serviceCode;
  if (!isOther || session.serviceCode === LECTURE_SERVICE)
    throw new AppError('VALIDATION_FAILED', {
      fields: [fieldFault('body.sessionId', 'UNKNOWN', '只能改到同一项服务的另一场')],
    });
}

/**
 * Moves a booking to another session of its service: the person has either the old seat or the new one, never none
 * and never both. Late moves are for staff, as late cancelling is.
 * @throws NOT_FOUND, PROXY_SCOPE_MISSING, VALIDATION_FAILED, BOOKING_TOO_LATE, STATE_CONFLICT, the refusals of booking
 */
export async function moveBooking(
  deps: Deps,
  gate: Gate,
  id: string,
  sessionId: string,
  request: IdempotentRequestInfo,
): Promise<Booking> {
  const { actor, now, idempotency } = request;
  await slowDown(deps, actor);
  const served = await loadServed(id, 'booking.move', request);
  const { seat, viewer } = served;
  await assertCanMoveTo(served, sessionId);
  const { residentId } = seat;
  if (seat.status === 'booked' && !canCancel(seat, findService(deps, seat.serviceCode), now, actor.kind === 'staff'))
    throw new AppError('BOOKING_TOO_LATE');
  const items = [{ sessionId, residentId }];
  try {
    const [moved] = await gate.run(() => bookGroup(deps, { items, leaving: seat, actor, idempotency, now }));
    return await present(deps, (moved as NonNullable<typeof moved>).seat, viewer, now);
  } catch (error) {
    if (error instanceof AppError && error.code === 'STATE_CONFLICT') throw await stateConflict(deps, id, viewer, now);
    throw error;
  }
}

/**
 * Books seats for several people whom the caller acts for, all or none.
 * @throws NOT_FOUND for anybody else, PROXY_SCOPE_MISSING, the refusals of booking with the item that was refused
 */
export async function bookFamily(
  deps: Deps,
  gate: Gate,
  { items, tookSeconds }: Input<BookingRoutes['family']>['body'],
  request: IdempotentRequestInfo,
): Promise<Reply<BookingRoutes['family']>> {
  const { actor, now, idempotency } = request;
  await slowDown(deps, actor);
  const accesses = new Map<string, Access>();
  for (const { residentId } of items)
    if (!accesses.has(residentId)) accesses.set(residentId, await assertServes(request, 'booking.family', residentId));
  const took = tookSeconds === undefined ? {} : { tookSeconds };
  const booked = await gate.run(() => bookGroup(deps, { items, actor, idempotency, now, ...took }));
  return {
    items: await Promise.all(
      booked.map(({ seat, session }) => {
        const residentId = seat.residentId as string;
        const access = accesses.get(residentId) as Access;
        return withName({ actor, access, residentId }, seat, presentBooking(deps, seat, session, now, actor));
      }),
    ),
  };
}
