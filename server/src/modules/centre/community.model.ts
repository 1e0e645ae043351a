import mongoose, { Schema } from 'mongoose';

/** A community that the centre serves. */
export interface CommunityDocument {
  _id: string;
  name: string;
  /** The family-doctor team that looks after it. */
  teamId: string | null;
  order: number;
}

const schema = new Schema<CommunityDocument>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    teamId: { type: String, default: null },
    order: { type: Number, required: true },
  },
  { collection: 'communities', versionKey: false },
);
schema.index({ name: 1 }, { unique: true });
schema.index({ order: 1 });

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
