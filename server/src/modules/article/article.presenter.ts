import type { Article, ArticleCopy, ArticleSummary, ArticleVersion } from '@linkang/shared/api/article.routes';
import { presentCheck } from '../../platform/content-check';
import { smallPictureUrl } from '../file';
import type { ArticleRow, ListedArticle } from './article.model';
import type { CopyRow } from './copy.model';
import type { VersionRow } from './version.model';

/** An article as lists show it; what WeChat says of it is for those who write. */
export const presentSummary = (article: ListedArticle, forWriters: boolean): ArticleSummary => ({
  id: article._id,
  title: article.title,
  summary: article.summary,
  category: article.category,
  coverUrl: article.coverFileId === null ? null : smallPictureUrl(article.coverFileId),
  publishedAt: article.publishedAt?.toISOString() ?? null,
  readMinutes: article.readMinutes,
  state: article.state,
  rev: article.rev,
  ...(forWriters ? { stage: article.stage, ...presentCheck(article) } : {}),
});

/** A whole article. */
export const presentArticle = (article: ArticleRow, authorName: string, forWriters: boolean): Article => ({
  ...presentSummary(article, forWriters),
  html: article.html,
  coverFileId: article.coverFileId,
  updatedAt: article.updatedAt.toISOString(),
  authorName,
});

/** What is written in an article. */
export type Text = Pick<VersionRow, 'title' | 'category' | 'html' | 'coverFileId'>;

const textOnly = ({ title, category, html, coverFileId }: Text): Text => ({ title, category, html, coverFileId });

/** One version. */
export const presentVersion = (version: VersionRow, authorName: string): ArticleVersion => ({
  no: version.no,
  at: version.at.toISOString(),
  authorName,
  ...textOnly(version),
});

/** Text that is not saved. */
export const presentCopy = (copy: CopyRow): ArticleCopy => ({
  ...textOnly(copy),
  baseRev: copy.baseRev,
  at: copy.at.toISOString(),
});
