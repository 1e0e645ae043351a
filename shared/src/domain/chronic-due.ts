import { addDays, dayOf } from './clinic-day';
import table from './data/follow-up-due.json';

/** How a follow-up stands: not yet, this week, past its day, or nobody could be reached. */
export type DueStatus = 'upcoming' | 'due' | 'overdue' | 'lost';

/** When a follow-up counts as due or lost; districts may differ (产品规则). */
export interface DueRule {
  /** Days before the latest day from which it is due. */
  dueWindowDays: number;
  /** Failed attempts on different days after which somebody counts as lost. */
  lostAfterAttempts: number;
}

/** The rule that a centre starts with. */
export const dueRule: DueRule = table;

/** Days within which the outcome of a referral is asked for (国家基本公共卫生服务规范（第三版）2017: 两周). */
export const referralCheckDays: number = table.referralCheckDays;

/** Names of the states in Chinese. */
export const dueStatusNames: Readonly<Record<DueStatus, string>> = table.statusNames;

/**
 * How a follow-up stands on a day.
 * @param failedAttempts instants of attempts since anybody was last reached; several on one day count once
 */
export function dueStatusOf(
  visit: { dueDay: string; failedAttempts: readonly Date[] },
  today: string,
  rule: DueRule = dueRule,
): DueStatus {
  if (new Set(visit.failedAttempts.map(dayOf)).size >= rule.lostAfterAttempts) return 'lost';
  if (today > visit.dueDay) return 'overdue';
  return today >= addDays(visit.dueDay, -rule.dueWindowDays) ? 'due' : 'upcoming';
}

/** The due days that a state has today, first and last included, so that a list can be asked of an index. */
export function dueDaysOf(
  status: Exclude<DueStatus, 'lost'>,
  today: string,
  rule: DueRule = dueRule,
): { fromDay?: string; toDay?: string } {
  if (status === 'overdue') return { toDay: addDays(today, -1) };
  const lastDue = addDays(today, rule.dueWindowDays);
  return status === 'due' ? { fromDay: today, toDay: lastDue } : { fromDay: addDays(lastDue, 1) };
}

/** What one programme owes to a person. */
export interface OwedVisit {
  residentId: string;
  programme: string;
  dueDay: string;
}

/** One visit that serves all of a person's programmes, on the earliest of their days. */
export interface CombinedVisit {
  residentId: string;
  dueDay: string;
  /** Soonest first; each is filled in and classified by itself. */
  programmes: readonly string[];
}

/** Puts the programmes of each person into one visit, the soonest first. */
export function combineVisits(owed: readonly OwedVisit[]): CombinedVisit[] {
  const byDay = [...owed].sort((a, b) => a.dueDay.localeCompare(b.dueDay) || a.residentId.localeCompare(b.residentId));
  const visits = new Map<string, { residentId: string; dueDay: string; programmes: string[] }>();
  for (const { residentId, programme, dueDay } of byDay) {
    const visit = visits.get(residentId);
    if (!visit) visits.set(residentId, { residentId, dueDay, programmes: [programme] });
    else if (!visit.programmes.includes(programme)) visit.programmes.push(programme);
  }
  return [...visits.values()];
}
