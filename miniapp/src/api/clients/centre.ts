import { makeApi } from '@linkang/shared/api/client';
import { centrePaths } from '@linkang/shared/api/centre.paths';
import type { CentreRoutes } from '@linkang/shared/api/centre.routes';
import { send } from '../http';

/** The centre, its communities and services. */
export const centreApi = makeApi<CentreRoutes>(centrePaths, send);
