import type { Booking } from '@linkang/shared/api/booking.routes';
import type { BookingStatus } from '@linkang/shared/api/session.routes';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { stepSeat, type DayStep } from '../session';
import { previousStatus } from './booking.policy';
import { loadServed, present, stateConflict, type ServedBooking } from './booking.service';

type Stage = 'checkIn' | 'call' | 'finish';

const steps: Record<Stage, DayStep> = {
  checkIn: { from: ['booked'], to: 'arrived', what: 'arrived' },
  call: { from: ['arrived'], to: 'called', what: 'called' },
  finish: { from: ['arrived', 'called'], to: 'done', what: 'done' },
};

/** Moves a seat of today one step. @throws STATE_CONFLICT with the booking as it is */
async function move(
  deps: Deps,
  { seat, viewer }: ServedBooking,
  step: DayStep,
  request: RequestInfo<StaffActor>,
): Promise<Booking> {
  const { now, actor } = request;
  if (seat.day !== dayOf(now))
    throw new AppError('STATE_CONFLICT', {
      conflict: await present(deps, seat, viewer, now),
      detail: '只能在预约当天办理，请核对日期。',
    });
  const moved = step.from.includes(seat.status as BookingStatus)
    ? await stepSeat(seat, step, actor.accountId, now)
    : null;
  if (!moved) throw await stateConflict(deps, seat._id, viewer, now);
  return present(deps, moved, viewer, now);
}

/** Takes a person one step on through the day. @throws NOT_FOUND, STATE_CONFLICT */
export async function advance(deps: Deps, id: string, stage: Stage, request: RequestInfo<StaffActor>) {
  return move(deps, await loadServed(id, `booking.${stage}`, request), steps[stage], request);
}

/**
 * Takes the last step back after a wrong tap.
 * @param seen the status that is undone: a second tap finds another one and changes nothing
 * @throws NOT_FOUND, STATE_CONFLICT
 */
export async function undo(
  deps: Deps,
  id: string,
  seen: 'arrived' | 'called' | 'done',
  request: RequestInfo<StaffActor>,
): Promise<Booking> {
  const served = await loadServed(id, 'booking.undo', request);
  const to = previousStatus(seen, served.seat.log);
  return move(deps, served, { from: [seen], to, what: 'undo' }, request);
}
