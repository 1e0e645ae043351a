import type { Confidence, ProgrammeCode } from './chronic-table';
import type { CrossRule } from './field-rules';

/** Sex, as it changes reference ranges. */
export type Sex = 'male' | 'female';

/** What an item of the physical takes. */
export type ExamValueType =
  | 'number'
  | 'number2'
  | 'computed'
  | 'score'
  | 'choice'
  | 'multi'
  | 'list'
  | 'ordinal'
  | 'finding'
  | 'composite'
  | 'link';

/** Values within which a result is normal; limits belong to it unless they are exclusive. `equals` is for ordinals. */
export interface Range {
  min?: number;
  max?: number;
  maxExclusive?: number;
  equals?: string;
}

/** A range for everybody or by sex; `ageFrom` is the age in years from which the one for the elderly holds. */
export interface Reference extends Range {
  male?: Range;
  female?: Range;
  ageFrom?: number;
  confidence?: Confidence;
  source?: string;
}

/** Values that call for action at once, tested before the reference range: 3.9 mmol/L is normal and still critical. */
export interface CriticalLimits {
  low?: number;
  lowInclusive?: number;
  high?: number;
  highInclusive?: number;
  ordinalAtLeast?: string;
}

/** A step within the abnormal, for the doctor; the first that fits is named. */
export interface Band {
  min?: number;
  maxExclusive?: number;
  say: string;
}

/** A part of a composite item. */
export interface ExamPart {
  code: string;
  name: string;
  kind: 'choice' | 'multi';
  options: readonly string[];
  excludes?: string;
  /** Options that are normal. */
  normal: readonly string[];
}

/** A column of a list item. */
export interface ListColumn {
  code: string;
  name: string;
  maxLength?: number;
  options?: readonly string[];
}

/** One item of the physical. */
export interface ExamItem {
  code: string;
  section: string;
  /** Station at which it is done. */
  station: string;
  name: string;
  /** Short name that an old person knows. */
  plain: string;
  /** What it is looked at for, such as 看贫血. */
  about?: string;
  valueType: ExamValueType;
  unit: string;
  required: boolean;
  /** Also required of people with one of these. */
  requiredWhen?: readonly ProgrammeCode[];
  onlySex?: Sex;
  options?: readonly string[];
  excludes?: string;
  abnormalOptions?: readonly string[];
  /** Options that are risks without being findings. */
  riskOptions?: readonly string[];
  parts?: readonly ExamPart[];
  columns?: readonly ListColumn[];
  /** How a computed item is made, and of which items. */
  compute?: { formula: 'bmi'; weight: string; height: string; decimals: number };
  /** Entry guard: least and greatest value that can be true at all, and digits after the point. */
  min?: number;
  max?: number;
  decimals?: number;
  referenceAdult?: Reference;
  referenceElderly?: Reference;
  critical?: CriticalLimits;
  criticalConfidence?: Confidence;
  bands?: readonly Band[];
  advice?: string;
  adviceHigh?: string;
  adviceLow?: string;
  urgent?: string;
  urgentHigh?: string;
  urgentLow?: string;
  /** What makes a finding urgent; only such items may be marked so. */
  mayBeUrgent?: string;
  note?: string;
  source: string;
  confidence: Confidence;
}

/** The items of the physical with what holds between them. */
export interface ExamTable {
  source: readonly string[];
  /** Age in years from which the references for the elderly hold, where an item names none. */
  elderlyFromAge: number;
  /** Pairs of which a difference from the limit on (mmHg) is told. */
  armDifference: { pairs: readonly { left: string; right: string }[]; limit: number };
  crossRules: readonly CrossRule[];
  /** Units as they are spoken; others are left out of sentences. */
  unitWords: Readonly<Record<string, string>>;
  items: readonly ExamItem[];
}

/** Both sides: left and right. */
export interface PairValue {
  left: number;
  right: number;
}

/** Several options, with words for 其他. */
export interface ChosenValue {
  chosen: readonly string[];
  other?: string;
}

/** What a doctor found. `urgent` marks what must be acted on at once. */
export interface FindingValue {
  normal: boolean;
  text?: string;
  urgent?: boolean;
}

/** What another form holds. */
export interface LinkValue {
  recordId: string;
}

/** Levels of self-care by the code of the activity. */
export type LevelsValue = Readonly<Record<string, string>>;

/** Options of a composite item by the code of the part. */
export type PartsValue = Readonly<Record<string, string | readonly string[]>>;

/** Rows of a list item; an empty list says that there was none. */
export type ListValue = readonly Readonly<Record<string, string>>[];

/** A value of an item, in the form that its type asks for: see `checkExamValue`. */
export type ExamValue =
  number | string | PairValue | ChosenValue | FindingValue | LinkValue | LevelsValue | PartsValue | ListValue;

/** Who was examined. */
export interface ExamPerson {
  sex: Sex;
  /** Full years on the day of the examination. */
  age: number;
  /** Diseases that are known, from the record or this examination. */
  known: readonly ProgrammeCode[];
}
