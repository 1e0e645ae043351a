import type { PlanRoutes } from '@linkang/shared/api/plan.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type Module, type RequestInfo } from '../../platform/module';
import { readGroups } from './plan.groups';
import { listHouseholds } from './plan.households';
import { listPlans } from './plan.list';
import { addGroupAndPlan, endGroupAndPlan, readFigures, readPlan } from './plan.service';

const asStaffRequest = <R extends RequestInfo>(request: R) => ({ ...request, actor: asStaff(request.actor) });

/** The routes of plans, priority groups and households. */
export const buildPlanHandlers = (deps: Deps, all: readonly Module[] = []): Handlers<PlanRoutes> => ({
  ofResident: ({ params }, request) => readPlan(deps, all, params.id, request),
  groups: ({ params }, request) => readGroups(params.id, asStaffRequest(request)),
  addGroup: ({ params, body }, request) => addGroupAndPlan(deps, all, params.id, body, asStaffRequest(request)),
  endGroup: ({ params, body }, request) => endGroupAndPlan(deps, all, params.id, body, asStaffRequest(request)),
  list: ({ query }, request) => listPlans(deps, all, query, asStaffRequest(request)),
  figures: (_, request) => readFigures(asStaffRequest(request)),
  households: ({ query }, request) => listHouseholds(deps, query, asStaffRequest(request)),
});
