import type { mongo } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';
import type { OutboxEntry } from '../../platform/outbox';
import { freeSeats, type ClaimFilter } from './seat.claim';
import { SeatModel, type SeatRow } from './seat.model';

/** Why and until when a seat is kept back. */
export interface Hold {
  heldFor: string;
  heldUntil: Date;
  /** A second hold with the same key is refused. */
  holdKey: string;
}

/**
 * Keeps the first free seat from a number on for one purpose; nobody else can take it.
 * @returns null when no such seat is free, `'running'` when there is a hold with this key already
 */
export async function holdSeat(
  filter: ClaimFilter,
  hold: Hold,
  by: string,
  at: Date,
  fromNo = 0,
): Promise<SeatRow | null | 'running'> {
  try {
    return await SeatModel.findOneAndUpdate(
      freeSeats(filter, fromNo),
      { $set: { status: 'held', ...hold }, $push: { log: { at, by, what: 'held' } } },
      { sort: { no: 1 }, returnDocument: 'after' },
    ).lean();
  } catch (error) {
    if (duplicateKeys(error)) return 'running';
    throw error;
  }
}

/** The seat that is held under a key. */
export const findHold = (holdKey: string): Promise<SeatRow | null> => SeatModel.findOne({ holdKey }).lean();

/**
 * Ends a hold that was not used. The row stays as history and still says for whom it was.
 * @param notUntil only when it has run out by then
 * @returns the row to release, or null when the seat is not held for this any more
 */
export const dropHold = (
  seat: Pick<SeatRow, '_id' | 'heldFor'>,
  at: Date,
  notUntil?: Date,
  session?: mongo.ClientSession,
): Promise<SeatRow | null> =>
  SeatModel.findOneAndUpdate(
    {
      _id: seat._id,
      status: 'held',
      ...(seat.heldFor === undefined ? {} : { heldFor: seat.heldFor }),
      ...(notUntil ? { heldUntil: { $lte: notUntil } } : {}),
    },
    {
      $set: { status: 'cancelled', reopen: true },
      $unset: { holdKey: '', heldUntil: '' },
      $push: { log: { at, by: 'system', what: notUntil ? 'holdExpired' : 'holdEnded' } },
    },
    { returnDocument: 'after', ...(session ? { session } : {}) },
  ).lean();

/** Holds that have run out. */
export const findExpiredHolds = (now: Date): Promise<SeatRow[]> =>
  SeatModel.find({ status: 'held', heldUntil: { $lte: now } })
    .limit(500)
    .lean();

/** Owes a message about a seat that is still held for the same purpose. */
export async function tellHolder(seat: Pick<SeatRow, '_id' | 'heldFor'>, notice: OutboxEntry): Promise<void> {
  await SeatModel.updateOne(
    { _id: seat._id, status: 'held', heldFor: seat.heldFor as string },
    { $push: { outbox: notice } },
  );
}
