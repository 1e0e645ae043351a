import type { mongo } from 'mongoose';
import type { OutboxEntry } from '../../platform/outbox';
import { SeatModel, type SeatRow } from './seat.model';

/** Rows that keep the time that they had: what was given up, and visits that are over. */
const settled: SeatRow['status'][] = ['done', 'cancelled', 'moved', 'noShow', 'suspended'];

/** How the log of a seat calls a new time. */
export const EDITED = 'edited';

const DUPLICATE_KEY = 11_000;

/** What becomes of a row. */
export interface SeatChange {
  row: Pick<SeatRow, '_id' | 'status'>;
  /** Number of the edit. */
  edit: number;
  time: Pick<SeatRow, 'day' | 'startTime' | 'endTime' | 'grains'>;
  /** Of a seat that somebody has. */
  person?: {
    keys: string[];
    clashKeys: string[];
    log: SeatRow['log'][number];
    entry: OutboxEntry;
  };
}

const notYet = (edit: number) => ({ edit: { $not: { $gte: edit } } });

/** Rows that are not in line with an edit yet, of a session or of these. */
export const findStaleSeats = (sessionId: string, edit: number, ids?: string[]): Promise<SeatRow[]> =>
  SeatModel.find({
    sessionId,
    status: { $nin: settled },
    ...notYet(edit),
    ...(ids ? { _id: { $in: ids } } : {}),
  }).lean();

/** Keys in the form in which they are stored: a row without any has no such field. */
function splitFields(fields: Record<string, string[]>) {
  const entries = Object.entries(fields);
  const set = Object.fromEntries(entries.filter(([, keys]) => keys.length > 0));
  const unset = Object.fromEntries(entries.filter(([, keys]) => keys.length === 0).map(([name]) => [name, '']));
  return { set, ...(Object.keys(unset).length ? { unset } : {}) };
}

function updateOf({ edit, time, person }: SeatChange) {
  if (!person) return { $set: { ...time, edit } };
  const { keys, clashKeys, log, entry } = person;
  const { set, unset } = splitFields({ keys, clashKeys });
  return {
    $set: { ...time, edit, ...set },
    ...(unset ? { $unset: unset } : {}),
    $push: { log, outbox: entry },
  };
}

/**
 * Writes changes, each in one write that also holds its message. A row that was changed meanwhile is left for the
 * next pass.
 * @returns ids of the rows whose new keys somebody else holds
 */
export async function writeSeatChanges(changes: readonly SeatChange[]): Promise<string[]> {
  const operations = changes.map((change) => ({
    updateOne: {
      filter: { _id: change.row._id, status: change.row.status, ...notYet(change.edit) },
      update: updateOf(change),
    },
  }));
  try {
    await SeatModel.collection.bulkWrite(operations as never, { ordered: false });
    return [];
  } catch (error) {
    const faults = [(error as mongo.MongoBulkWriteError).writeErrors ?? []].flat();
    if (!faults.length || faults.some((fault) => fault.code !== DUPLICATE_KEY)) throw error;
    return faults.flatMap((fault) => changes[fault.index]?.row._id ?? []);
  }
}

/** Those of these keys that other rows hold. */
export async function findHeldKeys(keys: readonly string[], except: string): Promise<Set<string>> {
  const rows = await SeatModel.find({ keys: { $in: [...keys] }, _id: { $ne: except } }, { keys: 1 }).lean();
  const wanted = new Set(keys);
  return new Set(rows.flatMap((row) => row.keys ?? []).filter((key) => wanted.has(key)));
}

/** Rows from a day on whose time meets another booking of the person. */
export const findClashing = (fromDay: string): Promise<SeatRow[]> =>
  SeatModel.find({ clashKeys: { $exists: true }, status: { $in: waiting }, day: { $gte: fromDay } })
    .limit(500)
    .lean();

/** Statuses in which somebody is still to be served. */
const waiting: SeatRow['status'][] = ['booked', 'arrived', 'called'];

/** The mark of a seat whose time meets another booking of the person. */
export const clashMark = (seat: SeatRow): { clash?: true } =>
  seat.clashKeys && waiting.includes(seat.status) ? { clash: true } : {};

/** Rows of a session whose time meets another booking of the person, by number. */
export const findClashesOf = (sessionId: string): Promise<SeatRow[]> =>
  SeatModel.find({ sessionId, clashKeys: { $exists: true }, status: { $in: waiting } })
    .sort({ no: 1 })
    .lean();

/** Gives a clashing row all its keys, unless it changed. @returns false while another row holds one of them */
export async function endClash(row: SeatRow): Promise<boolean> {
  const keys = [...(row.keys ?? []), ...(row.clashKeys ?? [])];
  try {
    await SeatModel.collection.updateOne(
      { _id: row._id as never, status: row.status, edit: row.edit, clashKeys: row.clashKeys },
      { $set: { keys }, $unset: { clashKeys: '' } },
    );
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === DUPLICATE_KEY) return false;
    throw error;
  }
}

/** How many people were told of an edit. */
export const countTold = (sessionId: string, at: Date): Promise<number> =>
  SeatModel.countDocuments({ sessionId, log: { $elemMatch: { what: EDITED, at } } });
