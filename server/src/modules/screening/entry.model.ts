import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';
import { findNewestOfEach } from '../../platform/newest';

/** Somebody who was measured at an event; of unknown people no more than they gave. */
export interface EntryRow extends IdempotentFields {
  _id: string;
  eventId: string;
  /** Clinic day of the event. */
  day: string;
  at: Date;
  by: string;
  residentId?: string;
  name?: Sealed;
  phone?: Sealed;
  age: number;
  sex: 'male' | 'female';
  /** What was measured, as JSON. */
  values: Sealed;
  /** What the tables said, as JSON. */
  results: Sealed;
  /** Which sorts were measured, for the figures. */
  measured: ('bloodPressure' | 'glucose')[];
  /** Whether the person may be a new case. */
  suspect: boolean;
  status: 'kept' | 'withdrawn';
  /** Present while somebody has to look after an unknown person. */
  candidate?: true;
  settledAt?: Date;
  settledBy?: string;
  outcome?: Sealed;
  /** Tasks may follow from it that are not made yet; a job makes what a killed process left. */
  owes?: true;
  rev: number;
}

const schema = new Schema<EntryRow>(
  {
    _id: String,
    eventId: { type: String, required: true },
    day: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    residentId: String,
    name: sealedPath,
    phone: sealedPath,
    age: { type: Number, required: true },
    sex: { type: String, required: true },
    values: { ...sealedPath, required: true },
    results: { ...sealedPath, required: true },
    measured: { type: [String], required: true },
    suspect: { type: Boolean, required: true },
    status: { type: String, required: true },
    candidate: Boolean,
    settledAt: Date,
    settledBy: String,
    outcome: sealedPath,
    owes: Boolean,
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'screeningEntries', versionKey: false },
);
schema.index({ eventId: 1, at: -1, _id: -1 });
schema.index({ residentId: 1, at: -1 }, { partialFilterExpression: { residentId: { $type: 'string' } } });
schema.index({ day: 1 });
schema.index({ at: 1, _id: 1 }, { partialFilterExpression: { candidate: true } });
schema.index({ at: 1 }, { partialFilterExpression: { owes: true } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const EntryModel = mongoose.model<EntryRow>('ScreeningEntry', schema);

/** Where an encrypted value of an entry stands. */
export const entryPlace = (field: 'name' | 'phone' | 'values' | 'results' | 'outcome', id: string): string =>
  placeOf('screeningEntries', field, id);

/** Adds an entry once for a key. */
export const insertEntryOnce = (request: Idempotency, now: Date, build: () => Promise<EntryRow>): Promise<EntryRow> =>
  createOnce<EntryRow>(EntryModel, request, now, build, () => {
    throw new Error('an entry has no other unique index');
  });

/** One entry, or null. */
export const findEntry = (id: string): Promise<EntryRow | null> => EntryModel.findById(id).lean<EntryRow | null>();

/** A position among entries. */
export interface EntryCursor {
  at: Date;
  id: string;
}

/** Entries of an event, the last first. */
export const findEntries = (eventId: string, after: EntryCursor | undefined, limit: number): Promise<EntryRow[]> => {
  const filter: QueryFilter<EntryRow> = { eventId };
  if (after) filter.$or = [{ at: { $lt: after.at } }, { at: after.at, _id: { $lt: after.id } }];
  return EntryModel.find(filter).sort({ at: -1, _id: -1 }).limit(limit).lean<EntryRow[]>();
};

/** Unknown people who may be new cases, the first found first. */
export const findCandidates = (after: EntryCursor | undefined, limit: number): Promise<EntryRow[]> => {
  const filter: QueryFilter<EntryRow> = { candidate: true };
  if (after) filter.$or = [{ at: { $gt: after.at } }, { at: after.at, _id: { $gt: after.id } }];
  return EntryModel.find(filter).sort({ at: 1, _id: 1 }).limit(limit).lean<EntryRow[]>();
};

/** What was measured of some residents, the last first. */
export const findEntriesOf = (
  residentIds: readonly string[],
  { from, to, until }: { from?: string; to?: string; until?: Date },
  limit: number,
): Promise<EntryRow[]> => {
  // The type is said for the sake of the partial index.
  const filter: QueryFilter<EntryRow> = { residentId: { $in: [...residentIds], $type: 'string' }, status: 'kept' };
  if (until) filter.at = { $lte: until };
  if (from !== undefined || to !== undefined)
    filter.day = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lte: to }) };
  return findNewestOfEach(EntryModel, filter, 'at', limit);
};

/** Changes an entry at the revision that the caller saw. @returns null at another one, or when it is taken back */
const change = (id: string, rev: number, filter: QueryFilter<EntryRow>, update: object): Promise<EntryRow | null> =>
  EntryModel.findOneAndUpdate(
    { ...filter, _id: id, rev, status: 'kept' },
    { ...update, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<EntryRow | null>();

/** Says which resident an unknown person is. */
export const linkEntry = (id: string, rev: number, residentId: string): Promise<EntryRow | null> =>
  change(id, rev, { residentId: { $exists: false } }, { $set: { residentId, owes: true }, $unset: { candidate: 1 } });

/** Says what came of a candidate. */
export const settleEntry = (
  id: string,
  rev: number,
  settling: Required<Pick<EntryRow, 'settledAt' | 'settledBy' | 'outcome'>>,
): Promise<EntryRow | null> => change(id, rev, { candidate: true }, { $set: settling, $unset: { candidate: 1 } });

/** Takes an entry back. */
export const withdrawEntry = (id: string, rev: number): Promise<EntryRow | null> =>
  change(id, rev, {}, { $set: { status: 'withdrawn' }, $unset: { candidate: 1, owes: 1 } });

/** Entries whose tasks may not be made yet, the oldest first. */
export const findOwing = (before: Date, limit: number): Promise<EntryRow[]> =>
  EntryModel.find({ owes: true, at: { $lte: before } })
    .sort({ at: 1 })
    .limit(limit)
    .lean<EntryRow[]>();

/** Says that the tasks of an entry are there. */
export async function settleOwed(id: string): Promise<void> {
  await EntryModel.updateOne({ _id: id }, { $unset: { owes: 1 } });
}

/** Counts of some entries. */
export interface EntryFigures {
  people: number;
  bloodPressure: number;
  glucose: number;
  suspects: number;
  known: number;
}

/** Person-times of the entries of an event, or of some days. */
export async function countEntries(
  which: { eventId: string } | { fromDay: string; toDay: string },
): Promise<EntryFigures> {
  const match = 'eventId' in which ? { eventId: which.eventId } : { day: { $gte: which.fromDay, $lte: which.toDay } };
  const one = (condition: object | string) => ({ $sum: { $cond: [condition, 1, 0] } });
  const [found] = await EntryModel.aggregate<EntryFigures & { _id: null }>([
    { $match: { ...match, status: 'kept' } },
    {
      $group: {
        _id: null,
        people: { $sum: 1 },
        bloodPressure: one({ $in: ['bloodPressure', '$measured'] }),
        glucose: one({ $in: ['glucose', '$measured'] }),
        suspects: one('$suspect'),
        known: one({ $eq: [{ $type: '$residentId' }, 'string'] }),
      },
    },
  ]);
  if (!found) return { people: 0, bloodPressure: 0, glucose: 0, suspects: 0, known: 0 };
  const { people, bloodPressure, glucose, suspects, known } = found;
  return { people, bloodPressure, glucose, suspects, known };
}

/** How many entries there are of a person. */
export const countEntriesOf = (residentId: string): Promise<number> =>
  EntryModel.countDocuments({ residentId: { $eq: residentId, $type: 'string' } }).exec();

/** Removes the entries of a person. */
export async function deleteEntriesOf(residentId: string): Promise<void> {
  await EntryModel.deleteMany({ residentId: { $eq: residentId, $type: 'string' } });
}

/** Gives the entries of a record to another record of the same person. */
export async function moveEntries(from: string, to: string): Promise<void> {
  await EntryModel.updateMany({ residentId: { $eq: from, $type: 'string' } }, { $set: { residentId: to } });
}
