import type { ClosingReason, EntryKind, RecordTag } from '@linkang/shared/domain/record-form';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** What was done with a record as a whole. */
export type RecordDeed = 'opened' | 'changed' | 'closed' | 'reopened' | 'joined' | 'left';

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
  /** Words beside the closing. */
  closingWords?: Sealed;
  electronic: boolean;
  teamId: string | null;
  doctorId: string | null;
  tags: RecordTag[];
  /** The same for everybody of a household. */
  householdId?: string;
  openedDay: string;
  openedBy: string;
  openedAt: Date;
  /** The last day on which something was written or done; a day of each year counts as use of the record. */
  lastServedDay: string | null;
  /** The day on which every feature was last asked what it did for the person. */
  askedDay: string | null;
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
    closingWords: sealedPath,
    electronic: { type: Boolean, required: true },
    teamId: { type: String, default: null },
    doctorId: { type: String, default: null },
    tags: { type: [String], required: true },
    householdId: String,
    openedDay: { type: String, required: true },
    openedBy: { type: String, required: true },
    openedAt: { type: Date, required: true },
    lastServedDay: { type: String, default: null },
    askedDay: { type: String, default: null },
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
schema.index({ current: 1, status: 1, lastServedDay: 1, _id: 1 });
schema.index({ current: 1, status: 1, tags: 1, _id: 1 });
schema.index({ current: 1, teamId: 1, status: 1, _id: 1 });
schema.index({ current: 1, askedDay: 1, _id: 1 });
schema.index({ householdId: 1 }, { partialFilterExpression: { householdId: { $type: 'string' } } });
schema.index({ openedDay: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const RecordModel = mongoose.model<RecordRow>('Record', schema);

/** Where the encrypted words of a closing stand. */
export const closingPlace = (id: string): string => placeOf('records', 'closingWords', id);

const counterSchema = new Schema<{ _id: string; last: number }>(
  { _id: String, last: { type: Number, required: true } },
  { collection: 'recordCounters', versionKey: false },
);
const CounterModel = mongoose.model<{ _id: string; last: number }>('RecordCounter', counterSchema);

/** The next serial number below an area code; a number that was not used in the end leaves a gap. */
export async function nextSerial(areaCode: string): Promise<number> {
  const { last } = await CounterModel.findOneAndUpdate(
    { _id: areaCode },
    { $inc: { last: 1 } },
    { upsert: true, returnDocument: 'after' },
  )
    .lean<{ last: number }>()
    .orFail();
  return last;
}

/** Opens a record once for a key. @param onDuplicate called when the person has one, or the number is taken */
export const insertRecordOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<RecordRow>,
  onDuplicate: (keys: Record<string, unknown>) => never,
): Promise<RecordRow> => createOnce<RecordRow>(RecordModel, request, now, build, onDuplicate);

/** Adds a record that comes from a file or from the demo. @throws a duplicate key: the person has one, or the number is taken */
export async function insertRecord(row: RecordRow): Promise<void> {
  await RecordModel.collection.insertOne(row as never);
}

const currentOf = (residentId: string): QueryFilter<RecordRow> => ({ residentId, current: true });

/** The record of a person, or null. */
export const findRecordOf = (residentId: string): Promise<RecordRow | null> =>
  RecordModel.findOne(currentOf(residentId)).lean<RecordRow | null>();

/** The records of some people, in no order. */
export const findRecordsOf = (residentIds: readonly string[]): Promise<RecordRow[]> =>
  RecordModel.find({ residentId: { $in: [...residentIds] }, current: true }).lean<RecordRow[]>();

/** Every record of a person, also those that became a part of the one that counts. */
export const findEveryRecordOf = (residentId: string): Promise<RecordRow[]> =>
  RecordModel.find({ residentId }).sort({ openedAt: 1 }).lean<RecordRow[]>();

/** The records of a household, the oldest first. */
export const findHousehold = (householdId: string): Promise<RecordRow[]> =>
  RecordModel.find({ householdId: { $eq: householdId, $type: 'string' }, current: true })
    .sort({ openedAt: 1, _id: 1 })
    .limit(50)
    .lean<RecordRow[]>();
