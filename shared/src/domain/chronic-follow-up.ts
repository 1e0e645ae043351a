import { classify, type ClassDecision } from './chronic-class';
import type { DerivedFact, Programme } from './chronic-table';
import { addDays, ageOn, daysBetween, isDay } from './clinic-day';
import { checkForm, valueFault, type FieldValue, type ValueFault } from './field-rules';
import { holds, type Fact, type Facts } from './rule-table';

/** What was entered in a follow-up form, by the field's code. */
export type FormValues = Readonly<Record<string, FieldValue | undefined>>;

/** An earlier follow-up of the same programme. */
export interface EarlierVisit {
  day: string;
  class?: string;
  values: FormValues;
}

/** What a decision needs of a visit. */
export interface FollowUpInput {
  values: FormValues;
  birthDay: string;
  /** Clinic day of the visit. */
  day: string;
  /** Earlier visits in any order; those on the day or after it are left out. Failed attempts to reach somebody are none. */
  earlier: readonly EarlierVisit[];
}

/** A follow-up as the tables see it. */
export interface FollowUpAssessment {
  faults: readonly ValueFault[];
  facts: Facts;
  decision: ClassDecision;
  /** Latest day of the next visit or of the check of a referral. */
  nextDueDay?: string;
}

/** Several options become one fact: whether anything but the option that stands alone was chosen. */
function factOf(value: FieldValue | undefined, excludes: string | undefined): Fact | undefined {
  if (typeof value !== 'object') return value;
  return value.length === 0 ? undefined : value.some((option) => option !== excludes);
}

/** The facts of a visit by itself: its form and the person's age on the day. */
export function visitFacts(programme: Programme, values: FormValues, birthDay: string, day: string): Facts {
  const rows = programme.form.map((field) => [field.code, factOf(values[field.code], field.excludes)] as const);
  return { ...Object.fromEntries(rows.filter(([, fact]) => fact !== undefined)), age: ageOn(birthDay, day) };
}

/** Length of the unbroken run directly before; visits at which the values were not taken neither count nor break it. */
function runLength(row: DerivedFact & { how: 'run' }, programme: Programme, before: readonly Facts[]): number {
  const measured = before.filter((facts) => row.needs.every((field) => facts[field] !== undefined));
  const end = measured.findIndex((facts) => !holds(row.of, facts, programme.definitions));
  return end < 0 ? measured.length : end;
}

/** Every fact of a visit: form, age, and what follows from the visits before it. */
export function followUpFacts(programme: Programme, input: FollowUpInput): Facts {
  const before = input.earlier.filter((visit) => visit.day < input.day).sort((a, b) => b.day.localeCompare(a.day));
  const factsBefore = before.map((visit) => visitFacts(programme, visit.values, input.birthDay, visit.day));
  const derived = programme.derived.map((row): [string, Fact] => {
    if (row.how === 'run') return [row.field, runLength(row, programme, factsBefore)];
    if (row.how === 'lastClass')
      return [row.field, row.classes.includes(before[0]?.class ?? '') ? row.then : row.otherwise];
    return [row.field, factsBefore[0] !== undefined && holds(row.of, factsBefore[0], programme.definitions)];
  });
  return { ...visitFacts(programme, input.values, input.birthDay, input.day), ...Object.fromEntries(derived) };
}

/**
 * Checks a form, gives its class with the reasons, and the latest day of the next visit.
 * A form with faults may not be stored; its decision is still shown, so that danger is seen while typing.
 */
export function assessFollowUp(programme: Programme, input: FollowUpInput): FollowUpAssessment {
  const faults = checkForm(programme.form, programme.crossRules, input.values);
  const facts = followUpFacts(programme, input);
  const decision = classify(programme, facts);
  if (decision.outcome !== 'class') return { faults, facts, decision };
  return { faults, facts, decision, nextDueDay: addDays(input.day, decision.nextDueDays) };
}

/** Checks the day that a doctor chose for the next visit: after this one, and not later than the class allows. */
export function checkNextDay(chosenDay: string, visitDay: string, nextDueDays: number): ValueFault | undefined {
  if (!isDay(chosenDay)) return valueFault('nextDay', 'TYPE', '请选择下次随访的日期。');
  if (chosenDay <= visitDay) return valueFault('nextDay', 'TOO_LOW', '下次随访要在这次之后，请重新选择。');
  if (daysBetween(visitDay, chosenDay) <= nextDueDays) return undefined;
  return valueFault('nextDay', 'TOO_HIGH', `下次随访最晚在${nextDueDays}天内，请选早一些。`);
}
