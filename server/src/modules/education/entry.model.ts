import type { EntryKind } from '@linkang/shared/domain/education-ledger';
import { AppError } from '@linkang/shared/errors';
import mongoose, { Schema, type ClientSession, type QueryFilter } from 'mongoose';
import { fieldFault } from '../../platform/http/problems';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { inTransaction, Unmatched } from '../../platform/transaction';
import type { DayCursor } from './ledger.cursor';
import { moveStock } from './material.model';
import { writtenSchema, type Edit, type WrittenFields } from './written';

/** A line of a material's ledger. */
export interface EntryRow extends IdempotentFields, WrittenFields {
  _id: string;
  materialId: string;
  kind: EntryKind;
  day: string;
  /** The last day on which it was shown; the same day of anything else. */
  toDay: string;
  copies: number | null;
  occasion: string;
  state: 'kept' | 'withdrawn';
}

/** What staff write of a line. */
export type EntryContent = Pick<EntryRow, 'day' | 'toDay' | 'copies' | 'occasion'>;

const schema = new Schema<EntryRow>(
  {
    _id: String,
    materialId: { type: String, required: true },
    kind: { type: String, required: true },
    day: { type: String, required: true },
    toDay: { type: String, required: true },
    copies: Number,
    occasion: { type: String, required: true },
    state: { type: String, required: true },
    ...writtenSchema,
    ...idempotentSchema,
  },
  { collection: 'materialEntries', versionKey: false },
);
schema.index({ materialId: 1, day: -1, _id: -1 });
schema.index({ state: 1, day: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const EntryModel = mongoose.model<EntryRow>('MaterialEntry', schema);

/** Says that there are not so many copies, where a transaction found that. */
function stockFault(error: unknown): unknown {
  if (!(error instanceof Unmatched && error.what === 'stock')) return error;
  const text = '没有这么多份：先登记进货，或核对份数';
  return new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.copies', 'STOCK', text)] });
}

/** Adds a line once for a key, and its copies to the stock. @throws VALIDATION_FAILED when there are not so many */
export const insertEntryOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<EntryRow>,
  changeOf: (row: EntryRow) => number,
): Promise<EntryRow> =>
  createOnce<EntryRow>(
    EntryModel,
    request,
    now,
    build,
    () => {
      throw new Error('a line has no other unique index');
    },
    (row) =>
      inTransaction(async (session) => {
        await EntryModel.collection.insertOne(row as never, { session });
        await moveStock(row.materialId, changeOf(row), session);
      }).catch((error: unknown) => {
        throw stockFault(error);
      }),
  );

/** Stores a line unless it is there already; the stock is not touched. */
export async function insertEntry(row: EntryRow): Promise<void> {
  await EntryModel.updateOne({ _id: row._id }, { $setOnInsert: row }, { upsert: true });
}

/** One line, or null. */
export const findEntry = (id: string): Promise<EntryRow | null> => EntryModel.findById(id).lean<EntryRow | null>();

/** The ledger of a material, the newest first. */
export function findEntries(materialId: string, after: DayCursor | undefined, limit: number): Promise<EntryRow[]> {
  const filter: QueryFilter<EntryRow> = { materialId };
  if (after) filter.$or = [{ day: { $lt: after.day } }, { day: after.day, _id: { $lt: after.id } }];
  return EntryModel.find(filter).sort({ day: -1, _id: -1 }).limit(limit).lean<EntryRow[]>();
}

/** What was handed out and shown in a time, in order of days. */
export const findEntriesBetween = (from: string, to: string): Promise<EntryRow[]> =>
  EntryModel.find({ state: 'kept', day: { $gte: from, $lte: to }, kind: { $in: ['handed', 'shown'] } })
    .sort({ day: 1, _id: 1 })
    .lean<EntryRow[]>();

const step = (id: string, rev: number, set: Partial<EntryRow>, session: ClientSession): Promise<EntryRow | null> =>
  EntryModel.findOneAndUpdate(
    { _id: id, rev, state: 'kept' },
    { $set: set, $inc: { rev: 1 } },
    { returnDocument: 'after', session },
  ).lean<EntryRow | null>();

/**
 * Changes a line at the revision that the caller saw, and the stock with it.
 * @returns null at another revision, or when it was taken back already
 * @throws VALIDATION_FAILED when there are not so many copies
 */
export async function stepEntry(
  { _id, rev, materialId }: Pick<EntryRow, '_id' | 'rev' | 'materialId'>,
  set: Edit & (EntryContent | Pick<EntryRow, 'state'>),
  stockChange: number,
): Promise<EntryRow | null> {
  try {
    return await inTransaction(async (session) => {
      const row = await step(_id, rev, set, session);
      if (!row) throw new Unmatched('line');
      await moveStock(materialId, stockChange, session);
      return row;
    });
  } catch (error) {
    if (error instanceof Unmatched && error.what === 'line') return null;
    throw stockFault(error);
  }
}

/** What is known of a kind in a time. */
export interface KindUse {
  materialId: string;
  /** Copies that were there before, came, and were handed out; handings-out; days on which it was shown first. */
  before: number;
  received: number;
  handed: number;
  handouts: number;
  shows: number;
  /** The first line within the time. */
  firstDay: string | null;
}

const sumIf = (condition: object, value: unknown) => ({ $sum: { $cond: [condition, value, 0] } });
const isKind = (kind: EntryKind) => ({ $eq: ['$kind', kind] });

/** What was done with each kind until a day, told apart by whether it was before the time. */
export async function sumEntries(from: string, to: string): Promise<KindUse[]> {
  const within = { $gte: ['$toDay', from] };
  const inTime = (kind: EntryKind) => ({ $and: [{ $gte: ['$day', from] }, isKind(kind)] });
  const signed = {
    $cond: [isKind('received'), '$copies', { $cond: [isKind('handed'), { $multiply: ['$copies', -1] }, 0] }],
  };
  const rows = await EntryModel.aggregate<Omit<KindUse, 'materialId'> & { _id: string }>([
    { $match: { state: 'kept', day: { $lte: to } } },
    {
      $group: {
        _id: '$materialId',
        before: sumIf({ $lt: ['$day', from] }, signed),
        received: sumIf(inTime('received'), '$copies'),
        handed: sumIf(inTime('handed'), '$copies'),
        handouts: sumIf(inTime('handed'), 1),
        shows: sumIf({ $and: [within, isKind('shown')] }, 1),
        firstDay: { $min: { $cond: [within, '$day', null] } },
      },
    },
    { $sort: { _id: 1 } },
  ]);
  return rows.map(({ _id, ...sums }) => ({ materialId: _id, ...sums }));
}
