import type { Deps } from '../../platform/deps';
import type { Job } from '../../platform/jobs';
import type { Module } from '../../platform/module';
import { findActiveContracts, listActiveContracts } from '../contract';
import { ensurePlans, followGroups } from './plan.making';
import { closePlans, keepTallies, walkPlans } from './plan.model';
import { standingsOf } from './plan.progress';

const LEASE_MS = 10 * 60_000;
/** Plans that are worked on together. */
const BATCH = 300;

/** Makes the plans of contracts that began. */
export async function makePlans(deps: Deps): Promise<void> {
  let after = '';
  for (;;) {
    const contracts = await listActiveContracts(after, BATCH);
    await ensurePlans(contracts, deps.clock.now());
    const last = contracts.at(-1);
    if (!last || contracts.length < BATCH) return;
    after = last.id;
  }
}

/** Takes ended plans out, follows changed groups, and counts all others anew. */
export async function countPlans(deps: Deps, all: readonly Module[]): Promise<void> {
  const now = deps.clock.now();
  let after = '';
  for (;;) {
    const plans = await walkPlans(after, BATCH);
    const contracts = await findActiveContracts(plans.map(({ residentId }) => residentId));
    const running = new Set(contracts.map(({ id }) => id));
    await closePlans(plans.filter(({ _id }) => !running.has(_id)).map(({ _id }) => _id));
    const live = plans.filter(({ _id }) => running.has(_id));
    const standings = await standingsOf(deps, all, await followGroups(live, contracts, now), now);
    await keepTallies(standings.map(({ plan, tally }) => ({ id: plan._id, tally })));
    const last = plans.at(-1);
    if (!last || plans.length < BATCH) return;
    after = last._id;
  }
}

/** What plans do by themselves. */
export const planJobs = (deps: Deps, all: readonly Module[] = []): Job[] => [
  { name: 'makePlans', pattern: '25 */5 * * * *', leaseMs: LEASE_MS, run: () => makePlans(deps) },
  { name: 'countPlans', pattern: '0 12 * * * *', leaseMs: LEASE_MS, run: () => countPlans(deps, all) },
];
