import mongoose, { Schema } from 'mongoose';
import { placeOf, sealedPath, type Keyring, type Sealed } from '../../platform/keyring';

/** The drawn signature of a contract, apart from it so that lists never load it. */
interface SignatureRow {
  /** The contract's id. */
  _id: string;
  /** The PNG in base64. */
  sealed: Sealed;
  at: Date;
}

const schema = new Schema<SignatureRow>(
  { _id: String, sealed: { ...sealedPath, required: true }, at: { type: Date, required: true } },
  { collection: 'signatures', versionKey: false },
);
schema.index({ at: 1 });

const SignatureModel = mongoose.model<SignatureRow>('Signature', schema);

const sealedPlace = (contractId: string): string => placeOf('signatures', 'sealed', contractId);

/** Keeps the signature of a contract, encrypted. */
export async function insertSignature(keyring: Keyring, contractId: string, png: Buffer, at: Date): Promise<void> {
  const sealed = keyring.encrypt(png.toString('base64'), sealedPlace(contractId));
  await SignatureModel.collection.insertOne({ _id: contractId, sealed, at } as never);
}

/** The signature of a contract as PNG in base64, or null. */
export async function findSignature(keyring: Keyring, contractId: string): Promise<string | null> {
  const row = await SignatureModel.findById(contractId).lean<SignatureRow | null>();
  return row ? keyring.decrypt(row.sealed, sealedPlace(contractId)) : null;
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
