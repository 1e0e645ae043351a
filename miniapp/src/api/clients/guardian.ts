import { makeApi } from '@linkang/shared/api/client';
import { guardianPaths } from '@linkang/shared/api/guardian.paths';
import type { GuardianRoutes } from '@linkang/shared/api/guardian.routes';
import { send } from '../http';

/** Children and who answers for them. */
export const guardianApi = makeApi<GuardianRoutes>(guardianPaths, send);
