import { daysBetween } from './clinic-day';

/** When somebody who does not come is asked to book by telephone or at the desk for a while. */
export interface NoShowRule {
  /** So many confirmed absences … */
  limit: number;
  /** … on days that lie no further apart pause online booking … */
  withinDays: number;
  /** … for so many days from the last confirmation on. */
  pauseDays: number;
}

const DAY_MS = 86_400_000;

/**
 * Until when a person's online booking is paused.
 * @param absences confirmed and not excused: the day of the visit and the instant of the confirmation
 * @returns null when there were not enough of them close together
 */
export function pausedUntil(absences: readonly { day: string; at: Date }[], rule: NoShowRule): Date | null {
  const sorted = [...absences].sort((a, b) => (a.day < b.day ? -1 : 1));
  const ends = sorted.flatMap((last, i) => {
    const first = sorted[i - rule.limit + 1];
    if (!first || daysBetween(first.day, last.day) > rule.withinDays) return [];
    const confirmed = sorted.slice(i - rule.limit + 1, i + 1).map(({ at }) => at.getTime());
    return [Math.max(...confirmed) + rule.pauseDays * DAY_MS];
  });
  return ends.length ? new Date(Math.max(...ends)) : null;
}
