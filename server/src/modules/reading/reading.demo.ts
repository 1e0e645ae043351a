import { MOST_KEPT } from '@linkang/shared/api/reading.routes';
import { findIdsByTitle } from '../article';
import { putInList, type ReaderList } from './reader.model';

const HOUR_MS = 3_600_000;

const lists: Record<ReaderList, readonly string[]> = {
  favourites: ['65岁免费体检：查什么，怎么准备', '高血压没感觉，也要天天管'],
  history: ['65岁免费体检：查什么，怎么准备', '高血压没感觉，也要天天管', '一天5克盐，怎么做到'],
};

/** What somebody of the demo keeps and has read, some hours ago. */
export async function createDemoReading(accountId: string, now: Date): Promise<void> {
  for (const list of ['favourites', 'history'] as const) {
    const ids = await findIdsByTitle(lists[list]);
    const readings = lists[list].flatMap((title, index) => {
      const articleId = ids.get(title);
      return articleId === undefined ? [] : [{ articleId, at: new Date(now.getTime() - (index + 1) * HOUR_MS) }];
    });
    await putInList(accountId, list, readings, MOST_KEPT);
  }
}
