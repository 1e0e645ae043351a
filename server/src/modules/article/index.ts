import type { Module } from '../../platform/module';
import { countInState } from './article.model';
import { buildArticleHandlers } from './article.router';

export { fileIdsIn, textOf } from './article-html';
export { searchTokensOf } from './article-search';
export { findReadableSummaries, readRelated } from './article-reading';
export { findArticleTitles, findIdsByTitle } from './article.model';
export { createDemoArticles, type DemoArticle } from './article.service';

/** Articles that wait to be published. */
export const countDrafts = (): Promise<number> => countInState('draft');

/** Articles that everyone can read. */
export const countPublished = (): Promise<number> => countInState('published');

/** Health articles: written by staff, read by everyone. */
export const articleModule: Module = { feature: 'article', handlers: buildArticleHandlers };
