import { MAX_CAPACITY } from '@linkang/shared/api/session.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import { seatTimes } from '@linkang/shared/domain/seat-keys';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { closeLastFree, reopenClosed } from './seat.pending';
import { publishSeats } from './seat.service';
import { closeDebt, settleSession } from './seat.settle';
import { findSession, SessionModel, type SessionRow } from './session.model';
import { getSession } from './session.service';
import { loadClinicSession } from './session.suspend';

/** The later one of two clock times. */
const later = (a: string, b: string): string => (a > b ? a : b);

/**
 * Changes the capacity at the revision that the caller saw. Added seats are for everybody; `published` says that
 * rows may be missing until they are made.
 * @returns null when the session is at another revision
 */
function setCapacity(session: SessionRow, capacity: number): Promise<SessionRow | null> {
  const made = Math.max(session.made, capacity);
  const { desk, elder } = session.quotas;
  const last = seatTimes({ ...session, capacity, shared: session.sharedTime }, made);
  return SessionModel.findOneAndUpdate(
    { _id: session._id, rev: session.rev, state: { $ne: 'ended' } },
    {
      $set: {
        capacity,
        made,
        'quotas.online': Math.max(capacity - desk - elder, 0),
        lastStartTime: later(session.lastStartTime, last.startTime),
        published: false,
      },
      $inc: { rev: 1 },
    },
    { returnDocument: 'after' },
  ).lean();
}

/**
 * Brings the seats in line with the capacity: missing ones are made, free ones are closed while seats are owed, closed
 * ones come back while too many are closed. Seats that people have are never taken: they are closed once freed.
 */
export async function fitSeats(sessionId: string, at: Date): Promise<void> {
  const session = await findSession(sessionId);
  if (!session) return;
  if (!session.published) await publishSeats(session, at);
  // Read anew for each seat: a booking, a cancelling or another edit may come in between.
  for (let step = 0; step < MAX_CAPACITY; step += 1) {
    const current = await findSession(sessionId);
    const debt = current ? await closeDebt(current) : 0;
    if (debt === 0) return;
    const changed = debt > 0 ? await closeLastFree(sessionId) : await reopenClosed(sessionId, 'capacity', -debt);
    if (debt < 0) await settleSession(sessionId, at);
    if (!changed) return;
  }
}

/** Gives a session more or fewer seats. @throws NOT_FOUND, STATE_CONFLICT when it was changed meanwhile or is over */
export async function changeCapacity(
  deps: Deps,
  id: string,
  { capacity, rev }: { capacity: number; rev: number },
  request: RequestInfo<StaffActor>,
): Promise<Session> {
  const { now } = request;
  const session = await loadClinicSession(id);
  const isOver = now >= instantOf(session.day, session.endTime);
  if (isOver || session.rev !== rev || !(await setCapacity(session, capacity))) throw new AppError('STATE_CONFLICT');
  await fitSeats(id, now);
  return getSession(deps, id, request);
}
