import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import { dropHold, findExpiredHolds } from './seat.hold';
import { finishEdit, mendClashes } from './seat.edit';
import { findReopening, findSessionsWithPending } from './seat.model';
import { sessionsWithClosed, sessionsWithSeats } from './seat.pending';
import { reconcileWaiting } from './seat.recall';
import { releaseSeat, settleSession } from './seat.settle';
import { findOwing, findSessionsById, findSuspended, findUnpublished } from './session.model';
import { findEditing } from './session.edit.model';
import { fitSeats } from './session.capacity';
import { makeOffers, reviewOffers } from './session.offers';
import { reopenSeats, sweepSuspended } from './session.suspend';

/** Offers that one round makes: all that the suspension of the largest session, of 899, leaves to it. */
const OFFERS_A_ROUND = 600;

/** Ends the holds that have run out and gives their seats back. */
async function expireHolds(now: Date): Promise<void> {
  for (const seat of await findExpiredHolds(now)) {
    const dropped = await dropHold(seat, now, now);
    if (dropped) await releaseSeat(dropped, now);
  }
}

/** Half-done sweeps of suspended sessions go on; seats of sessions that were resumed come back. */
async function reconcileSuspensions(deps: Deps, now: Date): Promise<void> {
  const fromDay = addDays(dayOf(now), -1);
  const unswept = await sessionsWithSeats(await findSuspended(fromDay));
  for (const session of await findSessionsById(unswept))
    if (session.state === 'suspended') await sweepSuspended(deps, session, 'system', now);
  const closed = await sessionsWithClosed('suspend', fromDay);
  for (const session of await findSessionsById(closed))
    if (session.state === 'open') await reopenSeats(session._id, now);
  await reviewOffers(now);
  await makeOffers(deps, now, OFFERS_A_ROUND);
}

/** Sessions whose capacity was changed: a seat that was freed at that moment may be one too many or too few. */
async function reconcileCapacity(now: Date): Promise<void> {
  const fromDay = dayOf(now);
  const ids = new Set([...(await findOwing(fromDay)), ...(await sessionsWithClosed('capacity', fromDay))]);
  for (const id of ids) await fitSeats(id, now);
}

/**
 * Finishes what crashes left: unpublished sessions, freed seats, holds that ran out, half-done suspensions and offers,
 * edits of time and place, the waiting list, pending rows.
 */
export async function reconcileSeats(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  for (const session of await findUnpublished()) await fitSeats(session._id, now);
  await expireHolds(now);
  for (const row of await findReopening()) await releaseSeat(row, now);
  await reconcileSuspensions(deps, now);
  for (const session of await findEditing()) await finishEdit(session);
  await mendClashes(dayOf(now));
  await reconcileWaiting(now);
  for (const sessionId of await findSessionsWithPending()) await settleSession(sessionId, now);
  await reconcileCapacity(now);
}
