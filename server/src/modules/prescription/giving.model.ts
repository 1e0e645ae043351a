import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { findNewestOfEach } from '../../platform/newest';
import { indexOutbox, outboxFor, outboxSchema, type OutboxFields } from '../../platform/outbox';

/** That a person was given a version of a text. */
export interface GivingRow extends IdempotentFields, OutboxFields {
  _id: string;
  residentId: string;
  code: string;
  version: number;
  /** Clinic day of `at`. */
  day: string;
  at: Date;
  by: string;
  status: 'given' | 'withdrawn';
  /** `<resident>:<code>:<day>` as long as it counts: nobody is given the same twice on a day. */
  once?: string;
  rev: number;
}

const schema = new Schema<GivingRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    code: { type: String, required: true },
    version: { type: Number, required: true },
    day: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    status: { type: String, required: true },
    once: String,
    rev: { type: Number, required: true },
    ...outboxSchema,
    ...idempotentSchema,
  },
  { collection: 'healthPrescriptions', versionKey: false },
);
schema.index({ residentId: 1, at: -1 });
schema.index({ day: 1 });
schema.index({ once: 1 }, { unique: true, partialFilterExpression: { once: { $type: 'string' } } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
indexOutbox(schema);

const GivingModel = mongoose.model<GivingRow>('HealthPrescription', schema);

/** Gives once for a key. @param onTwice called when the person was given the same today */
export const insertGivingOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<GivingRow>,
  onTwice: () => never,
): Promise<GivingRow> => createOnce<GivingRow>(GivingModel, request, now, build, onTwice);

/** Adds rows that were made elsewhere; what is there stays. */
export async function putGivings(rows: readonly GivingRow[]): Promise<void> {
  for (const row of rows) await GivingModel.updateOne({ _id: row._id }, { $setOnInsert: row }, { upsert: true });
}

/** One, or null. */
export const findGiving = (id: string): Promise<GivingRow | null> => GivingModel.findById(id).lean<GivingRow | null>();

/** What a person was given, the newest first. */
export const findGivingsOf = (residentId: string, limit: number): Promise<GivingRow[]> =>
  GivingModel.find({ residentId }).sort({ at: -1, _id: -1 }).limit(limit).lean<GivingRow[]>();

/** What counts of what some people were given in some days, the newest of each. */
export const findServed = (
  residentIds: readonly string[],
  { fromDay, toDay, until }: { fromDay?: string; toDay?: string; until?: Date },
  limit: number,
): Promise<GivingRow[]> => {
  const filter: QueryFilter<GivingRow> = { residentId: { $in: [...residentIds] }, status: 'given' };
  if (until) filter.at = { $lte: until };
  if (fromDay !== undefined || toDay !== undefined)
    filter.day = {
      ...(fromDay === undefined ? {} : { $gte: fromDay }),
      ...(toDay === undefined ? {} : { $lte: toDay }),
    };
  return findNewestOfEach(GivingModel, filter, 'at', limit);
};

/** Takes one back at the revision that the caller saw. @returns null at another one, or when it was taken back */
export const withdrawGiving = (id: string, rev: number): Promise<GivingRow | null> =>
  GivingModel.findOneAndUpdate(
    { _id: id, rev, status: 'given' },
    // A message that is not sent yet would open what is not there any more.
    { $set: { status: 'withdrawn' }, $unset: { once: 1, outbox: 1 }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<GivingRow | null>();

/** How many were given in some days, by disease and month. */
export const countByMonth = (
  fromDay: string,
  toDay: string,
): Promise<{ code: string; month: string; count: number }[]> =>
  GivingModel.aggregate<{ code: string; month: string; count: number }>([
    { $match: { day: { $gte: fromDay, $lte: toDay }, status: 'given' } },
    { $group: { _id: { code: '$code', month: { $substrBytes: ['$day', 0, 7] } }, count: { $sum: 1 } } },
    { $sort: { '_id.month': 1, '_id.code': 1 } },
    { $project: { _id: 0, code: '$_id.code', month: '$_id.month', count: 1 } },
  ]);

/** How many people were given something in some days. */
export async function countPeople(fromDay: string, toDay: string): Promise<number> {
  const [found] = await GivingModel.aggregate<{ people: number }>([
    { $match: { day: { $gte: fromDay, $lte: toDay }, status: 'given' } },
    { $group: { _id: '$residentId' } },
    { $count: 'people' },
  ]);
  return found?.people ?? 0;
}

/** How much a person was given. */
export const countGivingsOf = (residentId: string): Promise<number> =>
  GivingModel.countDocuments({ residentId }).exec();

/** Removes what a person was given. */
export async function deleteGivingsOf(residentId: string): Promise<void> {
  await GivingModel.deleteMany({ residentId });
}

/** Gives the rows of a record to another record of the same person. */
export async function moveGivings(from: string, to: string): Promise<void> {
  await GivingModel.collection.updateMany({ residentId: from }, [
    { $set: { residentId: { $literal: to }, outbox: outboxFor(to) } },
  ]);
}
