import { makeApi } from '@linkang/shared/api/client';
import { trailPaths } from '@linkang/shared/api/trail.paths';
import type { TrailRoutes } from '@linkang/shared/api/trail.routes';
import { send } from '../http';

/** Who looked at whose record. */
export const trailApi = makeApi<TrailRoutes>(trailPaths, send);
