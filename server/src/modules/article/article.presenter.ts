import type { Article, ArticleSummary } from '@linkang/shared/api/article.routes';
import type { ArticleRow } from './article.model';

/** An article as lists show it. */
export const presentSummary = (article: Omit<ArticleRow, 'html'>): ArticleSummary => ({
  id: article._id,
  title: article.title,
  summary: article.summary,
  category: article.category,
  // Pictures are kept by a feature that comes later; until then no cover can be reached.
  coverUrl: null,
  publishedAt: article.publishedAt?.toISOString() ?? null,
  readMinutes: article.readMinutes,
  state: article.state,
  rev: article.rev,
});

/** A whole article. */
export const presentArticle = (article: ArticleRow, authorName: string): Article => ({
  ...presentSummary(article),
  html: article.html,
  updatedAt: article.updatedAt.toISOString(),
  authorName,
});
