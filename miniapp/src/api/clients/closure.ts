import { makeApi } from '@linkang/shared/api/client';
import { closurePaths } from '@linkang/shared/api/closure.paths';
import type { ClosureRoutes } from '@linkang/shared/api/closure.routes';
import { send } from '../http';

/** Closing the account. */
export const closureApi = makeApi<ClosureRoutes>(closurePaths, send);
