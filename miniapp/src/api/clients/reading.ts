import { makeApi } from '@linkang/shared/api/client';
import { readingPaths } from '@linkang/shared/api/reading.paths';
import type { ReadingRoutes } from '@linkang/shared/api/reading.routes';
import { send } from '../http';

/** What a reader keeps, and how often articles are read. */
export const readingApi = makeApi<ReadingRoutes>(readingPaths, send);
