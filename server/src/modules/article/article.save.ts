import type { Article, ArticleRoutes, ArticleWork } from '@linkang/shared/api/article.routes';
import type { Input } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import { keptCheck, type ContentCheck } from '../../platform/content-check';
import type { Deps } from '../../platform/deps';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { holdFiles, toContent, toVersion, type Saving, type Written } from './article-content';
import {
  addVersion,
  insertArticleOnce,
  newArticleId,
  type ArticleChange,
  type ArticleContent,
  type ArticleRow,
} from './article.model';
import { findOrFail, present, presentWork, throwConflict } from './article.view';
import { deleteCopy } from './copy.model';
import { findVersion, type VersionRow } from './version.model';

const FIRST = 1;

/** How far a new article is. */
export const beginning = {
  no: FIRST,
  shownNo: FIRST,
  stage: 'writing',
  submittedAt: null,
  approvedNo: null,
  publishAt: null,
  review: null,
  rev: 0,
} as const;

const outcomeOf = (check: ContentCheck | undefined): Pick<Saving, 'outcome'> => (check ? { outcome: check.state } : {});

/** Writes an article; it starts as a draft. */
export async function createArticle(deps: Deps, body: Written, request: IdempotentRequestInfo): Promise<Article> {
  const { idempotency, now, actor, check } = request;
  const content = toContent({ ...body, coverFileId: body.coverFileId ?? null });
  const authorId = asStaff(actor).accountId;
  const build = async (): Promise<ArticleRow> => {
    await holdFiles(content, now);
    const row = { _id: newArticleId(), ...content, ...keptCheck(check), ...beginning };
    return { ...row, state: 'draft', publishedAt: null, authorId, updatedAt: now };
  };
  const versionOf = ({ _id: articleId }: ArticleRow): VersionRow =>
    toVersion(content, { articleId, no: FIRST, authorId, at: now, ...outcomeOf(check) });
  return present(deps, await insertArticleOnce(idempotency, now, build, versionOf), actor);
}

interface Save {
  content: ArticleContent;
  /** Whether residents see it at once where the article is published. */
  showNow: boolean;
  restoredFrom?: number;
}

/**
 * Adds the next version. What residents see of a published article stays, unless it is shown at once; what was
 * approved or set for a time was another text, so that it begins anew.
 */
async function save(
  before: ArticleRow,
  rev: number,
  { content, showNow, restoredFrom }: Save,
  { now, actor, check }: RequestInfo,
): Promise<ArticleRow> {
  if (before.rev !== rev) return throwConflict(before);
  await holdFiles(content, now);
  const no = before.no + 1;
  const authorId = asStaff(actor).accountId;
  const isShown = before.state !== 'published' || showNow;
  const change: ArticleChange = {
    ...(isShown ? { ...content, ...keptCheck(check), shownNo: no } : {}),
    no,
    stage: before.state === 'published' && showNow ? 'settled' : 'writing',
    submittedAt: null,
    publishAt: null,
    updatedAt: now,
  };
  const saving = { articleId: before._id, no, authorId, at: now, ...outcomeOf(check) };
  const version = toVersion(content, restoredFrom === undefined ? saving : { ...saving, restoredFrom });
  const changed = await addVersion(version, rev, change);
  if (changed) return changed;
  return throwConflict(await findOrFail(before._id));
}

/** The cover of the latest version, for those who say nothing of it. */
async function coverOf(article: ArticleRow): Promise<string | null> {
  if (article.no === article.shownNo) return article.coverFileId;
  return (await findVersion(article._id, article.no))?.coverFileId ?? null;
}

type Changed = Input<ArticleRoutes['update']>['body'];

async function saveWritten(
  deps: Deps,
  id: string,
  { rev, ...written }: Changed,
  request: RequestInfo,
  showNow: boolean,
): Promise<ArticleRow> {
  const before = await findOrFail(id);
  const { coverFileId = await coverOf(before) } = written;
  return save(before, rev, { content: toContent({ ...written, coverFileId }), showNow }, request);
}

/**
 * Changes an article, in whatever state; where no review is asked for, residents see the change at once.
 * @throws NOT_FOUND, STATE_CONFLICT when it was changed since it was read
 */
export async function updateArticle(deps: Deps, id: string, body: Changed, request: RequestInfo): Promise<Article> {
  const showNow = deps.config.articles.review === 'optional';
  return present(deps, await saveWritten(deps, id, body, request, showNow), request.actor);
}

/** Saves a new version that residents do not see yet. @throws NOT_FOUND, STATE_CONFLICT with the other's text */
export async function saveWork(deps: Deps, id: string, body: Changed, request: RequestInfo): Promise<ArticleWork> {
  const article = await saveWritten(deps, id, body, request, false);
  await deleteCopy(id, asStaff(request.actor).accountId);
  return presentWork(deps, article, request);
}

/** Makes a former version the latest one, cleaned like anything new. @throws NOT_FOUND, STATE_CONFLICT */
export async function restoreVersion(
  deps: Deps,
  id: string,
  { rev, no }: Input<ArticleRoutes['restore']>['body'],
  request: RequestInfo,
): Promise<ArticleWork> {
  const [before, version] = await Promise.all([findOrFail(id), findVersion(id, no)]);
  if (!version) throw new AppError('NOT_FOUND');
  const content = toContent(version);
  return presentWork(deps, await save(before, rev, { content, showNow: false, restoredFrom: no }, request), request);
}
