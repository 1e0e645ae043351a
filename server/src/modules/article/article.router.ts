import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import {
  createArticle,
  getArticle,
  listArticles,
  listCategories,
  publishArticle,
  updateArticle,
  withdrawArticle,
} from './article.service';

/** The routes of articles. */
export const buildArticleHandlers = (deps: Deps): Handlers<ArticleRoutes> => ({
  categories: async () => ({ items: await listCategories() }),
  list: ({ query }, request) => listArticles(query, request),
  get: ({ params }, request) => getArticle(deps, params.id, request),
  create: ({ body }, request) => createArticle(deps, body, request),
  update: ({ params, body }, request) => updateArticle(deps, params.id, body, request),
  publish: ({ params }, request) => publishArticle(deps, params.id, request),
  withdraw: ({ params }, request) => withdrawArticle(deps, params.id, request),
});
