import { MAX_BOOKINGS_A_DAY, ruleOfKey } from '@linkang/shared/domain/seat-keys';
import { duplicateKeys } from '../../platform/idempotency';
import { outboxFor } from '../../platform/outbox';
import { SeatModel, violatedKey, type SeatRow } from './seat.model';

/** Statuses in which a booking can still be given up. */
const live: readonly SeatRow['status'][] = ['booked', 'arrived', 'called'];
/** Two records can have as many bookings on a day as one, each. */
const MAX_ORDINAL = 2 * MAX_BOOKINGS_A_DAY;

/** The type is said for the sake of the partial index. */
const ofPerson = (residentId: string) => ({ residentId: { $eq: residentId, $type: 'string' as const } });

const isLive = ({ status }: SeatRow): boolean => live.includes(status);

/** The same keys of another record. */
const rekey = (keys: readonly string[], from: string, to: string): string[] =>
  keys.map((key) => key.replace(`:${from}:`, `:${to}:`));

/** The key of another place among the bookings of the day. */
const withOrdinal = (keys: readonly string[], ordinal: number): string[] =>
  keys.map((key) => (ruleOfKey(key) === 'N' ? key.replace(/\d+$/, String(ordinal)) : key));

/** What a person's keys say, whoever it is; the place among the bookings of a day is nobody's business. */
const meaningsOf = ({ keys = [], residentId = '' }: SeatRow): string[] =>
  rekey(
    keys.filter((key) => ruleOfKey(key) !== 'N'),
    residentId,
    '',
  );

/** Bookings of two records that one person could not have, each told by one that can still be given up. */
export async function findClashingSeats(stayId: string, awayId: string): Promise<SeatRow[]> {
  const keyed = (residentId: string) =>
    SeatModel.find({ ...ofPerson(residentId), keys: { $exists: true } }).lean<SeatRow[]>();
  const [own, theirs] = await Promise.all([keyed(stayId), keyed(awayId)]);
  return theirs.flatMap((away) => {
    const meanings = new Set(meaningsOf(away));
    const stay = own.find((row) => (isLive(row) || isLive(away)) && meaningsOf(row).some((key) => meanings.has(key)));
    return stay ? [isLive(away) ? away : stay] : [];
  });
}

/** Everything on a seat that names the person, for another record; past mongoose, which casts no pipelines. */
async function writeSeat(row: SeatRow, to: string, keys: readonly string[] | undefined): Promise<void> {
  const from = row.residentId as string;
  const { clashKeys, absence } = row;
  await SeatModel.collection.updateOne(
    { _id: row._id as never, residentId: from, keys: row.keys ?? { $exists: false } },
    [
      {
        $set: {
          residentId: { $literal: to },
          ...(keys ? { keys: { $literal: keys } } : {}),
          ...(clashKeys ? { clashKeys: { $literal: rekey(clashKeys, from, to) } } : {}),
          ...(absence ? { 'absence.keys': { $literal: rekey(absence.keys, from, to) } } : {}),
          outbox: outboxFor(to),
        },
      },
    ],
  );
}

/**
 * Gives a booking to another record of the same person. What is over keeps only those of its keys that no other
 * booking of the person has.
 * @returns false when it can still be given up and another booking is in its way
 */
async function moveSeat(row: SeatRow, to: string): Promise<boolean> {
  let keys = row.keys && rekey(row.keys, row.residentId as string, to);
  for (let ordinal = 0; ;) {
    try {
      await writeSeat(row, to, keys);
      return true;
    } catch (error) {
      if (!keys || !duplicateKeys(error)) throw error;
      const taken = violatedKey(error);
      if (taken !== undefined && ruleOfKey(taken) !== 'N') {
        if (isLive(row)) return false;
        keys = keys.filter((key) => key !== taken);
      } else {
        ordinal += 1;
        if (ordinal > MAX_ORDINAL) return false;
        keys = withOrdinal(keys, ordinal);
      }
    }
  }
}

/** Gives all bookings of a record to another record of the same person. @returns those that moved, and those in the way */
export async function moveSeats(from: string, to: string): Promise<{ moved: SeatRow[]; stuck: SeatRow[] }> {
  const rows = await SeatModel.find(ofPerson(from)).sort({ day: 1, startTime: 1 }).lean<SeatRow[]>();
  const moved: SeatRow[] = [];
  const stuck: SeatRow[] = [];
  for (const row of rows) ((await moveSeat(row, to)) ? moved : stuck).push(row);
  return { moved, stuck };
}
