import type { ExportKind, ExportPurpose } from '@linkang/shared/domain/export-rules';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { removeSome } from '../../platform/batches';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** That somebody asked for a file; what became of it is only ever added. */
export interface ExportRow extends IdempotentFields {
  _id: string;
  kind: ExportKind;
  format: 'csv' | 'xlsx';
  fromDay: string;
  toDay: string;
  purpose: ExportPurpose;
  /** Encrypted: words of staff. */
  reason: Sealed;
  state: 'asked' | 'waiting' | 'approved' | 'refused' | 'ready' | 'failed';
  rows: number | null;
  askedBy: string;
  askedAt: Date;
  /** Nobody else was asked. */
  alone?: true;
  decidedBy?: string;
  decidedAt?: Date;
  note?: Sealed;
  fault?: 'TOO_MANY' | 'NO_RIGHT';
  expiresAt?: Date;
  downloads: number;
}

/** A file, until its time is up. */
interface FileRow {
  /** The request. */
  _id: string;
  /** Encrypted, in base64. */
  sealed: Sealed;
  /** Whose rows are in it. */
  residentIds: string[];
  expiresAt: Date;
}

const schema = new Schema<ExportRow>(
  {
    _id: String,
    kind: { type: String, required: true },
    format: { type: String, required: true },
    fromDay: { type: String, required: true },
    toDay: { type: String, required: true },
    purpose: { type: String, required: true },
    reason: { ...sealedPath, required: true },
    state: { type: String, required: true },
    rows: Number,
    askedBy: { type: String, required: true },
    askedAt: { type: Date, required: true },
    alone: Boolean,
    decidedBy: String,
    decidedAt: Date,
    note: sealedPath,
    fault: String,
    expiresAt: Date,
    downloads: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'exports', versionKey: false },
);
schema.index({ askedAt: -1, _id: -1 });
schema.index({ askedBy: 1, askedAt: -1, _id: -1 });
schema.index({ state: 1, askedAt: -1, _id: -1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const fileSchema = new Schema<FileRow>(
  {
    _id: String,
    sealed: { ...sealedPath, required: true },
    residentIds: [String],
    expiresAt: { type: Date, required: true },
  },
  { collection: 'exportFiles', versionKey: false },
);
fileSchema.index({ expiresAt: 1 });

const ExportModel = mongoose.model<ExportRow>('Export', schema);
const FileModel = mongoose.model<FileRow>('ExportFile', fileSchema);

/** Where encrypted words of a request stand. */
export const exportPlace = (field: 'reason' | 'note', id: string): string => placeOf('exports', field, id);
/** Where a file stands. */
export const filePlace = (id: string): string => placeOf('exportFiles', 'sealed', id);

/** Keeps a request once for a key. @throws IDEMPOTENCY_MISMATCH */
export const createExportOnce = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<ExportRow, keyof IdempotentFields>>,
): Promise<ExportRow> =>
  createOnce(ExportModel, idempotency, now, build, () => {
    throw new Error('two exports have one id');
  });

/** One request, or null. */
export const findExport = (id: string): Promise<ExportRow | null> => ExportModel.findById(id).lean<ExportRow | null>();

/** Where a page starts: after this request. */
export interface ExportCursor {
  askedAt: Date;
  id: string;
}

/** Requests, newest first. */
export function findExports(
  which: QueryFilter<ExportRow>,
  after: ExportCursor | undefined,
  limit: number,
): Promise<ExportRow[]> {
  const from: QueryFilter<ExportRow> = after
    ? { $or: [{ askedAt: { $lt: after.askedAt } }, { askedAt: after.askedAt, _id: { $lt: after.id } }] }
    : {};
  return ExportModel.find({ $and: [which, from] })
    .sort({ askedAt: -1, _id: -1 })
    .limit(limit)
    .lean<ExportRow[]>();
}

/** Requests that wait for the service, the first one first. */
export const findUnmade = (limit: number): Promise<ExportRow[]> =>
  ExportModel.find({ state: { $in: ['asked', 'approved'] } })
    .sort({ askedAt: 1, _id: 1 })
    .limit(limit)
    .lean<ExportRow[]>();

/** Rows that somebody was given alone since an instant. */
export async function countAlone(askedBy: string, since: Date): Promise<number> {
  const rows = await ExportModel.find({ askedBy, alone: true, askedAt: { $gt: since } }, { rows: 1 }).lean<
    ExportRow[]
  >();
  return rows.reduce((sum, row) => sum + (row.rows ?? 0), 0);
}

/** Moves a request on, unless somebody else did so first. @returns null when it stood otherwise */
export const stepExport = (
  id: string,
  from: ExportRow['state'],
  changes: Partial<ExportRow>,
): Promise<ExportRow | null> =>
  ExportModel.findOneAndUpdate(
    { _id: id, state: from },
    { $set: changes },
    { returnDocument: 'after' },
  ).lean<ExportRow | null>();

/** Decides of somebody else's request, for exactly one caller. @returns null when it waits no more */
export const decideExport = (
  id: string,
  decision: Required<Pick<ExportRow, 'state' | 'decidedBy' | 'decidedAt'>> & { note?: Sealed },
): Promise<ExportRow | null> =>
  ExportModel.findOneAndUpdate(
    { _id: id, state: 'waiting', askedBy: { $ne: decision.decidedBy } },
    { $set: decision },
    { returnDocument: 'after' },
  ).lean<ExportRow | null>();

/** Counts a download. */
export async function countDownload(id: string): Promise<void> {
  await ExportModel.updateOne({ _id: id }, { $inc: { downloads: 1 } });
}

/** Keeps a file; made again after a crash, it replaces the one before. */
export async function putFile({ _id, ...file }: FileRow): Promise<void> {
  await FileModel.updateOne({ _id }, { $set: file }, { upsert: true });
}

/** The file of a request, as long as its time is not up. */
export const findFile = (id: string, now: Date): Promise<FileRow | null> =>
  FileModel.findOne({ _id: id, expiresAt: { $gt: now } }).lean<FileRow | null>();

/** Removes the files whose time is up. */
export async function removeFiles(now: Date): Promise<number> {
  return (await FileModel.deleteMany({ expiresAt: { $lte: now } })).deletedCount;
}

/** How many requests are older than an instant. */
export const countExportsBefore = (at: Date): Promise<number> =>
  ExportModel.countDocuments({ askedAt: { $lt: at } }).exec();

/** Removes some of them. @returns how many */
export const removeExportsBefore = (at: Date, limit: number): Promise<number> =>
  removeSome(ExportModel, { askedAt: { $lt: at } }, limit);
