import type { MaterialSort } from '@linkang/shared/domain/education-ledger';
import { AppError } from '@linkang/shared/errors';
import mongoose, { Schema, type ClientSession, type QueryFilter } from 'mongoose';
import { fieldFault } from '../../platform/http/problems';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';
import { Unmatched } from '../../platform/transaction';
import { writtenSchema, type Edit, type WrittenFields } from './written';

/** A kind of material. */
export interface MaterialRow extends IdempotentFields, WrittenFields {
  _id: string;
  sort: MaterialSort;
  name: string;
  topic: string;
  /** From how few copies on somebody should order. */
  refillAt: number;
  active: boolean;
  /** The sum of its lines, kept in the same transactions. */
  stock: number;
}

/** What staff write of a kind. */
export type MaterialContent = Pick<MaterialRow, 'name' | 'topic' | 'refillAt' | 'active'>;

const schema = new Schema<MaterialRow>(
  {
    _id: String,
    sort: { type: String, required: true },
    name: { type: String, required: true },
    topic: { type: String, required: true },
    refillAt: { type: Number, required: true },
    active: { type: Boolean, required: true },
    stock: { type: Number, required: true },
    ...writtenSchema,
    ...idempotentSchema,
  },
  { collection: 'educationMaterials', versionKey: false },
);
schema.index({ sort: 1, name: 1 }, { unique: true });
schema.index({ sort: 1, active: -1, _id: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const MaterialModel = mongoose.model<MaterialRow>('EducationMaterial', schema);

const taken = (): never => {
  const fields = [fieldFault('body.name', 'TAKEN', '这种资料已经有了，请直接在它下面登记')];
  throw new AppError('VALIDATION_FAILED', { fields });
};

/** Adds a kind once for a key. @throws VALIDATION_FAILED when the name is there */
export const insertMaterialOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<MaterialRow>,
): Promise<MaterialRow> => createOnce<MaterialRow>(MaterialModel, request, now, build, taken);

/** Stores a kind unless it is there already. */
export async function insertMaterial(row: MaterialRow): Promise<void> {
  await MaterialModel.updateOne({ _id: row._id }, { $setOnInsert: row }, { upsert: true });
}

/** One kind, or null. */
export const findMaterial = (id: string): Promise<MaterialRow | null> =>
  MaterialModel.findById(id).lean<MaterialRow | null>();

/** Kinds by id, in no order. */
export const findMaterialsById = (ids: readonly string[]): Promise<MaterialRow[]> =>
  MaterialModel.find({ _id: { $in: [...ids] } }).lean<MaterialRow[]>();

/** A position among kinds. */
export interface MaterialCursor {
  active: boolean;
  id: string;
}

const isLow = { active: true, $expr: { $lte: ['$stock', '$refillAt'] } };

/** Kinds of a sort, those in use first, the newest last. */
export function findMaterials(
  { sort, low }: { sort: MaterialSort; low: boolean },
  after: MaterialCursor | undefined,
  limit: number,
): Promise<MaterialRow[]> {
  const from: QueryFilter<MaterialRow> = after
    ? { $or: [{ active: { $lt: after.active } }, { active: after.active, _id: { $gt: after.id } }] }
    : {};
  return MaterialModel.find({ $and: [{ sort, ...(low ? isLow : {}) }, from] })
    .sort({ active: -1, _id: 1 })
    .limit(limit)
    .lean<MaterialRow[]>();
}

/** How many kinds in use are out, and how many are short. */
export async function countLow(sort: MaterialSort): Promise<{ out: number; short: number }> {
  const [low, out] = await Promise.all([
    MaterialModel.countDocuments({ sort, ...isLow }),
    MaterialModel.countDocuments({ sort, active: true, stock: { $lte: 0 } }),
  ]);
  return { out, short: low - out };
}

/**
 * Changes a kind at the revision that the caller saw. @returns null at another one
 * @throws VALIDATION_FAILED when another one has the name
 */
export async function updateMaterial(
  id: string,
  rev: number,
  content: MaterialContent & Edit,
): Promise<MaterialRow | null> {
  try {
    return await MaterialModel.findOneAndUpdate(
      { _id: id, rev },
      { $set: content, $inc: { rev: 1 } },
      { returnDocument: 'after' },
    ).lean<MaterialRow | null>();
  } catch (error) {
    if (duplicateKeys(error)) return taken();
    throw error;
  }
}

/** Changes a kind's stock, which never falls below none. @throws Unmatched when it would */
export async function moveStock(id: string, change: number, session: ClientSession): Promise<void> {
  const { matchedCount } = await MaterialModel.updateOne(
    { _id: id, ...(change < 0 ? { stock: { $gte: -change } } : {}) },
    { $inc: { stock: change } },
    { session },
  );
  if (matchedCount === 0) throw new Unmatched('stock');
}
