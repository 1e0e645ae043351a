import type { ClassDecision } from './chronic-class';
import type { ClassRow, Programme, ProgrammeCode, Screening } from './chronic-table';
import type { FieldRule } from './field-rules';
import { holds, type Condition } from './rule-table';

/** Every programme, in the order in which lists name them. */
export const programmeCodes = ['HTN', 'T2DM', 'CHD', 'STROKE', 'SMI'] as const satisfies readonly ProgrammeCode[];

/** Programmes of which only the treating doctor, staff with the right for it and the person know. */
export const sensitiveProgrammes: readonly ProgrammeCode[] = ['SMI'];

/** Programmes that also look after people at high risk. */
export const highRiskProgrammes = ['HTN', 'T2DM'] as const satisfies readonly ProgrammeCode[];

/** In care for the disease, or at high risk of it (高危人群). */
export type EnrolmentKind = 'managed' | 'highRisk';

/** How a visit took place, as the forms have it. */
export const visitWays = { clinic: '门诊', home: '上门', phone: '电话' } as const;

export type VisitWay = keyof typeof visitWays;

/** Whether a visit was in person, as the yearly count of some programmes asks. */
export const isFaceToFace = (way: VisitWay): boolean => way !== 'phone';

/** Why somebody leaves a programme. */
export const endReasons = { death: '去世', moved: '迁出', doctor: '医生结束管理' } as const;

export type EndReason = keyof typeof endReasons;

/** The longest explanation of a class, of an amendment or of an end. */
export const FOLLOW_UP_WORDS_MAX = 200;

/** Most medicines of one visit. */
export const MAX_MEDICINES = 20;

/** Whether only those who need to know may know that somebody is in a programme. */
export const isSensitive = (programme: ProgrammeCode): boolean => sensitiveProgrammes.includes(programme);

/** The latest day on which a first visit may be set, in days: the longest interval of any class. */
export const longestInterval = (programme: Programme): number =>
  Math.max(...programme.decisionTable.map(({ nextDueDays }) => nextDueDays));

/** After how many days people at high risk are measured again. */
export const recallDays = (screening: Screening): number =>
  screening.decisionTable.find((row) => row.class === 'HIGH_RISK')?.nextDueDays ?? 182;

/** Every class of a programme once, in the order of the table. */
export const classesOf = (programme: Programme): { code: string; name: string }[] =>
  Object.entries(programme.classNames).map(([code, name]) => ({ code, name }));

/** What the doctor made of the table's decision. */
export interface ConfirmedClass {
  class: string;
  className: string;
  ruleId: string;
  nextDueDays: number;
  referral: boolean;
  urgent: boolean;
  action: string;
  resident: string;
  /** Whether it is another one than the table's. */
  isOther: boolean;
}

const rowOf = (programme: Programme, code: string): ClassRow | undefined =>
  programme.decisionTable.find((row) => row.class === code);

/**
 * The class of a visit: the table's unless the doctor chose another one.
 * @returns undefined when there is none: the table gave none and nobody chose, or there is no such class
 */
export function confirmClass(
  programme: Programme,
  decision: ClassDecision,
  chosen: string | undefined,
): ConfirmedClass | undefined {
  if (decision.outcome === 'class' && (chosen === undefined || chosen === decision.class)) {
    const { class: code, className, ruleId, nextDueDays, referral, urgent, action, resident } = decision;
    return { class: code, className, ruleId, nextDueDays, referral, urgent, action, resident, isOther: false };
  }
  const row = chosen === undefined ? undefined : rowOf(programme, chosen);
  if (!row) return undefined;
  const { class: code, id: ruleId, nextDueDays, referral, urgent, action, resident } = row;
  const className = programme.classNames[code] ?? code;
  return { class: code, className, ruleId, nextDueDays, referral, urgent, action, resident, isOther: true };
}

const isOtherAge = (condition: Condition, age: number): boolean =>
  'field' in condition && condition.field === 'age' && !holds(condition, { age });

function findLine(condition: Condition, field: string, age: number): number | undefined {
  if ('field' in condition)
    return condition.field === field && typeof condition.value === 'number' ? condition.value : undefined;
  if ('any' in condition || 'all' in condition) {
    const parts = 'any' in condition ? condition.any : condition.all;
    if ('all' in condition && parts.some((part) => isOtherAge(part, age))) return undefined;
    return parts.map((part) => findLine(part, field, age)).find((line) => line !== undefined);
  }
  return undefined;
}

/** The line of the control target for a value at an age, for a chart; undefined where the table has none. */
export const targetLine = (programme: Programme, field: string, age: number): number | undefined => {
  const condition = programme.definitions['controlled'];
  return condition && findLine(condition, field, age);
};

const sameKind = (one: FieldRule, other: FieldRule): boolean =>
  one.code === other.code &&
  one.kind === other.kind &&
  one.unit === other.unit &&
  one.excludes === other.excludes &&
  (one.options ?? []).join() === (other.options ?? []).join();

/** Fields of several forms that are entered once: the same code with the same options. */
export const isSharedField = (field: FieldRule, form: readonly FieldRule[]): boolean =>
  form.some((other) => sameKind(field, other));
