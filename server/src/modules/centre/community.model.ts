import { AppError } from '@linkang/shared/errors';
import mongoose, { Schema } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';

/** A community that the centre serves. */
export interface CommunityDocument extends IdempotentFields {
  _id: string;
  name: string;
  /** The family-doctor team that looks after it. */
  teamId: string | null;
  order: number;
  /** Absent before the first change of a community that was there before changes were counted. */
  rev?: number;
}

const schema = new Schema<CommunityDocument>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    teamId: { type: String, default: null },
    order: { type: Number, required: true },
    rev: Number,
    ...idempotentSchema,
  },
  { collection: 'communities', versionKey: false },
);
schema.index({ name: 1 }, { unique: true });
schema.index({ order: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const CommunityModel = mongoose.model<CommunityDocument>('Community', schema);

/** All of them, in the centre's order. */
export const readCommunities = (): Promise<CommunityDocument[]> =>
  CommunityModel.find().sort({ order: 1, _id: 1 }).lean<CommunityDocument[]>();

/** Those of some ids, in no order. */
export const readCommunitiesById = (ids: readonly string[]): Promise<CommunityDocument[]> =>
  CommunityModel.find({ _id: { $in: [...ids] } }).lean<CommunityDocument[]>();

/** Adds those whose name is not there yet; the others stay as they are. */
export async function insertMissingCommunities(rows: readonly CommunityDocument[]): Promise<void> {
  if (rows.length === 0) return;
  await CommunityModel.collection.bulkWrite(
    rows.map((row) => ({
      updateOne: { filter: { name: row.name }, update: { $setOnInsert: row as never }, upsert: true },
    })),
  );
}

/** Adds a community once for an idempotency key. @throws NAME_TAKEN, IDEMPOTENCY_MISMATCH */
export const createCommunityOnce = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<CommunityDocument, keyof IdempotentFields>>,
): Promise<CommunityDocument> =>
  createOnce(CommunityModel, idempotency, now, build, () => {
    throw new AppError('NAME_TAKEN');
  });

/** @returns null when the community stands at another revision @throws NAME_TAKEN */
export async function updateCommunityRow(
  id: string,
  rev: number,
  changes: Pick<CommunityDocument, 'name' | 'teamId' | 'order'>,
): Promise<CommunityDocument | null> {
  try {
    return await CommunityModel.findOneAndUpdate(
      // null also finds a row without the field, which counts as 0.
      { _id: id, rev: rev === 0 ? { $in: [0, null] } : rev },
      { $set: { ...changes, rev: rev + 1 } },
      { returnDocument: 'after' },
    ).lean<CommunityDocument | null>();
  } catch (error) {
    if (duplicateKeys(error)) throw new AppError('NAME_TAKEN');
    throw error;
  }
}

/** Whether one of these services has sessions. The collection is read by its name for the same reason. */
export const existsSessionOf = async (serviceCodes: readonly string[]): Promise<boolean> =>
  (await mongoose.connection
    .collection('sessions')
    .countDocuments({ serviceCode: { $in: [...serviceCodes] } }, { limit: 1 })) > 0;

/** Whether a team exists. The collection is read by its name: teams know the centre, so it can't import them. */
export const existsTeam = async (teamId: string): Promise<boolean> =>
  (await mongoose.connection.collection<{ _id: string }>('teams').countDocuments({ _id: teamId })) > 0;
