import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { seatGrains, seatTimes } from '@linkang/shared/domain/seat-keys';
import type { Deps } from '../../platform/deps';
import {
  closeEmptySeats,
  endBooked,
  findPendingIds,
  findReopening,
  findSessionsWithPending,
  findTaken,
  finishReopen,
  generationOf,
  insertSeats,
  seatId,
  settlePending,
  type SeatRow,
} from './seat.model';
import { alignSeats, mendClashes } from './seat.edit';
import { findEditing, markEdited, type EditedSession } from './session.edit.model';
import {
  findSession,
  findSuspended,
  findUnpublished,
  markPublished,
  type Quota,
  type SessionRow,
} from './session.model';
import { owedFor } from './session.notices';

/** Seats are dealt to the quotas from the front: desk and elder first, so that the earliest times stay with them. */
const quotaOf = (session: SessionRow, no: number): Quota => {
  const { desk, elder } = session.quotas;
  if (no <= desk) return 'desk';
  return no <= desk + elder ? 'elder' : 'online';
};

const buildSeat = (session: SessionRow, no: number): SeatRow => {
  const times = seatTimes({ ...session, shared: session.sharedTime }, no);
  return {
    _id: seatId(session._id, no, 1),
    sessionId: session._id,
    day: session.day,
    serviceCode: session.serviceCode,
    no,
    quota: quotaOf(session, no),
    ...times,
    grains: seatGrains(session.day, times),
    status: 'pending',
    log: [],
  };
};

/**
 * Makes a session's seats and opens them. Running it again, also after a crash half-way, changes nothing
 * that is there.
 */
export async function publishSeats(session: SessionRow): Promise<void> {
  const numbers = Array.from({ length: session.made }, (_, i) => i + 1);
  await insertSeats(numbers.map((no) => buildSeat(session, no)));
  await settleSession(session._id);
  await markPublished(session._id);
}

/**
 * The only way in which a row becomes free: rows that were seen pending are opened if the session, read
 * from the primary afterwards, is open, and closed otherwise.
 */
export async function settleSession(sessionId: string): Promise<void> {
  const ids = await findPendingIds(sessionId);
  if (!ids.length) return;
  const session = await findSession(sessionId);
  // Rows that were made from an older state of the session get its time before anybody can have them.
  if (session?.edit) await alignSeats({ ...session, edit: session.edit }, ids);
  await settlePending(ids, session?.state === 'open' ? 'free' : 'closed');
}

/**
 * Gives a freed seat back: the next generation of the number is made and settled. A crash in between
 * can only leave a seat unsold until the reconciler comes by.
 */
export async function releaseSeat(row: SeatRow): Promise<void> {
  const { _id, sessionId, day, serviceCode, no, quota, startTime, endTime, grains } = row;
  const next = seatId(sessionId, no, generationOf(_id) + 1);
  await insertSeats([
    { _id: next, sessionId, day, serviceCode, no, quota, startTime, endTime, grains, status: 'pending', log: [] },
  ]);
  await finishReopen(_id);
  await settleSession(sessionId);
}

/** Cancels a booked seat for its person and gives it back. @returns null when it was not booked any more */
export async function cancelSeat(
  deps: Deps,
  seat: SeatRow & { residentId: string },
  by: string,
  at: Date,
  what?: 'lateCancel',
): Promise<SeatRow | null> {
  const session = await findSession(seat.sessionId);
  if (!session) return null;
  const ended = await endBooked(seat, 'cancelled', by, at, owedFor(deps, 'bookingCancelled', seat, session, at), what);
  if (ended) await releaseSeat(ended);
  return ended;
}

/**
 * Takes every seat of a session that was called off: empty ones are closed, booked ones become `suspended`
 * and their people are free for other bookings. Repeats until a whole pass changes nothing, so that a
 * booking made meanwhile is caught too.
 */
export async function sweepSession(deps: Deps, session: SessionRow, by: string, at: Date): Promise<void> {
  for (let changed = 1; changed > 0;) {
    changed = await closeEmptySeats(session._id);
    for (const row of await findTaken(session._id, ['booked'])) {
      const seat = { ...row, residentId: row.residentId as string };
      const ended = await endBooked(seat, 'suspended', by, at, owedFor(deps, 'bookingSuspended', seat, session, at));
      if (!ended) continue;
      changed += 1;
      await releaseSeat(ended);
    }
  }
}

/** Brings every seat in line with the session's last edit; doing it again changes nothing. */
export async function finishEdit(session: EditedSession): Promise<void> {
  await alignSeats(session);
  await markEdited(session._id, session.edit.no);
}

/** Finishes what crashes left: unpublished sessions, pending rows, freed seats, half-done sweeps and edits. */
export async function reconcileSeats(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  for (const session of await findUnpublished()) await publishSeats(session);
  for (const row of await findReopening()) await releaseSeat(row);
  for (const sessionId of await findSessionsWithPending()) await settleSession(sessionId);
  for (const session of await findEditing()) await finishEdit(session);
  await mendClashes(dayOf(now));
  for (const session of await findSuspended(addDays(dayOf(now), -1))) await sweepSession(deps, session, 'system', now);
}
