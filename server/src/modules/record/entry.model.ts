import type { EntryKind } from '@linkang/shared/domain/record-form';
import mongoose, { Schema } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** One signed version of a part of a record. Rows are only ever added; the newest counts. */
export interface EntryRow {
  _id: string;
  recordId: string;
  residentId: string;
  kind: EntryKind;
  /** From 1 on, over all records of the person: of two writers at once one is refused, by a unique index. */
  version: number;
  /** `EntryContent` as JSON. */
  content: Sealed;
  by: string;
  at: Date;
  /** Clinic day of `at`. */
  day: string;
  /** Keyed hash of who wrote what where and when: whatever was altered does not fit it any more. */
  mark: string;
}

const schema = new Schema<EntryRow>(
  {
    _id: { type: String, required: true },
    recordId: { type: String, required: true },
    residentId: { type: String, required: true },
    kind: { type: String, required: true },
    version: { type: Number, required: true },
    content: { ...sealedPath, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    day: { type: String, required: true },
    mark: { type: String, required: true },
  },
  { collection: 'recordEntries', versionKey: false },
);
schema.index({ recordId: 1, kind: 1, version: 1 }, { unique: true });
schema.index({ residentId: 1, kind: 1, version: -1 });
schema.index({ residentId: 1, at: -1, _id: -1 });

/** For what comes in bulk; that stands in a file of its own. */
export const EntryModel = mongoose.model<EntryRow>('RecordEntry', schema);

/** Where the encrypted content of a version stands. */
export const entryPlace = (id: string): string => placeOf('recordEntries', 'content', id);

/** Adds a version. @returns false when somebody else wrote that version first */
export async function insertEntry(row: EntryRow): Promise<boolean> {
  try {
    await EntryModel.collection.insertOne(row as never);
    return true;
  } catch (error) {
    if (duplicateKeys(error)) return false;
    throw error;
  }
}

/** Every version of some parts of a person, the newest first. */
export const findVersions = (residentId: string, kinds: readonly EntryKind[]): Promise<EntryRow[]> =>
  EntryModel.find({ residentId, kind: { $in: [...kinds] } })
    .sort({ version: -1, at: -1, _id: -1 })
    .lean<EntryRow[]>();

/** Every version of a part of some people. */
export const findVersionsOfAll = (residentIds: readonly string[], kind: EntryKind): Promise<EntryRow[]> =>
  EntryModel.find({ residentId: { $in: [...residentIds] }, kind }).lean<EntryRow[]>();

/** Which of what was written is looked for. */
export interface WrittenRange {
  residentIds: readonly string[];
  fromDay?: string | undefined;
  toDay?: string | undefined;
  /** Only what is older; of the same instant, whose id is smaller, or nothing at all. */
  before?: { at: Date; id: string | null } | undefined;
  /** So many of each person. */
  limit: number;
}

/** What was written, the newest so many of each person. */
export async function findWritten({ residentIds, fromDay, toDay, before, limit }: WrittenRange): Promise<EntryRow[]> {
  const day = { ...(fromDay === undefined ? {} : { $gte: fromDay }), ...(toDay === undefined ? {} : { $lte: toDay }) };
  const filter = {
    residentId: { $in: [...residentIds] },
    ...(Object.keys(day).length > 0 ? { day } : {}),
    ...(before
      ? {
          $or: [
            { at: { $lt: before.at } },
            ...(before.id === null ? [] : [{ at: before.at, _id: { $lt: before.id } }]),
          ],
        }
      : {}),
  };
  const sorted = [{ $match: filter }, { $sort: { at: -1, _id: -1 } }] as const;
  if (residentIds.length === 1) return EntryModel.aggregate<EntryRow>([...sorted, { $limit: limit }]);
  const groups = await EntryModel.aggregate<{ rows: EntryRow[] }>([
    { $match: filter },
    { $group: { _id: '$residentId', rows: { $topN: { n: limit, sortBy: { at: -1, _id: -1 }, output: '$$ROOT' } } } },
  ]);
  return groups.flatMap(({ rows }) => rows).sort((a, b) => b.at.getTime() - a.at.getTime() || (a._id < b._id ? 1 : -1));
}

/** How many versions there are of a person. */
export const countEntriesOf = (residentId: string): Promise<number> => EntryModel.countDocuments({ residentId }).exec();

/** Parts of a record of which there is a version. */
export const findKindsIn = (recordId: string): Promise<EntryKind[]> =>
  EntryModel.distinct('kind', { recordId }).exec() as Promise<EntryKind[]>;

/** Gives the versions of a person to the record that theirs becomes a part of; nothing of them is changed. */
export async function moveEntries(from: string, to: string): Promise<void> {
  await EntryModel.updateMany({ residentId: from }, { $set: { residentId: to } });
}

/** Removes the versions of a person. */
export async function deleteEntriesOf(residentId: string): Promise<void> {
  await EntryModel.deleteMany({ residentId });
}
