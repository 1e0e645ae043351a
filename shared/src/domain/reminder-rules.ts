import { addDays, instantOf } from './clinic-day';

/** When a centre reminds people of their visits; null: not at all. */
export interface ReminderRules {
  /** Clock time on the day before. */
  dayBeforeTime: string | null;
  /** Hours before the visit. */
  hoursBefore: number | null;
}

/** A reminder that is to be written now. */
export interface DueReminder {
  kind: 'dayBefore' | 'hoursBefore';
  dueAt: Date;
}

/** Hours before a visit at which a centre may remind at the earliest. */
export const MAX_HOURS_BEFORE = 12;

const HOUR_MS = 3_600_000;

/**
 * The reminder of a visit that is due and still of use. A later one takes the place of an earlier one that was missed,
 * nothing comes once the visit has begun, and nobody is reminded of what they were told after the reminder was due.
 * @param toldAt when the person last heard of the visit's time: it was booked, or moved
 */
export function dueReminder(
  visit: { day: string; startTime: string },
  toldAt: Date,
  rules: ReminderRules,
  now: Date,
): DueReminder | null {
  const start = instantOf(visit.day, visit.startTime);
  if (now >= start) return null;
  const { dayBeforeTime, hoursBefore } = rules;
  const reminders: DueReminder[] = [
    ...(dayBeforeTime === null
      ? []
      : [{ kind: 'dayBefore' as const, dueAt: instantOf(addDays(visit.day, -1), dayBeforeTime) }]),
    ...(hoursBefore === null
      ? []
      : [{ kind: 'hoursBefore' as const, dueAt: new Date(start.getTime() - hoursBefore * HOUR_MS) }]),
  ];
  const [latest] = reminders.filter(({ dueAt }) => dueAt <= now).sort((a, b) => b.dueAt.getTime() - a.dueAt.getTime());
  return latest && latest.dueAt > toldAt ? latest : null;
}
