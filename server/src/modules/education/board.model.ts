import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import type { DayCursor } from './ledger.cursor';
import { writtenSchema, type Edit, type WrittenFields } from './written';

/** A notice board. */
export interface BoardRow extends IdempotentFields, WrittenFields {
  _id: string;
  name: string;
  place: string;
  /** Square metres, and metres from the ground to its middle. */
  area: number;
  height: number;
  since: string;
  /** The last day on which it hung. */
  until: string | null;
}

/** What staff write of a board. */
export type BoardContent = Pick<BoardRow, 'name' | 'place' | 'area' | 'height' | 'since' | 'until'>;

const schema = new Schema<BoardRow>(
  {
    _id: String,
    name: { type: String, required: true },
    place: { type: String, required: true },
    area: { type: Number, required: true },
    height: { type: Number, required: true },
    since: { type: String, required: true },
    until: { type: String, default: null },
    ...writtenSchema,
    ...idempotentSchema,
  },
  { collection: 'noticeBoards', versionKey: false },
);
schema.index({ since: 1, _id: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const BoardModel = mongoose.model<BoardRow>('NoticeBoard', schema);

/** Adds a board once for a key. */
export const insertBoardOnce = (request: Idempotency, now: Date, build: () => Promise<BoardRow>): Promise<BoardRow> =>
  createOnce<BoardRow>(BoardModel, request, now, build, () => {
    throw new Error('a board has no other unique index');
  });

/** Stores a board unless it is there already. */
export async function insertBoard(row: BoardRow): Promise<void> {
  await BoardModel.updateOne({ _id: row._id }, { $setOnInsert: row }, { upsert: true });
}

/** One board, or null. */
export const findBoard = (id: string): Promise<BoardRow | null> => BoardModel.findById(id).lean<BoardRow | null>();

/** Boards that hang, or those that were taken down, by the day on which they were hung. */
export function findBoards(hung: boolean, after: DayCursor | undefined, limit: number): Promise<BoardRow[]> {
  const filter: QueryFilter<BoardRow> = { until: hung ? null : { $ne: null } };
  if (after) filter.$or = [{ since: { $gt: after.day } }, { since: after.day, _id: { $gt: after.id } }];
  return BoardModel.find(filter).sort({ since: 1, _id: 1 }).limit(limit).lean<BoardRow[]>();
}

/** Boards that hung on some day of a time. */
export const findBoardsBetween = (from: string, to: string): Promise<BoardRow[]> =>
  BoardModel.find({ since: { $lte: to }, $or: [{ until: null }, { until: { $gte: from } }] })
    .sort({ since: 1, _id: 1 })
    .lean<BoardRow[]>();

/** Changes a board at the revision that the caller saw. @returns null at another one */
export const updateBoard = (id: string, rev: number, content: BoardContent & Edit): Promise<BoardRow | null> =>
  BoardModel.findOneAndUpdate(
    { _id: id, rev },
    { $set: content, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<BoardRow | null>();
