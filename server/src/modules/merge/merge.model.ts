import mongoose, { Schema } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';
import type { Obstacle } from '../../platform/module';
import { indexOutbox, outboxSchema, type OutboxEntry, type OutboxFields } from '../../platform/outbox';

/** That two records are made one: from the decision to the last row that is moved, and its log afterwards. */
export interface MergeRow extends IdempotentFields, OutboxFields {
  _id: string;
  stayId: string;
  awayId: string;
  /** Both, as long as it runs: nobody is part of two running merges, by a unique index. */
  people?: string[];
  stayAccountId?: string;
  awayAccountId?: string;
  /** The account that has the person afterwards. */
  accountId?: string;
  /** Why staff are sure; encrypted, since it tells of the person. */
  reason: Sealed;
  by: string;
  at: Date;
  status: 'running' | 'done';
  /** How often everything was moved; the second time finds what came in while the first one ran. */
  passes: number;
  /** When it goes on; absent when it is done. */
  nextAt?: Date;
  /** What could not be moved the last time. */
  left: Obstacle[];
  doneAt?: Date;
}

const schema = new Schema<MergeRow>(
  {
    _id: String,
    stayId: { type: String, required: true },
    awayId: { type: String, required: true },
    people: { type: [String], default: undefined },
    stayAccountId: String,
    awayAccountId: String,
    accountId: String,
    reason: { ...sealedPath, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    status: { type: String, required: true },
    passes: { type: Number, required: true },
    nextAt: Date,
    left: [{ _id: false, cause: String, about: String }],
    doneAt: Date,
    ...outboxSchema,
    ...idempotentSchema,
  },
  { collection: 'merges', versionKey: false },
);
schema.index({ people: 1 }, { unique: true, partialFilterExpression: { people: { $exists: true } } });
schema.index({ nextAt: 1 }, { partialFilterExpression: { nextAt: { $exists: true } } });
schema.index({ at: -1, _id: -1 });
schema.index({ stayId: 1, at: -1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
indexOutbox(schema);

const MergeModel = mongoose.model<MergeRow>('Merge', schema);

/** Where the encrypted reason of a merge stands. */
export const reasonPlace = (id: string): string => placeOf('merges', 'reason', id);

/** Stores a merge once for a key. @param onRunning called when one of the two is part of another running one */
export const insertMergeOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<MergeRow>,
  onRunning: () => never,
): Promise<MergeRow> => createOnce<MergeRow>(MergeModel, request, now, build, onRunning);

/** One merge, or null. */
export const findMerge = (id: string): Promise<MergeRow | null> => MergeModel.findById(id).lean<MergeRow | null>();

/** Merges that have to be looked at. */
export const findDue = (now: Date, limit: number): Promise<MergeRow[]> =>
  MergeModel.find({ nextAt: { $lte: now } })
    .sort({ nextAt: 1 })
    .limit(limit)
    .lean<MergeRow[]>();

/** Notes what a pass left; for one caller a pass. @returns null when somebody else noted it first */
export const notePass = (row: MergeRow, left: Obstacle[], nextAt: Date): Promise<MergeRow | null> =>
  MergeModel.findOneAndUpdate(
    { _id: row._id, status: 'running', passes: row.passes },
    { $set: { left, nextAt }, $inc: { passes: 1 } },
    { returnDocument: 'after' },
  ).lean<MergeRow | null>();

/** Ends a merge, and owes the messages that tell of it. @returns null when somebody else ended it first */
export const endMerge = (row: MergeRow, doneAt: Date, notice: OutboxEntry): Promise<MergeRow | null> =>
  MergeModel.findOneAndUpdate(
    { _id: row._id, status: 'running', passes: row.passes },
    {
      $set: { status: 'done', doneAt, left: [] },
      $unset: { people: 1, nextAt: 1 },
      $inc: { passes: 1 },
      $push: { outbox: notice },
    },
    { returnDocument: 'after' },
  ).lean<MergeRow | null>();

/** How many merges went into some records. */
export const countMergesInto = (stayIds: readonly string[]): Promise<number> =>
  MergeModel.countDocuments({ stayId: { $in: [...stayIds] } }).exec();

/** Removes them. */
export async function deleteMergesInto(stayIds: readonly string[]): Promise<void> {
  await MergeModel.deleteMany({ stayId: { $in: [...stayIds] } });
}

/** Where a page starts: after this merge. */
export interface MergeCursor {
  at: Date;
  id: string;
}

/** Merges, the newest first; all, or those into one record. */
export function findMerges(
  stayId: string | undefined,
  after: MergeCursor | undefined,
  limit: number,
): Promise<MergeRow[]> {
  return MergeModel.find({
    ...(stayId === undefined ? {} : { stayId }),
    ...(after ? { $or: [{ at: { $lt: after.at } }, { at: after.at, _id: { $lt: after.id } }] } : {}),
  })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .lean<MergeRow[]>();
}
