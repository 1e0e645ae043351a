import { makeApi } from '@linkang/shared/api/client';
import { residentPaths } from '@linkang/shared/api/resident.paths';
import type { ResidentRoutes } from '@linkang/shared/api/resident.routes';
import { send } from '../http';

/** People registered by real name. */
export const residentApi = makeApi<ResidentRoutes>(residentPaths, send);
