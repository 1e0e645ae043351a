import type { ArticleRoutes, ArticleVersion, ArticleWork } from '@linkang/shared/api/article.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { asStaff, type RequestInfo } from '../../platform/module';
import { useFiles } from '../file';
import { fileIdsIn, sanitiseArticle } from './article-html';
import { findArticle, type ArticleRow } from './article.model';
import { canSeeWork } from './article.policy';
import { presentCopy, presentVersion } from './article.presenter';
import { findOrFail, namesOf, presentWork } from './article.view';
import { deleteCopy, findCopy, NEW_ARTICLE, putCopy } from './copy.model';
import { findVersion, findVersions } from './version.model';

/** @throws NOT_FOUND also for what the caller may not see */
async function findVisible(id: string, { actor }: RequestInfo): Promise<ArticleRow> {
  const article = await findOrFail(id);
  if (!canSeeWork(asStaff(actor), article)) throw new AppError('NOT_FOUND');
  return article;
}

/** The latest version of an article. @throws NOT_FOUND */
export const getWork = async (deps: Deps, id: string, request: RequestInfo): Promise<ArticleWork> =>
  presentWork(deps, await findVisible(id, request), request);

/** Its versions, the newest first. @throws NOT_FOUND */
export async function listVersions(id: string, request: RequestInfo): Promise<Reply<ArticleRoutes['versions']>> {
  await findVisible(id, request);
  const rows = await findVersions(id);
  const nameOf = await namesOf(rows.map(({ authorId }) => authorId));
  return {
    items: rows.map(({ no, at, authorId, title, characters, restoredFrom }) => ({
      ...{ no, title, characters, restoredFrom },
      at: at.toISOString(),
      authorName: nameOf(authorId),
    })),
  };
}

/** One version with its text. @throws NOT_FOUND */
export async function getVersion(id: string, no: number, request: RequestInfo): Promise<ArticleVersion> {
  await findVisible(id, request);
  const version = await findVersion(id, no);
  if (!version) throw new AppError('NOT_FOUND');
  const nameOf = await namesOf([version.authorId]);
  return presentVersion(version, nameOf(version.authorId));
}

/** @throws NOT_FOUND for an article that there is not */
async function assertThere(id: string): Promise<void> {
  if (id !== NEW_ARTICLE && !(await findArticle(id))) throw new AppError('NOT_FOUND');
}

/** The caller's unsaved text. @throws NOT_FOUND */
export async function getCopy(id: string, { actor }: RequestInfo): Promise<Reply<ArticleRoutes['copy']>> {
  await assertThere(id);
  const copy = await findCopy(id, asStaff(actor).accountId);
  return { copy: copy && presentCopy(copy) };
}

/** Keeps the caller's unsaved text, cleaned like what is saved. @throws NOT_FOUND */
export async function keepCopy(
  id: string,
  { html, ...words }: Input<ArticleRoutes['saveCopy']>['body'],
  { now, actor }: RequestInfo,
): Promise<{ at: string }> {
  await assertThere(id);
  const clean = sanitiseArticle(html);
  const fileIds = [...new Set([...(words.coverFileId === null ? [] : [words.coverFileId]), ...fileIdsIn(clean)])];
  await useFiles(fileIds, now);
  await putCopy({ articleId: id, authorId: asStaff(actor).accountId, ...words, html: clean, fileIds, at: now });
  return { at: now.toISOString() };
}

/** Forgets the caller's unsaved text. */
export const dropCopy = (id: string, { actor }: RequestInfo): Promise<void> => deleteCopy(id, asStaff(actor).accountId);
