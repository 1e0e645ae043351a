import mongoose, { Schema, type mongo } from 'mongoose';
import type { CheckOutcome } from '../../platform/wechat-check';

/** A version of an article as its author saved it; rows are only added. */
export interface VersionRow {
  /** `<article>:<no>`: two who save at once cannot both have the same number. */
  _id: string;
  articleId: string;
  no: number;
  title: string;
  category: string;
  html: string;
  coverFileId: string | null;
  /** Pictures that it shows, so that it can be brought back with them. */
  fileIds: string[];
  characters: number;
  authorId: string;
  at: Date;
  restoredFrom: number | null;
  /** What WeChat said of the words when they were saved; absent where nobody was asked. */
  outcome?: CheckOutcome;
}

/** A version as lists need it. */
export type ListedVersion = Pick<VersionRow, 'no' | 'at' | 'authorId' | 'title' | 'characters' | 'restoredFrom'>;

const MOST_LISTED = 200;

const schema = new Schema<VersionRow>(
  {
    _id: String,
    articleId: { type: String, required: true },
    no: { type: Number, required: true },
    title: { type: String, required: true },
    category: { type: String, required: true },
    html: { type: String, required: true },
    coverFileId: String,
    fileIds: [String],
    characters: Number,
    authorId: { type: String, required: true },
    at: { type: Date, required: true },
    restoredFrom: Number,
    outcome: String,
  },
  { collection: 'articleVersions', versionKey: false },
);
schema.index({ articleId: 1, no: -1 }, { unique: true });
schema.index({ fileIds: 1 });

const VersionModel = mongoose.model<VersionRow>('ArticleVersion', schema);

/** The id of a version. */
export const versionId = (articleId: string, no: number): string => `${articleId}:${no}`;

/** Adds versions, with what else is written with them. */
export async function insertVersions(rows: VersionRow[], session: mongo.ClientSession): Promise<void> {
  await VersionModel.collection.insertMany(rows as never, { session });
}

/** One version, or null. */
export const findVersion = (articleId: string, no: number): Promise<VersionRow | null> =>
  VersionModel.findById(versionId(articleId, no)).lean<VersionRow | null>();

/** The latest versions of an article, the newest first, without their texts. */
export const findVersions = (articleId: string): Promise<ListedVersion[]> =>
  VersionModel.find({ articleId }, { no: 1, at: 1, authorId: 1, title: 1, characters: 1, restoredFrom: 1 })
    .sort({ no: -1 })
    .limit(MOST_LISTED)
    .lean<ListedVersion[]>();

/** What is known of versions without their texts. */
export type VersionHead = Pick<VersionRow, 'articleId' | 'no' | 'title' | 'category' | 'authorId'>;

/** All versions of some articles, without their texts. */
export const findHeads = (articleIds: readonly string[]): Promise<VersionHead[]> =>
  VersionModel.find(
    { articleId: { $in: [...articleIds] } },
    { articleId: 1, no: 1, title: 1, category: 1, authorId: 1 },
  ).lean<VersionHead[]>();

/** Who wrote versions of an article after a version. */
export const findAuthorsSince = (articleId: string, no: number): Promise<string[]> =>
  VersionModel.distinct('authorId', { articleId, no: { $gt: no } }).exec();
