import type { Article, ArticleSummary } from '@linkang/shared/api/article.routes';
import { presentCheck } from '../../platform/content-check';
import { smallPictureUrl } from '../file';
import type { ArticleRow, ListedArticle } from './article.model';

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
  ...(forWriters ? presentCheck(article) : {}),
});

/** A whole article. */
export const presentArticle = (article: ArticleRow, authorName: string, forWriters: boolean): Article => ({
  ...presentSummary(article, forWriters),
  html: article.html,
  coverFileId: article.coverFileId,
  updatedAt: article.updatedAt.toISOString(),
  authorName,
});
