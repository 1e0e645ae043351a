import { timeOf } from '@linkang/shared/domain/clinic-day';
import { arrivalOf, turnOnArrival } from '@linkang/shared/domain/visit-queue';
import { duplicateKeys } from '../../platform/idempotency';
import { SeatModel, type SeatRow } from './seat.model';

/** Those who have arrived, whatever became of them then; the partial index holds no other row. */
const hasTurn = { turn: { $exists: true } } as const;

const inOrder = { turn: 1, no: 1 } as const;

/** A seat as the queue knows it. */
export type QueueRow = Pick<
  SeatRow,
  '_id' | 'sessionId' | 'no' | 'status' | 'residentId' | 'arrivedAt' | 'calledAt' | 'doneAt'
> & { turn: number };

/** Everybody who has arrived at sessions, in the order of their turns. */
export const findQueue = (sessionIds: readonly string[]): Promise<QueueRow[]> =>
  SeatModel.find(
    { sessionId: { $in: [...sessionIds] }, ...hasTurn },
    { sessionId: 1, no: 1, status: 1, residentId: 1, turn: 1, arrivedAt: 1, calledAt: 1, doneAt: 1 },
  )
    .sort(inOrder)
    .lean<QueueRow[]>();

/** Turns of those who wait in a session, in order. */
export async function findWaitingTurns(sessionId: string): Promise<number[]> {
  const rows = await SeatModel.find({ sessionId, status: 'arrived', ...hasTurn }, { turn: 1 })
    .sort(inOrder)
    .lean<{ turn: number }[]>();
  return rows.map((row) => row.turn);
}

/** The turn of somebody who arrives now; those who wait are read only for a late one. */
export async function findTurnOnArrival(
  seat: Pick<SeatRow, 'sessionId' | 'no' | 'startTime' | 'endTime'>,
  at: Date,
): Promise<number> {
  const time = timeOf(at);
  const waiting = arrivalOf(seat, time) === 'inTime' ? [] : await findWaitingTurns(seat.sessionId);
  return turnOnArrival(seat, time, waiting);
}

/** The person whom a request has called. */
export const findCalledBy = (callIdem: string): Promise<SeatRow | null> => SeatModel.findOne({ callIdem }).lean();

/**
 * Calls the first of those who wait. Finding and calling are one write, so that desks which call at once get
 * different people and leave nobody out.
 * @param callIdem the request's key: when its other copy has called somebody meanwhile, that person is the answer
 * @returns null when nobody waits
 */
export async function callFirst(sessionId: string, by: string, at: Date, callIdem: string): Promise<SeatRow | null> {
  try {
    return await SeatModel.findOneAndUpdate(
      { sessionId, status: 'arrived', ...hasTurn },
      { $set: { status: 'called', calledAt: at, callIdem }, $push: { log: { at, by, what: 'called' } } },
      { sort: inOrder, returnDocument: 'after' },
    ).lean();
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
    return findCalledBy(callIdem);
  }
}

const live = ['booked', 'arrived', 'called'] as const;

/** Bookings of people on a day that are not over. */
export const findLiveOf = (residentIds: readonly string[], day: string): Promise<SeatRow[]> =>
  // The type is said for the sake of the partial index: a list alone does not prove that it may be used.
  SeatModel.find({ residentId: { $in: [...residentIds], $type: 'string' }, day, status: { $in: [...live] } })
    .sort({ startTime: 1, _id: 1 })
    .lean();

/** Ids of all bookings of a day that are not over. */
export async function findLiveOn(day: string): Promise<string[]> {
  const rows = await SeatModel.find({ day, status: { $in: [...live] } }, { _id: 1 }).lean();
  return rows.map((row) => row._id);
}
