import { MOST_KEPT, type KeptArticle, type ReadingRoutes } from '@linkang/shared/api/reading.routes';
import type { Reply } from '@linkang/shared/api/route';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import { networkOf } from '../../platform/limits';
import type { Deps } from '../../platform/deps';
import { asResident, type RequestInfo } from '../../platform/module';
import { findArticleTitles, findReadableSummaries } from '../article';
import { countReading, findMostRead } from './count.model';
import { emptyList, findList, isInList, putInList, takeFromList, type ReaderList } from './reader.model';

const MOST_COUNTED = 100;

/** @throws NOT_FOUND for an article that not everyone may read */
async function assertReadable(id: string): Promise<void> {
  if ((await findReadableSummaries([id])).length === 0) throw new AppError('NOT_FOUND');
}

/** A list of the reader; what was withdrawn meanwhile is not shown. */
export async function listKept(list: ReaderList, { actor }: RequestInfo): Promise<{ items: KeptArticle[] }> {
  const readings = await findList(asResident(actor).accountId, list);
  const times = new Map(readings.map(({ articleId, at }) => [articleId, at.toISOString()]));
  const summaries = await findReadableSummaries([...times.keys()]);
  return { items: summaries.map((summary) => ({ ...summary, at: times.get(summary.id) ?? '' })) };
}

/** Whether the reader keeps an article. */
export const isKept = async (id: string, { actor }: RequestInfo): Promise<{ kept: boolean }> => ({
  kept: await isInList(asResident(actor).accountId, 'favourites', id),
});

/** Keeps an article, or no longer; one that was withdrawn can still be let go. @throws NOT_FOUND */
export async function keepArticle(id: string, kept: boolean, { actor, now }: RequestInfo): Promise<{ kept: boolean }> {
  const { accountId } = asResident(actor);
  if (kept) {
    await assertReadable(id);
    await putInList(accountId, 'favourites', [{ articleId: id, at: now }], MOST_KEPT);
  } else await takeFromList(accountId, 'favourites', id);
  return { kept };
}

/** Remembers that the reader opened an article. @throws NOT_FOUND */
export async function rememberReading(id: string, { actor, now }: RequestInfo): Promise<void> {
  await assertReadable(id);
  await putInList(asResident(actor).accountId, 'history', [{ articleId: id, at: now }], MOST_KEPT);
}

/** Forgets what the reader opened. */
export const clearHistory = ({ actor }: RequestInfo): Promise<void> =>
  emptyList(asResident(actor).accountId, 'history');

/** Counts a reading; the address is for the limit and is not kept. @throws NOT_FOUND, RATE_LIMITED */
export async function count({ limits }: Deps, id: string, nonce: string, request: RequestInfo): Promise<void> {
  await limits.readings(networkOf(request.address));
  await assertReadable(id);
  await countReading(id, dayOf(request.now), nonce, request.now);
}

/** How often articles were read on the last days. */
export async function listCounts(days: number, { now }: RequestInfo): Promise<Reply<ReadingRoutes['counts']>> {
  const counts = await findMostRead(addDays(dayOf(now), 1 - days), MOST_COUNTED);
  const titles = await findArticleTitles(counts.map(({ articleId }) => articleId));
  return {
    items: counts.flatMap(({ articleId, count: times }) => {
      const title = titles.get(articleId);
      return title === undefined ? [] : [{ articleId, title, count: times }];
    }),
  };
}
