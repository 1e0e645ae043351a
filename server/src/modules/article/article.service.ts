import type { Article, ArticleRoutes, ArticleSummary } from '@linkang/shared/api/article.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { staffNames } from '../staff';
import { isEmptyArticle, readMinutesOf, sanitiseArticle, summarise, textOf } from './article-html';
import {
  changeContent,
  countByCategory,
  findArticle,
  findArticles,
  insertArticleOnce,
  insertArticles,
  listedBy,
  moveArticle,
  newArticleId,
  type ArticleContent,
  type ArticleCursor,
  type ArticleRow,
} from './article.model';
import { canRead } from './article.policy';
import { presentArticle, presentSummary } from './article.presenter';

type Written = Input<ArticleRoutes['create']>['body'];

async function present(article: ArticleRow, fallbackAuthor: string): Promise<Article> {
  const names = await staffNames([article.authorId]);
  return presentArticle(article, names.get(article.authorId) ?? fallbackAuthor);
}

/** What is kept of what was written. @throws VALIDATION_FAILED when nothing is left of it */
function toContent({ title, category, html, coverFileId }: Written): ArticleContent {
  const clean = sanitiseArticle(html);
  if (isEmptyArticle(clean)) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.html', 'EMPTY')] });
  const text = textOf(clean);
  return {
    title,
    category,
    html: clean,
    summary: summarise(text),
    readMinutes: readMinutesOf(text),
    coverFileId: coverFileId ?? null,
  };
}

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
  const { category, limit, state = 'published' } = query;
  const after = parseCursor(query.cursor);
  if (!canRead(actor, state)) throw new AppError('FORBIDDEN');
  const found = await findArticles({ state, category }, after, limit);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const at = last?.[listedBy(state)];
  return {
    items: rows.map(presentSummary),
    nextCursor: last && at && found.length > limit ? `${at.getTime()}|${last._id}` : null,
  };
}

/** One article. @throws NOT_FOUND also for one that is not published, to those who don't write */
export async function getArticle(deps: Deps, id: string, { actor }: RequestInfo): Promise<Article> {
  const article = await findArticle(id);
  if (!article || !canRead(actor, article.state)) throw new AppError('NOT_FOUND');
  return present(article, deps.config.centre.shortName);
}

/** Writes an article; it starts as a draft. */
export async function createArticle(deps: Deps, body: Written, request: IdempotentRequestInfo): Promise<Article> {
  const { idempotency, now, actor } = request;
  const content = toContent(body);
  const article = await insertArticleOnce(idempotency, now, () =>
    Promise.resolve({
      _id: newArticleId(),
      ...content,
      state: 'draft',
      publishedAt: null,
      authorId: asStaff(actor).accountId,
      updatedAt: now,
      rev: 0,
    }),
  );
  return present(article, deps.config.centre.shortName);
}

/** The changed article. @throws NOT_FOUND when there is none, STATE_CONFLICT when it is in another state */
async function assertChanged(id: string, changed: ArticleRow | null): Promise<ArticleRow> {
  if (changed) return changed;
  throw new AppError((await findArticle(id)) ? 'STATE_CONFLICT' : 'NOT_FOUND');
}

/** Changes an article, in whatever state. @throws NOT_FOUND, STATE_CONFLICT when it was changed since it was read */
export async function updateArticle(
  deps: Deps,
  id: string,
  { rev, ...written }: Input<ArticleRoutes['update']>['body'],
  { now }: RequestInfo,
): Promise<Article> {
  const changed = await changeContent(id, rev, toContent(written), now);
  return present(await assertChanged(id, changed), deps.config.centre.shortName);
}

/** Shows an article to everyone. @throws NOT_FOUND, STATE_CONFLICT when it is shown already */
export async function publishArticle(deps: Deps, id: string, { now }: RequestInfo): Promise<Article> {
  const change = { state: 'published', publishedAt: now, updatedAt: now } as const;
  const changed = await moveArticle(id, ['draft', 'withdrawn'], change);
  return present(await assertChanged(id, changed), deps.config.centre.shortName);
}

/** Takes an article from public view. @throws NOT_FOUND, STATE_CONFLICT when it is not shown */
export async function withdrawArticle(deps: Deps, id: string, { now }: RequestInfo): Promise<Article> {
  const changed = await moveArticle(id, ['published'], { state: 'withdrawn', updatedAt: now });
  return present(await assertChanged(id, changed), deps.config.centre.shortName);
}

/** The newest published articles. @param limit how many at most */
export async function latestArticles(limit: number): Promise<ArticleSummary[]> {
  const rows = await findArticles({ state: 'published' }, undefined, limit);
  return rows.slice(0, limit).map(presentSummary);
}

/** An article of the demo; one without `publishedAt` is a draft. */
export interface DemoArticle {
  title: string;
  category: string;
  html: string;
  publishedAt: Date | null;
  authorId: string;
}

/**
 * Adds articles for the demo, sanitised like any other.
 * @param now when drafts count as written
 */
export async function createDemoArticles(articles: readonly DemoArticle[], now: Date): Promise<void> {
  await insertArticles(
    articles.map(({ publishedAt, authorId, ...written }) => ({
      _id: newArticleId(),
      ...toContent(written),
      state: publishedAt ? 'published' : 'draft',
      publishedAt,
      authorId,
      updatedAt: publishedAt ?? now,
      rev: 0,
    })),
  );
}
