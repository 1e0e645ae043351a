import type { Programme, YearlyExamPart } from './chronic-table';
import { yearOf } from './clinic-day';

/** Names of the parts of the yearly check that an examination does not have. */
export function missingExamParts(parts: readonly YearlyExamPart[], itemCodes: readonly string[]): string[] {
  const has = new Set(itemCodes);
  return parts
    .filter(({ items }) => !items.some((list) => list.every((code) => has.has(code))))
    .map(({ name }) => name);
}

/** A person's year in a programme. */
export interface CareYearInput {
  year: number;
  enrolledDay: string;
  /** Days of completed visits that may count: in person where the programme asks for it. */
  followUpDays: readonly string[];
  /** Days of examinations that have every part of the yearly check; a free physical counts as well. */
  yearlyExamDays: readonly string[];
}

/** How much of a year's care was given. */
export interface CareYear {
  done: number;
  /** Visits that the year owes; fewer for who was enrolled during it. */
  owed: number;
  /** Quarters (1 to 4) since enrolment without a visit. */
  emptyQuarters: readonly number[];
  isExamDone: boolean;
  /** Enough visits, in every quarter, and the yearly check (规范管理). */
  isToStandard: boolean;
}

const quarterOf = (day: string): number => Math.ceil(Number(day.slice(5, 7)) / 3);

/**
 * A person's year by the standard: visits in every quarter and the yearly check. Who was enrolled during the year owes
 * the visits of the quarters from then on (产品规则). Someone enrolled after the year owes nothing and is not counted.
 * @see 国家基本公共卫生服务规范（第三版）2017 规范管理率
 */
export function careYearOf(programme: Programme, input: CareYearInput): CareYear {
  const { year, enrolledDay } = input;
  const isIn = (day: string): boolean => yearOf(day) === year && day >= enrolledDay;
  const days = input.followUpDays.filter(isIn);
  const enrolledYear = yearOf(enrolledDay);
  const firstQuarter = enrolledYear < year ? 1 : enrolledYear > year ? 5 : quarterOf(enrolledDay);
  const quarters = [1, 2, 3, 4].filter((quarter) => quarter >= firstQuarter);
  const owed = Math.ceil((programme.minFollowUpsPerYear * quarters.length) / 4);
  const emptyQuarters = quarters.filter((quarter) => !days.some((day) => quarterOf(day) === quarter));
  const isExamDone = programme.yearlyExam.length === 0 || input.yearlyExamDays.some((day) => yearOf(day) === year);
  const isToStandard = owed > 0 && days.length >= owed && emptyQuarters.length === 0 && isExamDone;
  return { done: days.length, owed, emptyQuarters, isExamDone, isToStandard };
}
