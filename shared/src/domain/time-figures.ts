/** How many people needed so many seconds, in an hour of a weekday. */
export interface TimeCount {
  /** 1 for Monday to 7 for Sunday. */
  weekday: number;
  hour: number;
  seconds: number;
  count: number;
}

/** What is said of a number of people; null where they are too few to be said anything of. */
export interface Figures {
  count: number | null;
  medianSeconds: number | null;
  p90Seconds: number | null;
  /** Share of those who needed no longer than a limit. */
  within: number | null;
}

/** Fewer people than this could be told apart. */
export const LEAST_PEOPLE = 5;

const HIDDEN: Figures = { count: null, medianSeconds: null, p90Seconds: null, within: null };

const sumOf = (counts: readonly TimeCount[]): number => counts.reduce((sum, { count }) => sum + count, 0);

/** The least number of seconds that a share of people did not exceed. */
function rankOf(counts: readonly TimeCount[], share: number): number | null {
  const sorted = [...counts].sort((a, b) => a.seconds - b.seconds);
  let left = Math.ceil(sumOf(counts) * share);
  for (const { seconds, count } of sorted) {
    left -= count;
    if (left <= 0) return seconds;
  }
  return null;
}

/** The figures of a number of people. */
export function figuresOf(counts: readonly TimeCount[], limitSeconds: number): Figures {
  const total = sumOf(counts);
  if (total === 0) return { ...HIDDEN, count: 0 };
  if (total < LEAST_PEOPLE) return HIDDEN;
  return {
    count: total,
    medianSeconds: rankOf(counts, 0.5),
    p90Seconds: rankOf(counts, 0.9),
    within: sumOf(counts.filter(({ seconds }) => seconds <= limitSeconds)) / total,
  };
}

/** The figures of an hour of a weekday. */
export interface HourFigures extends Figures {
  weekday: number;
  hour: number;
}

/**
 * The same by weekday and hour. Hours with too few people say nothing; where those together are too few as well, the
 * next smallest says nothing either, as otherwise the total would give them away.
 */
export function hourFiguresOf(counts: readonly TimeCount[], limitSeconds: number): HourFigures[] {
  const byHour = new Map<string, TimeCount[]>();
  for (const row of counts) {
    const key = `${row.weekday} ${String(row.hour).padStart(2, '0')}`;
    byHour.set(key, [...(byHour.get(key) ?? []), row]);
  }
  const bySize = [...byHour.keys()].sort((a, b) => sumOf(byHour.get(a) ?? []) - sumOf(byHour.get(b) ?? []));
  const hidden = new Set<string>();
  let hiddenPeople = 0;
  for (const key of bySize) {
    const people = sumOf(byHour.get(key) ?? []);
    if (people >= LEAST_PEOPLE && (hiddenPeople === 0 || hiddenPeople >= LEAST_PEOPLE)) break;
    hidden.add(key);
    hiddenPeople += people;
  }
  return [...byHour]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, rows]) => {
      const [weekday, hour] = key.split(' ').map(Number) as [number, number];
      return { weekday, hour, ...(hidden.has(key) ? HIDDEN : figuresOf(rows, limitSeconds)) };
    });
}
