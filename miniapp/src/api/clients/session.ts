import { makeApi } from '@linkang/shared/api/client';
import { sessionPaths } from '@linkang/shared/api/session.paths';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import { send } from '../http';

/** Sessions with the seats left. */
export const sessionApi = makeApi<SessionRoutes>(sessionPaths, send);
