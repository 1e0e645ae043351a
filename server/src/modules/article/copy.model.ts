import mongoose, { Schema } from 'mongoose';

/** Text that an author has typed and not saved; for nobody else's eyes. */
export interface CopyRow {
  /** `<article>:<account>`: each author has one of each article, and one of a new one. */
  _id: string;
  articleId: string;
  authorId: string;
  title: string;
  category: string;
  html: string;
  coverFileId: string | null;
  fileIds: string[];
  /** The revision that the text began with; null for a new article. */
  baseRev: number | null;
  at: Date;
}

/** The id under which the text of an article that is not saved yet is kept. */
export const NEW_ARTICLE = 'new';
/** Text that nobody came back to for a quarter of a year is not wanted any more. */
const KEPT_SECONDS = 90 * 86_400;

const schema = new Schema<CopyRow>(
  {
    _id: String,
    articleId: { type: String, required: true },
    authorId: { type: String, required: true },
    title: String,
    category: String,
    html: String,
    coverFileId: String,
    fileIds: [String],
    baseRev: Number,
    at: { type: Date, required: true },
  },
  { collection: 'articleCopies', versionKey: false },
);
schema.index({ articleId: 1, at: -1 });
schema.index({ fileIds: 1 });
schema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });

const CopyModel = mongoose.model<CopyRow>('ArticleCopy', schema);

const copyId = (articleId: string, authorId: string): string => `${articleId}:${authorId}`;

/** The unsaved text of one author, or null. */
export const findCopy = (articleId: string, authorId: string): Promise<CopyRow | null> =>
  CopyModel.findById(copyId(articleId, authorId)).lean<CopyRow | null>();

/** Keeps the unsaved text of an author in the place of what was kept before. */
export async function putCopy(row: Omit<CopyRow, '_id'>): Promise<void> {
  const _id = copyId(row.articleId, row.authorId);
  await CopyModel.collection.replaceOne({ _id: _id as never }, row, { upsert: true });
}

/** Forgets the unsaved text of an author. */
export async function deleteCopy(articleId: string, authorId: string): Promise<void> {
  await CopyModel.deleteOne({ _id: copyId(articleId, authorId) });
}

/** Who else has typed something into an article lately. */
export const findOtherCopies = (
  articleId: string,
  authorId: string,
  since: Date,
): Promise<Pick<CopyRow, 'authorId' | 'at'>[]> =>
  CopyModel.find({ articleId, authorId: { $ne: authorId }, at: { $gte: since } }, { authorId: 1, at: 1 })
    .sort({ at: -1 })
    .lean<Pick<CopyRow, 'authorId' | 'at'>[]>();
