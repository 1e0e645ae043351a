import mongoose, { Schema } from 'mongoose';
import { placeOf, sealedPath, type Keyring, type Sealed } from '../../platform/keyring';

/** A drawn signature, or the photo of a signed paper. */
export type PictureType = 'image/png' | 'image/webp';

/** What somebody signed a contract with, apart from it so that lists never load it. */
interface SignatureRow {
  /** The contract's id. */
  _id: string;
  /** The picture in base64. */
  sealed: Sealed;
  /** Absent of a drawn one. */
  type?: PictureType;
  at: Date;
}

const schema = new Schema<SignatureRow>(
  {
    _id: String,
    sealed: { ...sealedPath, required: true },
    type: { type: String },
    at: { type: Date, required: true },
  },
  { collection: 'signatures', versionKey: false },
);
schema.index({ at: 1 });

const SignatureModel = mongoose.model<SignatureRow>('Signature', schema);

const sealedPlace = (contractId: string): string => placeOf('signatures', 'sealed', contractId);

/** Keeps what a contract was signed with, encrypted. */
export async function insertSignature(
  keyring: Keyring,
  contractId: string,
  { picture, type }: { picture: Buffer; type: PictureType },
  at: Date,
): Promise<void> {
  const sealed = keyring.encrypt(picture.toString('base64'), sealedPlace(contractId));
  const kind = type === 'image/png' ? {} : { type };
  await SignatureModel.collection.insertOne({ _id: contractId, sealed, ...kind, at } as never);
}

/** What a contract was signed with as a data URL, or null. */
export async function findSignature(keyring: Keyring, contractId: string): Promise<string | null> {
  const row = await SignatureModel.findById(contractId).lean<SignatureRow | null>();
  if (!row) return null;
  return `data:${row.type ?? 'image/png'};base64,${keyring.decrypt(row.sealed, sealedPlace(contractId))}`;
}

/** Ids of the signatures drawn between two instants. */
export async function findSignatureIds(from: Date, until: Date): Promise<string[]> {
  const rows = await SignatureModel.find({ at: { $gte: from, $lt: until } }, { _id: 1 }).lean<{ _id: string }[]>();
  return rows.map((row) => row._id);
}

/** Removes signatures that belong to no contract. */
export async function deleteSignatures(contractIds: readonly string[]): Promise<void> {
  await SignatureModel.deleteMany({ _id: { $in: [...contractIds] } });
}
