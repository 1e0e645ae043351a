import { createHash } from 'node:crypto';
import mongoose, { Schema } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';

/** How often an article was read on a day; nothing says by whom. */
interface CountRow {
  /** `<article>:<day>`. */
  _id: string;
  articleId: string;
  day: string;
  count: number;
}

/** A reading that is counted; gone after two hours. */
interface NonceRow {
  /** SHA-256 of the article and what the phone made up. */
  _id: string;
  at: Date;
}

const NONCE_SECONDS = 2 * 3600;

const countSchema = new Schema<CountRow>(
  {
    _id: String,
    articleId: { type: String, required: true },
    day: { type: String, required: true },
    count: { type: Number, required: true },
  },
  { collection: 'readingCounts', versionKey: false },
);
countSchema.index({ day: 1, articleId: 1, count: 1 });

const nonceSchema = new Schema<NonceRow>(
  { _id: String, at: { type: Date, required: true } },
  { collection: 'readingNonces', versionKey: false },
);
nonceSchema.index({ at: 1 }, { expireAfterSeconds: NONCE_SECONDS });

const CountModel = mongoose.model<CountRow>('ReadingCount', countSchema);
const NonceModel = mongoose.model<NonceRow>('ReadingNonce', nonceSchema);

/** Counts a reading, once for what the phone made up. A process that dies in between loses one, which does no harm. */
export async function countReading(articleId: string, day: string, nonce: string, at: Date): Promise<void> {
  const _id = createHash('sha256').update(`${articleId}:${nonce}`).digest('base64url');
  try {
    await NonceModel.collection.insertOne({ _id, at } as never);
  } catch (error) {
    if (duplicateKeys(error)) return;
    throw error;
  }
  await CountModel.updateOne(
    { _id: `${articleId}:${day}` },
    { $setOnInsert: { articleId, day }, $inc: { count: 1 } },
    { upsert: true },
  );
}

/** The articles that were read most from a day on. */
export async function findMostRead(fromDay: string, most: number): Promise<{ articleId: string; count: number }[]> {
  const rows = await CountModel.aggregate<{ _id: string; count: number }>([
    { $match: { day: { $gte: fromDay } } },
    { $group: { _id: '$articleId', count: { $sum: '$count' } } },
    { $sort: { count: -1, _id: 1 } },
    { $limit: most },
  ]);
  return rows.map(({ _id, count }) => ({ articleId: _id, count }));
}
