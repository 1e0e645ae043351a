import type { SheetFault } from '@linkang/shared/domain/import-sheet';
import type { StaffRoleName } from '@linkang/shared/domain/staff-roles';
import mongoose, { Schema } from 'mongoose';
import { someIds } from '../../platform/batches';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import type { SheetKind } from './sheet.kinds';

/** How many people of a sheet became what. */
export interface ImportCounts {
  created: number;
  changed: number;
  unchanged: number;
  /** Rows that are left out. */
  faulty: number;
}

export const importStates = ['reading', 'checked', 'importing', 'done', 'failed', 'expired'] as const;
export type ImportState = (typeof importStates)[number];

/** One sheet and what becomes of it. */
export interface RunRow extends IdempotentFields, ImportCounts {
  _id: string;
  kind: SheetKind;
  bytes: number;
  state: ImportState;
  /** The sheet goes on to be imported without being asked again. */
  direct: boolean;
  fault?: SheetFault;
  /** Rows that were read. */
  rows: number;
  by: string;
  roles: StaffRoleName[];
  createdAt: Date;
  /** When it was read, when somebody said to import it, when it was done. */
  checkedAt?: Date;
  startedAt?: Date;
  doneAt?: Date;
}

const count = { type: Number, required: true } as const;
const runSchema = new Schema<RunRow>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    bytes: count,
    state: { type: String, required: true },
    direct: { type: Boolean, required: true },
    fault: String,
    rows: count,
    created: count,
    changed: count,
    unchanged: count,
    faulty: count,
    by: { type: String, required: true },
    roles: { type: [String], required: true },
    createdAt: { type: Date, required: true },
    checkedAt: Date,
    startedAt: Date,
    doneAt: Date,
    ...idempotentSchema,
  },
  { collection: 'importRuns', versionKey: false },
);
runSchema.index({ createdAt: -1, _id: -1 });
runSchema.index({ state: 1, createdAt: 1 }, { partialFilterExpression: { state: { $in: ['reading', 'importing'] } } });
runSchema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const RunModel = mongoose.model<RunRow>('ImportRun', runSchema);

/** Keeps a run once for a key. @throws IDEMPOTENCY_MISMATCH */
export const createRun = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<RunRow, keyof IdempotentFields>>,
): Promise<RunRow> =>
  createOnce(RunModel, idempotency, now, build, () => {
    throw new Error('two runs have one id');
  });

/** Keeps a run of the command line. */
export async function insertRun(run: Omit<RunRow, keyof IdempotentFields>): Promise<void> {
  await RunModel.collection.insertOne(run as never);
}

/** One run. */
export const findRun = (id: string): Promise<RunRow | null> => RunModel.findById(id).lean<RunRow | null>();

/** The latest runs, newest first. */
export const findLatestRuns = (limit: number): Promise<RunRow[]> =>
  RunModel.find().sort({ createdAt: -1, _id: -1 }).limit(limit).lean<RunRow[]>();

/** Runs that are not finished, the oldest first. */
export const findUnfinished = async (): Promise<string[]> =>
  (
    await RunModel.find({ state: { $in: ['reading', 'importing'] } }, { _id: 1 })
      .sort({ createdAt: 1 })
      .lean<{ _id: string }[]>()
  ).map(({ _id }) => _id);

/** What a step changes. */
export type RunStep = Partial<
  Pick<RunRow, 'state' | 'fault' | 'rows' | 'checkedAt' | 'startedAt' | 'doneAt' | keyof ImportCounts>
>;

/** Takes a run from one state on. @returns null when it is in another one */
export const stepRun = (id: string, from: ImportState, step: RunStep): Promise<RunRow | null> =>
  RunModel.findOneAndUpdate(
    { _id: id, state: from },
    { $set: step },
    { returnDocument: 'after' },
  ).lean<RunRow | null>();

/** Runs that were checked before an instant and that nobody has started. */
export const findForgotten = (before: Date): Promise<RunRow[]> =>
  RunModel.find({ state: 'checked', checkedAt: { $lt: before } }).lean<RunRow[]>();

/** How many runs are older than an instant. */
export const countRunsBefore = (at: Date): Promise<number> =>
  RunModel.countDocuments({ createdAt: { $lt: at } }).exec();

/** Some runs that are older. */
export const someRunsBefore = (at: Date, limit: number): Promise<string[]> =>
  someIds(RunModel, { createdAt: { $lt: at } }, limit);

/** Removes runs; what belongs to them before. */
export async function removeRuns(ids: readonly string[]): Promise<void> {
  await RunModel.deleteMany({ _id: { $in: [...ids] } });
}
