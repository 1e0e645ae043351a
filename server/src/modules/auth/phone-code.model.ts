import mongoose, { Schema } from 'mongoose';

/** A code that was sent to a phone, by hashes alone. */
export interface PhoneCodeDocument {
  /** Hash of the ticket of whoever asked. */
  _id: string;
  phoneKey: string;
  codeHash: string;
  /** The account that wants the phone; absent for a sign-in. */
  accountId?: string;
  tries: number;
  expiresAt: Date;
}

const schema = new Schema<PhoneCodeDocument>(
  {
    _id: { type: String, required: true },
    phoneKey: { type: String, required: true },
    codeHash: { type: String, required: true },
    accountId: String,
    tries: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'phoneCodes', versionKey: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const PhoneCodeModel = mongoose.model<PhoneCodeDocument>('PhoneCode', schema);

/** Tries at one code. */
const MAX_TRIES = 5;

/** Writes a new code down. */
export async function insertPhoneCode(code: PhoneCodeDocument): Promise<void> {
  await PhoneCodeModel.collection.insertOne(code as never);
}

/** Counts a try. @returns null when there is no such code, or none that may still be tried */
export const countPhoneTry = (id: string, now: Date): Promise<PhoneCodeDocument | null> =>
  PhoneCodeModel.findOneAndUpdate(
    { _id: id, expiresAt: { $gt: now }, tries: { $lt: MAX_TRIES } },
    { $inc: { tries: 1 } },
    { returnDocument: 'after' },
  ).lean<PhoneCodeDocument | null>();

/** Uses a code up, for exactly one caller. @returns whether it was there */
export const usePhoneCode = async (id: string): Promise<boolean> =>
  (await PhoneCodeModel.deleteOne({ _id: id })).deletedCount === 1;
