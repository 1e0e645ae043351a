import type { ErrorCode } from '@linkang/shared/errors';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { someIds } from '../../platform/batches';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';

/** What staff asked for: seats of some sessions for many people. */
export interface RunRow extends IdempotentFields {
  _id: string;
  serviceCode: string;
  /** In order of time: they are filled one after another. */
  sessionIds: string[];
  fromDay: string;
  toDay: string;
  residentIds: string[];
  state: 'running' | 'done';
  booked: number;
  refused: number;
  by: string;
  createdAt: Date;
  doneAt?: Date;
}

/** What became of one person; there is a row as soon as it is known. */
export interface OutcomeRow {
  /** `<run>:<resident>` */
  _id: string;
  runId: string;
  residentId: string;
  seatId?: string;
  cause?: ErrorCode;
  inTheWay?: { serviceName: string; day: string; startTime: string };
}

const runSchema = new Schema<RunRow>(
  {
    _id: String,
    serviceCode: String,
    sessionIds: [String],
    fromDay: String,
    toDay: String,
    residentIds: [String],
    state: String,
    booked: Number,
    refused: Number,
    by: String,
    createdAt: Date,
    doneAt: Date,
    ...idempotentSchema,
  },
  { collection: 'bulkRuns', versionKey: false },
);
runSchema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
runSchema.index({ createdAt: -1, _id: -1 });
runSchema.index({ residentIds: 1 });
runSchema.index({ state: 1 }, { partialFilterExpression: { state: 'running' } });

const outcomeSchema = new Schema<OutcomeRow>(
  {
    _id: String,
    runId: String,
    residentId: String,
    seatId: String,
    cause: String,
    inTheWay: { type: { serviceName: String, day: String, startTime: String, _id: false } },
  },
  { collection: 'bulkOutcomes', versionKey: false },
);
outcomeSchema.index({ runId: 1 });
outcomeSchema.index({ residentId: 1 });

const RunModel = mongoose.model<RunRow>('BulkRun', runSchema);
const OutcomeModel = mongoose.model<OutcomeRow>('BulkOutcome', outcomeSchema);

/** Stores a run once for a key. @throws IDEMPOTENCY_MISMATCH */
export const createRun = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<RunRow, keyof IdempotentFields>>,
): Promise<RunRow> =>
  createOnce(RunModel, idempotency, now, build, () => {
    throw new Error('two runs have one id');
  });

/** One run. */
export const findRun = (id: string): Promise<RunRow | null> => RunModel.findById(id).lean<RunRow | null>();

/** The latest runs, newest first, without their people. */
export const findLatestRuns = (limit: number): Promise<(Omit<RunRow, 'residentIds'> & { people: number })[]> =>
  RunModel.aggregate<Omit<RunRow, 'residentIds'> & { people: number }>([
    { $sort: { createdAt: -1, _id: -1 } },
    { $limit: limit },
    { $set: { people: { $size: '$residentIds' } } },
    { $unset: 'residentIds' },
  ]);

/** Ids of runs that are not finished. */
export const findRunning = (): Promise<string[]> => RunModel.distinct('_id', { state: 'running' });

/** What is known of a run's people. */
export const findOutcomes = (runId: string): Promise<OutcomeRow[]> => OutcomeModel.find({ runId }).lean<OutcomeRow[]>();

/**
 * Writes down what became of people. A booking counts whatever was written before: another process may have found
 * everything full a moment earlier. A refusal is only written where there is nothing yet.
 */
export async function writeOutcomes(rows: readonly OutcomeRow[]): Promise<void> {
  if (!rows.length) return;
  await OutcomeModel.bulkWrite(
    rows.map(({ _id, ...row }) => ({
      updateOne: {
        filter: { _id },
        update: row.seatId === undefined ? { $setOnInsert: row } : { $set: row, $unset: { cause: '', inTheWay: '' } },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

/** Counts what is known of a run so far, and says when it is all. */
export async function markProgress(runId: string, doneAt?: Date): Promise<void> {
  const [booked, refused] = await Promise.all([
    OutcomeModel.countDocuments({ runId, seatId: { $exists: true } }),
    OutcomeModel.countDocuments({ runId, cause: { $exists: true } }),
  ]);
  await RunModel.updateOne(
    { _id: runId, state: 'running' },
    { $set: { booked, refused, ...(doneAt ? { state: 'done', doneAt } : {}) } },
  );
}

/** Whether a run that is not finished is about one of these people. */
export const isRunningFor = async (residentIds: readonly string[]): Promise<boolean> =>
  (await RunModel.exists({ state: 'running', residentIds: { $in: [...residentIds] } })) !== null;

/** Puts what became of a record under another record of the same person. */
export async function moveOutcomes(from: string, to: string): Promise<void> {
  await OutcomeModel.updateMany({ residentId: from }, { $set: { residentId: to } });
  await RunModel.updateMany({ state: 'done', residentIds: from }, { $set: { 'residentIds.$': to } });
}

/** The runs that a person is in, oldest first, without the others of them. */
export const findRunsOf = (residentId: string): Promise<Omit<RunRow, 'residentIds'>[]> =>
  RunModel.find({ residentIds: residentId }, { residentIds: 0 }).sort({ createdAt: 1, _id: 1 }).lean<RunRow[]>();

/** What became of a person in all runs. */
export const findOutcomesOf = (residentId: string): Promise<OutcomeRow[]> =>
  OutcomeModel.find({ residentId }).lean<OutcomeRow[]>();

/** In how many runs a person is. */
export const countRunsOf = (residentId: string): Promise<number> =>
  RunModel.countDocuments({ residentIds: residentId }).exec();

/** Takes a person out of every run; its counts stay. */
export async function forgetInRuns(residentId: string): Promise<void> {
  await OutcomeModel.deleteMany({ residentId });
  await RunModel.updateMany({ residentIds: residentId }, { $pull: { residentIds: residentId } });
}

/** Those of some people who are in a run whose last day is not over. */
export async function findExpected(residentIds: readonly string[], today: string): Promise<Set<string>> {
  const wanted = new Set(residentIds);
  const coming = { residentIds: { $in: [...wanted] }, toDay: { $gte: today } };
  const runs = await RunModel.find(coming, { residentIds: 1 }).lean<Pick<RunRow, 'residentIds'>[]>();
  return new Set(runs.flatMap((run) => run.residentIds).filter((id) => wanted.has(id)));
}

/** Runs whose last day was before a day. */
const endedBefore = (day: string): QueryFilter<RunRow> => ({ toDay: { $lt: day }, state: 'done' });

/** How many there are. */
export const countRunsBefore = (day: string): Promise<number> => RunModel.countDocuments(endedBefore(day)).exec();

/** Removes some of them, their outcomes first: a run that is still there leads to them. @returns how many */
export async function removeRunsBefore(day: string, limit: number): Promise<number> {
  const ids = await someIds(RunModel, endedBefore(day), limit);
  if (!ids.length) return 0;
  await OutcomeModel.deleteMany({ runId: { $in: ids } });
  await RunModel.deleteMany({ _id: { $in: ids } });
  return ids.length;
}
