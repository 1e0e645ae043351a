import mongoose, { Schema } from 'mongoose';

/** An article in a reader's list. */
export interface ListedReading {
  articleId: string;
  at: Date;
}

/** Lists of a reader. */
export type ReaderList = 'favourites' | 'history';

/** What an account keeps of its reading; one document, so that each change is one write. */
interface ReaderRow {
  /** The account. */
  _id: string;
  accountId: string;
  favourites?: ListedReading[];
  history?: ListedReading[];
}

const listed = [{ _id: false, articleId: String, at: Date }];
const schema = new Schema<ReaderRow>(
  {
    _id: String,
    accountId: { type: String, required: true },
    favourites: { type: listed, default: undefined },
    history: { type: listed, default: undefined },
  },
  { collection: 'readers', versionKey: false },
);

const ReaderModel = mongoose.model<ReaderRow>('Reader', schema);

/** Puts articles at the head of a list, each once; beyond the limit the oldest go. */
export async function putInList(
  accountId: string,
  list: ReaderList,
  readings: readonly ListedReading[],
  most: number,
): Promise<void> {
  const ids = readings.map(({ articleId }) => articleId);
  const others = {
    $filter: { input: { $ifNull: [`$${list}`, []] }, cond: { $not: [{ $in: ['$$this.articleId', ids] }] } },
  };
  const all = { $concatArrays: [readings.map((reading) => ({ $literal: reading })), others] };
  await ReaderModel.collection.updateOne(
    { _id: accountId as never },
    [{ $set: { accountId, [list]: { $slice: [{ $sortArray: { input: all, sortBy: { at: -1 } } }, most] } } }],
    { upsert: true },
  );
}

/** Takes an article out of a list. */
export async function takeFromList(accountId: string, list: ReaderList, articleId: string): Promise<void> {
  await ReaderModel.updateOne({ _id: accountId }, { $pull: { [list]: { articleId } } } as never);
}

/** Empties a list. */
export async function emptyList(accountId: string, list: ReaderList): Promise<void> {
  await ReaderModel.updateOne({ _id: accountId }, { $unset: { [list]: '' } } as never);
}

/** A list, the newest first. */
export async function findList(accountId: string, list: ReaderList): Promise<ListedReading[]> {
  const row = await ReaderModel.findById(accountId, { [list]: 1 }).lean<ReaderRow | null>();
  return row?.[list] ?? [];
}

/** Whether an article is in a list. */
export const isInList = async (accountId: string, list: ReaderList, articleId: string): Promise<boolean> =>
  (await ReaderModel.exists({ _id: accountId, [`${list}.articleId`]: articleId } as never)) !== null;

/** How many articles an account has in its lists. */
export async function countKept(accountId: string): Promise<number> {
  const row = await ReaderModel.findById(accountId).lean<ReaderRow | null>();
  return (row?.favourites?.length ?? 0) + (row?.history?.length ?? 0);
}

/** Forgets what an account read. */
export async function deleteReader(accountId: string): Promise<void> {
  await ReaderModel.deleteOne({ _id: accountId });
}
