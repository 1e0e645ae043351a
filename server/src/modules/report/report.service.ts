import type { ReportRoutes, TimeMeasure } from '@linkang/shared/api/report.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { addYears } from '@linkang/shared/domain/clinic-day';
import { figuresOf, hourFiguresOf, type TimeCount } from '@linkang/shared/domain/time-figures';
import { countBookingTimes, countWaits, type TimeRange } from '../session';

type Query = Input<ReportRoutes['times']>['query'];

/** One measure of some days beside the same days of last year. */
async function measure(
  count: (range: TimeRange) => Promise<TimeCount[]>,
  range: TimeRange,
  lastRange: TimeRange,
  limitMinutes: number,
): Promise<TimeMeasure> {
  const [now, before] = await Promise.all([count(range), count(lastRange)]);
  const limitSeconds = limitMinutes * 60;
  return {
    now: figuresOf(now, limitSeconds),
    lastYear: figuresOf(before, limitSeconds),
    hours: hourFiguresOf(now, limitSeconds),
  };
}

/** Waiting and booking times. They name nobody and say nothing of fewer than five, so reading them is not audited. */
export async function readTimes(query: Query): Promise<Reply<ReportRoutes['times']>> {
  const { waitingWithin, bookingWithin, ...range } = query;
  const lastYear = { fromDay: addYears(range.fromDay, -1), toDay: addYears(range.toDay, -1) };
  const lastRange = { ...range, ...lastYear };
  const [waiting, booking] = await Promise.all([
    measure(countWaits, range, lastRange, waitingWithin),
    measure(countBookingTimes, range, lastRange, bookingWithin),
  ]);
  return { lastYear, waiting, booking };
}
