import { AppError } from '@linkang/shared/errors';
import mongoose, { Schema } from 'mongoose';
import { checkedSchema, keepChecked, type CheckedFields } from '../../platform/content-check';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';

/**
 * A doctor as residents get to know them. The profile of somebody with an account has the account's id, so that there
 * is one at most; a visitor's has an id of its own.
 */
export interface DoctorDocument extends IdempotentFields, CheckedFields {
  _id: string;
  name: string;
  title: string;
  specialities: string[];
  intro: string;
  /** The photo, if there is one; a list as in everything that holds pictures. */
  fileIds: string[];
  teamId: string | null;
  visitingFrom: string | null;
  active: boolean;
  order: number;
  rev: number;
}

const schema = new Schema<DoctorDocument>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    title: { type: String, default: '' },
    specialities: { type: [String], required: true },
    intro: { type: String, default: '' },
    fileIds: { type: [String], required: true },
    teamId: { type: String, default: null },
    visitingFrom: { type: String, default: null },
    active: { type: Boolean, required: true },
    order: { type: Number, required: true },
    rev: { type: Number, required: true },
    ...checkedSchema,
    ...idempotentSchema,
  },
  { collection: 'doctors', versionKey: false },
);
keepChecked(schema, ['name', 'title', 'specialities', 'intro', 'visitingFrom']);
schema.index({ order: 1 });
schema.index({ fileIds: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const DoctorModel = mongoose.model<DoctorDocument>('Doctor', schema);

/** Profiles in their order. */
export const readDoctors = (filter: { teamId?: string; active?: true }): Promise<DoctorDocument[]> =>
  DoctorModel.find(filter).sort({ order: 1, _id: 1 }).lean<DoctorDocument[]>();

/** Those of some ids, active or not, in no order. */
export const readDoctorsById = (ids: readonly string[]): Promise<DoctorDocument[]> =>
  DoctorModel.find({ _id: { $in: [...ids] } }).lean<DoctorDocument[]>();

/** Adds those whose id is not there yet; the others stay as they are. */
export async function insertMissingDoctors(rows: readonly DoctorDocument[]): Promise<void> {
  for (const row of rows)
    await DoctorModel.collection.updateOne({ _id: row._id as never }, { $setOnInsert: row }, { upsert: true });
}

/** Adds a profile once for an idempotency key. @throws DOCTOR_EXISTS, IDEMPOTENCY_MISMATCH */
export const createDoctorOnce = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<DoctorDocument, keyof IdempotentFields>>,
): Promise<DoctorDocument> =>
  createOnce(DoctorModel, idempotency, now, build, () => {
    throw new AppError('DOCTOR_EXISTS');
  });

/** What is changed of a profile. */
export type DoctorChanges = Partial<Omit<DoctorDocument, '_id' | 'rev' | keyof IdempotentFields>>;

/** @returns null when the profile stands at another revision */
export const updateDoctorRow = (id: string, rev: number, changes: DoctorChanges): Promise<DoctorDocument | null> =>
  DoctorModel.findOneAndUpdate(
    { _id: id, rev },
    { $set: { ...changes, rev: rev + 1 } },
    { returnDocument: 'after' },
  ).lean<DoctorDocument | null>();
