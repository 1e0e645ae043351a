import type { ProgrammeCode } from './chronic-table';
import { holds, type Condition } from './rule-table';
import { planDueDay, type PlanItem } from './service-plan';

/** Which records fulfil an item. */
export interface FulfilmentRule {
  item: string;
  /** Over `RecordFacts`. */
  when: Condition;
}

/** Records of one kind alone, without anything else to know. */
type PlainKind =
  | 'record'
  | 'assessment'
  | 'consultation'
  | 'booking'
  | 'referral'
  | 'educationMessage'
  | 'longPrescription'
  | 'selfCareAssessment'
  | 'tcmAssessment'
  | 'healthAdvice'
  | 'childVisit'
  | 'vaccination';

/** What the rules know of a record. */
export type RecordFacts =
  | { kind: PlainKind }
  /** `complete` as in `ExamReport`; `guidance` when the advice was given. */
  | { kind: 'exam'; complete: boolean; selfCare: boolean; guidance: boolean; fastingGlucose: boolean }
  | { kind: 'followUp'; programme: ProgrammeCode; faceToFace: boolean; fastingGlucose: boolean }
  | { kind: 'homeVisit'; by: 'doctor' | 'nurse' }
  | { kind: 'maternalVisit'; visit: 'antenatal' | 'postpartum' | 'day42' }
  /** A single service of a package, by the item's code. */
  | { kind: 'service'; item: string };

/** A record of something done for the person. */
export interface DoneRecord {
  id: string;
  day: string;
  facts: RecordFacts;
}

/** An item with what was done of it. */
export interface PlanProgress extends PlanItem {
  done: number;
  /** The records that fulfil it, the earliest first. */
  recordIds: readonly string[];
  /** What is left of the quantity; null where there is none. */
  remaining: number | null;
  /** When the next time is due; missing when nothing is left. */
  nextDueDay?: string;
}

/** Codes of the items that a record fulfils. */
export const itemsFulfilledBy = (rules: readonly FulfilmentRule[], facts: RecordFacts): string[] =>
  rules.filter(({ when }) => holds(when, facts)).map(({ item }) => item);

function progressOf(item: PlanItem, records: readonly DoneRecord[]): PlanProgress {
  const recordIds = [...new Set(records.map(({ id }) => id))];
  const done = recordIds.length;
  if (item.quantity === null) return { ...item, done, recordIds, remaining: null };
  const remaining = Math.max(0, item.quantity - done);
  const next = remaining > 0 ? { nextDueDay: planDueDay(item, done + 1) } : {};
  return { ...item, done, recordIds, remaining, ...next };
}

/**
 * What was done of each item: records tick by themselves, nobody ticks twice. A record may fulfil several items (one
 * yearly examination all of them), and each item once; its day must lie in the item's days.
 */
export function planProgress(
  items: readonly PlanItem[],
  records: readonly DoneRecord[],
  rules: readonly FulfilmentRule[],
): PlanProgress[] {
  const byDay = [...records].sort((a, b) => a.day.localeCompare(b.day) || a.id.localeCompare(b.id));
  const matched = byDay.map((record) => ({ record, codes: new Set(itemsFulfilledBy(rules, record.facts)) }));
  return items.map((item) => {
    const isHis = ({ record, codes }: (typeof matched)[number]): boolean =>
      codes.has(item.code) && record.day >= item.fromDay && record.day <= item.toDay;
    return progressOf(
      item,
      matched.filter(isHis).map(({ record }) => record),
    );
  });
}

/** How many times of an item were due up to a day. */
function owedBy(item: PlanProgress, day: string): number {
  let owed = 0;
  while (owed < (item.quantity ?? 0) && planDueDay(item, owed + 1) <= day) owed += 1;
  return owed;
}

/** Whether every minimum item that was due up to a day was delivered (履约率, 产品规则: no single national formula). */
export const isPlanKept = (progress: readonly PlanProgress[], day: string): boolean =>
  progress.every((item) => !item.minimum || item.done >= owedBy(item, day));

/** Delivered and promised times of all items with a quantity; more than promised does not make up for others. */
export const itemFulfilment = (progress: readonly PlanProgress[]): { delivered: number; promised: number } =>
  progress.reduce(
    (sum, { done, quantity }) =>
      quantity === null
        ? sum
        : { delivered: sum.delivered + Math.min(done, quantity), promised: sum.promised + quantity },
    { delivered: 0, promised: 0 },
  );
