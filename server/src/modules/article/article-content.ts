import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import type { Input } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import { fieldFault } from '../../platform/http/problems';
import { useFiles } from '../file';
import { fileIdsIn, isEmptyArticle, readMinutesOf, sanitiseArticle, summarise, textOf } from './article-html';
import { searchTokensOf } from './article-search';
import type { ArticleContent } from './article.model';
import { versionId, type VersionRow } from './version.model';

/** What an author sends. */
export type Written = Input<ArticleRoutes['create']>['body'];

/** What is written, with the cover that the article is to have. */
export type WithCover = Omit<Written, 'coverFileId'> & { coverFileId: string | null };

/** What is kept of what was written. @throws VALIDATION_FAILED when nothing is left of it */
export function toContent({ title, category, html, coverFileId }: WithCover): ArticleContent {
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
export async function holdFiles(
  { coverFileId, fileIds }: Pick<ArticleContent, 'coverFileId' | 'fileIds'>,
  now: Date,
): Promise<void> {
  const found = await useFiles(fileIds, now);
  if (coverFileId !== null && !found.has(coverFileId))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.coverFileId', 'UNKNOWN')] });
}

/** Whose version it is, and which. */
export type Saving = Pick<VersionRow, 'articleId' | 'no' | 'authorId' | 'at'> &
  Partial<Pick<VersionRow, 'restoredFrom' | 'outcome'>>;

/** A content as a version that is kept. */
export function toVersion(content: ArticleContent, saving: Saving): VersionRow {
  const { title, category, html, coverFileId, fileIds } = content;
  const characters = [...textOf(html).replace(/\s/g, '')].length;
  return {
    _id: versionId(saving.articleId, saving.no),
    restoredFrom: null,
    ...saving,
    ...{ title, category, html, coverFileId, fileIds, characters },
  };
}
