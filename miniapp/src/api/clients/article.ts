import { makeApi } from '@linkang/shared/api/client';
import { articlePaths } from '@linkang/shared/api/article.paths';
import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import { send } from '../http';

/** Health articles. */
export const articleApi = makeApi<ArticleRoutes>(articlePaths, send);
