import { randomBytes } from 'node:crypto';
import mongoose, { Schema } from 'mongoose';
import type { CheckOutcome } from '../../platform/wechat-check';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';

/** How far the question about a picture is. */
export interface PictureCheck {
  state: CheckOutcome | 'sent';
  /** The number of the question, by which the answer comes. */
  traceId?: string;
  /** When it is asked, or asked again; absent once there is an answer. */
  nextAt?: Date;
  tries: number;
}

/** A picture; what it shows lies beside it, once for each width. */
export interface FileRow extends IdempotentFields {
  _id: string;
  width: number;
  height: number;
  bytes: number;
  createdBy: string;
  /** What WeChat says of it; absent in those of the demo and from before there was a check. */
  check?: PictureCheck;
  /** When it was uploaded or last put into something; from then on it is left alone for a while. */
  usedAt: Date;
}

const schema = new Schema<FileRow>(
  {
    _id: String,
    width: { type: Number, required: true },
    height: { type: Number, required: true },
    bytes: { type: Number, required: true },
    createdBy: { type: String, required: true },
    usedAt: { type: Date, required: true },
    check: { type: { _id: false, state: String, traceId: String, nextAt: Date, tries: Number }, default: undefined },
    ...idempotentSchema,
  },
  { collection: 'files', versionKey: false },
);
schema.index({ usedAt: 1, _id: 1 });
schema.index({ 'check.nextAt': 1 }, { partialFilterExpression: { 'check.nextAt': { $exists: true } } });
schema.index({ 'check.traceId': 1 }, { partialFilterExpression: { 'check.traceId': { $exists: true } } });
schema.index({ 'check.state': 1 }, { partialFilterExpression: { 'check.state': 'risky' } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const FileModel = mongoose.model<FileRow>('File', schema);

/** An id that nobody can guess: pictures of drafts have no other protection. */
export const newFileId = (): string => randomBytes(16).toString('base64url');

/** One file, or null. */
export const findFile = (id: string): Promise<FileRow | null> => FileModel.findById(id).lean<FileRow | null>();

/** Adds a file once for a key. */
export const insertFileOnce = (request: Idempotency, now: Date, build: () => Promise<FileRow>): Promise<FileRow> =>
  createOnce<FileRow>(FileModel, request, now, build, (keys) => {
    throw new Error(`unexpected duplicate of ${Object.keys(keys).join(', ')}`);
  });

/** Stores a file unless it is there already. */
export async function insertFile(row: FileRow): Promise<void> {
  await FileModel.collection.updateOne({ _id: row._id as never }, { $setOnInsert: row }, { upsert: true });
}

/** Says that a file is used now. @returns false when there is none */
export async function touchFile(id: string, now: Date): Promise<boolean> {
  const { matchedCount } = await FileModel.updateOne({ _id: id }, { $max: { usedAt: now } });
  return matchedCount === 1;
}

/** Ids of files that nobody touched since, after an id, in the order of ids. */
export async function findIdleIds(before: Date, afterId: string, limit: number): Promise<string[]> {
  const rows = await FileModel.find({ usedAt: { $lt: before }, _id: { $gt: afterId } }, { _id: 1 })
    .sort({ _id: 1 })
    .limit(limit)
    .lean();
  return rows.map((row) => row._id);
}

/** Deletes a file that nobody touched since. @returns whether it was deleted */
export async function deleteIdle(id: string, before: Date): Promise<boolean> {
  const { deletedCount } = await FileModel.deleteOne({ _id: id, usedAt: { $lt: before } });
  return deletedCount === 1;
}

/** Those of some ids that there are. */
export async function findKnownFiles(ids: readonly string[]): Promise<Set<string>> {
  const rows = await FileModel.find({ _id: { $in: [...ids] } }, { _id: 1 }).lean();
  return new Set(rows.map((row) => row._id));
}

/** Pictures that are to be asked about now, those first that wait longest. */
export const findUnchecked = (now: Date, limit: number): Promise<FileRow[]> =>
  FileModel.find({ 'check.nextAt': { $lte: now } })
    .sort({ 'check.nextAt': 1 })
    .limit(limit)
    .lean<FileRow[]>();

/** Writes down how far the question about a picture is. */
export async function settleCheck(id: string, check: PictureCheck): Promise<void> {
  await FileModel.updateOne({ _id: id }, { $set: { check } });
}

/**
 * Writes down an answer by the number of its question.
 * @param againAt when it is asked again, if the answer is none
 * @returns null for a number that no question waits for
 */
export const settleByTrace = (traceId: string, state: CheckOutcome, againAt: Date): Promise<FileRow | null> =>
  FileModel.findOneAndUpdate(
    { 'check.traceId': { $eq: traceId, $exists: true }, 'check.state': 'sent' },
    state === 'unknown'
      ? { $set: { 'check.state': state, 'check.nextAt': againAt } }
      : { $set: { 'check.state': state }, $unset: { 'check.nextAt': '' } },
    { returnDocument: 'after' },
  ).lean<FileRow | null>();
