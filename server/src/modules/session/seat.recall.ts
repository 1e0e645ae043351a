import { dayOf } from '@linkang/shared/domain/clinic-day';
import { isWorthOffering } from '@linkang/shared/domain/waiting-rules';
import {
  closeOffered,
  expireWaiting,
  findOffered,
  isWantedBySomebody,
  sessionsWaitedFor,
  waitOn,
  type WaitingRow,
} from '../waiting';
import { findSeat } from './seat.model';
import { findFree, unsettle } from './seat.pending';
import { settleSession } from './seat.settle';
import { heldForEntry, takeByItself } from './seat.waiting';
import { findSession } from './session.model';

/** Brings an entry in line with the seat that it was offered; the row is always right. */
async function alignEntry(entry: WaitingRow, at: Date): Promise<void> {
  const seatId = entry.seatId as string;
  const row = await findSeat(seatId);
  const own = row?.heldFor === heldForEntry(entry._id);
  if (row?.status === 'pending') return;
  if (own && row.status === 'held') {
    // Killed before it was booked by itself.
    const session = entry.autoAccept ? await findSession(entry.sessionId) : null;
    if (session) await takeByItself(row, entry, session, at);
    return;
  }
  if (own && row.status === 'cancelled' && row.residentId === undefined)
    await closeOffered(entry._id, seatId, 'expired');
  else if (own && row.residentId === entry.residentId) await closeOffered(entry._id, seatId, 'booked');
  else await waitOn(entry._id, seatId);
}

/** Takes free seats back for which somebody waits, so that they are settled anew. */
export async function recallFree(sessionId: string, at: Date): Promise<void> {
  const session = await findSession(sessionId);
  if (session?.state !== 'open') return;
  for (const row of await findFree(sessionId)) {
    if (!isWorthOffering(row, at)) continue;
    if (!(await isWantedBySomebody(sessionId, row.quota, at))) continue;
    await unsettle(row._id);
    await settleSession(sessionId, at);
  }
}

/** Finishes what crashes left between seats and the waiting list, before pending rows are settled. */
export async function reconcileWaiting(at: Date): Promise<void> {
  await expireWaiting(dayOf(at));
  for (const entry of await findOffered()) await alignEntry(entry, at);
  for (const sessionId of await sessionsWaitedFor()) await recallFree(sessionId, at);
}
