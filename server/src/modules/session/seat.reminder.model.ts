import type { OutboxEntry } from '../../platform/outbox';
import { SeatModel, type SeatRow } from './seat.model';

/** What a reminder needs to know of a booking. */
export type RemindableSeat = Pick<
  SeatRow,
  '_id' | 'sessionId' | 'day' | 'startTime' | 'no' | 'serviceCode' | 'reminded' | 'log'
> & { residentId: string; bookedBy: string; bookedAt: Date };

/** A reminder that is written onto a booking. */
export interface Reminding {
  seat: Pick<RemindableSeat, '_id' | 'residentId' | 'day' | 'startTime'>;
  /** Kind and time of the visit: a visit that gets another time is reminded of anew, once. */
  mark: string;
  entry: OutboxEntry;
}

/** Bookings of some days whose people are still to come. */
export const findRemindable = (days: readonly string[], serviceCodes: readonly string[]): Promise<RemindableSeat[]> =>
  SeatModel.find(
    { day: { $in: [...days] }, serviceCode: { $in: [...serviceCodes] }, status: 'booked' },
    {
      sessionId: 1,
      day: 1,
      startTime: 1,
      no: 1,
      serviceCode: 1,
      reminded: 1,
      log: 1,
      residentId: 1,
      bookedBy: 1,
      bookedAt: 1,
    },
  ).lean<RemindableSeat[]>();

/**
 * Writes reminders, each with its mark in one write that matches only a booking of this person at this time without
 * the mark: of two who remind at once one does.
 * @returns how many were written
 */
export async function writeReminders(remindings: readonly Reminding[]): Promise<number> {
  if (!remindings.length) return 0;
  const operations = remindings.map(({ seat: { _id, residentId, day, startTime }, mark, entry }) => ({
    updateOne: {
      filter: { _id, residentId, status: 'booked', day, startTime, reminded: { $ne: mark } },
      update: { $push: { outbox: entry, reminded: mark } },
    },
  }));
  const { modifiedCount } = await SeatModel.collection.bulkWrite(operations as never, { ordered: false });
  return modifiedCount;
}
