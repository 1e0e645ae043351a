import { gradeOf, screenPerson } from './chronic-class';
import type { ProgrammeCode, Screening } from './chronic-table';
import type { RecheckSubject } from './exam-actions';
import { checkCross, checkField, valueFault, type FieldRule, type ValueFault } from './field-rules';
import type { Facts } from './rule-table';
import { htnScreening } from './tables/screening-htn';
import { t2dmScreening } from './tables/screening-t2dm';

/** What is measured at a street event, by the field's code. */
export type ScreeningValues = Readonly<Record<string, number | boolean | undefined>>;

/** Of whom, as far as the tables ask. */
export interface Screened {
  age: number;
  sex: 'male' | 'female';
  /** Days of the last four weeks, this one counted, on which the blood pressure was high. */
  elevatedOnDifferentDays?: number;
}

/** What one table says. */
export interface ScreeningResult {
  programme: ProgrammeCode;
  class: string;
  className: string;
  ruleId: string;
  /** Class, reasons and rule, for the staff. */
  sentence: string;
  action: string;
  /** What the person hears. */
  say: string;
  nextDueDays: number;
  urgent: boolean;
  /** 1 to 3 of a high blood pressure, 0 otherwise. */
  grade: number;
}

const fieldOf = (screening: Screening, code: string): FieldRule => {
  const field = screening.inputs.find((row) => row.code === code);
  if (!field) throw new RangeError(`${screening.code} has no field ${code}`);
  return field;
};

/** Fields of the fast form, in the order of entry. */
export const screeningFields: readonly FieldRule[] = [
  fieldOf(htnScreening, 'sbp'),
  fieldOf(htnScreening, 'dbp'),
  fieldOf(t2dmScreening, 'fpg'),
  fieldOf(t2dmScreening, 'randomGlucose'),
  fieldOf(t2dmScreening, 'typicalSymptoms'),
];

const PRESSURE = ['sbp', 'dbp'];
const GLUCOSE = ['fpg', 'randomGlucose'];
const isThere = (values: ScreeningValues, code: string): boolean => values[code] !== undefined;

/** Whether a blood pressure, or a glucose, was measured. */
export const measuredOf = (values: ScreeningValues): ('bloodPressure' | 'glucose')[] => [
  ...(PRESSURE.some((code) => isThere(values, code)) ? ['bloodPressure' as const] : []),
  ...(GLUCOSE.some((code) => isThere(values, code)) ? ['glucose' as const] : []),
];

/** Every fault of what was measured; the same rule in the console and on the server. */
export function checkScreening(values: ScreeningValues): ValueFault[] {
  const measured = measuredOf(values);
  if (measured.length === 0) return [valueFault('sbp', 'MISSING', '血压和血糖至少填一项。')];
  const faults = screeningFields.flatMap((field) => {
    const required = PRESSURE.includes(field.code) && measured.includes('bloodPressure');
    return checkField({ ...field, required }, values[field.code]) ?? [];
  });
  const nameOf = (code: string): string => screeningFields.find((field) => field.code === code)?.name ?? code;
  const known = screeningFields.map(({ code }) => code);
  const unknown = Object.keys(values).filter((code) => !known.includes(code));
  return [
    ...faults,
    ...checkCross([{ less: 'dbp', than: 'sbp' }], values, faults, nameOf),
    ...unknown.map((code) => valueFault(code, 'UNKNOWN_FIELD', '表里没有这一项，请刷新后重填。')),
  ];
}

function resultOf(screening: Screening, facts: Facts): ScreeningResult[] {
  const { decision } = screenPerson(screening, facts);
  if (decision.outcome !== 'class') return [];
  const { class: found, className, ruleId, sentence, action, resident: say, nextDueDays, urgent } = decision;
  const grade = gradeOf(screening, facts);
  return [
    { programme: screening.code, class: found, className, ruleId, sentence, action, say, nextDueDays, urgent, grade },
  ];
}

/** Whether a blood pressure is high enough to be counted among the days. */
export const isElevated = (values: ScreeningValues): boolean => gradeOf(htnScreening, values) > 0;

/**
 * What was measured, by the tables of those diseases for which something was measured.
 * @see 国家基本公共卫生服务规范（第三版）2017 筛查
 */
export function assessScreening(values: ScreeningValues, person: Screened): ScreeningResult[] {
  const measured = measuredOf(values);
  const facts: Facts = { ...values, ...person };
  return [
    ...(measured.includes('bloodPressure') ? resultOf(htnScreening, facts) : []),
    ...(measured.includes('glucose') ? resultOf(t2dmScreening, facts) : []),
  ];
}

/** What the centre does about a class that may be a new case (产品规则). */
export interface ScreeningTask {
  kind: 'recheck' | 'enrol';
  subject: RecheckSubject;
  /** Also for somebody who is in the programme already. */
  always?: true;
}

const tasksByClass: Readonly<Record<string, ScreeningTask | undefined>> = {
  SCREEN_SEVERE: { kind: 'recheck', subject: 'bloodPressure', always: true },
  DIAGNOSE: { kind: 'enrol', subject: 'bloodPressure' },
  DIAGNOSE_RANGE: { kind: 'recheck', subject: 'glucose' },
};

/** The task that follows from a result; undefined where nothing is suspected. */
export const screeningTaskOf = (result: Pick<ScreeningResult, 'class' | 'programme'>): ScreeningTask | undefined =>
  result.class === 'RECHECK'
    ? { kind: 'recheck', subject: result.programme === 'HTN' ? 'bloodPressure' : 'glucose' }
    : tasksByClass[result.class];

/** How long after an event entries are still typed off paper, in days. */
export const SCREENING_LATE_DAYS = 7;

/** How far ahead an event is planned, in days. */
export const SCREENING_AHEAD_DAYS = 90;

/** Longest place, crew and note of an event, and longest word to a candidate, in characters. */
export const SCREENING_WORDS_MAX = 100;

/** Why an event takes no entries now. */
export const screeningDayFault = (day: string, today: string, lastDay: string): string | undefined => {
  if (today < day) return '活动还没到日子，当天才能录入。';
  return today > lastDay ? `活动已过${SCREENING_LATE_DAYS}天，不能再录入。请开一场新的活动。` : undefined;
};
