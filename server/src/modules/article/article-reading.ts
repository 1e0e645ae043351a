import { article, articleRoutes, type ArticleRoutes } from '@linkang/shared/api/article.routes';
import type { ArticleSummary } from '@linkang/shared/api/article.routes';
import { readingRoutes } from '@linkang/shared/api/reading.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import type { KeptReply } from '../../platform/http/kept-reply';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { findReadable, type ListedArticle } from './article.model';
import { canWrite } from './article.policy';
import { presentSummary } from './article.presenter';
import { getArticle, listArticles, listCategories } from './article.service';
import { shelfOf, type ArticleShelf } from './article-shelf';
import { readQuery } from './search-query';

type ListQuery = Input<ArticleRoutes['list']>['query'];
type ListReply = Reply<ArticleRoutes['list']>;

/** Nobody turns more pages; whoever has not found it by then asks otherwise. */
const MOST_FOUND = 100;
const MOST_WORDS = 40;

/** @throws VALIDATION_FAILED for a cursor that no search gave out */
function parsePlace(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, place] = /^n\|(\d{1,3})$/.exec(cursor) ?? [];
  if (place === undefined) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return Number(place);
}

/** The rows of some ids that may still be read, in the order of the ids. */
async function inOrder(ids: readonly string[]): Promise<ListedArticle[]> {
  const rows = new Map((await findReadable(ids)).map((row) => [row._id, row]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}

/**
 * As many articles from a place on as a page holds. The index may be some seconds behind: what is shown, the database
 * says.
 * @returns also the place of the next page, where there may be one
 */
async function readableFrom(
  ids: readonly string[],
  place: number,
  limit: number,
): Promise<{ rows: ListedArticle[]; next: number | undefined }> {
  const rows: ListedArticle[] = [];
  let next = place;
  while (rows.length < limit && next < ids.length) {
    const some = ids.slice(next, next + limit - rows.length);
    rows.push(...(await inOrder(some)));
    next += some.length;
  }
  return { rows, next: next < ids.length ? next : undefined };
}

/** Published articles by words, the nearest first. */
async function searchArticles(shelf: ArticleShelf, words: string, query: ListQuery): Promise<ListReply> {
  const { category, limit } = query;
  const place = parsePlace(query.cursor);
  const asked = readQuery(words);
  if (asked.clauses.length === 0) return { items: [], nextCursor: null, words: [] };
  const index = await shelf.searchIndex();
  const ids = index.search(asked, MOST_FOUND, category).map((hit) => hit.id);
  const { rows, next } = await readableFrom(ids, place, limit);
  const found = rows.map((row) => ({ row, marks: index.marksOf(row._id, asked) }));
  return {
    items: found.map(({ row, marks: { excerpt } }): ArticleSummary => ({
      ...presentSummary(row, false),
      ...(excerpt === undefined ? {} : { excerpt }),
    })),
    nextCursor: next === undefined ? null : `n|${next}`,
    words: [...new Set(found.flatMap(({ marks }) => marks.words))].slice(0, MOST_WORDS),
  };
}

/** Those of some articles that everyone may read, in the order of the ids. */
export const findReadableSummaries = async (ids: readonly string[]): Promise<ArticleSummary[]> =>
  (await inOrder(ids)).map((row) => presentSummary(row, false));

const MOST_RELATED = 3;

/** Articles near to one. @throws NOT_FOUND for one that not everyone may read */
export async function readRelated(deps: Deps, id: string): Promise<KeptReply<{ items: ArticleSummary[] }>> {
  const shelf = shelfOf(deps);
  await shelf.look();
  return shelf.replies.get(`related ${id}`, readingRoutes.related.reply, async () => {
    if ((await findReadable([id])).length === 0) throw new AppError('NOT_FOUND');
    const index = await shelf.searchIndex();
    const near = index.related(id, MOST_RELATED * 2).map((hit) => hit.id);
    return { items: (await findReadableSummaries(near)).slice(0, MOST_RELATED) };
  });
}

/** A list of articles, for readers and for those who write. @throws FORBIDDEN */
export async function readList(
  shelf: ArticleShelf,
  query: ListQuery,
  request: RequestInfo,
): Promise<ListReply | KeptReply<ListReply>> {
  if ((query.state ?? 'published') !== 'published' || canWrite(request.actor)) return listArticles(query, request);
  await shelf.look();
  return shelf.replies.get(`list ${JSON.stringify(query)}`, articleRoutes.list.reply, () =>
    query.q === undefined ? listArticles(query, request) : searchArticles(shelf, query.q, query),
  );
}

/** One article; to readers as it was last sent, unless it has changed. @throws NOT_FOUND */
export async function readArticle(
  deps: Deps,
  shelf: ArticleShelf,
  id: string,
  request: RequestInfo,
): Promise<Reply<ArticleRoutes['get']> | KeptReply<Reply<ArticleRoutes['get']>>> {
  if (canWrite(request.actor)) return getArticle(deps, id, request);
  await shelf.look();
  return shelf.replies.get(`get ${id}`, article, () => getArticle(deps, id, request));
}

/** Categories that hold published articles. */
export async function readCategories(shelf: ArticleShelf): Promise<KeptReply<Reply<ArticleRoutes['categories']>>> {
  await shelf.look();
  return shelf.replies.get('categories', articleRoutes.categories.reply, async () => ({
    items: await listCategories(),
  }));
}
