/**
 * The one place for days, clock times and the time zone. A clinic day is the string `YYYY-MM-DD` in
 * Shanghai, which has kept +08:00 without summer time since 1992; birthdays are plain days and never
 * become instants. Nothing here depends on the time zone of the machine.
 */

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

const toParts = (day: string): [number, number, number] => day.split('-').map(Number) as [number, number, number];
const toUtcMs = (day: string): number => {
  const [year, month, date] = toParts(day);
  return Date.UTC(year, month - 1, date);
};
const fromUtcMs = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Whether the text is a real calendar day `YYYY-MM-DD`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(toUtcMs(text)) && fromUtcMs(toUtcMs(text)) === text;

/** The clinic day on which an instant falls. */
export const dayOf = (instant: Date): string => fromUtcMs(instant.getTime() + SHANGHAI_OFFSET_MS);

/** The clock time `HH:mm` in Shanghai of an instant. */
export const timeOf = (instant: Date): string =>
  new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);

/** The instant at which a clinic day and clock time occur. */
export const instantOf = (day: string, time: string): Date => new Date(`${day}T${time}:00.000+08:00`);

/** The day a number of days later (or earlier, when negative). */
export const addDays = (day: string, days: number): string => fromUtcMs(toUtcMs(day) + days * DAY_MS);

/** Days from the first day to the second. */
export const daysBetween = (from: string, to: string): number => (toUtcMs(to) - toUtcMs(from)) / DAY_MS;

/** The day a number of years later; 29 February becomes 1 March in a common year. */
export const addYears = (day: string, years: number): string => {
  const [year, month, date] = toParts(day);
  return fromUtcMs(Date.UTC(year + years, month - 1, date));
};

/** Full years of age on a day; someone born on 29 February turns older on 1 March in a common year. */
export const ageOn = (birthDay: string, day: string): number => {
  const years = toParts(day)[0] - toParts(birthDay)[0];
  return addYears(birthDay, years) <= day ? years : years - 1;
};

/** Calendar year of a day. */
export const yearOf = (day: string): number => toParts(day)[0];

/** Weekday in words, `周四`. */
export const weekdayOf = (day: string): string => WEEKDAYS[new Date(toUtcMs(day)).getUTCDay()] as string;

/** Weekday as a number, 0 for Sunday. */
export const weekdayNumberOf = (day: string): number => new Date(toUtcMs(day)).getUTCDay();

/** A day as it is spoken: `6月4日 周四`; with the year where it is not the given one. */
export const sayDay = (day: string, thisYear?: number): string => {
  const [year, month, date] = toParts(day);
  const prefix = thisYear !== undefined && thisYear !== year ? `${year}年` : '';
  return `${prefix}${month}月${date}日 ${weekdayOf(day)}`;
};

/** A clock time as it is spoken: `上午9:00`. */
export const sayTime = (time: string): string => {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  const part = hour < 6 ? '凌晨' : hour < 12 ? '上午' : hour < 13 ? '中午' : hour < 18 ? '下午' : '晚上';
  return `${part}${hour > 12 ? hour - 12 : hour}:${String(minute).padStart(2, '0')}`;
};

/** Minutes since midnight of a clock time. */
export const minutesOf = (time: string): number => {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  return hour * 60 + minute;
};

/** Clock time of minutes since midnight. */
export const timeOfMinutes = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
