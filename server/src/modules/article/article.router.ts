import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { readArticle, readCategories, readList } from './article-reading';
import { shelfOf } from './article-shelf';
import { createArticle, publishArticle, updateArticle, withdrawArticle } from './article.service';

/** The routes of articles. */
export const buildArticleHandlers = (deps: Deps): Handlers<ArticleRoutes> => ({
  categories: () => readCategories(shelfOf(deps)),
  list: ({ query }, request) => readList(shelfOf(deps), query, request),
  get: ({ params }, request) => readArticle(deps, shelfOf(deps), params.id, request),
  create: ({ body }, request) => createArticle(deps, body, request),
  update: ({ params, body }, request) => updateArticle(deps, params.id, body, request),
  publish: ({ params }, request) => publishArticle(deps, params.id, request),
  withdraw: ({ params }, request) => withdrawArticle(deps, params.id, request),
});
