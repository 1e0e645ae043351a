import mongoose, { Schema } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** The lines that a doctor set for a person at one time. Rows are only ever added; the highest revision holds. */
export interface LimitsRow {
  _id: string;
  residentId: string;
  /** From 1 on; missing of what came along with another record of the same person. */
  rev?: number;
  /** By the line's code, as JSON; a line that is missing is the table's. */
  limits: Sealed;
  reason: Sealed;
  by: string;
  at: Date;
}

const schema = new Schema<LimitsRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    rev: Number,
    limits: { ...sealedPath, required: true },
    reason: { ...sealedPath, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'measurementLimits', versionKey: false },
);
schema.index({ residentId: 1, rev: -1 }, { unique: true, partialFilterExpression: { rev: { $gte: 1 } } });
schema.index({ residentId: 1, at: -1 });

const LimitsModel = mongoose.model<LimitsRow>('MeasurementLimits', schema);

/** Where an encrypted value stands. */
export const limitsPlace = (field: 'limits' | 'reason', id: string): string => placeOf('measurementLimits', field, id);

/** The lines that hold for a person, or null. */
export const findLimits = (residentId: string): Promise<LimitsRow | null> =>
  LimitsModel.findOne({ residentId, rev: { $gte: 1 } })
    .sort({ rev: -1 })
    .lean<LimitsRow | null>();

/** Every state of a person's lines, the last first. */
export const findLimitsHistory = (residentId: string): Promise<LimitsRow[]> =>
  LimitsModel.find({ residentId }).sort({ at: -1 }).limit(50).lean<LimitsRow[]>();

/** Adds the next state. @returns false when another one with its revision is there */
export async function insertLimits(row: LimitsRow): Promise<boolean> {
  try {
    await LimitsModel.collection.insertOne(row as never);
    return true;
  } catch (error) {
    if (duplicateKeys(error)) return false;
    throw error;
  }
}

/** Removes every state of a person's lines. */
export async function deleteLimitsOf(residentId: string): Promise<void> {
  await LimitsModel.deleteMany({ residentId });
}

/** Gives the lines of a record to another record of the same person, whose own go on to hold where there are some. */
export async function moveLimits(from: string, to: string): Promise<void> {
  const keepsOwn = (await findLimits(to)) !== null;
  await LimitsModel.updateMany(
    { residentId: from },
    { $set: { residentId: to }, ...(keepsOwn ? { $unset: { rev: 1 } } : {}) },
  );
}
