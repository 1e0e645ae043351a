import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { insertTasks, taskPlace, type TaskRow } from './task.model';

export { findOpenTasksOf, findTask, settleOpenTasks, settleTask, type Settling, type TaskKind } from './task.model';
export { findTasksByKey, taskPlace, type TaskRow } from './task.model';

/** A task as a feature proposes it. */
export interface ProposedTask
  extends
    Pick<TaskRow, 'residentId' | 'teamId' | 'kind' | 'source' | 'sourceId' | 'ruleId' | 'say' | 'urgent' | 'dueDay'>,
    Partial<Pick<TaskRow, 'subject' | 'programme'>> {
  /** The values that fired the rule, in words; encrypted before it is kept. */
  because: string;
}

/** What names a task: one for each rule that a record fired. */
export const taskKeyOf = (
  task: Pick<ProposedTask, 'source' | 'sourceId' | 'ruleId' | 'kind' | 'subject' | 'programme'>,
): string => [task.source, task.sourceId, task.ruleId, task.kind, task.subject ?? task.programme ?? ''].join(':');

/** Makes the tasks that are not there yet: one for each rule that a record fired, however often it is called. */
export async function proposeTasks(
  deps: Pick<Deps, 'keyring'>,
  proposed: readonly ProposedTask[],
  now: Date,
): Promise<void> {
  await insertTasks(
    proposed.map(({ because, ...task }) => {
      const _id = new mongoose.Types.ObjectId().toHexString();
      return {
        ...task,
        _id,
        key: taskKeyOf(task),
        because: deps.keyring.encrypt(because, taskPlace('because', _id)),
        status: 'open',
        open: true,
        madeAt: now,
        rev: 0,
      };
    }),
  );
}
