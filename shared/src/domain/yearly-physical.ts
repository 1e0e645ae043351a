import { minutesOf, weekdayNumberOf } from './clinic-day';

/**
 * The physical that comes back every year, booked as it was last year: which session is like last year's, and how a
 * family gets seats together.
 */

/** Services that people come back for once a year; the first is free from an age on. */
export const SENIOR_PHYSICAL = 'senior-physical';
export const GENERAL_PHYSICAL = 'physical';

/** Where and when somebody was, or could be. */
export interface VisitPlace {
  day: string;
  startTime: string;
  place: string;
  doctorId?: string;
  teamId?: string;
}

/** What is other than last year: the place, the team or doctor, the weekday, the time. */
export type YearlyDifference = 'place' | 'who' | 'weekday' | 'time';

/** What weighs more than all that stands behind it. */
const WEIGHTS: Record<YearlyDifference, number> = { place: 8, who: 4, weekday: 2, time: 1 };

const whoOf = ({ teamId, doctorId }: VisitPlace): string | undefined => teamId ?? doctorId;

/** What a session has other than last year's. */
export function differencesOf(last: VisitPlace, session: VisitPlace): YearlyDifference[] {
  const isOther: Record<YearlyDifference, boolean> = {
    place: last.place !== session.place,
    // A session that named nobody is like any other.
    who: whoOf(last) !== undefined && whoOf(last) !== whoOf(session),
    weekday: weekdayNumberOf(last.day) !== weekdayNumberOf(session.day),
    time: last.startTime !== session.startTime,
  };
  return (Object.keys(isOther) as YearlyDifference[]).filter((name) => isOther[name]);
}

const minutesApart = (a: VisitPlace, b: VisitPlace): number =>
  Math.abs(minutesOf(a.startTime) - minutesOf(b.startTime));

/** Sessions in the order in which they are proposed: like last year's first, then the soonest, then the nearest hour. */
export function likeLastYear<S extends VisitPlace>(sessions: readonly S[], last: VisitPlace | undefined): S[] {
  const weightOf = (session: S): number =>
    last ? differencesOf(last, session).reduce((sum, name) => sum + WEIGHTS[name], 0) : 0;
  const apart = (session: S): number => (last ? minutesApart(last, session) : minutesOf(session.startTime));
  return [...sessions].sort((a, b) => weightOf(a) - weightOf(b) || a.day.localeCompare(b.day) || apart(a) - apart(b));
}

/** Sessions in the order of their nearness to the one that others of the family go to: the same day first. */
export const nearTo = <S extends VisitPlace>(sessions: readonly S[], other: VisitPlace): S[] =>
  [...sessions].sort(
    (a, b) =>
      Number(a.day !== other.day) - Number(b.day !== other.day) ||
      a.day.localeCompare(b.day) ||
      minutesApart(a, other) - minutesApart(b, other),
  );

/**
 * Deals sessions out to people: the first in which all have seats, otherwise to each the first that is left.
 * @param seatsFor seats of a session that somebody may take; 0 where they may not or cannot come
 * @returns by person, nobody twice; people without a session are missing
 */
export function seatTogether<S extends { id: string }>(
  people: readonly string[],
  ordered: readonly S[],
  seatsFor: (person: string, session: S) => number,
): Map<string, S> {
  const whole = ordered.find((session) => people.every((person) => seatsFor(person, session) >= people.length));
  if (whole) return new Map(people.map((person) => [person, whole]));
  const dealt = new Map<string, S>();
  const used = new Map<string, number>();
  for (const person of people) {
    const session = ordered.find((row) => seatsFor(person, row) > (used.get(row.id) ?? 0));
    if (!session) continue;
    dealt.set(person, session);
    used.set(session.id, (used.get(session.id) ?? 0) + 1);
  }
  return dealt;
}
