import { makeApi } from '@linkang/shared/api/client';
import { contractPaths } from '@linkang/shared/api/contract.paths';
import type { ContractRoutes } from '@linkang/shared/api/contract.routes';
import { send } from '../http';

/** Contracts with a team. */
export const contractApi = makeApi<ContractRoutes>(contractPaths, send);
