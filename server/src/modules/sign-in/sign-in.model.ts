import mongoose, { Schema } from 'mongoose';

/** One sign-in on one device, from the first token to its end. */
export interface SignInDocument {
  _id: string;
  accountId: string;
  kind: 'resident' | 'staff';
  /** Rotations of the refresh token so far; only the token of this count is good. */
  count: number;
  rotatedAt: Date;
  /** Keyed hash of what the device says of itself. */
  deviceHash: string;
  createdAt: Date;
  expiresAt: Date;
  endedAt?: Date;
}

const schema = new Schema<SignInDocument>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    kind: { type: String, required: true },
    count: { type: Number, required: true },
    rotatedAt: { type: Date, required: true },
    deviceHash: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    endedAt: Date,
  },
  { collection: 'signIns', versionKey: false },
);
schema.index({ accountId: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const SignInModel = mongoose.model<SignInDocument>('SignIn', schema);

/** Writes a new sign-in. */
export async function insertSignIn(signIn: SignInDocument): Promise<void> {
  await SignInModel.collection.insertOne(signIn as never);
}

/** A sign-in, also an ended one, or null. */
export const findSignIn = (id: string): Promise<SignInDocument | null> =>
  SignInModel.findById(id).lean<SignInDocument | null>();

/**
 * Goes from one count to the next, for exactly one caller.
 * @returns null when the sign-in stands at another count
 */
export const advanceSignIn = (
  id: string,
  count: number,
  changes: Pick<SignInDocument, 'rotatedAt' | 'deviceHash' | 'expiresAt'>,
): Promise<SignInDocument | null> =>
  SignInModel.findOneAndUpdate(
    { _id: id, count, endedAt: { $exists: false } },
    { $set: changes, $inc: { count: 1 } },
    { returnDocument: 'after' },
  ).lean<SignInDocument | null>();

/** Ends a sign-in; an ended one stays as it is. */
export async function endSignIn(id: string, at: Date): Promise<void> {
  await SignInModel.updateOne({ _id: id, endedAt: { $exists: false } }, { $set: { endedAt: at } });
}

/** Ids of the sign-ins of an account that have not ended by themselves. */
export const listOpenSignIns = async (accountId: string): Promise<string[]> =>
  (await SignInModel.find({ accountId, endedAt: { $exists: false } }, { _id: 1 }).lean<{ _id: string }[]>()).map(
    (row) => row._id,
  );
