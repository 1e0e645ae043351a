import { makeApi } from '@linkang/shared/api/client';
import { claimPaths } from '@linkang/shared/api/claim.paths';
import type { ClaimRoutes } from '@linkang/shared/api/claim.routes';
import { send } from '../http';

/** Getting a person whom the centre knows already. */
export const claimApi = makeApi<ClaimRoutes>(claimPaths, send);
