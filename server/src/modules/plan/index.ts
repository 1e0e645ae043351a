import type { Module } from '../../platform/module';
import { planJobs } from './plan.jobs';
import { planData, planMerging, planStore } from './plan.personal';
import { buildPlanHandlers } from './plan.router';

export { makePlans } from './plan.jobs';

/** What signed contracts owe, what was done of it, and the priority groups that it follows from. */
export const planModule: Module = {
  feature: 'plan',
  handlers: buildPlanHandlers,
  jobs: planJobs,
  personalData: planData,
  personalStores: [planStore],
  merging: planMerging,
};
