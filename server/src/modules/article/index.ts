import type { Module } from '../../platform/module';
import { countInState } from './article.model';
import { publishDue } from './article.review';
import { buildArticleHandlers } from './article.router';

export { fileIdsIn, textOf } from './article-html';
export { searchTokensOf } from './article-search';
export { countSubmitted, findReadableTitles } from './article.model';
export { findReadableSummaries, readRelated } from './article-reading';
export { findArticleTitles, findIdsByTitle } from './article.model';
export { createDemoArticles, type DemoArticle } from './article.service';

/** Articles that wait to be published. */
export const countDrafts = (): Promise<number> => countInState('draft');

/** Articles that everyone can read. */
export const countPublished = (): Promise<number> => countInState('published');

/** Health articles: written by staff, read by everyone. */
export const articleModule: Module = {
  feature: 'article',
  handlers: buildArticleHandlers,
  jobs: (deps) => [{ name: 'publishDue', pattern: '*/10 * * * * *', leaseMs: 20_000, run: () => publishDue(deps) }],
};
