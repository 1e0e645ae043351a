import mongoose, { Schema } from 'mongoose';
import type { RetentionKey } from '../../platform/config';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';
import { indexOutbox, outboxSchema, type OutboxEntry, type OutboxFields } from '../../platform/outbox';

/** That somebody closes the account: from the wish through the days of grace to the last thing that is erased. */
export interface ClosureRow extends IdempotentFields, OutboxFields {
  _id: string;
  residentId: string;
  accountId: string;
  status: 'grace' | 'undone' | 'closing' | 'closed';
  /** Present until it is undone or closed: of such a person has one at most, by a unique index. */
  open?: true;
  askedAt: Date;
  dueAt: Date;
  /** When the service looks at it next; absent when nothing is left to be done. */
  nextAt?: Date;
  /** How often everything was ended; the second time finds what came in while the first one ran. */
  passes: number;
  closedAt?: Date;
  /** When which kind of data was erased. */
  erased: Partial<Record<RetentionKey, Date>>;
}

const schema = new Schema<ClosureRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    accountId: { type: String, required: true },
    status: { type: String, required: true },
    open: Boolean,
    askedAt: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    nextAt: Date,
    passes: { type: Number, required: true },
    closedAt: Date,
    erased: { type: Object, required: true },
    ...outboxSchema,
    ...idempotentSchema,
  },
  { collection: 'closures', versionKey: false, minimize: false },
);
schema.index({ residentId: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
schema.index({ nextAt: 1 }, { partialFilterExpression: { nextAt: { $exists: true } } });
indexOutbox(schema);

const ClosureModel = mongoose.model<ClosureRow>('Closure', schema);

/** One closure, or null. */
export const findClosure = (id: string): Promise<ClosureRow | null> =>
  ClosureModel.findById(id).lean<ClosureRow | null>();

/** The closure of a person that can still be undone, or null. */
export const findGrace = (residentId: string): Promise<ClosureRow | null> =>
  ClosureModel.findOne({ residentId, open: true, status: 'grace' }).lean<ClosureRow | null>();

/**
 * Adds a closure once for a key.
 * @param onOpen called when the person has one already
 */
export const insertClosureOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<ClosureRow>,
  onOpen: () => Promise<never> | never,
): Promise<ClosureRow> => createOnce<ClosureRow>(ClosureModel, request, now, build, onOpen);

/** Keeps the account after all. @returns null when the time is up, or somebody was quicker */
export const undoClosure = (id: string, now: Date, notice: OutboxEntry): Promise<ClosureRow | null> =>
  ClosureModel.findOneAndUpdate(
    { _id: id, status: 'grace', dueAt: { $gt: now } },
    { $set: { status: 'undone' }, $unset: { open: 1, nextAt: 1 }, $push: { outbox: notice } },
    { returnDocument: 'after' },
  ).lean<ClosureRow | null>();

/**
 * Begins with what cannot be undone. @returns null when it was undone, or has begun
 * @param from when the first pass may run: the last message has to be out by then
 */
export const beginClosing = (id: string, now: Date, from: Date, notice: OutboxEntry): Promise<ClosureRow | null> =>
  ClosureModel.findOneAndUpdate(
    { _id: id, status: 'grace', dueAt: { $lte: now } },
    { $set: { status: 'closing', nextAt: from }, $push: { outbox: notice } },
    { returnDocument: 'after' },
  ).lean<ClosureRow | null>();

/** Closures that have to be looked at. */
export const findDue = (now: Date, limit: number): Promise<ClosureRow[]> =>
  ClosureModel.find({ nextAt: { $lte: now } })
    .sort({ nextAt: 1 })
    .limit(limit)
    .lean<ClosureRow[]>();

/** Notes that everything was ended and erased once more. */
export async function notePass(id: string, nextAt: Date): Promise<void> {
  await ClosureModel.updateOne({ _id: id, status: 'closing' }, { $inc: { passes: 1 }, $set: { nextAt } });
}

/** The account is closed; what is locked stays to be looked at. */
export async function markClosed(id: string, now: Date, nextAt: Date): Promise<void> {
  await ClosureModel.updateOne(
    { _id: id, status: 'closing' },
    { $set: { status: 'closed', closedAt: now, nextAt }, $unset: { open: 1 } },
  );
}

/** Notes that a kind of data was erased; the first time counts. */
export async function noteErased(id: string, key: RetentionKey, now: Date): Promise<void> {
  await ClosureModel.updateOne(
    { _id: id, [`erased.${key}`]: { $exists: false } },
    { $set: { [`erased.${key}`]: now } },
  );
}

/** When a closed account is looked at again; never, once nothing is left. */
export async function lookAgain(id: string, nextAt: Date | undefined): Promise<void> {
  await ClosureModel.updateOne({ _id: id }, nextAt ? { $set: { nextAt } } : { $unset: { nextAt: 1 } });
}

/** Closed accounts of which something is still kept, in order of their ids. */
export const findKept = (afterId: string, limit: number): Promise<ClosureRow[]> =>
  ClosureModel.find({ _id: { $gt: afterId }, status: 'closed', nextAt: { $exists: true } })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<ClosureRow[]>();

/** Whether one of some people leaves, or is about to. */
export const isLeaving = async (residentIds: readonly string[]): Promise<boolean> =>
  (await ClosureModel.exists({ residentId: { $in: [...residentIds] }, open: true })) !== null;

/** Puts the wishes of a record under another record of the same person. @returns false when both have one */
export async function moveClosures(from: string, to: string): Promise<boolean> {
  try {
    await ClosureModel.updateMany({ residentId: from }, { $set: { residentId: to } });
    return true;
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
    return false;
  }
}
