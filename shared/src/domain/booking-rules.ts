import { addDays, ageOn, instantOf, yearOf } from './clinic-day';

/** Longest time that a booking may be said to have taken, in seconds; who took longer did something else meanwhile. */
export const MAX_TOOK_SECONDS = 3600;

/** Until when a booking can be cancelled online; exactly one of the two is set. */
export interface CancelRule {
  /** Minutes before the start. */
  cancelMinutesBefore: number | null;
  /** Clock time on the day before. */
  cancelDayBeforeTime: string | null;
}

/** The time that counts for a seat which must be booked so many minutes ahead: seats up to it are gone. */
export const bookingHorizon = (now: Date, lastBookMinutesBefore: number): Date =>
  new Date(now.getTime() + lastBookMinutesBefore * 60_000);

/** Whether somebody has the age that a service asks for on a day. */
export function isOldEnough(
  rule: { minAge: number; ageBasis: 'calendarYear' | 'exactDate' },
  birthDay: string,
  day: string,
): boolean {
  const age = rule.ageBasis === 'calendarYear' ? yearOf(day) - yearOf(birthDay) : ageOn(birthDay, day);
  return age >= rule.minAge;
}

/** The last instant at which a booking can be cancelled online. */
export function cancelUntil(rule: CancelRule, seat: { day: string; startTime: string }): Date {
  if (rule.cancelDayBeforeTime !== null) return instantOf(addDays(seat.day, -1), rule.cancelDayBeforeTime);
  return new Date(instantOf(seat.day, seat.startTime).getTime() - (rule.cancelMinutesBefore ?? 0) * 60_000);
}
