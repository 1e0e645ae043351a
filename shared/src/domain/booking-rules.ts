import { addDays, instantOf } from './clinic-day';

/** Until when a booking can be cancelled online; exactly one of the two is set. */
export interface CancelRule {
  /** Minutes before the start. */
  cancelMinutesBefore: number | null;
  /** Clock time on the day before. */
  cancelDayBeforeTime: string | null;
}

/** The last instant at which a booking can be cancelled online. */
export function cancelUntil(rule: CancelRule, seat: { day: string; startTime: string }): Date {
  if (rule.cancelDayBeforeTime !== null) return instantOf(addDays(seat.day, -1), rule.cancelDayBeforeTime);
  return new Date(instantOf(seat.day, seat.startTime).getTime() - (rule.cancelMinutesBefore ?? 0) * 60_000);
}
