import { makeApi } from '@linkang/shared/api/client';
import { planPaths } from '@linkang/shared/api/plan.paths';
import type { PlanRoutes } from '@linkang/shared/api/plan.routes';
import { send } from '../http';

/** What a contract owes in its year. */
export const planApi = makeApi<PlanRoutes>(planPaths, send);
