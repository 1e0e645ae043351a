import type { ConsentPurpose } from '@linkang/shared/api/resident.routes';
import mongoose, { Schema } from 'mongoose';

/** One agreement to one version of one text. Rows are only ever added. */
export interface ConsentDocument {
  _id: string;
  residentId: string;
  /** Whose account agreed; absent where it was not by an account: on paper, or in the demo's seed. */
  accountId?: string;
  /** The member of staff who took the signed paper. */
  takenBy?: string;
  purpose: ConsentPurpose;
  version: string;
  /** SHA-256 of the text as it was shown. */
  textHash: string;
  at: Date;
  /** Where it was given. */
  channel: 'weapp' | 'h5' | 'desk' | 'seed';
  userAgent: string;
}

const schema = new Schema<ConsentDocument>(
  {
    _id: { type: String, required: true },
    residentId: { type: String, required: true },
    accountId: String,
    takenBy: String,
    purpose: { type: String, required: true },
    version: { type: String, required: true },
    textHash: { type: String, required: true },
    at: { type: Date, required: true },
    channel: { type: String, required: true },
    userAgent: { type: String, default: '' },
  },
  { collection: 'consents', versionKey: false },
);
schema.index({ residentId: 1, purpose: 1, at: -1 });

const ConsentModel = mongoose.model<ConsentDocument>('Consent', schema);

/** Writes down consents. */
export async function insertConsents(rows: readonly ConsentDocument[]): Promise<void> {
  await ConsentModel.collection.insertMany(rows as never);
}

/** Takes back consents: of a person who was never written, since the registration met another one, or when their time is up. */
export async function discardConsents(residentId: string): Promise<void> {
  await ConsentModel.deleteMany({ residentId });
}

/** The consents of a person, the oldest first. */
export const findConsents = (residentId: string): Promise<ConsentDocument[]> =>
  ConsentModel.find({ residentId }).sort({ at: 1, _id: 1 }).lean<ConsentDocument[]>();

/** How many consents are kept of a person. */
export const countConsents = (residentId: string): Promise<number> =>
  ConsentModel.countDocuments({ residentId }).exec();
