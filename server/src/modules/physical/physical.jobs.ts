import type { Deps } from '../../platform/deps';
import type { Job } from '../../platform/jobs';
import { findResidents } from '../resident';
import { findOwingPhysicals } from './physical.model';
import { actOnCritical } from './physical.urgent';

const BATCH = 50;
const LEASE_MS = 10_000;

/** Makes the tasks of critical values that a killed process left owing. */
async function finishCritical(deps: Deps): Promise<void> {
  const rows = await findOwingPhysicals(BATCH);
  const people = new Map((await findResidents(rows.map(({ residentId }) => residentId))).map((one) => [one.id, one]));
  for (const row of rows) {
    const resident = people.get(row.residentId);
    if (resident) await actOnCritical(deps, row, resident, deps.clock.now());
  }
}

/** What runs by itself for check-ups. */
export const physicalJobs = (deps: Deps): Job[] => [
  { name: 'finishCritical', pattern: '*/15 * * * * *', leaseMs: LEASE_MS, run: () => finishCritical(deps) },
];
