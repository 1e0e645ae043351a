import { addDays, dayOf, instantOf, weekdayNumberOf } from '@linkang/shared/domain/clinic-day';
import { teamSays } from '@linkang/shared/domain/home-entry';
import { assessWeek } from '@linkang/shared/domain/home-measurement';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import type { Deps } from '../../platform/deps';
import type { Job } from '../../platform/jobs';
import { findActiveTeam } from '../contract';
import { findTasksFrom, proposeTasks, type ProposedTask } from '../task';
import {
  escalate,
  findMeasurement,
  findMeasurements,
  findOwing,
  findUnanswered,
  findWatched,
  markSeen,
  settleOwed,
  type MeasurementRow,
} from './measurement.model';
import { readPerson } from './measurement.person';
import { asReading, openMeaning } from './measurement.presenter';

/** Readings that one run of a job works on. */
const BATCH = 100;
/** A request makes its tasks itself; only what is older was left behind. */
const LEFT_BEHIND_MS = 5000;
/** Readings that wait, in a list. */
const LIST_MAX = 200;
/** Readings of a week that are looked at. */
const WEEK_MAX = 200;

/** The mean of the days up to one; undefined for kinds without such a rule. */
export async function readWeek(deps: Pick<Deps, 'keyring'>, residentId: string, kind: HomeKind, today: string) {
  const table = homeTables[kind];
  if (!table.mean) return undefined;
  const from = instantOf(addDays(today, 1 - table.mean.days), '00:00');
  const before = instantOf(addDays(today, 1), '00:00');
  const [rows, person] = await Promise.all([
    findMeasurements({ residentId, kind, from, before, limit: WEEK_MAX }),
    readPerson(deps, residentId),
  ]);
  return assessWeek(
    table,
    rows.map((row) => asReading(deps, row)),
    today,
    person,
  );
}

/** Monday of a day's week: the mean of a week asks once in it. */
const mondayOf = (day: string): string => addDays(day, -((weekdayNumberOf(day) + 6) % 7));

async function tasksOf(deps: Deps, row: MeasurementRow): Promise<ProposedTask[]> {
  const { residentId, kind } = row;
  const today = dayOf(row.enteredAt);
  const meaning = openMeaning(deps, row);
  const week = await readWeek(deps, residentId, kind, today);
  const mean = week?.outcome === 'mean' ? week.alert : undefined;
  const teamId = await findActiveTeam(residentId, today);
  const common = { residentId, teamId, kind: 'alert', source: 'measurement' } as const;
  const listDay = addDays(today, deps.config.measurement.alert.listDays);
  const tasks: ProposedTask[] = [];
  if (meaning.team !== 'none') {
    const urgent = meaning.team === 'call';
    const { ruleId, because } = meaning;
    const dueDay = urgent ? today : listDay;
    tasks.push({ ...common, sourceId: row._id, ruleId, because, say: teamSays[meaning.team], urgent, dueDay });
  }
  if (mean && mean.team !== 'none')
    tasks.push({
      ...common,
      // One for a person and week, however many readings bring the mean over the line.
      sourceId: `${residentId}-${mondayOf(today)}`,
      ruleId: mean.ruleId,
      because: `一周平均：${mean.because}`,
      say: teamSays[mean.team],
      urgent: false,
      dueDay: listDay,
    });
  return tasks;
}

/** Makes the tasks that follow from a reading, then says that they are there; running it again changes nothing. */
export async function makeTasks(deps: Deps, row: MeasurementRow, now: Date): Promise<void> {
  await proposeTasks(deps, await tasksOf(deps, row), now);
  await settleOwed(row._id);
}

/** Makes what a killed process left behind. */
export async function finishOwed(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  for (const row of await findOwing(new Date(now.getTime() - LEFT_BEHIND_MS), BATCH)) await makeTasks(deps, row, now);
}

type Task = Awaited<ReturnType<typeof findTasksFrom>>[number];

/** A reading that nobody has answered to, with the task that calls for somebody. */
export interface Watched {
  row: MeasurementRow;
  task: Task;
}

/** The task that a reading itself made, not the mean of its week. */
async function findAlertTask(row: MeasurementRow): Promise<Task | undefined> {
  return (await findTasksFrom('measurement', row._id)).find(({ kind }) => kind === 'alert');
}

/** The readings whose task is open. One that was settled elsewhere answers for its reading as well. */
async function withTasks(rows: readonly MeasurementRow[], now: Date): Promise<Watched[]> {
  const found = await Promise.all(rows.map(async (row) => ({ row, task: await findAlertTask(row) })));
  const watched: Watched[] = [];
  for (const { row, task } of found) {
    if (task?.open) watched.push({ row, task });
    else if (task) await markSeen(row._id, task.settledAt ?? now);
  }
  return watched;
}

/** Readings that wait for somebody, the longest waiting first. */
export const readWatched = async (now: Date): Promise<Watched[]> => withTasks(await findWatched(LIST_MAX), now);

/** One that waits, or undefined. */
export const readOneWatched = async (id: string, now: Date): Promise<Watched | undefined> => {
  const row = await findMeasurement(id);
  return row?.watch ? (await withTasks([row], now))[0] : undefined;
};

/** Gives readings to which nobody answered in time to the others. */
export async function escalateUnanswered(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  for (const { row } of await withTasks(await findUnanswered(now, BATCH), now)) await escalate(row._id, now);
}

const EVERY_TEN_SECONDS = '*/10 * * * * *';

/** What runs by itself. */
export const measurementJobs = (deps: Deps): Job[] => [
  { name: 'finishReadings', pattern: EVERY_TEN_SECONDS, leaseMs: 10_000, run: () => finishOwed(deps) },
  { name: 'escalateReadings', pattern: EVERY_TEN_SECONDS, leaseMs: 10_000, run: () => escalateUnanswered(deps) },
];
