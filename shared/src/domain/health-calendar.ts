import { addDays, weekdayNumberOf } from './clinic-day';
import type { HealthDay } from './education-tables';
import { healthDays } from './tables/health-days';

/** A health day, week or month of a year. */
export interface DatedHealthDay {
  name: string;
  day: string;
  /** The last day of a week or month. */
  endDay?: string;
  /** `check`: the centre has to look whether the day is right this year. */
  confidence: 'high' | 'check';
}

const DAYS_A_WEEK = 7;
const two = (value: number): string => String(value).padStart(2, '0');

/**
 * The n-th of a weekday in a month.
 * @param weekday 1 is Monday, 7 is Sunday
 */
export function nthWeekdayOf(year: number, month: number, weekday: number, n: number): string {
  const first = `${year}-${two(month)}-01`;
  const toFirst = (weekday - weekdayNumberOf(first) + DAYS_A_WEEK) % DAYS_A_WEEK;
  return addDays(first, toFirst + (n - 1) * DAYS_A_WEEK);
}

function dated(line: HealthDay, year: number): DatedHealthDay {
  const { name, confidence } = line;
  if (!('day' in line)) return { name, day: nthWeekdayOf(year, line.month, line.weekday, line.week), confidence };
  const endDay = line.endDay === undefined ? {} : { endDay: `${year}-${line.endDay}` };
  return { name, day: `${year}-${line.day}`, ...endDay, confidence };
}

const inOrder = (lines: DatedHealthDay[]): DatedHealthDay[] =>
  lines.sort((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1));

/** The health days of a year, in order; those that move are computed. */
export const healthDaysOf = (year: number): DatedHealthDay[] =>
  inOrder(healthDays.days.map((line) => dated(line, year)));

/** The health months of a year, in order. */
export const healthMonthsOf = (year: number): DatedHealthDay[] =>
  inOrder(
    healthDays.months.map(({ month, name }) => {
      const next = month === 12 ? `${year + 1}-01-01` : `${year}-${two(month + 1)}-01`;
      return { name, day: `${year}-${two(month)}-01`, endDay: addDays(next, -1), confidence: 'high' };
    }),
  );
