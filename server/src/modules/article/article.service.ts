import type { Article, ArticleRoutes } from '@linkang/shared/api/article.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Actor } from '../../platform/actor';
import { keptCheck } from '../../platform/content-check';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { useFiles } from '../file';
import { staffNames } from '../staff';
import { fileIdsIn, isEmptyArticle, readMinutesOf, sanitiseArticle, summarise, textOf } from './article-html';
import { queryTokensOf, searchTokensOf } from './article-search';
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
import { canList, canRead, canWrite } from './article.policy';
import { presentArticle, presentSummary } from './article.presenter';

type Written = Input<ArticleRoutes['create']>['body'];

/** What is written, with the cover that the article is to have. */
type WithCover = Omit<Written, 'coverFileId'> & { coverFileId: string | null };

async function present({ config }: Deps, article: ArticleRow, actor: Actor): Promise<Article> {
  const names = await staffNames([article.authorId]);
  return presentArticle(article, names.get(article.authorId) ?? config.centre.shortName, canWrite(actor));
}

/** What is kept of what was written. @throws VALIDATION_FAILED when nothing is left of it */
function toContent({ title, category, html, coverFileId }: WithCover): ArticleContent {
  const clean = sanitiseArticle(html);
  if (isEmptyArticle(clean)) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.html', 'EMPTY')] });
  const text = textOf(clean);
  return {
    title,
    category,
    html: clean,
    summary: summarise(text),
    readMinutes: readMinutesOf(text),
    coverFileId,
    fileIds: [...new Set([...(coverFileId === null ? [] : [coverFileId]), ...fileIdsIn(clean)])],
    tokens: searchTokensOf(title, text),
  };
}

/** Holds fast the pictures of an article before it is stored. @throws VALIDATION_FAILED for a cover that is not there */
async function holdFiles({ coverFileId, fileIds }: ArticleContent, now: Date): Promise<void> {
  const found = await useFiles(fileIds, now);
  if (coverFileId !== null && !found.has(coverFileId))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.coverFileId', 'UNKNOWN')] });
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

/** Writes an article; it starts as a draft. */
export async function createArticle(deps: Deps, body: Written, request: IdempotentRequestInfo): Promise<Article> {
  const { idempotency, now, actor, check } = request;
  const content = toContent({ ...body, coverFileId: body.coverFileId ?? null });
  const article = await insertArticleOnce(idempotency, now, async () => {
    await holdFiles(content, now);
    return {
      _id: newArticleId(),
      ...content,
      ...keptCheck(check),
      state: 'draft',
      publishedAt: null,
      authorId: asStaff(actor).accountId,
      updatedAt: now,
      rev: 0,
    };
  });
  return present(deps, article, actor);
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
  { now, actor, check }: RequestInfo,
): Promise<Article> {
  const before = await findArticle(id);
  if (!before) throw new AppError('NOT_FOUND');
  const { coverFileId = before.coverFileId } = written;
  const content = toContent({ ...written, coverFileId });
  await holdFiles(content, now);
  const changed = await changeContent(id, rev, { ...content, ...keptCheck(check) }, now);
  return present(deps, await assertChanged(id, changed), actor);
}

/** Shows an article to everyone. @throws NOT_FOUND, STATE_CONFLICT when it is shown already */
export async function publishArticle(deps: Deps, id: string, { now, actor }: RequestInfo): Promise<Article> {
  const change = { state: 'published', publishedAt: now, updatedAt: now } as const;
  const changed = await moveArticle(id, ['draft', 'withdrawn'], change);
  return present(deps, await assertChanged(id, changed), actor);
}

/** Takes an article from public view. @throws NOT_FOUND, STATE_CONFLICT when it is not shown */
export async function withdrawArticle(deps: Deps, id: string, { now, actor }: RequestInfo): Promise<Article> {
  const changed = await moveArticle(id, ['published'], { state: 'withdrawn', updatedAt: now });
  return present(deps, await assertChanged(id, changed), actor);
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
