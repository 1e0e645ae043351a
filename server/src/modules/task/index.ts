import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import type { StaffActor } from '../../platform/actor';
import type { Module } from '../../platform/module';
import { findReadingsOf } from './reading.model';
import { ownView } from './task.access';
import { countTasks } from './task.model';
import { taskData, taskMerging, taskStore } from './task.personal';
import { openValues } from './task.presenter';
import { followOwing } from './task.readings';
import { buildTaskHandlers } from './task.router';

export {
  findOpenTasksOf,
  findTask,
  findTasksFrom,
  settleOpenTasks,
  settleTask,
  taskPlace,
  type Settling,
} from './task.model';
export type { TaskKind } from '@linkang/shared/domain/task-words';
export { proposeAnew, proposeTasks, type ProposedTask } from './task.proposing';
export { countDays, readingsOf, sayReadings } from './task.readings';

/** What is due within so many days is counted for those who look after it. */
const COMING_DAYS = 7;

/** How many open tasks wait for somebody: the urgent ones, those due within a week, and those whose day is over. */
export async function countTasksFor(
  actor: StaffActor,
  now: Date,
): Promise<{ urgent: number; due: number; overdue: number }> {
  const view = ownView(actor);
  if (!view) return { urgent: 0, due: 0, overdue: 0 };
  const today = dayOf(now);
  const [urgent, due, overdue] = await Promise.all([
    countTasks({ ...view, urgent: true }),
    countTasks({ ...view, dueBefore: addDays(today, COMING_DAYS + 1) }),
    countTasks({ ...view, dueBefore: today }),
  ]);
  return { urgent, due, overdue };
}

/** Tasks that values give rise to, and what is measured again on them. */
export const taskModule: Module = {
  feature: 'task',
  handlers: buildTaskHandlers,
  jobs: (deps, all = []) => [
    { name: 'task-readings', pattern: '*/20 * * * * *', leaseMs: 60_000, run: () => followOwing(deps, all) },
  ],
  readings: async ({ keyring }, residentId, fromDay) =>
    (await findReadingsOf(residentId, fromDay)).flatMap((row) =>
      Object.entries(openValues(keyring, row)).map(([code, value]) => ({ day: row.day, code, value })),
    ),
  personalData: taskData,
  personalStores: [taskStore],
  merging: taskMerging,
};
