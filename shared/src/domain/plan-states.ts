import { addDays, addYears } from './clinic-day';
import type { PlanProgress } from './plan-progress';

/** So many days ahead what is due is shown as coming. */
export const PLAN_DUE_DAYS = 30;

/**
 * How an item stands on a day: nothing left; late; due soon; later; as often as needed; or its time is over and some of
 * it was never done.
 */
export type PlanItemState = 'done' | 'overdue' | 'due' | 'later' | 'asNeeded' | 'missed';

/** How an item stands on a day. */
export function planItemState(item: PlanProgress, today: string): PlanItemState {
  if (item.quantity === null) return 'asNeeded';
  if (item.nextDueDay === undefined) return 'done';
  if (item.toDay < today) return 'missed';
  if (item.nextDueDay < today) return 'overdue';
  return item.nextDueDay <= addDays(today, PLAN_DUE_DAYS) ? 'due' : 'later';
}

/** Stands in the place of a day where nothing is left to do. */
export const NO_DUE_DAY = '9999-12-31';

/** When something of a plan is due next, of what can still be done. */
export const nextPlanDay = (progress: readonly PlanProgress[], today: string): string =>
  progress
    .filter(({ toDay }) => toDay >= today)
    .reduce((first, { nextDueDay = NO_DUE_DAY }) => (nextDueDay < first ? nextDueDay : first), NO_DUE_DAY);

/** First and last day of the year of a contract in which a day lies. */
export function contractYearOf(startDay: string, endDay: string, day: string): { fromDay: string; toDay: string } {
  let year = 0;
  while (addYears(startDay, year + 1) <= day && addYears(startDay, year + 1) <= endDay) year += 1;
  const last = addDays(addYears(startDay, year + 1), -1);
  return { fromDay: addYears(startDay, year), toDay: last < endDay ? last : endDay };
}

/** Units of the table of packages in people's words. */
const unitWords: Readonly<Record<string, string>> = { time: '次', message: '条', 'on demand': '次', schedule: '次' };

/** A unit in people's words. */
export const unitWord = (unit: string): string => unitWords[unit] ?? '次';
