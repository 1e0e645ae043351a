import { duplicateKeys } from '../../platform/idempotency';
import { ResidentModel, type ResidentDocument } from './resident.model';

/** What an import looks at of somebody who is here already. */
export type KnownRow = Pick<
  ResidentDocument,
  '_id' | 'name' | 'idHash' | 'phoneHash' | 'communityId' | 'addressDetail' | 'mergedInto'
>;

const known = { name: 1, idHash: 1, phoneHash: 1, communityId: 1, addressDetail: 1, mergedInto: 1 } as const;

/** People by the hashes of their ID numbers, also those whose record has become a part of another. */
export const findByIdHashes = (idHashes: readonly string[]): Promise<KnownRow[]> =>
  ResidentModel.find({ idType: 'residentId', idHash: { $in: [...idHashes] }, closedAt: null }, known).lean<
    KnownRow[]
  >();

/** The same by id. */
export const findKnown = (ids: readonly string[]): Promise<KnownRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : ResidentModel.find({ _id: { $in: [...ids] }, closedAt: null }, known).lean<KnownRow[]>();

/** Adds people at once. @returns false when somebody has one of the numbers by now; the others are there */
export async function insertPeople(rows: readonly ResidentDocument[]): Promise<boolean> {
  if (!rows.length) return true;
  try {
    await ResidentModel.collection.insertMany(rows as never, { ordered: false });
    return true;
  } catch (error) {
    if (duplicateKeys(error)) return false;
    throw error;
  }
}

/** What an import writes over. */
export interface ContactWrite {
  id: string;
  set: Partial<Pick<ResidentDocument, 'phone' | 'phoneHash' | 'communityId' | 'addressDetail'>>;
}

/** Changes the contacts of several people; one that says so already keeps its revision. */
export async function writeContacts(writes: readonly ContactWrite[]): Promise<void> {
  if (!writes.length) return;
  await ResidentModel.bulkWrite(
    writes.map(({ id, set }) => ({
      updateOne: { filter: { _id: id, closedAt: null, mergedInto: null }, update: { $set: set, $inc: { rev: 1 } } },
    })),
    { ordered: false },
  );
}
