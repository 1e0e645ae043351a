import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { insertTasks, taskPlace, type TaskRow } from './task.model';

export { findOpenTasksOf, findTask, settleOpenTasks, settleTask, type Settling, type TaskKind } from './task.model';
export { findTasksFrom, taskPlace } from './task.model';

/** A task as a feature proposes it. */
export interface ProposedTask
  extends
    Pick<TaskRow, 'residentId' | 'teamId' | 'kind' | 'source' | 'sourceId' | 'ruleId' | 'say' | 'urgent' | 'dueDay'>,
    Partial<Pick<TaskRow, 'subject' | 'programme'>> {
  /** The values that fired the rule, in words; encrypted before it is kept. */
  because: string;
}

/** Makes the tasks that are not there yet: one for each rule that a record fired, however often it is called. */
export async function proposeTasks(
  deps: Pick<Deps, 'keyring'>,
  proposed: readonly ProposedTask[],
  now: Date,
): Promise<void> {
  await insertTasks(
    proposed.map(({ because, ...task }) => {
      const _id = new mongoose.Types.ObjectId().toHexString();
      const about = task.subject ?? task.programme ?? '';
      return {
        ...task,
        _id,
        key: [task.source, task.sourceId, task.ruleId, task.kind, about].join(':'),
        because: deps.keyring.encrypt(because, taskPlace('because', _id)),
        status: 'open',
        open: true,
        madeAt: now,
        rev: 0,
      };
    }),
  );
}
