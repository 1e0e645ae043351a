import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { readArticle, readCategories, readList } from './article-reading';
import { shelfOf } from './article-shelf';
import { decide, listReviews, publishArticle, scheduleArticle, submitArticle, withdrawArticle } from './article.review';
import { createArticle, restoreVersion, saveWork, updateArticle } from './article.save';
import { dropCopy, getCopy, getVersion, getWork, keepCopy, listVersions } from './article.work';
import { readDocument } from './document.service';

/** The routes of articles. */
export const buildArticleHandlers = (deps: Deps): Handlers<ArticleRoutes> => ({
  categories: () => readCategories(shelfOf(deps)),
  list: ({ query }, request) => readList(shelfOf(deps), query, request),
  get: ({ params }, request) => readArticle(deps, shelfOf(deps), params.id, request),
  create: ({ body }, request) => createArticle(deps, body, request),
  update: ({ params, body }, request) => updateArticle(deps, params.id, body, request),
  publish: ({ params, body }, request) => publishArticle(deps, params.id, body.rev, request),
  withdraw: ({ params }, request) => withdrawArticle(deps, params.id, request),
  work: ({ params }, request) => getWork(deps, params.id, request),
  saveWork: ({ params, body }, request) => saveWork(deps, params.id, body, request),
  submit: ({ params, body }, request) => submitArticle(deps, params.id, body.rev, request),
  approve: ({ params, body }, request) => decide(deps, params.id, { ...body, note: null }, request),
  sendBack: ({ params, body }, request) => decide(deps, params.id, body, request),
  schedule: ({ params, body }, request) => scheduleArticle(deps, params.id, body, request),
  reviews: (_input, request) => listReviews(request),
  versions: ({ params }, request) => listVersions(params.id, request),
  version: ({ params, query }, request) => getVersion(params.id, query.no, request),
  restore: ({ params, body }, request) => restoreVersion(deps, params.id, body, request),
  copy: ({ params }, request) => getCopy(params.id, request),
  saveCopy: ({ params, body }, request) => keepCopy(params.id, body, request),
  dropCopy: ({ params }, request) => dropCopy(params.id, request),
  readDocument: ({ upload }, request) => readDocument(deps, upload, request),
});
