import type { ConsentPurpose } from '@linkang/shared/api/resident.routes';
import mongoose, { Schema } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';

/** One answer to one version of one text. Rows are only ever added. */
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
  /** The person took the agreement back. */
  withdrawn?: true;
  /** Order of the person's answers for a purpose; those of a registration have none and come first. */
  seq?: number;
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
    withdrawn: Boolean,
    seq: Number,
    at: { type: Date, required: true },
    channel: { type: String, required: true },
    userAgent: { type: String, default: '' },
  },
  { collection: 'consents', versionKey: false },
);
schema.index({ residentId: 1, purpose: 1, at: -1 });

/** For the person and purpose of an answer one of each number: of two at the same moment one is refused. */
const answerId = (residentId: string, purpose: ConsentPurpose, seq: number): string =>
  `${residentId}:${purpose}:${seq}`;

const ConsentModel = mongoose.model<ConsentDocument>('Consent', schema);

/** Writes down consents. */
export async function insertConsents(rows: readonly ConsentDocument[]): Promise<void> {
  await ConsentModel.collection.insertMany(rows as never);
}

/** Takes back consents: of a person who was never written, since the registration met another one, or when their time is up. */
export async function discardConsents(residentId: string): Promise<void> {
  await ConsentModel.deleteMany({ residentId });
}

/** All answers of a person, the oldest first. */
export async function findConsents(residentId: string): Promise<ConsentDocument[]> {
  const rows = await ConsentModel.find({ residentId }).sort({ at: 1, _id: 1 }).lean<ConsentDocument[]>();
  return rows.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
}

/** The answers that were given on all records of a person, the oldest first. */
export const findConsentsOfAll = (residentIds: readonly string[]): Promise<ConsentDocument[]> =>
  ConsentModel.find({ residentId: { $in: [...residentIds] } })
    .sort({ at: 1, _id: 1 })
    .lean<ConsentDocument[]>();

/** How many answers are kept of a person. */
export const countConsents = (residentId: string): Promise<number> =>
  ConsentModel.countDocuments({ residentId }).exec();

/**
 * Adds the answer after a known one.
 * @param after number of the answer that the caller saw last
 * @returns null when somebody else answered meanwhile
 */
export async function appendConsent(
  answer: Omit<ConsentDocument, '_id' | 'seq'>,
  after: number,
): Promise<ConsentDocument | null> {
  const seq = after + 1;
  const row: ConsentDocument = { ...answer, _id: answerId(answer.residentId, answer.purpose, seq), seq };
  try {
    await ConsentModel.collection.insertOne(row as never);
    return row;
  } catch (error) {
    if (duplicateKeys(error)) return null;
    throw error;
  }
}
