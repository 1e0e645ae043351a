import type { OutboxEntry } from '../../platform/outbox';
import { freeSeats, type ClaimFilter } from './seat.claim';
import type { Hold } from './seat.hold';
import { SeatModel, type SeatRow } from './seat.model';

/** A session's pending rows, by number. */
export const findPending = (sessionId: string): Promise<SeatRow[]> =>
  SeatModel.find({ sessionId, status: 'pending' }).sort({ no: 1 }).lean();

/** Moves rows that are still pending to free, or closes them because the session was called off. */
export async function settlePending(ids: string[], to: 'free' | 'closed'): Promise<void> {
  const set = to === 'free' ? { $set: { status: 'free' } } : { $set: { status: 'closed', closedBy: 'suspend' } };
  await SeatModel.collection.updateMany({ _id: { $in: ids as never[] }, status: 'pending' }, set);
}

/** Moves one row that is still pending to free, or closes it because the capacity was lowered. */
export async function settleOne(id: string, to: 'free' | 'capacity'): Promise<void> {
  const set =
    to === 'free' ? { status: 'free' as const } : { status: 'closed' as const, closedBy: 'capacity' as const };
  await SeatModel.updateOne({ _id: id, status: 'pending' }, { $set: set });
}

/** Holds one row that is still pending. @returns null when it was settled meanwhile */
export const holdPending = (id: string, hold: Hold, outbox: OutboxEntry[], at: Date): Promise<SeatRow | null> =>
  SeatModel.findOneAndUpdate(
    { _id: id, status: 'pending' },
    {
      $set: { status: 'held', ...hold },
      $push: { log: { at, by: 'system', what: 'held' }, ...(outbox.length ? { outbox: { $each: outbox } } : {}) },
    },
    { returnDocument: 'after' },
  ).lean();

/** Seats that are closed because the capacity was lowered. */
export const countClosedByCapacity = (sessionId: string): Promise<number> =>
  SeatModel.countDocuments({ sessionId, status: 'closed', closedBy: 'capacity' });

/** Makes closed rows pending again. @returns how many */
export async function reopenClosed(sessionId: string, closedBy: 'suspend' | 'capacity', limit = 1000): Promise<number> {
  const rows = await SeatModel.find({ sessionId, status: 'closed', closedBy }, { _id: 1 })
    .sort({ no: 1 })
    .limit(limit)
    .lean();
  if (!rows.length) return 0;
  const result = await SeatModel.updateMany(
    { _id: { $in: rows.map((row) => row._id) }, status: 'closed', closedBy },
    { $set: { status: 'pending' }, $unset: { closedBy: '' } },
  );
  return result.modifiedCount;
}

/** Sessions from a day on with seats that were closed for a reason. */
export const sessionsWithClosed = (closedBy: 'suspend' | 'capacity', fromDay: string): Promise<string[]> =>
  SeatModel.distinct('sessionId', { closedBy, day: { $gte: fromDay } });

/** Closes the free seat with the highest number for the capacity. @returns whether there was one */
export const closeLastFree = async (sessionId: string): Promise<boolean> =>
  (await SeatModel.findOneAndUpdate(
    { sessionId, status: 'free' },
    { $set: { status: 'closed', closedBy: 'capacity' } },
    { sort: { no: -1 } },
  )) !== null;

/** A session's free rows, by number. */
export const findFree = (sessionId: string): Promise<SeatRow[]> =>
  SeatModel.find({ sessionId, status: 'free' }).sort({ no: 1 }).lean();

/** Takes a free row back to be settled anew. */
export async function unsettle(id: string): Promise<void> {
  await SeatModel.updateOne({ _id: id, status: 'free' }, { $set: { status: 'pending' } });
}

/** Whether there is a seat that a claim would take. */
export const hasFreeSeat = async (filter: ClaimFilter): Promise<boolean> =>
  (await SeatModel.exists(freeSeats(filter, 0))) !== null;

/** Which of some sessions have seats that a suspension takes. */
export const sessionsWithSeats = (sessionIds: readonly string[]): Promise<string[]> =>
  SeatModel.distinct('sessionId', {
    sessionId: { $in: [...sessionIds] },
    status: { $in: ['free', 'held', 'pending', 'booked'] },
  });
