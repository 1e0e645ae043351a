import mongoose, { Schema } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';
import { sealedPath, type Sealed } from '../../platform/keyring';

/**
 * Marks of a person that need a right of their own. They stand apart from the person, so that no reading of a
 * profile, list or search can tell whether there are any.
 */
interface FlagsDocument {
  /** The resident. */
  _id: string;
  /** Encrypted, of the same length whatever is set. */
  sealed: Sealed;
  by: string;
  at: Date;
  rev: number;
}

const schema = new Schema<FlagsDocument>(
  {
    _id: { type: String, required: true },
    sealed: { ...sealedPath, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    rev: { type: Number, required: true },
  },
  { collection: 'residentFlags', versionKey: false },
);

const FlagsModel = mongoose.model<FlagsDocument>('ResidentFlags', schema);

/** The sealed marks of a resident, or null where none were ever set. */
export const findFlags = (residentId: string): Promise<FlagsDocument | null> =>
  FlagsModel.findById(residentId).lean<FlagsDocument | null>();

/** Replaces the marks at the revision that the caller saw. @returns null when they stand at another one */
export async function replaceFlags(
  { _id, ...changes }: Omit<FlagsDocument, 'rev'>,
  rev: number,
): Promise<FlagsDocument | null> {
  if (rev > 0)
    return FlagsModel.findOneAndUpdate(
      { _id, rev },
      { $set: changes, $inc: { rev: 1 } },
      { returnDocument: 'after' },
    ).lean<FlagsDocument | null>();
  const first = { _id, ...changes, rev: 1 };
  try {
    await FlagsModel.collection.insertOne(first as never);
    return first;
  } catch (error) {
    if (duplicateKeys(error)) return null;
    throw error;
  }
}

/** Removes the marks of a record. */
export async function deleteFlags(residentId: string): Promise<void> {
  await FlagsModel.deleteOne({ _id: residentId });
}
