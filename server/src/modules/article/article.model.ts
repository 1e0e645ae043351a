import type { ArticleStage, ArticleState } from '@linkang/shared/api/article.routes';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { checkedSchema, keepChecked, presentable, type CheckedFields } from '../../platform/content-check';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { inTransaction, Unmatched } from '../../platform/transaction';
import { insertVersions, type VersionRow } from './version.model';

/** An article on health; its HTML is sanitised before it is kept. */
export interface ArticleRow extends IdempotentFields, CheckedFields {
  _id: string;
  title: string;
  category: string;
  html: string;
  summary: string;
  readMinutes: number;
  coverFileId: string | null;
  /** Pictures that it shows, the cover among them. */
  fileIds: string[];
  /** What it is found by. */
  tokens: string[];
  state: ArticleState;
  /** When it was last published; stays after it is withdrawn. */
  publishedAt: Date | null;
  authorId: string;
  updatedAt: Date;
  /** The latest version, and the one whose content stands here: residents see it while the article is published. */
  no: number;
  shownNo: number;
  /** How far the latest version is. */
  stage: ArticleStage;
  submittedAt: Date | null;
  /** The last version that somebody said may be shown. */
  approvedNo: number | null;
  /** When the latest version is shown by itself. */
  publishAt: Date | null;
  /** What the last reviewer said. */
  review: ArticleReview | null;
  rev: number;
}

/** What a reviewer said of a version; without words it was approved. */
export interface ArticleReview {
  no: number;
  byId: string;
  at: Date;
  note: string | null;
}

/** What an author writes, and what follows from it. */
export type ArticleContent = Pick<
  ArticleRow,
  'title' | 'category' | 'html' | 'summary' | 'readMinutes' | 'coverFileId' | 'fileIds' | 'tokens' | 'check'
>;

/** An article as lists need it. */
export type ListedArticle = Omit<ArticleRow, 'html' | 'tokens'>;

const reviewSchema = new Schema<ArticleReview>({ no: Number, byId: String, at: Date, note: String }, { _id: false });

const schema = new Schema<ArticleRow>(
  {
    _id: String,
    title: { type: String, required: true },
    category: { type: String, required: true },
    html: { type: String, required: true },
    summary: String,
    readMinutes: Number,
    coverFileId: String,
    fileIds: [String],
    tokens: [String],
    state: { type: String, required: true },
    publishedAt: Date,
    authorId: { type: String, required: true },
    updatedAt: { type: Date, required: true },
    no: { type: Number, required: true },
    shownNo: { type: Number, required: true },
    stage: { type: String, required: true },
    submittedAt: Date,
    approvedNo: Number,
    publishAt: Date,
    review: { type: reviewSchema, default: null },
    rev: { type: Number, required: true },
    ...checkedSchema,
    ...idempotentSchema,
  },
  { collection: 'articles', versionKey: false },
);
keepChecked(schema, ['title', 'category', 'html']);
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
schema.index({ state: 1, publishedAt: -1, _id: -1 });
schema.index({ state: 1, category: 1, publishedAt: -1, _id: -1 });
schema.index({ state: 1, updatedAt: -1, _id: -1 });
schema.index({ tokens: 1, state: 1, publishedAt: -1, _id: -1 });
schema.index({ fileIds: 1 });
schema.index({ stage: 1, submittedAt: 1, _id: 1 }, { partialFilterExpression: { stage: 'submitted' } });
schema.index({ stage: 1, publishAt: 1 }, { partialFilterExpression: { stage: 'scheduled' } });

type ChangeListener = (id: string) => void;
const listeners = new Set<ChangeListener>();

/** Hears of every article that this process writes, after it is written. */
export const onArticleWritten = (listener: ChangeListener): void => void listeners.add(listener);

const tell = (id: unknown): void => {
  if (typeof id === 'string') for (const listener of listeners) listener(id);
};
schema.post('save', (written) => tell(written._id));
schema.post('findOneAndUpdate', (written: { _id?: unknown } | null) => tell(written?._id));
schema.post('updateOne', function () {
  tell(this.getFilter()._id);
});

const ArticleModel = mongoose.model<ArticleRow>('Article', schema);

/** A fresh id of an article. */
export const newArticleId = (): string => new mongoose.Types.ObjectId().toHexString();

/** One article in any state, or null. */
export const findArticle = (id: string): Promise<ArticleRow | null> =>
  ArticleModel.findById(id).lean<ArticleRow | null>();

/** Titles of those of some articles that everybody can read. */
export async function findReadableTitles(ids: readonly string[]): Promise<{ id: string; title: string }[]> {
  const rows = await ArticleModel.find(
    { _id: { $in: [...ids] }, state: 'published', ...presentable },
    { title: 1 },
  ).lean<Pick<ArticleRow, '_id' | 'title'>[]>();
  return rows.map(({ _id, title }) => ({ id: _id, title }));
}

/** Where a page starts: after this article. */
export interface ArticleCursor {
  at: Date;
  id: string;
}

/** The instant by which articles of a state are listed: readers want new ones, writers what they touched last. */
export const listedBy = (state: ArticleState): 'publishedAt' | 'updatedAt' =>
  state === 'published' ? 'publishedAt' : 'updatedAt';

/** Articles of a state, newest first, without their HTML; one more than the limit where there are more. */
export function findArticles(
  which: { state: ArticleState; forWriters: boolean; category?: string | undefined; tokens?: string[] },
  after: ArticleCursor | undefined,
  limit: number,
): Promise<ListedArticle[]> {
  const by = listedBy(which.state);
  const filter: QueryFilter<ArticleRow> = { state: which.state, ...(which.forWriters ? {} : presentable) };
  if (which.category !== undefined) filter.category = which.category;
  if (which.tokens) filter.tokens = { $all: which.tokens };
  if (after) filter.$or = [{ [by]: { $lt: after.at } }, { [by]: after.at, _id: { $lt: after.id } }];
  return ArticleModel.find(filter, { html: 0, tokens: 0 })
    .sort({ [by]: -1, _id: -1 })
    .limit(limit + 1)
    .lean<ListedArticle[]>();
}

/** Categories that hold published articles, the fullest first. */
export async function countByCategory(): Promise<{ name: string; count: number }[]> {
  const rows = await ArticleModel.aggregate<{ _id: string; count: number }>([
    { $match: { state: 'published', ...presentable } },
    { $group: { _id: '$category', count: { $sum: 1 } } },
    { $sort: { count: -1, _id: 1 } },
  ]);
  return rows.map(({ _id, count }) => ({ name: _id, count }));
}

/** Adds an article once for a key, with its first version. */
export const insertArticleOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<ArticleRow>,
  versionOf: (article: ArticleRow) => VersionRow,
): Promise<ArticleRow> =>
  createOnce<ArticleRow>(
    ArticleModel,
    request,
    now,
    build,
    (keys) => {
      throw new Error(`unexpected duplicate of ${Object.keys(keys).join(', ')}`);
    },
    (article) => insertArticles([article], [versionOf(article)]),
  );

/** Adds articles with their versions: all of them, or none when the process dies in between. */
export async function insertArticles(rows: ArticleRow[], versions: VersionRow[]): Promise<void> {
  if (!rows.length) return;
  await inTransaction(async (session) => {
    await ArticleModel.collection.insertMany(rows as never, { session });
    await insertVersions(versions, session);
  });
}

/** What a step changes. */
export type ArticleChange = Partial<Omit<ArticleRow, '_id' | 'rev' | 'authorId'>>;

/** Changes an article unless it was changed since. @returns null when it was */
export const changeArticle = (id: string, rev: number, change: ArticleChange): Promise<ArticleRow | null> =>
  ArticleModel.findOneAndUpdate(
    { _id: id, rev },
    { $set: change, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<ArticleRow | null>();

/** Adds a version and changes its article, both or none. @returns null when the article was changed since */
export async function addVersion(version: VersionRow, rev: number, change: ArticleChange): Promise<ArticleRow | null> {
  const write = inTransaction(async (session) => {
    const changed = await ArticleModel.findOneAndUpdate(
      { _id: version.articleId, rev },
      { $set: change, $inc: { rev: 1 } },
      { returnDocument: 'after', session },
    ).lean<ArticleRow | null>();
    if (!changed) throw new Unmatched('article');
    await insertVersions([version], session);
    return changed;
  });
  return write.catch((error: unknown) => {
    if (error instanceof Unmatched) return null;
    throw error;
  });
}

/** Articles of which a version waits for a reviewer, those first that wait longest, without their texts. */
export const findSubmitted = (limit: number): Promise<ListedArticle[]> =>
  ArticleModel.find({ stage: 'submitted' }, { html: 0, tokens: 0 })
    .sort({ submittedAt: 1, _id: 1 })
    .limit(limit)
    .lean<ListedArticle[]>();

/** How many articles have a version that waits for a reviewer. */
export const countSubmitted = (): Promise<number> => ArticleModel.countDocuments({ stage: 'submitted' }).exec();

/** Articles whose time to be shown has come. */
export const findDue = (now: Date, limit: number): Promise<ArticleRow[]> =>
  ArticleModel.find({ stage: 'scheduled', publishAt: { $lte: now } })
    .sort({ publishAt: 1 })
    .limit(limit)
    .lean<ArticleRow[]>();

/** How many articles are in a state. */
export const countInState = (state: ArticleState): Promise<number> => ArticleModel.countDocuments({ state }).exec();

/** An article as it is searched. */
export type SearchedRow = Pick<ArticleRow, '_id' | 'title' | 'category' | 'html' | 'publishedAt'>;

/** The published articles, or those of some ids that are, one after the other. */
export const streamPublished = (ids?: readonly string[]): AsyncIterable<SearchedRow> =>
  ArticleModel.find(
    { ...(ids ? { _id: { $in: [...ids] } } : {}), state: 'published', ...presentable },
    { title: 1, category: 1, html: 1, publishedAt: 1 },
  )
    .lean<SearchedRow>()
    .cursor({ batchSize: 10 }) as AsyncIterable<SearchedRow>;

/** Those of some articles that everyone may read, as lists need them. */
export const findReadable = (ids: readonly string[]): Promise<ListedArticle[]> =>
  ArticleModel.find({ _id: { $in: [...ids] }, state: 'published', ...presentable }, { html: 0, tokens: 0 }).lean<
    ListedArticle[]
  >();

const everyState: ArticleState[] = ['draft', 'published', 'withdrawn'];

/** Which articles were written from an instant on, and how often each of them ever was. */
export const findWrittenSince = (since: Date): Promise<Pick<ArticleRow, '_id' | 'rev' | 'updatedAt'>[]> =>
  ArticleModel.find({ state: { $in: everyState }, updatedAt: { $gte: since } }, { rev: 1, updatedAt: 1 }).lean<
    Pick<ArticleRow, '_id' | 'rev' | 'updatedAt'>[]
  >();

/** When an article was last written; null where there is none. */
export const findLastWritten = async (): Promise<Date | null> => {
  const last = await Promise.all(
    everyState.map((state) =>
      ArticleModel.findOne({ state }, { updatedAt: 1 })
        .sort({ updatedAt: -1, _id: -1 })
        .lean<Pick<ArticleRow, 'updatedAt'> | null>(),
    ),
  );
  const times = last.flatMap((row) => (row ? [row.updatedAt.getTime()] : []));
  return times.length ? new Date(Math.max(...times)) : null;
};

/** Articles that WeChat refuses. */
export const findRefusedIds = async (): Promise<string[]> =>
  (await ArticleModel.find({ 'check.state': 'risky' }, { _id: 1 }).lean<{ _id: string }[]>()).map(({ _id }) => _id);

/** Titles of articles in any state, by id. */
export const findArticleTitles = async (ids: readonly string[]): Promise<Map<string, string>> => {
  const rows = await ArticleModel.find({ _id: { $in: [...ids] } }, { title: 1 }).lean<
    Pick<ArticleRow, '_id' | 'title'>[]
  >();
  return new Map(rows.map(({ _id, title }) => [_id, title]));
};

/** The published articles of some titles, by title. */
export const findIdsByTitle = async (titles: readonly string[]): Promise<Map<string, string>> => {
  const rows = await ArticleModel.find({ state: 'published', title: { $in: [...titles] } }, { title: 1 }).lean<
    Pick<ArticleRow, '_id' | 'title'>[]
  >();
  return new Map(rows.map(({ _id, title }) => [title, _id]));
};
