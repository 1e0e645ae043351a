import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { screeningTaskOf } from '@linkang/shared/domain/screening-entry';
import type { Deps } from '../../platform/deps';
import type { Job } from '../../platform/jobs';
import { findActiveTeam } from '../contract';
import { findProgrammesOf } from '../followup';
import { proposeTasks, type ProposedTask } from '../task';
import { findOwing, settleOwed, type EntryRow } from './entry.model';
import { openResults } from './screening.presenter';

/** Entries that one run of the job works on. */
const BATCH = 100;
/** A request makes its tasks itself; only what is older was left behind. */
const LEFT_BEHIND_MS = 5000;

async function tasksOf(deps: Deps, row: EntryRow): Promise<ProposedTask[]> {
  const { residentId } = row;
  if (residentId === undefined) return [];
  const foundDay = dayOf(row.at);
  const [programmes, teamId] = await Promise.all([findProgrammesOf(residentId), findActiveTeam(residentId, foundDay)]);
  return openResults(deps.keyring, row).flatMap((result) => {
    const task = screeningTaskOf(result);
    // Whoever is in the programme is followed up there; what is dangerous is asked for all the same.
    if (!task || (programmes.includes(result.programme) && !task.always)) return [];
    return [
      {
        residentId,
        teamId,
        kind: task.kind,
        subject: task.subject,
        programme: result.programme,
        source: 'screening',
        sourceId: row._id,
        ruleId: result.ruleId,
        say: result.action,
        because: result.sentence,
        urgent: result.urgent,
        dueDay: addDays(foundDay, result.nextDueDays),
      } satisfies ProposedTask,
    ];
  });
}

/** Makes the tasks that follow from an entry, then says that they are there; running it again changes nothing. */
export async function makeTasks(deps: Deps, row: EntryRow, now: Date): Promise<void> {
  await proposeTasks(deps, await tasksOf(deps, row), now);
  await settleOwed(row._id);
}

/** Makes what a killed process left behind. */
export async function finishOwed(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  for (const row of await findOwing(new Date(now.getTime() - LEFT_BEHIND_MS), BATCH)) await makeTasks(deps, row, now);
}

const EVERY_TEN_SECONDS = '*/10 * * * * *';

/** What runs by itself. */
export const screeningJobs = (deps: Deps): Job[] => [
  { name: 'finishScreenings', pattern: EVERY_TEN_SECONDS, leaseMs: 10_000, run: () => finishOwed(deps) },
];
