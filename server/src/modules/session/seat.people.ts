import { bookingStatus } from '@linkang/shared/api/session.routes';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import { NOBODY } from './seat.leaving.model';
import { SeatModel, takenStatuses, type SeatRow } from './seat.model';

/** A booking as those see it who book for many people at once. */
export type PersonsSeat = Pick<SeatRow, 'day' | 'serviceCode' | 'startTime' | 'grains'> & { residentId: string };

/** Seats that people have in a range of days, by day and time. */
export const findSeatsOfPeople = (
  residentIds: readonly string[],
  range: { fromDay: string; toDay: string; serviceCode?: string },
): Promise<PersonsSeat[]> =>
  SeatModel.find(
    {
      // The type is said for the sake of the partial index: a list alone does not prove that it may be used.
      residentId: { $in: [...residentIds], $type: 'string' },
      day: { $gte: range.fromDay, $lte: range.toDay },
      status: { $in: [...takenStatuses] },
      ...(range.serviceCode === undefined ? {} : { serviceCode: range.serviceCode }),
    },
    { _id: 0, residentId: 1, day: 1, serviceCode: 1, startTime: 1, grains: 1 },
  )
    .sort({ day: 1, startTime: 1 })
    .lean<PersonsSeat[]>();

/** Bookings of a range of days that still say whose they are, by day and time. */
export const findBooked = (range: { fromDay: string; toDay: string }, limit: number): Promise<SeatRow[]> =>
  SeatModel.find({
    day: { $gte: range.fromDay, $lte: range.toDay },
    residentId: { $type: 'string', $ne: NOBODY },
    status: { $in: [...bookingStatus.options] },
  })
    .sort({ day: 1, startTime: 1, _id: 1 })
    .limit(limit)
    .lean<SeatRow[]>();

/** A seat whose person came, and when. */
export interface CameSeat {
  id: string;
  residentId: string;
  serviceCode: string;
  day: string;
  at: Date;
}

/** Seats for which people came, the latest day first. */
export async function findCame(range: {
  residentIds: readonly string[];
  fromDay?: string;
  toDay?: string;
  limit: number;
}): Promise<CameSeat[]> {
  const { residentIds, fromDay = '0000-01-01', toDay = '9999-12-31', limit } = range;
  const seats = await SeatModel.find({
    // The type is said for the sake of the partial index.
    residentId: { $in: [...residentIds], $type: 'string' },
    day: { $gte: fromDay, $lte: toDay },
    status: { $in: ['arrived', 'called', 'done'] },
  })
    .sort({ day: -1, startTime: -1, _id: -1 })
    .limit(limit * residentIds.length)
    .lean<(SeatRow & { residentId: string })[]>();
  return seats.map(({ _id, residentId, serviceCode, day, startTime, arrivedAt }) => ({
    id: _id,
    residentId,
    serviceCode,
    day,
    at: arrivedAt ?? instantOf(day, startTime),
  }));
}

/** Which of some people have a seat in which of some sessions. */
export const findSeatedIn = (
  sessionIds: readonly string[],
  residentIds: readonly string[],
): Promise<{ sessionId: string; residentId: string }[]> =>
  SeatModel.find(
    {
      // The type is said for the sake of the partial index.
      residentId: { $in: [...residentIds], $type: 'string' },
      sessionId: { $in: [...sessionIds] },
      status: { $in: [...takenStatuses] },
    },
    { _id: 0, sessionId: 1, residentId: 1 },
  ).lean<{ sessionId: string; residentId: string }[]>();
