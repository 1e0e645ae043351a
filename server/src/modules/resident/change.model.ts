import type { CorrectionField } from '@linkang/shared/domain/correction-fields';
import mongoose, { Schema, type mongo } from 'mongoose';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** What stood in a person's data before a correction, and after it. Rows are only ever added. */
export interface ChangeRow {
  /** That of the correction: each is made once. */
  _id: string;
  residentId: string;
  field: CorrectionField;
  before: Sealed;
  after: Sealed;
  at: Date;
  by: string;
}

const schema = new Schema<ChangeRow>(
  {
    _id: { type: String, required: true },
    residentId: { type: String, required: true },
    field: { type: String, required: true },
    before: { ...sealedPath, required: true },
    after: { ...sealedPath, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
  },
  { collection: 'residentChanges', versionKey: false },
);
schema.index({ residentId: 1, at: -1 });

const ChangeModel = mongoose.model<ChangeRow>('ResidentChange', schema);

/** Where the encrypted words of a change stand. */
export const changePlace = (field: 'before' | 'after', id: string): string => placeOf('residentChanges', field, id);

/** Adds a change, together with what it is about. */
export async function insertChange(row: ChangeRow, session: mongo.ClientSession): Promise<void> {
  await ChangeModel.collection.insertOne(row as never, { session });
}

/** The changes of a person, the newest first. */
export const findChanges = (residentId: string): Promise<ChangeRow[]> =>
  ChangeModel.find({ residentId }).sort({ at: -1 }).lean<ChangeRow[]>();

/** How many there are. */
export const countChanges = (residentId: string): Promise<number> => ChangeModel.countDocuments({ residentId }).exec();

/** Removes them. */
export async function deleteChanges(residentId: string): Promise<void> {
  await ChangeModel.deleteMany({ residentId });
}

/** Puts them under another record of the same person. */
export async function moveChanges(from: string, to: string): Promise<void> {
  await ChangeModel.updateMany({ residentId: from }, { $set: { residentId: to } });
}
