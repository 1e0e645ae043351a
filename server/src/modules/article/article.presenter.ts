import type { Article, ArticleSummary } from '@linkang/shared/api/article.routes';
import { smallPictureUrl } from '../file';
import type { ArticleRow, ListedArticle } from './article.model';

/** An article as lists show it. */
export const presentSummary = (article: ListedArticle): ArticleSummary => ({
  id: article._id,
  title: article.title,
  summary: article.summary,
  category: article.category,
  coverUrl: article.coverFileId === null ? null : smallPictureUrl(article.coverFileId),
  publishedAt: article.publishedAt?.toISOString() ?? null,
  readMinutes: article.readMinutes,
  state: article.state,
  rev: article.rev,
});

/** A whole article. */
export const presentArticle = (article: ArticleRow, authorName: string): Article => ({
  ...presentSummary(article),
  html: article.html,
  coverFileId: article.coverFileId,
  updatedAt: article.updatedAt.toISOString(),
  authorName,
});
