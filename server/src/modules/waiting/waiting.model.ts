import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { removeSome } from '../../platform/batches';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';

/** Somebody who waits for a seat of a full session. */
export interface WaitingRow extends IdempotentFields {
  _id: string;
  sessionId: string;
  residentId: string;
  day: string;
  /** The order in which people are served; equal ones by id. */
  seq: number;
  /** Takes the seat at once, without being asked. */
  autoAccept: boolean;
  status: 'waiting' | 'offered' | 'booked' | 'expired' | 'left';
  /** Present while it waits or is offered: one such entry of a person for a session. */
  open?: true;
  seatId?: string;
  /** Old enough for the seats that are kept for elders. */
  elder: boolean;
  /** From then on every seat is open to everyone. */
  quotasOpenAt: Date;
  /** The service's rule, as it was when the person joined. */
  oncePerYear: boolean;
  /** What it is for, in words. */
  serviceName: string;
  /** The account that joined, of the person, a relative or staff. */
  joinedBy: string;
  joinedAt: Date;
  /** The account that gave it up, and when. */
  leftBy?: string;
  leftAt?: Date;
}

const schema = new Schema<WaitingRow>(
  {
    _id: String,
    sessionId: { type: String, required: true },
    residentId: { type: String, required: true },
    day: { type: String, required: true },
    seq: { type: Number, required: true },
    autoAccept: { type: Boolean, required: true },
    status: { type: String, required: true },
    open: Boolean,
    seatId: String,
    elder: { type: Boolean, required: true },
    quotasOpenAt: { type: Date, required: true },
    oncePerYear: { type: Boolean, required: true },
    serviceName: { type: String, required: true },
    joinedBy: { type: String, required: true },
    joinedAt: { type: Date, required: true },
    leftBy: String,
    leftAt: Date,
    ...idempotentSchema,
  },
  { collection: 'waitlist', versionKey: false },
);
schema.index({ sessionId: 1, residentId: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index({ seatId: 1 }, { unique: true, partialFilterExpression: { status: 'offered' } });
schema.index({ sessionId: 1, status: 1, seq: 1, _id: 1 });
schema.index({ residentId: 1, seq: -1 });
schema.index({ open: 1, day: 1 }, { partialFilterExpression: { open: true } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const WaitingModel = mongoose.model<WaitingRow>('Waiting', schema);

/** Puts somebody on the list once for a key; `onDuplicate` refuses a second open entry for the same session. */
export const insertWaitingOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<WaitingRow>,
  onDuplicate: () => Promise<never>,
): Promise<WaitingRow> => createOnce(WaitingModel, request, now, build, onDuplicate);

/** Whether anybody waits for a session. */
export const somebodyWaits = async (sessionId: string): Promise<boolean> =>
  (await WaitingModel.exists({ sessionId, status: 'waiting' })) !== null;

/** How many people wait for a session. */
export const countWaiting = (sessionId: string): Promise<number> =>
  WaitingModel.countDocuments({ sessionId, status: 'waiting' }).exec();

/** Who may be offered a seat of a quota at an instant. */
const eligibleFor = (quota: string, at: Date): QueryFilter<WaitingRow> => {
  const open = { quotasOpenAt: { $lte: at } };
  if (quota === 'online') return {};
  return quota === 'elder' ? { $or: [{ elder: true }, open] } : open;
};

/** Whether anybody waits who may have a seat of this quota. */
export const isWantedBySomebody = async (sessionId: string, quota: string, at: Date): Promise<boolean> =>
  (await WaitingModel.exists({ sessionId, status: 'waiting', ...eligibleFor(quota, at) })) !== null;

/** The entry to which a seat is offered. */
export const findOfferedTo = (seatId: string): Promise<WaitingRow | null> =>
  WaitingModel.findOne({ seatId, status: 'offered' }).lean();

/**
 * Offers a seat to the first who waits and may have it; whoever was offered it already stays the one.
 * @returns null when nobody waits
 */
export async function offerToHead(
  seat: { _id: string; sessionId: string; quota: string },
  at: Date,
): Promise<WaitingRow | null> {
  const already = await findOfferedTo(seat._id);
  if (already) return already;
  try {
    return await WaitingModel.findOneAndUpdate(
      { sessionId: seat.sessionId, status: 'waiting', ...eligibleFor(seat.quota, at) },
      { $set: { status: 'offered', seatId: seat._id } },
      { sort: { seq: 1, _id: 1 }, returnDocument: 'after' },
    ).lean();
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
    // Somebody else has just offered it.
    return findOfferedTo(seat._id);
  }
}

/** Who gave an entry up, and when. */
export type Leaving = Required<Pick<WaitingRow, 'leftBy' | 'leftAt'>>;

/** Ends an offer with a seat, or without one. @returns null when the entry was not offered this seat any more */
export const closeOffered = (
  id: string,
  seatId: string,
  status: 'booked' | 'expired' | 'left',
  leaving?: Leaving,
): Promise<WaitingRow | null> =>
  WaitingModel.findOneAndUpdate(
    { _id: id, status: 'offered', seatId },
    { $set: { status, ...leaving }, $unset: { open: '' } },
    { returnDocument: 'after' },
  ).lean();

/** The seat is gone for another reason: the person waits on in the old place. */
export async function waitOn(id: string, seatId: string): Promise<void> {
  await WaitingModel.updateOne(
    { _id: id, status: 'offered', seatId },
    { $set: { status: 'waiting' }, $unset: { seatId: '' } },
  );
}

/** Takes somebody who still waits off the list. @returns null when the entry was not waiting any more */
export const leaveWaiting = (id: string, leaving: Leaving): Promise<WaitingRow | null> =>
  WaitingModel.findOneAndUpdate(
    { _id: id, status: 'waiting' },
    { $set: { status: 'left', ...leaving }, $unset: { open: '' } },
    { returnDocument: 'after' },
  ).lean();

/** The person has to be asked after all. */
export async function askFirst(id: string): Promise<void> {
  await WaitingModel.updateOne({ _id: id }, { $set: { autoAccept: false } });
}

/** One entry. */
export const findWaiting = (id: string): Promise<WaitingRow | null> => WaitingModel.findById(id).lean();

/** Entries by id, in no order. */
export const findWaitings = (ids: readonly string[]): Promise<WaitingRow[]> =>
  WaitingModel.find({ _id: { $in: [...ids] } }).lean();

/** A person's open entry for a session. */
export const findOpenEntry = (sessionId: string, residentId: string): Promise<WaitingRow | null> =>
  WaitingModel.findOne({ sessionId, residentId, open: true }).lean();

/** A person's entries, the newest first. */
export const findWaitingOf = (residentId: string, limit: number): Promise<WaitingRow[]> =>
  WaitingModel.find({ residentId }).sort({ seq: -1, _id: -1 }).limit(limit).lean();

/** How many wait before an entry. */
export const countBefore = (entry: WaitingRow): Promise<number> =>
  WaitingModel.countDocuments({
    sessionId: entry.sessionId,
    status: 'waiting',
    $or: [{ seq: { $lt: entry.seq } }, { seq: entry.seq, _id: { $lt: entry._id } }],
  });

/** Everybody who is offered a seat. */
export const findOffered = (): Promise<WaitingRow[]> =>
  WaitingModel.find({ open: true, status: 'offered' }).limit(1000).lean();

/** Sessions for which somebody waits. */
export const sessionsWaitedFor = (): Promise<string[]> =>
  WaitingModel.distinct('sessionId', { open: true, status: 'waiting' });

/** Ends the waiting for days that are over. */
export async function expireWaiting(today: string): Promise<void> {
  await WaitingModel.updateMany(
    { open: true, status: 'waiting', day: { $lt: today } },
    { $set: { status: 'expired' }, $unset: { open: '' } },
  );
}

/** Takes a person off every list on which they wait. */
export async function leaveEverywhere(residentId: string): Promise<void> {
  await WaitingModel.updateMany({ residentId, status: 'waiting' }, { $set: { status: 'left' }, $unset: { open: '' } });
}

/** How many entries there are of a person. */
export const countWaitingOf = (residentId: string): Promise<number> =>
  WaitingModel.countDocuments({ residentId }).exec();

/** Removes the entries of a person. */
export async function deleteWaitingOf(residentId: string): Promise<void> {
  await WaitingModel.deleteMany({ residentId });
}

/** Sessions for which both of two records wait or are offered a seat, by the entry of the second. */
export async function findWaitingTwice(one: string, other: string): Promise<WaitingRow[]> {
  const open = await WaitingModel.find({ residentId: { $in: [one, other] }, open: true }).lean<WaitingRow[]>();
  const sessions = new Set(open.filter((row) => row.residentId === one).map((row) => row.sessionId));
  return open.filter((row) => row.residentId === other && sessions.has(row.sessionId));
}

/** Gives the entries of a record to another record of the same person. @returns those that met another open one */
export async function moveWaiting(from: string, to: string): Promise<WaitingRow[]> {
  await WaitingModel.updateMany({ residentId: from, open: { $ne: true } }, { $set: { residentId: to } });
  const stuck: WaitingRow[] = [];
  for (const row of await WaitingModel.find({ residentId: from }).lean<WaitingRow[]>())
    try {
      await WaitingModel.updateOne({ _id: row._id, residentId: from }, { $set: { residentId: to } });
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
      stuck.push(row);
    }
  return stuck;
}

/** Entries for sessions before a day. */
const datedBefore = (day: string): QueryFilter<WaitingRow> => ({ day: { $lt: day } });

/** How many there are. */
export const countWaitingBefore = (day: string): Promise<number> =>
  WaitingModel.countDocuments(datedBefore(day)).exec();

/** Removes some of them. @returns how many */
export const removeWaitingBefore = (day: string, limit: number): Promise<number> =>
  removeSome(WaitingModel, datedBefore(day), limit);
