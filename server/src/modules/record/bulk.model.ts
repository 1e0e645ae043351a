import type { EntryKind } from '@linkang/shared/domain/record-form';
import { duplicateKeys } from '../../platform/idempotency';
import { EntryModel, type EntryRow } from './entry.model';
import { RecordModel, type RecordChanges, type RecordRow } from './record.model';

/** Which records have some numbers, also those that became a part of another. */
export const findByNumbers = (numbers: readonly string[]): Promise<Pick<RecordRow, 'number' | 'residentId'>[]> =>
  numbers.length === 0
    ? Promise.resolve([])
    : RecordModel.find({ number: { $in: [...numbers] } }, { number: 1, residentId: 1 }).lean<RecordRow[]>();

/** Every version of some parts of some people. */
export const findEntriesOf = (residentIds: readonly string[], kinds: readonly EntryKind[]): Promise<EntryRow[]> =>
  residentIds.length === 0
    ? Promise.resolve([])
    : EntryModel.find({ residentId: { $in: [...residentIds] }, kind: { $in: [...kinds] } }).lean<EntryRow[]>();

async function insertMany(insert: () => Promise<unknown>): Promise<boolean> {
  try {
    await insert();
    return true;
  } catch (error) {
    if (duplicateKeys(error)) return false;
    throw error;
  }
}

/** Adds records at once. @returns false when somebody has one by now, or a number is taken; the others are there */
export const insertRecords = (rows: readonly RecordRow[]): Promise<boolean> =>
  insertMany(async () => rows.length && RecordModel.collection.insertMany(rows as never, { ordered: false }));

/** Adds versions at once. @returns false when somebody else has written one of them; the others are there */
export const insertEntries = (rows: readonly EntryRow[]): Promise<boolean> =>
  insertMany(async () => rows.length && EntryModel.collection.insertMany(rows as never, { ordered: false }));

/** A change of a record at the revision that was read. */
export interface ImportChange {
  id: string;
  rev: number;
  set: RecordChanges & Partial<Pick<RecordRow, 'openedDay'>>;
}

/** Changes open records. @returns false when one of them is at another revision by now; the others are changed */
export async function changeRecords(
  changes: readonly ImportChange[],
  { by, now }: { by: string; now: Date },
): Promise<boolean> {
  if (!changes.length) return true;
  const { matchedCount } = await RecordModel.bulkWrite(
    changes.map(({ id, rev, set }) => ({
      updateOne: {
        filter: { _id: id, rev, status: 'open' },
        update: { $set: set, $inc: { rev: 1 }, $push: { log: { at: now, by, what: 'changed' } } },
      },
    })),
    { ordered: false },
  );
  return matchedCount === changes.length;
}
