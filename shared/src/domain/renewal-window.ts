import { addDays } from './clinic-day';
import table from './data/family-doctor.json';

/** Days around a contract's end in which it can be renewed. */
export interface RenewalRule {
  daysBefore: number;
  daysAfter: number;
}

/** The window that a centre starts with (产品规则; districts may differ). */
export const renewalRule: RenewalRule = table.contract.renewalWindow;

/** Where a day lies: before the window, in it, after the end but still a renewal, or too late. */
export type RenewalState = 'early' | 'open' | 'late' | 'closed';

/** First and last day on which a contract can be renewed. A renewal is a new contract; none comes about in silence. */
export const renewalWindow = (
  endDay: string,
  rule: RenewalRule = renewalRule,
): { opensDay: string; closesDay: string } => ({
  opensDay: addDays(endDay, -rule.daysBefore),
  closesDay: addDays(endDay, rule.daysAfter),
});

/** Whether a contract can be renewed on a day; `late` leaves a gap without service. */
export function renewalStateOn(endDay: string, today: string, rule: RenewalRule = renewalRule): RenewalState {
  const { opensDay, closesDay } = renewalWindow(endDay, rule);
  if (today < opensDay) return 'early';
  if (today <= endDay) return 'open';
  return today <= closesDay ? 'late' : 'closed';
}

/** Whether a following contract counts as a renewal: it starts after the end and at most `daysAfter` days later (续约率). */
export const isRenewal = (endDay: string, nextStartDay: string, rule: RenewalRule = renewalRule): boolean =>
  nextStartDay > endDay && nextStartDay <= addDays(endDay, rule.daysAfter);
