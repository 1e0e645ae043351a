import type { mongo } from 'mongoose';
import { owe } from '../../platform/outbox';
import { inTransaction, Unmatched } from '../../platform/transaction';
import { SeatModel, type SeatRow } from './seat.model';
import { releaseSeat } from './seat.settle';
import { noticeOf } from './seat.notices';
import { SessionModel, type SessionRow } from './session.model';
import { LECTURE_SERVICE } from './session.naming';

/** A suspension whose seats are taken back. */
export interface Sweep {
  session: SessionRow;
  /** What the people booked, in words. */
  service: string;
  by: string;
  at: Date;
}

/** So many people are told one after the other; then their seats are released, all at once. */
const AT_A_TIME = 10;

/**
 * One change of a seat together with a write of the session, so that it cannot happen once the session is open again
 * or was suspended anew.
 * @throws Unmatched `session` when this suspension is over, `seat` when the seat was in another state
 */
const changeUnder = (
  { session }: Sweep,
  change: (transaction: mongo.ClientSession) => Promise<SeatRow | null>,
): Promise<SeatRow> =>
  inTransaction(async (transaction) => {
    const { matchedCount } = await SessionModel.updateOne(
      { _id: session._id, state: 'suspended', epoch: session.epoch },
      { $inc: { swept: 1 } },
      { session: transaction },
    );
    if (!matchedCount) throw new Unmatched('session');
    const row = await change(transaction);
    if (!row) throw new Unmatched('seat');
    return row;
  });

const closeEmpty = (sweep: Sweep, seat: SeatRow): Promise<SeatRow> =>
  changeUnder(sweep, (transaction) =>
    SeatModel.findOneAndUpdate(
      { _id: seat._id, status: { $in: ['free', 'held', 'pending'] } },
      { $set: { status: 'closed', closedBy: 'suspend' }, $unset: { heldFor: '', heldUntil: '', holdKey: '' } },
      { returnDocument: 'after', session: transaction },
    ).lean(),
  );

/** The person's keys go, the message and the search for another seat are owed: all in the write that ends it. */
function suspendBooked(sweep: Sweep, seat: SeatRow): Promise<SeatRow> {
  const { session, service, by, at } = sweep;
  const about = { residentId: seat.residentId as string, targetId: seat._id };
  const reason = session.suspendReason ? { reason: session.suspendReason } : {};
  const notice = owe('bookingSuspended', about, { ...noticeOf(seat, session, service), ...reason }, at);
  const isLecture = session.serviceCode === LECTURE_SERVICE;
  return changeUnder(sweep, (transaction) =>
    SeatModel.findOneAndUpdate(
      { _id: seat._id, status: 'booked' },
      {
        $set: { status: 'suspended', reopen: true, ...(isLecture ? {} : { offer: 'todo' as const }) },
        $unset: { keys: '', clashKeys: '' },
        $push: { log: { at, by, what: 'suspended' }, outbox: notice },
      },
      { returnDocument: 'after', session: transaction },
    ).lean(),
  );
}

/** Runs one step; a seat in another state is left to the next pass. @returns null for such a seat */
async function attempt(step: Promise<SeatRow>): Promise<SeatRow | null> {
  try {
    return await step;
  } catch (error) {
    if (error instanceof Unmatched && error.what === 'seat') return null;
    throw error;
  }
}

/** One after the other, for each writes the session too; what follows touches rows of their own. */
async function suspendSome(sweep: Sweep, seats: readonly SeatRow[]): Promise<void> {
  const ended: SeatRow[] = [];
  try {
    for (const seat of seats) {
      const row = await attempt(suspendBooked(sweep, seat));
      if (row) ended.push(row);
    }
  } finally {
    await Promise.all(ended.map((row) => releaseSeat(row, sweep.at)));
  }
}

/**
 * Takes every seat of a suspended session: empty ones are closed, booked ones become `suspended` and their people are
 * free for other bookings. Whoever has arrived is finished by staff. Repeats until a whole pass finds nothing, so that
 * a booking made meanwhile is caught too, and ends when the session is resumed.
 */
export async function sweepSession(sweep: Sweep): Promise<void> {
  const sessionId = sweep.session._id;
  try {
    for (;;) {
      const empty = await SeatModel.find({ sessionId, status: { $in: ['free', 'held', 'pending'] } }).lean();
      for (const seat of empty) await attempt(closeEmpty(sweep, seat));
      const booked = await SeatModel.find({ sessionId, status: 'booked' }).lean();
      for (let from = 0; from < booked.length; from += AT_A_TIME)
        await suspendSome(sweep, booked.slice(from, from + AT_A_TIME));
      if (!empty.length && !booked.length) return;
    }
  } catch (error) {
    if (!(error instanceof Unmatched)) throw error;
  }
}
