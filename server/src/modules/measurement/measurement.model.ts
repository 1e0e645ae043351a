import type { HomeKind } from '@linkang/shared/domain/home-table';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';
import { findNewestOfEach } from '../../platform/newest';
import { indexOutbox, outboxFor, outboxSchema, type OutboxFields } from '../../platform/outbox';

/** Something that was measured. Its values are never changed: a wrong one is taken back and stays. */
export interface MeasurementRow extends IdempotentFields, OutboxFields {
  _id: string;
  residentId: string;
  kind: HomeKind;
  takenAt: Date;
  /** Clinic day of `takenAt`. */
  day: string;
  /** What was measured, as JSON. */
  values: Sealed;
  note?: Sealed;
  /** What it meant when it came, as JSON. */
  meaning: Sealed;
  /** The account that put it down. */
  enteredBy: string;
  enteredAs: 'self' | 'relative' | 'staff';
  enteredAt: Date;
  status: 'kept' | 'withdrawn';
  withdrawnAt?: Date;
  /** Tasks may follow from it that are not made yet; a job makes what a killed process left. */
  owes?: true;
  /** The team of the running contract, of what the team is called for. */
  teamId?: string | null;
  /** Present until somebody of the team looked at it. */
  watch?: true;
  /** When it goes to the others if nobody answers. */
  escalateAt?: Date;
  escalatedAt?: Date;
  seenAt?: Date;
  rev: number;
}

const schema = new Schema<MeasurementRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    kind: { type: String, required: true },
    takenAt: { type: Date, required: true },
    day: { type: String, required: true },
    values: { ...sealedPath, required: true },
    note: sealedPath,
    meaning: { ...sealedPath, required: true },
    enteredBy: { type: String, required: true },
    enteredAs: { type: String, required: true },
    enteredAt: { type: Date, required: true },
    status: { type: String, required: true },
    withdrawnAt: Date,
    owes: Boolean,
    teamId: String,
    watch: Boolean,
    escalateAt: Date,
    escalatedAt: Date,
    seenAt: Date,
    rev: { type: Number, required: true },
    ...outboxSchema,
    ...idempotentSchema,
  },
  { collection: 'measurements', versionKey: false },
);
// A reading that was kept on the phone may come again after its key is forgotten: its instant tells it apart.
schema.index({ residentId: 1, kind: 1, takenAt: -1 }, { unique: true, partialFilterExpression: { status: 'kept' } });
schema.index({ residentId: 1, takenAt: -1 });
schema.index({ enteredAt: 1 }, { partialFilterExpression: { owes: true } });
schema.index({ escalateAt: 1 }, { partialFilterExpression: { watch: true } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
indexOutbox(schema);

const MeasurementModel = mongoose.model<MeasurementRow>('Measurement', schema);

/** Where an encrypted value of a reading stands. */
export const measurementPlace = (field: 'values' | 'note' | 'meaning', id: string): string =>
  placeOf('measurements', field, id);

/** Adds a reading once for a key. @param onSame called when one of the same kind and instant is there */
export const insertMeasurementOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<MeasurementRow>,
  onSame: () => never,
): Promise<MeasurementRow> => createOnce<MeasurementRow>(MeasurementModel, request, now, build, onSame);

/** Adds readings as they are, for the demo and for large sets. */
export async function insertMeasurements(rows: readonly MeasurementRow[]): Promise<void> {
  if (rows.length === 0) return;
  await MeasurementModel.collection.insertMany(rows as never, { ordered: false });
}

/** One reading, or null. */
export const findMeasurement = (id: string): Promise<MeasurementRow | null> =>
  MeasurementModel.findById(id).lean<MeasurementRow | null>();

/** Which readings of a person are looked for. */
export interface MeasurementRange {
  residentId: string;
  kind: HomeKind;
  from: Date;
  before: Date;
  limit: number;
  /** Also those that were taken back. */
  all?: boolean;
}

/** Readings of a person, the newest first. */
export const findMeasurements = ({ residentId, kind, from, before, limit, all }: MeasurementRange) => {
  const filter: QueryFilter<MeasurementRow> = { residentId, kind, takenAt: { $gte: from, $lt: before } };
  if (!all) filter.status = 'kept';
  return MeasurementModel.find(filter).sort({ takenAt: -1 }).limit(limit).lean<MeasurementRow[]>();
};

/** Takes a reading back at the revision that the caller saw. @returns null at another one, or when it is taken back */
export const withdrawMeasurement = (id: string, rev: number, at: Date): Promise<MeasurementRow | null> =>
  MeasurementModel.findOneAndUpdate(
    { _id: id, rev, status: 'kept' },
    { $set: { status: 'withdrawn', withdrawnAt: at }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<MeasurementRow | null>();

/**
 * Keeps a reading again that was taken back.
 * @returns null at another revision or when it is kept already; `taken` where another one stands for the same instant
 */
export async function restoreMeasurement(id: string, rev: number): Promise<MeasurementRow | 'taken' | null> {
  try {
    return await MeasurementModel.findOneAndUpdate(
      { _id: id, rev, status: 'withdrawn' },
      { $set: { status: 'kept' }, $unset: { withdrawnAt: 1 }, $inc: { rev: 1 } },
      { returnDocument: 'after' },
    ).lean<MeasurementRow | null>();
  } catch (error) {
    if (duplicateKeys(error)) return 'taken';
    throw error;
  }
}

/** Readings whose tasks may not be made yet, the oldest first. */
export const findOwing = (before: Date, limit: number): Promise<MeasurementRow[]> =>
  MeasurementModel.find({ owes: true, enteredAt: { $lte: before } })
    .sort({ enteredAt: 1 })
    .limit(limit)
    .lean<MeasurementRow[]>();

/** Says that the tasks of a reading are there. */
export async function settleOwed(id: string): Promise<void> {
  await MeasurementModel.updateOne({ _id: id }, { $unset: { owes: 1 } });
}

/** Readings that nobody of the team has looked at, the longest waiting first. */
export const findWatched = (limit: number): Promise<MeasurementRow[]> =>
  MeasurementModel.find({ watch: true }).sort({ escalateAt: 1 }).limit(limit).lean<MeasurementRow[]>();

/** Those of them that nobody answered to in time, and of which the others have not been told. */
export const findUnanswered = (now: Date, limit: number): Promise<MeasurementRow[]> =>
  MeasurementModel.find({ watch: true, escalateAt: { $lte: now }, escalatedAt: { $exists: false } })
    .sort({ escalateAt: 1 })
    .limit(limit)
    .lean<MeasurementRow[]>();

/** Tells the others of a reading to which nobody answered. @returns whether it was this call */
export async function escalate(id: string, at: Date): Promise<boolean> {
  const { modifiedCount } = await MeasurementModel.updateOne(
    { _id: id, watch: true, escalatedAt: { $exists: false } },
    { $set: { escalatedAt: at } },
  );
  return modifiedCount === 1;
}

/** Says that somebody of the team looked at a reading. */
export async function markSeen(id: string, at: Date): Promise<void> {
  await MeasurementModel.updateOne({ _id: id, watch: true }, { $set: { seenAt: at }, $unset: { watch: 1 } });
}

/** What staff measured of some people, the newest first. */
export const findByStaff = (
  residentIds: readonly string[],
  range: { from?: string; to?: string; until?: Date },
  limit: number,
): Promise<MeasurementRow[]> => {
  const filter: QueryFilter<MeasurementRow> = {
    residentId: { $in: [...residentIds] },
    enteredAs: 'staff',
    status: 'kept',
  };
  if (range.until) filter.takenAt = { $lte: range.until };
  if (range.from !== undefined || range.to !== undefined)
    filter.day = {
      ...(range.from === undefined ? {} : { $gte: range.from }),
      ...(range.to === undefined ? {} : { $lte: range.to }),
    };
  return findNewestOfEach(MeasurementModel, filter, 'takenAt', limit);
};

/** Everything that was measured of a person, the newest first. */
export const findAllOf = (residentId: string): Promise<MeasurementRow[]> =>
  MeasurementModel.find({ residentId }).sort({ takenAt: -1 }).lean<MeasurementRow[]>();

/** How many readings there are of a person. */
export const countMeasurementsOf = (residentId: string): Promise<number> =>
  MeasurementModel.countDocuments({ residentId }).exec();

/** Removes the readings of a person. */
export async function deleteMeasurementsOf(residentId: string): Promise<void> {
  await MeasurementModel.deleteMany({ residentId });
}

/** Gives the readings of a record to another record of the same person; of two at the same instant one is taken back. */
export async function moveMeasurements(from: string, to: string): Promise<void> {
  for (const { _id } of await MeasurementModel.find({ residentId: from }, { _id: 1 }).lean<{ _id: string }[]>()) {
    const give = (changes: object) =>
      MeasurementModel.collection.updateOne({ _id: _id as never, residentId: from }, [
        { $set: { residentId: { $literal: to }, outbox: outboxFor(to), ...changes } },
      ]);
    try {
      await give({});
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
      await give({ status: 'withdrawn' });
    }
  }
}
