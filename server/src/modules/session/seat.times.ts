import { addDays, instantOf } from '@linkang/shared/domain/clinic-day';
import type { TimeCount } from '@linkang/shared/domain/time-figures';
import type { PipelineStage } from 'mongoose';
import { SeatModel } from './seat.model';
import { SessionModel } from './session.model';
import { LECTURE_SERVICE } from './session.naming';

/** Which seats the figures are about. */
export interface TimeRange {
  fromDay: string;
  toDay: string;
  serviceCode?: string | undefined;
  sessionId?: string | undefined;
  doctorId?: string | undefined;
}

/** Waits are counted in steps of so many seconds, rounded up: a limit in minutes stays exact. */
const STEP_SECONDS = 10;
/** Nobody books further ahead. */
const LONGEST_AHEAD_DAYS = 120;
const ZONE = '+08:00';

/** The first entry of a kind in a seat's log. */
const firstAt = (what: string) => ({
  $getField: { field: 'at', input: { $first: { $filter: { input: '$log', cond: { $eq: ['$$this.what', what] } } } } },
});

const byHour = (at: string, seconds: string): PipelineStage[] => [
  {
    $group: {
      _id: {
        weekday: { $isoDayOfWeek: { date: at, timezone: ZONE } },
        hour: { $hour: { date: at, timezone: ZONE } },
        seconds,
      },
      count: { $sum: 1 },
    },
  },
  { $replaceWith: { $mergeObjects: ['$_id', { count: '$count' }] } },
];

/** What narrows the seats down; a doctor's are found by the sessions of some days. */
async function narrow(range: TimeRange, lastDay: string): Promise<Record<string, unknown>> {
  const { fromDay, serviceCode, sessionId, doctorId } = range;
  const ids =
    doctorId === undefined
      ? undefined
      : await SessionModel.distinct('_id', { day: { $gte: fromDay, $lte: lastDay }, doctorId });
  const only = sessionId === undefined ? ids : ids && !ids.includes(sessionId) ? [] : [sessionId];
  return {
    // Everybody comes at once to a lecture, and nobody is called.
    serviceCode: serviceCode ?? { $ne: LECTURE_SERVICE },
    ...(only ? { sessionId: { $in: only } } : {}),
  };
}

/**
 * How long people waited from their check-in to the first call. Seats of which a step was taken back are left out:
 * their times are those of mistakes. Reads the seats of those who came, by the partial index over their days.
 */
export async function countWaits(range: TimeRange): Promise<TimeCount[]> {
  const waited = { $divide: [{ $subtract: ['$called', '$arrived'] }, STEP_SECONDS * 1000] };
  return SeatModel.aggregate<TimeCount>([
    {
      $match: {
        day: { $gte: range.fromDay, $lte: range.toDay },
        arrivedAt: { $exists: true },
        calledAt: { $exists: true },
        'log.what': { $ne: 'undo' },
        ...(await narrow(range, range.toDay)),
      },
    },
    { $project: { arrived: firstAt('arrived'), called: firstAt('called') } },
    { $match: { $expr: { $lte: ['$arrived', '$called'] }, arrived: { $type: 'date' } } },
    { $set: { seconds: { $multiply: [{ $ceil: waited }, STEP_SECONDS] } } },
    ...byHour('$arrived', '$seconds'),
  ]).hint({ day: 1, serviceCode: 1, sessionId: 1 });
}

/** How long booking took those whose phone counted. Reads just these seats, by the partial index over the booking. */
export async function countBookingTimes(range: TimeRange): Promise<TimeCount[]> {
  const before = instantOf(addDays(range.toDay, 1), '00:00');
  return SeatModel.aggregate<TimeCount>([
    {
      $match: {
        bookedAt: { $gte: instantOf(range.fromDay, '00:00'), $lt: before },
        tookSeconds: { $exists: true },
        ...(await narrow(range, addDays(range.toDay, LONGEST_AHEAD_DAYS))),
      },
    },
    ...byHour('$bookedAt', '$tookSeconds'),
  ]).hint({ bookedAt: 1 });
}
