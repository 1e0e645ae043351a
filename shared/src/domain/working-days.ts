import { addDays } from './clinic-day';
import { isoWeekdayOf, type CalendarDay } from './schedule';

/** Longest stretch of days off that is believed. */
const MAX_DAYS = 366;
const FRIDAY = 5;

/** Whether people work on a day: the calendar's line, or else Monday to Friday. */
export function isWorkingDay(day: string, calendar: readonly CalendarDay[]): boolean {
  const kinds = calendar.filter((line) => line.day === day && line.serviceCode === null).map(({ kind }) => kind);
  if (kinds.includes('closed')) return false;
  return kinds.includes('working') || isoWeekdayOf(day) <= FRIDAY;
}

/** The day that is some working days after a day, which itself does not count. */
export function addWorkingDays(from: string, count: number, calendar: readonly CalendarDay[]): string {
  let day = from;
  for (let left = count, passed = 0; left > 0 && passed < MAX_DAYS; passed += 1) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) left -= 1;
  }
  return day;
}

/** Days ahead of which the calendar has to be known for this many working days. */
export const calendarDaysFor = (workingDays: number): number => workingDays * 3 + 30;
