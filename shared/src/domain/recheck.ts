import { addDays } from './clinic-day';
import { actionsAfter, type ActionTable, type RecheckSubject } from './exam-actions';
import { judgeReport } from './exam-report';
import type { ExamPerson, ExamTable, ExamValue } from './exam-table';
import { checkExamValues } from './exam-value';
import { valueFault, type ValueFault } from './field-rules';
import type { Condition } from './rule-table';

/** A value of somebody on a day, by the code of the physical's item. */
export interface Reading {
  day: string;
  code: string;
  value: ExamValue;
}

/** Facts of the table that count days with a value beyond a line. */
export type DayCount = 'elevatedBpDays' | 'elevatedFpgDays';

const names = (condition: Condition, field: string): boolean => {
  if ('all' in condition) return condition.all.some((part) => names(part, field));
  if ('any' in condition) return condition.any.some((part) => names(part, field));
  if ('not' in condition) return names(condition.not, field);
  return 'field' in condition && condition.field === field;
};

/** Whether a value is beyond the line from which the rules count days. */
function isBeyond(rules: ActionTable, table: ExamTable, { code, value }: Reading, count: DayCount): boolean {
  const entries = [{ code, value }];
  // The line is the same for everybody; whoever is known already is left out by the rules themselves.
  const person: ExamPerson = { sex: 'female', age: table.elderlyFromAge, known: [] };
  const context = {
    ...{ day: '2000-01-01', isPersonPresent: true, enrolled: [], beyondAbility: [] },
    ...{ elevatedBpDays: 1, elevatedFpgDays: 1 },
  };
  const fired = actionsAfter(rules, table, { report: judgeReport(table, entries, person), entries, person, context });
  return fired.some(({ ruleId }) => rules.rules.some(({ id, when }) => id === ruleId && names(when, count)));
}

/**
 * The days up to one, within the time of the table, with a value beyond the line. Of several values of an item on a
 * day any counts.
 */
export function elevatedDays(
  rules: ActionTable,
  table: ExamTable,
  { readings, day, count }: { readings: readonly Reading[]; day: string; count: DayCount },
): string[] {
  const fromDay = addDays(day, 1 - rules.lookBackDays[count]);
  const counted = readings.filter((reading) => reading.day >= fromDay && reading.day <= day);
  const beyond = counted.filter((reading) => isBeyond(rules, table, reading, count));
  return [...new Set(beyond.map((reading) => reading.day))].sort();
}

/** The earliest day that any of the rules looks back to. */
export const lookBackDay = (rules: ActionTable, day: string): string =>
  addDays(day, 1 - Math.max(...Object.values(rules.lookBackDays)));

/** Codes of what is measured again for a subject; empty where a doctor looks and nothing is measured. */
export const recheckCodes = (rules: ActionTable, subject: RecheckSubject | undefined): string[] =>
  subject === undefined ? [] : (rules.recheckItems[subject] ?? []).flat();

/** Faults of what was measured again: values that may not stand, foreign ones, and halves of a pressure. */
export function checkRecheck(
  rules: ActionTable,
  table: ExamTable,
  subject: RecheckSubject | undefined,
  values: Readonly<Record<string, unknown>>,
): ValueFault[] {
  const groups = subject === undefined ? [] : (rules.recheckItems[subject] ?? []);
  const known = groups.flat();
  const foreign = Object.keys(values)
    .filter((code) => !known.includes(code))
    .map((code) => valueFault(code, 'UNKNOWN_FIELD', '这次复查不用填这一项。'));
  const begun = groups.filter((group) => group.some((code) => values[code] !== undefined));
  const asked = begun.length > 0 ? begun : groups.slice(0, 1);
  const missing = asked.flat().filter((code) => values[code] === undefined);
  const plainOf = (code: string): string => table.items.find((item) => item.code === code)?.plain ?? code;
  return [
    ...foreign,
    ...missing.map((code) => valueFault(code, 'MISSING', `还没有填写${plainOf(code)}。`)),
    ...checkExamValues(table, Object.fromEntries(Object.entries(values).filter(([code]) => known.includes(code)))),
  ];
}
