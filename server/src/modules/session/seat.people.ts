import { bookingStatus } from '@linkang/shared/api/session.routes';
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
