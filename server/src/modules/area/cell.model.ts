import { AppError } from '@linkang/shared/errors';
import mongoose, { Schema } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';

/** A part of a community, by the buildings that belong to it. */
export interface CellRow extends IdempotentFields {
  _id: string;
  communityId: string;
  name: string;
  buildings: string[];
  /** The doctor who answers for it. */
  doctorId: string | null;
  rev: number;
}

const schema = new Schema<CellRow>(
  {
    _id: { type: String, required: true },
    communityId: { type: String, required: true },
    name: { type: String, required: true },
    buildings: { type: [String], required: true },
    doctorId: { type: String, default: null },
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'cells', versionKey: false },
);
schema.index({ communityId: 1, name: 1 }, { unique: true });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const CellModel = mongoose.model<CellRow>('Cell', schema);

/** All cells of some communities, or of all, in order of their names. */
export const findCells = (communityIds?: readonly string[]): Promise<CellRow[]> =>
  CellModel.find(communityIds ? { communityId: { $in: [...communityIds] } } : {})
    .sort({ communityId: 1, name: 1 })
    .lean<CellRow[]>();

/** One cell, or null. */
export const findCellById = (id: string): Promise<CellRow | null> => CellModel.findById(id).lean<CellRow | null>();

/** Adds a cell once for an idempotency key. @throws NAME_TAKEN, IDEMPOTENCY_MISMATCH */
export const createCellOnce = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<CellRow, keyof IdempotentFields>>,
): Promise<CellRow> =>
  createOnce(CellModel, idempotency, now, build, () => {
    throw new AppError('NAME_TAKEN');
  });

/** @returns null when the cell stands at another revision @throws NAME_TAKEN */
export async function updateCellRow(
  id: string,
  rev: number,
  changes: Pick<CellRow, 'communityId' | 'name' | 'buildings' | 'doctorId'>,
): Promise<CellRow | null> {
  try {
    return await CellModel.findOneAndUpdate(
      { _id: id, rev },
      { $set: changes, $inc: { rev: 1 } },
      { returnDocument: 'after' },
    ).lean<CellRow | null>();
  } catch (error) {
    if (duplicateKeys(error)) throw new AppError('NAME_TAKEN');
    throw error;
  }
}

/** Adds cells that are not there yet; the others stay as they are. */
export async function insertMissingCells(rows: readonly Omit<CellRow, keyof IdempotentFields>[]): Promise<void> {
  await CellModel.bulkWrite(
    rows.map((row) => ({ updateOne: { filter: { _id: row._id }, update: { $setOnInsert: row }, upsert: true } })),
  );
}
