import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import type { ActionKind, RecheckSubject } from '@linkang/shared/domain/exam-actions';
import mongoose, { Schema } from 'mongoose';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** What a task asks for; an `alert` is a home measurement that somebody has to look at. */
export type TaskKind = ActionKind | 'alert';

/** What made a task: the feature whose record fired a rule. */
export type TaskSource = 'physical' | 'followup' | 'measurement' | 'screening';

/** Something that the centre owes a person because of a value; it stays open until somebody settles it. */
export interface TaskRow {
  _id: string;
  /** `<source>:<sourceId>:<ruleId>:<kind>:<subject or programme>`: one rule asks once for one record. */
  key: string;
  residentId: string;
  /** The team of the running contract when the task was made; null: the whole centre's. */
  teamId: string | null;
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
schema.index({ teamId: 1, dueDay: 1, _id: 1 }, { partialFilterExpression: { open: true } });
schema.index({ dueDay: 1, _id: 1 }, { partialFilterExpression: { open: true } });

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

/** Every task that one record of a feature gave rise to. */
export const findTasksFrom = (source: TaskSource, sourceId: string): Promise<TaskRow[]> =>
  TaskModel.find({ key: { $gte: `${source}:${sourceId}:`, $lt: `${source}:${sourceId};` } })
    .limit(200)
    .lean<TaskRow[]>();
