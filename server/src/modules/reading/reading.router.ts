import type { ReadingRoutes } from '@linkang/shared/api/reading.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { readRelated } from '../article';
import { clearHistory, count, isKept, keepArticle, listCounts, listKept, rememberReading } from './reading.service';

/** The routes of reading. */
export const buildReadingHandlers = (deps: Deps): Handlers<ReadingRoutes> => ({
  related: ({ params }) => readRelated(deps, params.id),
  count: ({ params, body }, request) => count(deps, params.id, body.nonce, request),
  favourites: (_, request) => listKept('favourites', request),
  isFavourite: ({ params }, request) => isKept(params.id, request),
  keep: ({ params, body }, request) => keepArticle(params.id, body.kept, request),
  history: (_, request) => listKept('history', request),
  remember: ({ params }, request) => rememberReading(params.id, request),
  clearHistory: (_, request) => clearHistory(request),
  counts: ({ query }, request) => listCounts(query.days, request),
});
