import { yearOf } from '@linkang/shared/domain/clinic-day';
import type { ClosingReason, EntryKind, RecordTag } from '@linkang/shared/domain/record-form';
import mongoose, { Schema, type ClientSession } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';

/** What was done with a record as a whole. */
export type RecordDeed = 'opened' | 'changed' | 'closed' | 'reopened';

/** A person's health record. */
export interface RecordRow extends IdempotentFields {
  _id: string;
  residentId: string;
  /** Present on the record that counts: a person has one, by a unique index. One that became a part of it has none. */
  current?: true;
  /** Unique; of a record that was on paper, the number that it had there. */
  number: string;
  status: 'open' | 'closed';
  /** While it is closed. */
  closing?: { reason: ClosingReason; day: string };
  electronic: boolean;
  teamId: string | null;
  doctorId: string | null;
  tags: RecordTag[];
  openedDay: string;
  openedBy: string;
  openedAt: Date;
  /** The last day on which something was written or done. */
  lastServedDay: string | null;
  /** Years in which something was written or done: in them the record counts as used. */
  servedYears: number[];
  /** The day on which every feature was last asked what it did for the person; empty before. */
  askedDay: string;
  /** Parts of which a record that became a part of this one says something else. */
  review?: EntryKind[];
  log: { at: Date; by: string; what: RecordDeed }[];
  rev: number;
}

const schema = new Schema<RecordRow>(
  {
    _id: { type: String, required: true },
    residentId: { type: String, required: true },
    current: Boolean,
    number: { type: String, required: true },
    status: { type: String, required: true },
    closing: { type: { _id: false, reason: String, day: String }, default: undefined },
    electronic: { type: Boolean, required: true },
    teamId: { type: String, default: null },
    doctorId: { type: String, default: null },
    tags: { type: [String], required: true },
    openedDay: { type: String, required: true },
    openedBy: { type: String, required: true },
    openedAt: { type: Date, required: true },
    lastServedDay: { type: String, default: null },
    servedYears: { type: [Number], required: true },
    askedDay: { type: String, default: '' },
    review: { type: [String], default: undefined },
    log: { type: [{ _id: false, at: Date, by: String, what: String }], required: true },
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'records', versionKey: false },
);
schema.index({ residentId: 1 }, { unique: true, partialFilterExpression: { current: true } });
schema.index({ residentId: 1, openedAt: 1 });
schema.index({ number: 1 }, { unique: true });
schema.index({ current: 1, status: 1, _id: 1 });
schema.index({ current: 1, status: 1, tags: 1, _id: 1 });
schema.index({ current: 1, status: 1, teamId: 1, _id: 1 });
schema.index({ current: 1, status: 1, servedYears: 1 });
schema.index({ current: 1, askedDay: 1, _id: 1 });
schema.index({ current: 1, openedDay: 1 });
schema.index({ current: 1, 'closing.day': 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

/** For the queries of lists, figures and merges; they stand in files of their own. */
export const RecordModel = mongoose.model<RecordRow>('Record', schema);

/** Opens a record once for a key. @param onDuplicate called when the person has one, or the number is taken */
export const insertRecordOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<RecordRow>,
  onDuplicate: (keys: Record<string, unknown>) => never,
): Promise<RecordRow> => createOnce<RecordRow>(RecordModel, request, now, build, onDuplicate);

/** Adds a record. @returns which of its values is taken already, null when it was added */
export async function insertRecord(row: RecordRow): Promise<'person' | 'number' | null> {
  try {
    await RecordModel.collection.insertOne(row as never);
    return null;
  } catch (error) {
    const keys = duplicateKeys(error);
    if (!keys) throw error;
    return 'number' in keys ? 'number' : 'person';
  }
}

/** The record of a person, or null. */
export const findRecordOf = (residentId: string): Promise<RecordRow | null> =>
  RecordModel.findOne({ residentId, current: true }).lean<RecordRow | null>();

/** The records of some people, in no order. */
export const findRecordsOf = (residentIds: readonly string[]): Promise<RecordRow[]> =>
  RecordModel.find({ residentId: { $in: [...residentIds] }, current: true }).lean<RecordRow[]>();

/** Every record of a person, also those that became a part of the one that counts; the oldest first. */
export const findEveryRecordOf = (residentId: string): Promise<RecordRow[]> =>
  RecordModel.find({ residentId }).sort({ openedAt: 1 }).lean<RecordRow[]>();

/** What staff change of a record as a whole. */
export type RecordChanges = Partial<
  Pick<RecordRow, 'status' | 'closing' | 'tags' | 'teamId' | 'doctorId' | 'electronic'>
>;

/** A change with who makes it; the state in which the record has to be. */
export interface RecordDeedWrite {
  from: RecordRow['status'];
  what: RecordDeed;
  by: string;
  at: Date;
  set: RecordChanges;
  /** Also takes the closing away. */
  reopens?: boolean;
}

/** Changes a record at the revision that the caller saw. @returns null at another one, or in another state */
export const changeRecord = (
  residentId: string,
  rev: number,
  { from, what, by, at, set, reopens = false }: RecordDeedWrite,
  session?: ClientSession,
): Promise<RecordRow | null> =>
  RecordModel.findOneAndUpdate(
    { residentId, current: true, rev, status: from },
    {
      $set: set,
      ...(reopens ? { $unset: { closing: 1 } } : {}),
      $inc: { rev: 1 },
      $push: { log: { at, by, what } },
    },
    { returnDocument: 'after', ...(session ? { session } : {}) },
  ).lean<RecordRow | null>();

/** Writes down that a person was served on a day; the part that was written anew needs no second look any more. */
export async function noteServed(recordId: string, day: string, written?: EntryKind): Promise<void> {
  await RecordModel.updateOne(
    { _id: recordId },
    {
      $max: { lastServedDay: day },
      $addToSet: { servedYears: yearOf(day) },
      ...(written === undefined ? {} : { $pull: { review: written } }),
    },
  );
}
