import mongoose, { Schema, type QueryFilter } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';

/** Somebody who came without a seat, or people who are only counted. */
export interface EntryRow extends IdempotentFields {
  _id: string;
  lectureId: string;
  /** Clinic day of the activity. */
  day: string;
  residentId?: string;
  count: number;
  note: string;
  at: Date;
  by: string;
  status: 'kept' | 'withdrawn';
}

const schema = new Schema<EntryRow>(
  {
    _id: String,
    lectureId: { type: String, required: true },
    day: { type: String, required: true },
    residentId: String,
    count: { type: Number, required: true },
    note: { type: String, default: '' },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    status: { type: String, required: true },
    ...idempotentSchema,
  },
  { collection: 'lectureEntries', versionKey: false },
);
// A person is noted once an activity.
schema.index(
  { residentId: 1, lectureId: 1 },
  { unique: true, partialFilterExpression: { residentId: { $type: 'string' }, status: 'kept' } },
);
schema.index({ residentId: 1, at: -1 }, { partialFilterExpression: { residentId: { $type: 'string' } } });
schema.index({ lectureId: 1, at: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const EntryModel = mongoose.model<EntryRow>('LectureEntry', schema);

/** The type is said for the sake of the partial index. */
const ofPerson = (residentId: string) => ({ residentId: { $eq: residentId, $type: 'string' as const } });

/** A fresh id of an entry. */
export const newEntryId = (): string => new mongoose.Types.ObjectId().toHexString();

/** Counts people once for a key. */
export const insertCountedOnce = (request: Idempotency, now: Date, build: () => Promise<EntryRow>): Promise<EntryRow> =>
  createOnce<EntryRow>(EntryModel, request, now, build, () => {
    throw new Error('people without names have no other unique index');
  });

/** Notes somebody who came without a seat, unless that is noted already. */
export async function insertWalkIn(row: EntryRow & { residentId: string }): Promise<void> {
  try {
    await EntryModel.collection.insertOne(row as never);
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
  }
}

/** One entry, or null. */
export const findEntry = (id: string): Promise<EntryRow | null> => EntryModel.findById(id).lean<EntryRow | null>();

/** What counts of an activity, the first first. */
export const findEntries = (lectureId: string): Promise<EntryRow[]> =>
  EntryModel.find({ lectureId, status: 'kept' }).sort({ at: 1, _id: 1 }).lean<EntryRow[]>();

/** The notes of some people at an activity. */
export const findWalkIns = (lectureId: string, residentIds: readonly string[]): Promise<EntryRow[]> =>
  EntryModel.find({
    lectureId,
    status: 'kept',
    residentId: { $in: [...residentIds], $type: 'string' },
  }).lean<EntryRow[]>();

/** Takes an entry back. @returns null when it was taken back already */
export const withdrawEntry = (id: string): Promise<EntryRow | null> =>
  EntryModel.findOneAndUpdate(
    { _id: id, status: 'kept' },
    { $set: { status: 'withdrawn' } },
    { returnDocument: 'after' },
  ).lean<EntryRow | null>();

/** Where people came without a seat, the latest first. */
export const findEntriesOf = (
  residentIds: readonly string[],
  range: { fromDay?: string; toDay?: string; until?: Date },
  limit: number,
): Promise<EntryRow[]> => {
  const { fromDay = '0000-01-01', toDay = '9999-12-31', until } = range;
  const filter: QueryFilter<EntryRow> = {
    residentId: { $in: [...residentIds], $type: 'string' },
    day: { $gte: fromDay, $lte: toDay },
    status: 'kept',
  };
  if (until) filter.at = { $lte: until };
  return EntryModel.find(filter).sort({ at: -1, _id: -1 }).limit(limit).lean<EntryRow[]>();
};

/** How many notes there are of a person. */
export const countEntriesOf = (residentId: string): Promise<number> =>
  EntryModel.countDocuments(ofPerson(residentId)).exec();

/** Leaves a person in the figures, and takes away who it was. */
export async function forgetEntriesOf(residentId: string): Promise<void> {
  await EntryModel.updateMany(ofPerson(residentId), { $unset: { residentId: '' } });
}

/** Gives the notes of a record to another record of the same person; of two about one activity the older stays. */
export async function moveEntries(from: string, to: string): Promise<void> {
  for (const row of await EntryModel.find(ofPerson(from)).lean<EntryRow[]>())
    try {
      await EntryModel.collection.updateOne({ _id: row._id as never }, { $set: { residentId: to } });
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
      await EntryModel.updateOne({ _id: row._id }, { $set: { residentId: to, status: 'withdrawn' } });
    }
}
