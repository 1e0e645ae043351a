import type { RouteName } from '@linkang/shared/api/index';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { BookingStatus } from '@linkang/shared/api/session.routes';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { turnAfterSkip, turnOf } from '@linkang/shared/domain/visit-queue';
import { AppError } from '@linkang/shared/errors';
import type { SignedIn, StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { findTurnOnArrival, findWaitingTurns, forgetQueue, stepSeat, type DayStep, type SeatRow } from '../session';
import { previousStatus } from './booking.policy';
import { loadServed, present, stateConflict, type ServedBooking } from './booking.service';

type Stage = 'checkIn' | 'call' | 'recall' | 'skip' | 'finish';

/** A stage with the route that staff call for it. */
const stages: Record<Stage, DayStep & { action: RouteName }> = {
  checkIn: { from: ['booked'], to: 'arrived', what: 'arrived', action: 'booking.checkIn' },
  call: { from: ['arrived'], to: 'called', what: 'called', action: 'booking.call' },
  recall: { from: ['called'], to: 'called', what: 'recalled', action: 'queue.recall' },
  skip: { from: ['called'], to: 'arrived', what: 'skipped', action: 'queue.skip' },
  finish: { from: ['arrived', 'called'], to: 'done', what: 'done', action: 'booking.finish' },
};

/** What a stage leaves on the seat for the queue. */
async function marksOf(stage: Stage, seat: SeatRow, at: Date): Promise<NonNullable<DayStep['set']>> {
  switch (stage) {
    case 'checkIn':
      return { turn: await findTurnOnArrival(seat, at), arrivedAt: at };
    case 'call':
    case 'recall':
      return { calledAt: at };
    case 'skip':
      return { turn: turnAfterSkip(seat.turn ?? turnOf(seat), await findWaitingTurns(seat.sessionId)) };
    case 'finish':
      return { doneAt: at };
  }
}

/**
 * Takes a seat that was seen one stage further.
 * @returns null when it is in another state, or was changed meanwhile
 */
export async function stepTo(deps: Deps, stage: Stage, seat: SeatRow, by: string, at: Date): Promise<SeatRow | null> {
  const step = stages[stage];
  if (!step.from.includes(seat.status as BookingStatus)) return null;
  const moved = await stepSeat(seat, { ...step, set: await marksOf(stage, seat, at) }, by, at);
  if (moved) forgetQueue(deps, moved);
  return moved;
}

/** @throws STATE_CONFLICT on another day than the booking's */
async function assertToday(deps: Deps, { seat, viewer }: ServedBooking, now: Date): Promise<void> {
  if (seat.day === dayOf(now)) return;
  throw new AppError('STATE_CONFLICT', {
    conflict: await present(deps, seat, viewer, now),
    detail: '只能在预约当天办理，请核对日期。',
  });
}

/** Takes a seat of today one stage further. @throws STATE_CONFLICT with the booking as it is */
export async function advanceSeat(
  deps: Deps,
  served: ServedBooking,
  stage: Stage,
  request: RequestInfo<SignedIn>,
): Promise<SeatRow> {
  const { now, actor } = request;
  await assertToday(deps, served, now);
  const moved = await stepTo(deps, stage, served.seat, actor.accountId, now);
  if (!moved) throw await stateConflict(deps, served.seat._id, served.viewer, now);
  return moved;
}

/** The same by staff, for a booking's id. @throws NOT_FOUND, STATE_CONFLICT */
export async function advanceById(deps: Deps, id: string, stage: Stage, request: RequestInfo<StaffActor>) {
  return advanceSeat(deps, await loadServed(id, stages[stage].action, request), stage, request);
}

/** Takes a person one stage on through the day. @throws NOT_FOUND, STATE_CONFLICT */
export async function advance(
  deps: Deps,
  id: string,
  stage: Stage,
  request: RequestInfo<StaffActor>,
): Promise<Booking> {
  const served = await loadServed(id, stages[stage].action, request);
  return present(deps, await advanceSeat(deps, served, stage, request), served.viewer, request.now);
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
  const { now, actor } = request;
  await assertToday(deps, served, now);
  const { seat, viewer } = served;
  const step: DayStep = { from: [seen], to: previousStatus(seen, seat.log), what: 'undo' };
  const moved = seat.status === seen ? await stepSeat(seat, step, actor.accountId, now) : null;
  if (!moved) throw await stateConflict(deps, id, viewer, now);
  forgetQueue(deps, moved);
  return present(deps, moved, viewer, now);
}
