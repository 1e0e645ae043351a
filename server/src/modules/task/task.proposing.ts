import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { insertTasks, replaceBecause, settleIfOpen, taskPlace, type TaskRow } from './task.model';

/** A task as a feature proposes it. */
export interface ProposedTask
  extends
    Pick<TaskRow, 'residentId' | 'teamId' | 'kind' | 'source' | 'sourceId' | 'ruleId' | 'say' | 'urgent' | 'dueDay'>,
    Partial<Pick<TaskRow, 'subject' | 'programme' | 'assigneeId'>> {
  /** The values that fired the rule, in words; encrypted before it is kept. */
  because: string;
}

/** One rule asks once for one record. */
const keyOf = ({ source, sourceId, ruleId, kind, subject, programme }: ProposedTask): string =>
  [source, sourceId, ruleId, kind, subject ?? programme ?? ''].join(':');

/** Makes the tasks that are not there yet: one for each rule that a record fired, however often it is called. */
export async function proposeTasks(
  deps: Pick<Deps, 'keyring'>,
  proposed: readonly ProposedTask[],
  now: Date,
): Promise<void> {
  await insertTasks(
    proposed.map((row) => {
      const { because, ...task } = row;
      const _id = new mongoose.Types.ObjectId().toHexString();
      return {
        ...task,
        _id,
        key: keyOf(row),
        because: deps.keyring.encrypt(because, taskPlace('because', _id)),
        status: 'open',
        open: true,
        madeAt: now,
        rev: 0,
      };
    }),
  );
}

/**
 * The same for a record that was amended: what its rules do not ask for any more is closed with the words given, and
 * what they still ask for says the new values. Running it again changes nothing.
 */
export async function proposeAnew(
  deps: Pick<Deps, 'keyring'>,
  proposed: readonly ProposedTask[],
  amended: { before: readonly TaskRow[]; words: string; by: string },
  now: Date,
): Promise<void> {
  for (const task of amended.before.filter(({ open }) => open === true)) {
    const still = proposed.find((row) => keyOf(row) === task.key);
    const place = taskPlace('because', task._id);
    if (!still)
      await settleIfOpen(task._id, {
        ...{ status: 'declined', settledBy: amended.by, settledAt: now },
        outcome: deps.keyring.encrypt(amended.words, taskPlace('outcome', task._id)),
      });
    else if (deps.keyring.decrypt(task.because, place) !== still.because)
      await replaceBecause(task._id, deps.keyring.encrypt(still.because, place));
  }
  await proposeTasks(deps, proposed, now);
}
