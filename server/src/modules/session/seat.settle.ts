import { somebodyWaits } from '../waiting';
import { countClosedByCapacity, findPending, settlePending, settleOne } from './seat.pending';
import { finishReopen, generationOf, insertSeats, seatId, type SeatRow } from './seat.model';
import { alignSeats } from './seat.edit';
import { offerPending } from './seat.waiting';
import { findSession, type SessionRow } from './session.model';

/** Seats that are still to be closed after the capacity was lowered; below 0: that are to be opened again. */
export const closeDebt = async (session: SessionRow): Promise<number> =>
  session.made - session.capacity - (await countClosedByCapacity(session._id));

/** Settles one row of an open session: closed for the capacity, held for who waits, or free. */
async function settleRow(row: SeatRow, session: SessionRow, at: Date): Promise<void> {
  if ((await closeDebt(session)) > 0) await settleOne(row._id, 'capacity');
  else if (!(await offerPending(row, session, at))) await settleOne(row._id, 'free');
}

/**
 * The only way in which a row becomes free, or held for somebody who waits: rows that were seen pending are opened if
 * the session, read from the primary afterwards, is open and owes no seat, and closed otherwise.
 */
export async function settleSession(sessionId: string, at: Date): Promise<void> {
  const rows = await findPending(sessionId);
  if (!rows.length) return;
  const session = await findSession(sessionId);
  const ids = rows.map((row) => row._id);
  // Rows that were made from an older state of the session get its time before anybody can have them.
  if (session?.edit) await alignSeats({ ...session, edit: session.edit }, ids);
  if (session?.state !== 'open') return settlePending(ids, 'closed');
  const owes = session.made > session.capacity && (await closeDebt(session)) > 0;
  if (!owes && !(await somebodyWaits(sessionId))) return settlePending(ids, 'free');
  for (const row of rows) await settleRow(row, session, at);
}

/**
 * Gives a freed seat back: the next generation of the number is made and settled. A crash in between can only leave
 * a seat unsold until the reconciler comes by. A seat that was added by hand is not given to another.
 */
export async function releaseSeat(row: SeatRow, at: Date): Promise<void> {
  const { _id, sessionId, day, serviceCode, no, quota, startTime, endTime, grains } = row;
  if (row.extra) return finishReopen(_id);
  const next = seatId(sessionId, no, generationOf(_id) + 1);
  await insertSeats([
    { _id: next, sessionId, day, serviceCode, no, quota, startTime, endTime, grains, status: 'pending', log: [] },
  ]);
  await finishReopen(_id);
  await settleSession(sessionId, at);
}
