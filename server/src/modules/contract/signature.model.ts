import mongoose, { Schema } from 'mongoose';

/** The drawn signature of a contract, apart from it so that lists never load it. */
interface SignatureRow {
  /** The contract's id. */
  _id: string;
  /** The PNG in base64, encrypted. */
  sealed: string;
  at: Date;
}

const schema = new Schema<SignatureRow>(
  { _id: String, sealed: { type: String, required: true }, at: { type: Date, required: true } },
  { collection: 'signatures', versionKey: false },
);
schema.index({ at: 1 });

const SignatureModel = mongoose.model<SignatureRow>('Signature', schema);

/** Keeps the signature of a contract. */
export async function insertSignature(contractId: string, sealed: string, at: Date): Promise<void> {
  await SignatureModel.collection.insertOne({ _id: contractId, sealed, at } as never);
}

/** The encrypted signature of a contract, or null. */
export async function findSignature(contractId: string): Promise<string | null> {
  const row = await SignatureModel.findById(contractId).lean<SignatureRow | null>();
  return row?.sealed ?? null;
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
