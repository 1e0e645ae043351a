import { seatGrains, seatTimes } from '@linkang/shared/domain/seat-keys';
import type { Deps } from '../../platform/deps';
import { owe } from '../../platform/outbox';
import { endBooked, findNumbers, insertSeats, seatId, type SeatRow } from './seat.model';
import { noticeOf } from './seat.notices';
import { releaseSeat, settleSession } from './seat.settle';
import { findSession, markPublished, type Quota, type SessionRow } from './session.model';
import { purposeOf } from './session.naming';

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
export async function publishSeats(session: SessionRow, at: Date): Promise<void> {
  const known = await findNumbers(session._id);
  const numbers = Array.from({ length: session.made }, (_, i) => i + 1).filter((no) => !known.has(no));
  await insertSeats(numbers.map((no) => buildSeat(session, no)));
  await settleSession(session._id, at);
  await markPublished(session._id, session.made);
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
  const about = { residentId: seat.residentId, targetId: seat._id };
  const notice = owe('bookingCancelled', about, noticeOf(seat, session, purposeOf(deps, session)), at);
  const ended = await endBooked(seat, 'cancelled', by, at, notice, what);
  if (ended) await releaseSeat(ended, at);
  return ended;
}
