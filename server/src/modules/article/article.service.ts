import type { Article, ArticleRoutes } from '@linkang/shared/api/article.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { toContent, toVersion } from './article-content';
import { queryTokensOf } from './article-search';
import {
  countByCategory,
  findArticle,
  findArticles,
  insertArticles,
  listedBy,
  newArticleId,
  type ArticleCursor,
  type ArticleRow,
} from './article.model';
import { canList, canRead, canWrite } from './article.policy';
import { presentSummary } from './article.presenter';
import { beginning } from './article.save';
import { present } from './article.view';

/** Categories that hold published articles, the fullest first. */
export const listCategories = (): Promise<{ name: string; count: number }[]> => countByCategory();

/** @throws VALIDATION_FAILED for a cursor that no list gave out */
function parseCursor(cursor: string | undefined): ArticleCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, ms, id] = /^(\d{1,15})\|([A-Za-z0-9:_-]{1,64})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { at: new Date(Number(ms)), id };
}

/** Articles newest first; other states than published only for those who write. @throws FORBIDDEN */
export async function listArticles(
  query: Input<ArticleRoutes['list']>['query'],
  { actor }: RequestInfo,
): Promise<Reply<ArticleRoutes['list']>> {
  const { category, limit, q, state = 'published' } = query;
  const after = parseCursor(query.cursor);
  if (!canList(actor, state)) throw new AppError('FORBIDDEN');
  const forWriters = canWrite(actor);
  const tokens = q === undefined ? undefined : queryTokensOf(q);
  // Nothing but signs was asked for.
  if (tokens?.length === 0) return { items: [], nextCursor: null };
  const found = await findArticles({ state, forWriters, category, ...(tokens ? { tokens } : {}) }, after, limit);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const at = last?.[listedBy(state)];
  return {
    items: rows.map((row) => presentSummary(row, forWriters)),
    nextCursor: last && at && found.length > limit ? `${at.getTime()}|${last._id}` : null,
  };
}

/** One article. @throws NOT_FOUND also for one that is not published, to those who don't write */
export async function getArticle(deps: Deps, id: string, { actor }: RequestInfo): Promise<Article> {
  const article = await findArticle(id);
  if (!article || !canRead(actor, article)) throw new AppError('NOT_FOUND');
  return present(deps, article, actor);
}

/** An article of the demo; one without `publishedAt` is a draft. */
export interface DemoArticle {
  title: string;
  category: string;
  html: string;
  publishedAt: Date | null;
  authorId: string;
  coverFileId: string | null;
}

/**
 * Adds articles for the demo, sanitised like any other.
 * @param now when drafts count as written
 */
export async function createDemoArticles(articles: readonly DemoArticle[], now: Date): Promise<void> {
  const rows = articles.map(({ publishedAt, authorId, ...written }): ArticleRow => ({
    _id: newArticleId(),
    ...toContent(written),
    ...beginning,
    ...(publishedAt ? ({ state: 'published', stage: 'settled' } as const) : ({ state: 'draft' } as const)),
    publishedAt,
    authorId,
    updatedAt: publishedAt ?? now,
  }));
  const versions = rows.map((row) =>
    toVersion(row, { articleId: row._id, no: row.no, authorId: row.authorId, at: row.updatedAt }),
  );
  await insertArticles(rows, versions);
}
