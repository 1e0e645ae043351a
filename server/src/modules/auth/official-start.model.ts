import mongoose, { Schema } from 'mongoose';

/** Somebody went to the official account's page to sign in, and has not come back. */
export interface OfficialStart {
  /** Hash of the state that WeChat brings back. */
  _id: string;
  /** Hash of the key that stayed in the browser. */
  keyHash: string;
  expiresAt: Date;
}

const schema = new Schema<OfficialStart>(
  {
    _id: { type: String, required: true },
    keyHash: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'officialStarts', versionKey: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const OfficialStartModel = mongoose.model<OfficialStart>('OfficialStart', schema);

/** Writes down that somebody goes. */
export async function insertOfficialStart(start: OfficialStart): Promise<void> {
  await OfficialStartModel.collection.insertOne(start as never);
}

/** Uses a state up, for exactly one caller. @returns null when there is none, or it is too old */
export const takeOfficialStart = (id: string, now: Date): Promise<OfficialStart | null> =>
  OfficialStartModel.findOneAndDelete({ _id: id, expiresAt: { $gt: now } }).lean<OfficialStart | null>();
