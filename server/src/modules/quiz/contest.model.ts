import mongoose, { Schema } from 'mongoose';
import { checkedSchema, keepChecked, type CheckedFields } from '../../platform/content-check';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';

/** A contest: rounds, one after the other. */
export interface ContestRow extends IdempotentFields, CheckedFields {
  _id: string;
  name: string;
  day: string;
  state: 'open' | 'ended';
  /** How many rounds were started. */
  rounds: number;
  createdAt: Date;
  createdBy: string;
  rev: number;
}

const schema = new Schema<ContestRow>(
  {
    _id: String,
    name: { type: String, required: true },
    day: { type: String, required: true },
    state: { type: String, required: true },
    rounds: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    rev: { type: Number, required: true },
    ...checkedSchema,
    ...idempotentSchema,
  },
  { collection: 'quizContests', versionKey: false },
);
keepChecked(schema, ['name']);
schema.index({ createdAt: -1 });
schema.index({ state: 1, createdAt: -1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const ContestModel = mongoose.model<ContestRow>('QuizContest', schema);

/** Adds a contest once for a key. */
export const insertContestOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<ContestRow>,
): Promise<ContestRow> =>
  createOnce<ContestRow>(ContestModel, request, now, build, () => {
    throw new Error('a contest has no other unique index');
  });

/** One contest, or null. */
export const findContest = (id: string): Promise<ContestRow | null> =>
  ContestModel.findById(id).lean<ContestRow | null>();

/** Contests, the newest first. @param state only these */
export const findContests = (limit: number, state?: ContestRow['state']): Promise<ContestRow[]> =>
  ContestModel.find(state === undefined ? {} : { state })
    .sort({ createdAt: -1 })
    .limit(limit)
    .lean<ContestRow[]>();

/** Ends a contest. @returns null at another revision, or when it has ended */
export const endRow = (id: string, rev: number): Promise<ContestRow | null> =>
  ContestModel.findOneAndUpdate(
    { _id: id, rev, state: 'open' },
    { $set: { state: 'ended' }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<ContestRow | null>();

/** Takes the number of the next round: of two who do one has it. @returns null when it is taken, or the contest ended */
export const takeRound = (id: string, no: number): Promise<ContestRow | null> =>
  ContestModel.findOneAndUpdate(
    { _id: id, state: 'open', rounds: no - 1 },
    { $set: { rounds: no }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<ContestRow | null>();

/** Adds a contest that was made elsewhere; one that is there stays. */
export async function putContest(row: ContestRow): Promise<void> {
  await ContestModel.updateOne({ _id: row._id }, { $setOnInsert: row }, { upsert: true });
}
