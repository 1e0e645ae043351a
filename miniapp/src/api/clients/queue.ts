import { makeApi } from '@linkang/shared/api/client';
import { queuePaths } from '@linkang/shared/api/queue.paths';
import type { QueueRoutes } from '@linkang/shared/api/queue.routes';
import { send } from '../http';

/** Checking in and waiting. */
export const queueApi = makeApi<QueueRoutes>(queuePaths, send);
