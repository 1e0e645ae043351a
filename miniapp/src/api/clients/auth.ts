import { makeApi } from '@linkang/shared/api/client';
import { authPaths } from '@linkang/shared/api/auth.paths';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import { send } from '../http';

/** Sign-in and the account. */
export const authApi = makeApi<AuthRoutes>(authPaths, send);
