import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import mongoose, { Schema, type ClientSession } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** One item of an examination; what was measured is encrypted. */
export interface EntryRow {
  /** `{"value":…,"labRange":…}`, `{"refused":"…"}`, or `{}` where it was taken out. */
  value: Sealed;
  /** Raised by each write of this item: of two who write at once one wins. */
  rev: number;
  /** Whether there is a value; without opening it. */
  kind: 'value' | 'refused' | 'none';
  /** Written down at its station, or taken from a laboratory's file. */
  via: 'station' | 'lab';
  by: string;
  at: Date;
}

/** A check-up from the arrival to the release. */
export interface PhysicalRow {
  _id: string;
  residentId: string;
  /** The calendar year. */
  year: number;
  /** What there is one of for a person: `year:2026` for the yearly one, `booking:…` for another; unique with the person. */
  occasion: string;
  bookingId?: string;
  serviceCode: string;
  day: string;
  /** The team of the running contract on that day. */
  teamId: string | null;
  status: 'open' | 'inReview' | 'released';
  /** 1, and one more with each amendment. */
  version: number;
  /** Why it was opened again. */
  amendedReason?: Sealed;
  /** By the item's code. */
  entries: Record<string, EntryRow>;
  /** What the doctor says, as JSON. */
  review?: Sealed;
  /** There are critical values whose tasks are still to be made. */
  owes?: true;
  createdBy: string;
  createdAt: Date;
  /** Raised by every write, so that a release is of what the doctor saw. */
  rev: number;
}

const schema = new Schema<PhysicalRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    year: { type: Number, required: true },
    occasion: { type: String, required: true },
    bookingId: String,
    serviceCode: { type: String, required: true },
    day: { type: String, required: true },
    teamId: { type: String, default: null },
    status: { type: String, required: true },
    version: { type: Number, required: true },
    amendedReason: sealedPath,
    entries: { type: Object, required: true, sealed: physicalItems.items.map(({ code }) => `${code}.value`) } as never,
    review: sealedPath,
    owes: Boolean,
    createdBy: { type: String, required: true },
    createdAt: { type: Date, required: true },
    rev: { type: Number, required: true },
  },
  { collection: 'physicals', versionKey: false, minimize: false },
);
schema.index({ residentId: 1, occasion: 1 }, { unique: true });
schema.index({ day: 1, _id: 1 });
schema.index({ owes: 1 }, { partialFilterExpression: { owes: true } });

const PhysicalModel = mongoose.model<PhysicalRow>('Physical', schema);

/** Where an encrypted part of a check-up stands. */
export const physicalPlace = (path: 'review' | 'amendedReason' | `entries.${string}.value`, id: string): string =>
  placeOf('physicals', path, id);

/** Stores a check-up unless the person has one of this occasion. @returns the one that stands */
export async function insertPhysical(row: PhysicalRow): Promise<PhysicalRow> {
  const { residentId, occasion } = row;
  try {
    await PhysicalModel.collection.insertOne(row as never);
    return row;
  } catch (error) {
    const stands = duplicateKeys(error) && (await PhysicalModel.findOne({ residentId, occasion }).lean<PhysicalRow>());
    if (!stands) throw error;
    return stands;
  }
}

/** Adds check-ups that are not written over the API. */
export async function insertPhysicals(rows: readonly PhysicalRow[]): Promise<void> {
  if (rows.length === 0) return;
  await PhysicalModel.collection.insertMany(rows as never, { ordered: false });
}

/** One check-up, or null. */
export const findPhysical = (id: string): Promise<PhysicalRow | null> =>
  PhysicalModel.findById(id).lean<PhysicalRow | null>();

/** A person's check-up of an occasion, or null. */
export const findPhysicalOf = (residentId: string, occasion: string): Promise<PhysicalRow | null> =>
  PhysicalModel.findOne({ residentId, occasion }).lean<PhysicalRow | null>();

/** The check-ups of a day. */
export const findPhysicalsOn = (day: string): Promise<PhysicalRow[]> =>
  PhysicalModel.find({ day }).sort({ _id: 1 }).limit(2000).lean<PhysicalRow[]>();

/** Check-ups with critical values whose tasks are not there yet. */
export const findOwingPhysicals = (limit: number): Promise<PhysicalRow[]> =>
  PhysicalModel.find({ owes: true }).limit(limit).lean<PhysicalRow[]>();

/** Says that the tasks of all critical values are there, unless something was entered meanwhile. */
export async function settlePhysical({ _id, rev }: Pick<PhysicalRow, '_id' | 'rev'>): Promise<void> {
  await PhysicalModel.updateOne({ _id, rev }, { $unset: { owes: 1 } });
}

/** What is written of an item; `seen` is the revision that the writer saw, 0 for none. */
export interface EntryWrite extends Omit<EntryRow, 'rev'> {
  code: string;
  seen: number;
}

/**
 * Writes items of a check-up that is not released, each only at the revision that its writer saw.
 * @param isCritical some of them are critical: their tasks are owed from this write on
 * @returns null when one of them was changed meanwhile, or the check-up is released
 */
export const writeEntries = (
  id: string,
  writes: readonly EntryWrite[],
  isCritical: boolean,
): Promise<PhysicalRow | null> => {
  const asSeen = writes.map(({ code, seen }) =>
    seen === 0 ? [`entries.${code}`, { $exists: false }] : [`entries.${code}.rev`, seen],
  );
  const set = writes.map(({ code, seen, ...entry }) => [`entries.${code}`, { ...entry, rev: seen + 1 }]);
  return PhysicalModel.findOneAndUpdate(
    { _id: id, status: { $ne: 'released' }, ...(Object.fromEntries(asSeen) as object) },
    {
      $set: { ...(Object.fromEntries(set) as object), ...(isCritical ? { owes: true as const } : {}) },
      $inc: { rev: 1 },
    },
    { returnDocument: 'after' },
  ).lean<PhysicalRow | null>();
};

/** Keeps what the doctor says, at the revision that they saw. @returns null at another one, or when it is released */
export const writeReview = (id: string, rev: number, review: Sealed): Promise<PhysicalRow | null> =>
  PhysicalModel.findOneAndUpdate(
    { _id: id, rev, status: { $ne: 'released' } },
    { $set: { review, status: 'inReview' }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<PhysicalRow | null>();

/** Closes a reviewed check-up at the revision that the doctor saw. @returns null at another one */
export const closePhysical = (id: string, rev: number, session: ClientSession): Promise<PhysicalRow | null> =>
  PhysicalModel.findOneAndUpdate(
    { _id: id, rev, status: 'inReview' },
    { $set: { status: 'released' }, $inc: { rev: 1 } },
    { returnDocument: 'after', session },
  ).lean<PhysicalRow | null>();

/** Opens a released check-up again as a new version. @returns null at another revision, or when it is open */
export const reopenPhysical = (id: string, rev: number, amendedReason: Sealed): Promise<PhysicalRow | null> =>
  PhysicalModel.findOneAndUpdate(
    { _id: id, rev, status: 'released' },
    { $set: { status: 'inReview', amendedReason }, $inc: { rev: 1, version: 1 } },
    { returnDocument: 'after' },
  ).lean<PhysicalRow | null>();

/** How many check-ups there are of a person. */
export const countPhysicalsOf = (residentId: string): Promise<number> =>
  PhysicalModel.countDocuments({ residentId }).exec();

/** Removes the check-ups of a person. */
export async function deletePhysicalsOf(residentId: string): Promise<void> {
  await PhysicalModel.deleteMany({ residentId });
}

/** Gives the check-ups of a record to another record of the same person; a second one of a year stays beside the first. */
export async function movePhysicals(from: string, to: string): Promise<void> {
  for (const { _id, occasion } of await PhysicalModel.find({ residentId: from }).lean<PhysicalRow[]>())
    try {
      await PhysicalModel.updateOne({ _id, residentId: from }, { $set: { residentId: to } });
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
      const beside = `${occasion}:${_id}`;
      await PhysicalModel.updateOne({ _id, residentId: from }, { $set: { residentId: to, occasion: beside } });
    }
}
