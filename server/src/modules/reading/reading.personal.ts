import type { Deps } from '../../platform/deps';
import type { AccountPerson, MergePart, PersonalSection, PersonalStore } from '../../platform/module';
import { MOST_KEPT } from '@linkang/shared/api/reading.routes';
import { findArticleTitles } from '../article';
import { countKept, deleteReader, findList, putInList } from './reader.model';

/** What an account keeps of its reading. */
export const readingStore: PersonalStore = {
  key: 'preferences',
  collections: ['readers'],
  count: (_, { accountId }) => countKept(accountId),
  erase: (_, { accountId }) => deleteReader(accountId),
};

/** What the person keeps, and what they opened. */
export async function readingData(_: Deps, { accountId }: AccountPerson): Promise<PersonalSection[]> {
  const lists = [
    { key: 'favouriteArticles', title: '我收藏的文章', list: 'favourites' },
    { key: 'readArticles', title: '我看过的文章', list: 'history' },
  ] as const;
  return Promise.all(
    lists.map(async ({ key, title, list }) => {
      const readings = await findList(accountId, list);
      const titles = await findArticleTitles(readings.map(({ articleId }) => articleId));
      return {
        key,
        title,
        labels: { at: '时间', title: '文章' },
        rows: readings.map(({ articleId, at }) => ({
          at: at.toISOString(),
          title: titles.get(articleId) ?? '已经下架的文章',
        })),
      };
    }),
  );
}

/** Of two accounts of one person the one that stays gets the lists of both. */
export const readingMerging: MergePart = {
  async move(_, { stayAccountId, awayAccountId, accountId }) {
    const loser = [stayAccountId, awayAccountId].find((account) => account !== undefined && account !== accountId);
    if (loser === undefined || accountId === undefined) return [];
    for (const list of ['favourites', 'history'] as const) {
      const readings = await findList(loser, list);
      if (readings.length > 0) await putInList(accountId, list, readings, MOST_KEPT);
    }
    await deleteReader(loser);
    return [];
  },
};
