import type { CrossRule, FieldRule } from './field-rules';
import type { Condition, Definitions, FieldWords } from './rule-table';

/** Programmes of chronic disease; coronary heart disease and stroke are local, the others national. */
export type ProgrammeCode = 'HTN' | 'T2DM' | 'SMI' | 'CHD' | 'STROKE';

/** `check` marks what districts do differently or what could not be confirmed. */
export type Confidence = 'high' | 'check';

/** One row of a decision table: rows are tried in order, the first that is true gives the class. */
export interface ClassRow {
  /** Stable name of the rule, such as H3; stored with the class that it gave. */
  id: string;
  class: string;
  when: Condition;
  /** Latest day of the next visit, counted from this one; after a referral, of the check of its outcome. */
  nextDueDays: number;
  referral: boolean;
  /** The same day; such rows at the head of a table are tried even when other inputs are missing. */
  urgent: boolean;
  /** What the doctor does, in Chinese. */
  action: string;
  /** What the person hears, in Chinese. */
  resident: string;
  confidence: Confidence;
}

/** How a fact follows from earlier visits. */
export type DerivedFact =
  /** Unbroken run of visits directly before this one of which `of` is true; visits without `needs` do not count. */
  | { field: string; how: 'run'; of: Condition; needs: readonly string[] }
  /** Whether `of` was true of the visit before. */
  | { field: string; how: 'last'; of: Condition }
  /** `then` when the visit before had one of the classes. */
  | { field: string; how: 'lastClass'; classes: readonly string[]; then: string; otherwise: string };

/** What a decision needs besides rows. */
export interface DecisionTable {
  /** Fields without which nobody is classified. */
  requiredInputs: readonly string[];
  /** At least one of these. */
  requiredOneOf?: readonly string[];
  /** Fields that only choose between branches and are not told as reasons. */
  context: readonly string[];
  definitions: Definitions;
  decisionTable: readonly ClassRow[];
  words: FieldWords;
  /** Names of the classes in Chinese. */
  classNames: Readonly<Record<string, string>>;
}

/** A part of the yearly check: done when all items of one of the lists are there (codes of the physical's items). */
export interface YearlyExamPart {
  name: string;
  items: readonly (readonly string[])[];
}

/** A programme: its form, its decision table and its duties, with the standards they stand in. */
export interface Programme extends DecisionTable {
  code: ProgrammeCode;
  name: string;
  /** In the national set of basic public health services. */
  national: boolean;
  /** Only for staff who need to know. */
  sensitive?: boolean;
  source: readonly string[];
  form: readonly FieldRule[];
  crossRules: readonly CrossRule[];
  derived: readonly DerivedFact[];
  minFollowUpsPerYear: number;
  /** Whether only visits in person count for the year. */
  faceToFace: boolean;
  /** Youngest age in years that the national rate counts. */
  minFollowUpAge?: number;
  yearlyExam: readonly YearlyExamPart[];
}

/** A screening table with the factors that make somebody a person at high risk. */
export interface Screening extends DecisionTable {
  code: ProgrammeCode;
  name: string;
  source: readonly string[];
  who: string;
  /** Youngest age in years. */
  minAge?: number;
  inputs: readonly FieldRule[];
  riskFactors: readonly { code: string; name: string; when: Condition }[];
  /** Grades by severity, highest first. */
  grades?: readonly { grade: number; when: Condition }[];
}
