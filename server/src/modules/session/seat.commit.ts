import type { mongo, UpdateQuery } from 'mongoose';
import type { Idempotency } from '../../platform/idempotency';
import type { OutboxEntry } from '../../platform/outbox';
import { inTransaction, Unmatched } from '../../platform/transaction';
import { SeatModel, type SeatRow } from './seat.model';

/** A held seat that becomes somebody's booking. */
export interface Taking {
  seat: Pick<SeatRow, '_id' | 'heldFor' | 'grains'>;
  residentId: string;
  /** Keys that do not depend on the seat's time. */
  keys: readonly string[];
  by: string;
  at: Date;
  idempotency?: Idempotency;
  tookSeconds?: number;
  outbox: OutboxEntry[];
}

/** The change of a booking that gives way to another one. */
export type LeavingWrite = (session: mongo.ClientSession) => Promise<SeatRow | null>;

/** Keys of the times at which a seat keeps its person. */
export const timeKeys = (residentId: string, grains: readonly string[]): string[] =>
  grains.map((grain) => `H:${residentId}:${grain}`);

/**
 * Turns a held seat into a booking, as long as it is held for this purpose and for the time that its keys stand for.
 * @returns null when it is not any more
 * @throws the driver's duplicate-key error
 */
export function takeHeld(taking: Taking, session?: mongo.ClientSession): Promise<SeatRow | null> {
  const { seat, residentId, by, at, idempotency, tookSeconds, outbox } = taking;
  const update: UpdateQuery<SeatRow> = {
    $set: {
      status: 'booked',
      residentId,
      bookedBy: by,
      bookedAt: at,
      keys: [...taking.keys, ...timeKeys(residentId, seat.grains)],
      ...(idempotency ? { ...idempotency, idemAt: at } : {}),
      ...(tookSeconds === undefined ? {} : { tookSeconds }),
    },
    $unset: { holdKey: '', heldUntil: '' },
    $push: { log: { at, by, what: 'booked' }, ...(outbox.length ? { outbox: { $each: outbox } } : {}) },
  };
  return SeatModel.findOneAndUpdate(
    {
      _id: seat._id,
      status: 'held',
      heldFor: seat.heldFor as string,
      heldUntil: { $gt: at },
      grains: [...seat.grains],
    },
    update,
    { returnDocument: 'after', ...(session ? { session } : {}) },
  ).lean();
}

/** A booking gives way to the one in `movedTo`: its person's keys go in the same write. */
export const leaveFor =
  (seat: { _id: string; residentId: string }, movedTo: string, by: string, at: Date): LeavingWrite =>
  (session) =>
    SeatModel.findOneAndUpdate(
      { _id: seat._id, residentId: seat.residentId, status: 'booked' },
      {
        $set: { status: 'moved', movedTo, reopen: true },
        $unset: { keys: '', clashKeys: '' },
        $push: { log: { at, by, what: 'moved' } },
      },
      { returnDocument: 'after', session },
    ).lean();

/** What a transaction over seats made. */
export interface Committed {
  left: SeatRow[];
  taken: SeatRow[];
}

/**
 * Several seats become bookings together or not at all; those that give way go first, so that their keys are free.
 * @throws Unmatched `left` or `taken` when one was not as it was seen, and the driver's duplicate-key error
 */
export const commitSeats = (leaving: readonly LeavingWrite[], takings: readonly Taking[]): Promise<Committed> =>
  inTransaction(async (session) => {
    const left: SeatRow[] = [];
    for (const leave of leaving) {
      const row = await leave(session);
      if (!row) throw new Unmatched('left');
      left.push(row);
    }
    const taken: SeatRow[] = [];
    for (const taking of takings) {
      const row = await takeHeld(taking, session);
      if (!row) throw new Unmatched('taken');
      taken.push(row);
    }
    return { left, taken };
  });

/** Which of some keys are taken by other bookings than one. */
export async function findTakenKeys(keys: readonly string[], exceptId?: string): Promise<Set<string>> {
  const rows = await SeatModel.find(
    { keys: { $in: [...keys] }, ...(exceptId === undefined ? {} : { _id: { $ne: exceptId } }) },
    { keys: 1 },
  ).lean();
  return new Set(rows.flatMap((row) => row.keys ?? []));
}
