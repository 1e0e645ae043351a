import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import type { RecheckSubject } from '@linkang/shared/domain/exam-actions';
import type { TaskKind } from '@linkang/shared/domain/task-words';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** What made a task: the feature whose record fired a rule; `recheck` is what was measured again on a task. */
export type TaskSource = 'physical' | 'followup' | 'measurement' | 'screening' | 'recheck';

/** Something that the centre owes a person because of a value; it stays open until somebody settles it. */
export interface TaskRow {
  _id: string;
  /** `<source>:<sourceId>:<ruleId>:<kind>:<subject or programme>`: one rule asks once for one record. */
  key: string;
  residentId: string;
  /** The team of the running contract when the task was made; null: the whole centre's. */
  teamId: string | null;
  /** The member of staff to whom it was given, such as the doctor who follows the person up. */
  assigneeId?: string;
  kind: TaskKind;
  subject?: RecheckSubject;
  programme?: ProgrammeCode;
  source: TaskSource;
  sourceId: string;
  ruleId: string;
  /** What is to be done, in the words of the table. */
  say: string;
  /** The values that fired the rule, in words. */
  because: Sealed;
  /** Today, before anything else. */
  urgent: boolean;
  dueDay: string;
  status: 'open' | 'done' | 'declined';
  /** Present until it is settled. */
  open?: true;
  madeAt: Date;
  settledAt?: Date;
  /** The member of staff who settled it. */
  settledBy?: string;
  /** What came of it, in words. */
  outcome?: Sealed;
  /** The record that settled it, such as an enrolment or a follow-up. */
  resultId?: string;
  rev: number;
}

const schema = new Schema<TaskRow>(
  {
    _id: String,
    key: { type: String, required: true },
    residentId: { type: String, required: true },
    teamId: { type: String, default: null },
    assigneeId: String,
    kind: { type: String, required: true },
    subject: String,
    programme: String,
    source: { type: String, required: true },
    sourceId: { type: String, required: true },
    ruleId: { type: String, required: true },
    say: { type: String, required: true },
    because: { ...sealedPath, required: true },
    urgent: { type: Boolean, required: true },
    dueDay: { type: String, required: true },
    status: { type: String, required: true },
    open: Boolean,
    madeAt: { type: Date, required: true },
    settledAt: Date,
    settledBy: String,
    outcome: sealedPath,
    resultId: String,
    rev: { type: Number, required: true },
  },
  { collection: 'tasks', versionKey: false },
);
schema.index({ key: 1 }, { unique: true });
schema.index({ residentId: 1, madeAt: -1 });
schema.index({ teamId: 1, urgent: -1, dueDay: 1, _id: 1 }, { partialFilterExpression: { open: true } });
schema.index({ assigneeId: 1, urgent: -1, dueDay: 1, _id: 1 }, { partialFilterExpression: { open: true } });
schema.index({ urgent: -1, dueDay: 1, _id: 1 }, { partialFilterExpression: { open: true } });
schema.index({ dueDay: 1 }, { partialFilterExpression: { open: true } });

const TaskModel = mongoose.model<TaskRow>('Task', schema);

/** Where the encrypted words of a task stand. */
export const taskPlace = (field: 'because' | 'outcome', id: string): string => placeOf('tasks', field, id);

/** Adds tasks that are not there yet; running it again changes nothing. */
export async function insertTasks(rows: readonly TaskRow[]): Promise<void> {
  if (rows.length === 0) return;
  await TaskModel.bulkWrite(
    rows.map((row) => ({ updateOne: { filter: { key: row.key }, update: { $setOnInsert: row }, upsert: true } })),
    { ordered: false },
  );
}

/** One task, or null. */
export const findTask = (id: string): Promise<TaskRow | null> => TaskModel.findById(id).lean<TaskRow | null>();

/** What is open for some people, the first due first. */
export const findOpenTasksOf = (residentIds: readonly string[]): Promise<TaskRow[]> =>
  TaskModel.find({ residentId: { $in: [...residentIds] }, open: true })
    .sort({ dueDay: 1, _id: 1 })
    .limit(500)
    .lean<TaskRow[]>();

/** How a task was settled. */
export type Settling = Pick<TaskRow, 'status' | 'settledBy' | 'settledAt' | 'outcome' | 'resultId'>;

/** Settles a task at the revision that the caller saw. @returns null at another one, or when it is settled */
export const settleTask = (id: string, rev: number, settling: Settling): Promise<TaskRow | null> =>
  TaskModel.findOneAndUpdate(
    { _id: id, rev, open: true },
    { $set: settling, $unset: { open: 1 }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<TaskRow | null>();

/** Settles what is open of a person and answers a description, such as all rechecks of blood pressure. */
export async function settleOpenTasks(
  residentId: string,
  which: Partial<Pick<TaskRow, 'kind' | 'subject' | 'programme' | 'sourceId'>>,
  settling: Settling,
): Promise<void> {
  await TaskModel.updateMany(
    { residentId, open: true, ...which },
    { $set: settling, $unset: { open: 1 }, $inc: { rev: 1 } },
  );
}

/** Closes a task that is still open, whatever its revision; running it again changes nothing. */
export async function settleIfOpen(id: string, settling: Settling): Promise<void> {
  await TaskModel.updateOne({ _id: id, open: true }, { $set: settling, $unset: { open: 1 }, $inc: { rev: 1 } });
}

/** Whose open tasks somebody sees. */
export interface TaskView {
  /** Those of these teams and of nobody's; absent: the whole house's. */
  teamIds?: readonly string[];
  /** Those given to this member of staff. */
  assigneeId?: string;
  /** Who looks, where tasks of the sensitive programme are kept from them unless they are their own. */
  withoutSensitive?: string;
  kind?: TaskKind;
  /** Only those due before this day. */
  dueBefore?: string;
  urgent?: true;
}

/** A position in the list. */
export interface TaskCursor {
  urgent: boolean;
  dueDay: string;
  id: string;
}

function filterOf({ teamIds, assigneeId, withoutSensitive, kind, dueBefore, urgent }: TaskView): QueryFilter<TaskRow> {
  const filter: QueryFilter<TaskRow> = { open: true };
  if (teamIds) filter.teamId = { $in: [...teamIds, null] };
  if (assigneeId !== undefined) filter.assigneeId = assigneeId;
  if (kind !== undefined) filter.kind = kind;
  if (dueBefore !== undefined) filter.dueDay = { $lt: dueBefore };
  if (urgent) filter.urgent = true;
  if (withoutSensitive !== undefined)
    filter.$or = [{ programme: { $ne: 'SMI' } }, { assigneeId: withoutSensitive }] as never;
  return filter;
}

const afterCursor = ({ urgent, dueDay, id }: TaskCursor): QueryFilter<TaskRow> => ({
  $or: [
    ...(urgent ? [{ urgent: false }] : []),
    { urgent, dueDay: { $gt: dueDay } },
    { urgent, dueDay, _id: { $gt: id } },
  ],
});

/** Open tasks, the urgent ones first, then the first due. */
export const findTasks = (view: TaskView, after: TaskCursor | undefined, limit: number): Promise<TaskRow[]> =>
  TaskModel.find(after ? { $and: [filterOf(view), afterCursor(after)] } : filterOf(view))
    .sort({ urgent: -1, dueDay: 1, _id: 1 })
    .limit(limit)
    .lean<TaskRow[]>();

/** How many open tasks there are. */
export const countTasks = (view: TaskView): Promise<number> => TaskModel.countDocuments(filterOf(view)).exec();

/** Every task of a person, the newest first. */
export const findTasksOf = (residentId: string): Promise<TaskRow[]> =>
  TaskModel.find({ residentId }).sort({ madeAt: -1, _id: 1 }).limit(1000).lean<TaskRow[]>();

/** How many tasks there are of a person. */
export const countTasksOf = (residentId: string): Promise<number> => TaskModel.countDocuments({ residentId }).exec();

/** Removes the tasks of a person. */
export async function deleteTasksOf(residentId: string): Promise<void> {
  await TaskModel.deleteMany({ residentId });
}

/** Gives the tasks of a record to another record of the same person. */
export async function moveTasks(from: string, to: string): Promise<void> {
  await TaskModel.updateMany({ residentId: from }, { $set: { residentId: to } });
}

/** Every task that one record of a feature gave rise to. */
export const findTasksFrom = (source: TaskSource, sourceId: string): Promise<TaskRow[]> =>
  TaskModel.find({ key: { $gte: `${source}:${sourceId}:`, $lt: `${source}:${sourceId};` } })
    .limit(200)
    .lean<TaskRow[]>();

/** Says anew why an open task is there. */
export async function replaceBecause(id: string, because: Sealed): Promise<void> {
  await TaskModel.updateOne({ _id: id, open: true }, { $set: { because }, $inc: { rev: 1 } });
}
