import { makeApi } from '@linkang/shared/api/client';
import { copyPaths } from '@linkang/shared/api/copy.paths';
import type { CopyRoutes } from '@linkang/shared/api/copy.routes';
import { send } from '../http';

/** A copy of the own data. */
export const copyApi = makeApi<CopyRoutes>(copyPaths, send);
