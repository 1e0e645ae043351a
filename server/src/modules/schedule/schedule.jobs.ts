import { addDays, dayOf, timeOf } from '@linkang/shared/domain/clinic-day';
import { PUBLISH_TIME } from '@linkang/shared/domain/schedule';
import type { Deps } from '../../platform/deps';
import type { Job } from '../../platform/jobs';
import { isPublished, markPublished } from './made.model';
import { publishRange } from './publish.service';

const LEASE_MS = 60_000;

/**
 * Opens the sessions of all days that can be booked, and of the day after them: seats are there before their release.
 */
export async function publishSchedule(deps: Deps): Promise<void> {
  const today = dayOf(deps.clock.now());
  const toDay = addDays(today, deps.config.booking.releaseDaysAhead + 1);
  await publishRange(deps, { fromDay: today, toDay }, 'system');
}

/** Once a day from `PUBLISH_TIME` on: a server that was away at that time catches up. */
async function publishDaily(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const today = dayOf(now);
  if (timeOf(now) < PUBLISH_TIME || (await isPublished(today))) return;
  await publishSchedule(deps);
  await markPublished(today);
}

/** The jobs of the schedule. */
export const scheduleJobs = (deps: Deps): Job[] => [
  { name: 'publishDaily', pattern: '0 */5 * * * *', leaseMs: LEASE_MS, run: () => publishDaily(deps) },
];
