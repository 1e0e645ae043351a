import { addDays, daysBetween, weekdayNumberOf } from './clinic-day';

/** In which weeks a template holds, by the ISO number of the week. */
export type Weeks = 'every' | 'odd' | 'even';

/** What of a template decides on which days it holds. */
export interface WeeklyTemplate {
  id: string;
  serviceCode: string;
  /** 1 for Monday to 7 for Sunday. */
  weekday: number;
  weeks: Weeks;
  startTime: string;
  validFromDay: string;
  validToDay: string | null;
  active: boolean;
}

/** A day on which the centre, or one service, is closed. */
export interface ClosedDay {
  day: string;
  /** Null: the whole centre. */
  serviceCode: string | null;
  name: string;
}

/** A day off on which the centre works in exchange. */
export interface WorkingDay {
  day: string;
  /** The weekday that it stands in for, 1 to 7; null: it keeps its own. */
  weekday: number | null;
}

/** A line of the centre's calendar: `usual` takes back what the national calendar says of the day. */
export interface CalendarDay extends ClosedDay, WorkingDay {
  kind: 'closed' | 'working' | 'usual';
}

/** A template on a day. */
export interface PlannedSession<T> {
  template: T;
  day: string;
  /** Why it is not to be opened, or null. */
  closedBy: ClosedDay | null;
}

/** Weekday as a number, 1 for Monday to 7 for Sunday. */
export const isoWeekdayOf = (day: string): number => weekdayNumberOf(day) || 7;

/**
 * ISO number of the week of a day, 1 to 53: weeks begin on Monday and belong to the year that has their Thursday.
 * A year of 53 weeks is followed by week 1, so that two odd weeks meet there.
 */
export function isoWeekOf(day: string): number {
  const thursday = addDays(day, 4 - isoWeekdayOf(day));
  return Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
}

/** Whether a template's weeks hold on a day. */
const holdsInWeek = (weeks: Weeks, day: string): boolean =>
  weeks === 'every' || (isoWeekOf(day) % 2 === 1) === (weeks === 'odd');

const isValidOn = (template: WeeklyTemplate, day: string): boolean =>
  template.active && template.validFromDay <= day && (template.validToDay === null || day <= template.validToDay);

/** The days from the first to the last. */
export const daysFrom = (fromDay: string, toDay: string): string[] =>
  Array.from({ length: Math.max(0, daysBetween(fromDay, toDay) + 1) }, (_, index) => addDays(fromDay, index));

/**
 * The sessions that templates stand for on the days of a range, in order of time. A working day takes the templates
 * of the weekday that it stands in for, by the number of its own week; a closed day names itself as the reason.
 */
export function planDays<T extends WeeklyTemplate>(
  templates: readonly T[],
  closedDays: readonly ClosedDay[],
  workingDays: readonly WorkingDay[],
  fromDay: string,
  toDay: string,
): PlannedSession<T>[] {
  const inOrder = [...templates].sort((a, b) => `${a.startTime}${a.id}`.localeCompare(`${b.startTime}${b.id}`, 'en'));
  return daysFrom(fromDay, toDay).flatMap((day) => {
    const weekday = workingDays.find((row) => row.day === day)?.weekday ?? isoWeekdayOf(day);
    const closed = closedDays.filter((row) => row.day === day);
    return inOrder
      .filter(
        (template) => template.weekday === weekday && holdsInWeek(template.weeks, day) && isValidOn(template, day),
      )
      .map((template) => ({
        template,
        day,
        closedBy:
          closed.find(({ serviceCode }) => serviceCode === null || serviceCode === template.serviceCode) ?? null,
      }));
  });
}

/** What holds of the national calendar and the centre's own: on a day that both name, the centre's line. */
export function mergeCalendars(national: readonly CalendarDay[], own: readonly CalendarDay[]): CalendarDay[] {
  const decided = new Set(own.filter(({ serviceCode }) => serviceCode === null).map(({ day }) => day));
  return [...national.filter(({ day }) => !decided.has(day)), ...own];
}

/** The one line of a day and service in the centre's calendar. */
export const calendarId = ({ day, serviceCode }: { day: string; serviceCode: string | null }): string =>
  serviceCode === null ? day : `${day}:${serviceCode}`;

/** Clock time from which the sessions of the next day that can be booked are made, once a day. */
export const PUBLISH_TIME = '05:00';
