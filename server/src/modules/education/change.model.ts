import { AppError } from '@linkang/shared/errors';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { fieldFault } from '../../platform/http/problems';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';
import type { DayCursor } from './ledger.cursor';
import { writtenSchema, type Edit, type WrittenFields } from './written';

/** New contents of a board. What was taken back stays to be seen. */
export interface ChangeRow extends IdempotentFields, WrittenFields {
  _id: string;
  boardId: string;
  day: string;
  topic: string;
  /** The one photo; a list, as the file module looks for it. */
  fileIds: string[];
  state: 'kept' | 'withdrawn';
}

/** What staff write of it. */
export type ChangeContent = Pick<ChangeRow, 'day' | 'topic' | 'fileIds'>;

const schema = new Schema<ChangeRow>(
  {
    _id: String,
    boardId: { type: String, required: true },
    day: { type: String, required: true },
    topic: { type: String, required: true },
    fileIds: { type: [String], required: true },
    state: { type: String, required: true },
    ...writtenSchema,
    ...idempotentSchema,
  },
  { collection: 'boardChanges', versionKey: false },
);
schema.index({ boardId: 1, day: -1, _id: -1 });
schema.index({ boardId: 1, day: 1 }, { unique: true, partialFilterExpression: { state: 'kept' } });
schema.index({ state: 1, day: 1 });
schema.index({ fileIds: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const ChangeModel = mongoose.model<ChangeRow>('BoardChange', schema);

const taken = (): never => {
  const fields = [fieldFault('body.day', 'TAKEN', '这块宣传栏这一天已经记过更换，请看记录')];
  throw new AppError('VALIDATION_FAILED', { fields });
};

/** Adds new contents once for a key. @throws VALIDATION_FAILED when the board has some of the same day */
export const insertChangeOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<ChangeRow>,
): Promise<ChangeRow> => createOnce<ChangeRow>(ChangeModel, request, now, build, taken);

/** Stores contents unless they are there already. */
export async function insertChange(row: ChangeRow): Promise<void> {
  await ChangeModel.updateOne({ _id: row._id }, { $setOnInsert: row }, { upsert: true });
}

/** One change, or null. */
export const findChange = (id: string): Promise<ChangeRow | null> => ChangeModel.findById(id).lean<ChangeRow | null>();

/** What a board showed, the newest first. */
export function findChanges(boardId: string, after: DayCursor | undefined, limit: number): Promise<ChangeRow[]> {
  const filter: QueryFilter<ChangeRow> = { boardId };
  if (after) filter.$or = [{ day: { $lt: after.day } }, { day: after.day, _id: { $lt: after.id } }];
  return ChangeModel.find(filter).sort({ day: -1, _id: -1 }).limit(limit).lean<ChangeRow[]>();
}

/** What all boards showed anew in a time. */
export const findChangesBetween = (from: string, to: string): Promise<ChangeRow[]> =>
  ChangeModel.find({ state: 'kept', day: { $gte: from, $lte: to } })
    .sort({ day: 1, _id: 1 })
    .lean<ChangeRow[]>();

/** The newest contents of each of some boards. */
export async function findNewestChanges(boardIds: readonly string[]): Promise<Map<string, ChangeRow>> {
  const rows = await ChangeModel.aggregate<{ _id: string; newest: ChangeRow }>([
    { $match: { boardId: { $in: [...boardIds] }, state: 'kept' } },
    { $sort: { boardId: 1, day: -1, _id: -1 } },
    { $group: { _id: '$boardId', newest: { $first: '$$ROOT' } } },
  ]);
  return new Map(rows.map(({ _id, newest }) => [_id, newest]));
}

const step = (id: string, rev: number, set: Partial<ChangeRow>): Promise<ChangeRow | null> =>
  ChangeModel.findOneAndUpdate(
    { _id: id, rev, state: 'kept' },
    { $set: set, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<ChangeRow | null>();

/**
 * Corrects contents at the revision that the caller saw. @returns null at another one, or when they were taken back
 * @throws VALIDATION_FAILED when the board has some of the same day
 */
export async function updateChange(id: string, rev: number, content: ChangeContent & Edit): Promise<ChangeRow | null> {
  try {
    return await step(id, rev, content);
  } catch (error) {
    if (duplicateKeys(error)) return taken();
    throw error;
  }
}

/** Takes contents back. @returns null at another revision, or when they were taken back already */
export const withdrawChange = (id: string, rev: number, edit: Edit): Promise<ChangeRow | null> =>
  step(id, rev, { ...edit, state: 'withdrawn' });
