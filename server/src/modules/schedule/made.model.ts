import mongoose, { Schema } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';

/**
 * Says that a template's session of a day was made. It outlives the session: what staff called off or took away is
 * not made again.
 */
export interface MadeRow {
  /** The id of the session. */
  _id: string;
  templateId: string;
  day: string;
  at: Date;
}

const schema = new Schema<MadeRow>(
  {
    _id: String,
    templateId: { type: String, required: true },
    day: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'madeSessions', versionKey: false },
);
schema.index({ templateId: 1, day: -1 });

const MadeModel = mongoose.model<MadeRow>('MadeSession', schema);

/** Which of these sessions were made. */
export const findMade = async (sessionIds: string[]): Promise<Set<string>> =>
  new Set((await MadeModel.find({ _id: { $in: sessionIds } }, { _id: 1 }).lean()).map((row) => row._id));

/** Remembers sessions that were made; those that are known stay as they are. */
export async function markMade(rows: readonly MadeRow[]): Promise<void> {
  if (rows.length === 0) return;
  try {
    await MadeModel.collection.insertMany(rows as never[], { ordered: false });
  } catch (error) {
    // Unordered: what was missing is in.
    if (!duplicateKeys(error)) throw error;
  }
}

/** The last day that was made from each template; templates without one are absent. */
export async function lastMadeDays(templateIds: string[]): Promise<Map<string, string>> {
  const rows = await MadeModel.aggregate<{ _id: string; day: string }>([
    { $match: { templateId: { $in: templateIds } } },
    { $group: { _id: '$templateId', day: { $max: '$day' } } },
  ]);
  return new Map(rows.map(({ _id, day }) => [_id, day]));
}

interface RunRow {
  _id: 'daily';
  day: string;
}

const runs = () => mongoose.connection.collection<RunRow>('scheduleRuns');

/** Whether the daily publishing of a day is done. */
export const isPublished = async (day: string): Promise<boolean> =>
  (await runs().countDocuments({ _id: 'daily', day: { $gte: day } })) > 0;

/** Says that the daily publishing of a day is done. */
export async function markPublished(day: string): Promise<void> {
  await runs().updateOne({ _id: 'daily' }, { $max: { day } }, { upsert: true });
}
