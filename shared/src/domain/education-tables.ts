/** How sure a line is: settled, or to be confirmed by the centre. */
type Confidence = 'high' | 'check';

/** A kind of activity of health education, with what is kept of it. */
export interface ActivityKind {
  code: string;
  name: string;
  /** Codes of what is written down afterwards; their Chinese names are in `fieldNames`. */
  fields: readonly string[];
}

/** The kinds of activities. */
export interface ActivityTable {
  source: readonly string[];
  confidence: Confidence;
  fieldNames: Readonly<Record<string, string>>;
  kinds: readonly ActivityKind[];
}

/** What the house is; a station owes less than a centre. */
export type EducationLevel = 'centre' | 'station';

/** What a house owes in a calendar year. */
export interface EducationMinimum {
  code: string;
  name: string;
  /** Least number in a year, of a board where it is by board; null where there is none. */
  least: Readonly<Record<EducationLevel, number | null>>;
  unit: 'kinds' | 'boards' | 'changesPerBoard' | 'events' | 'none';
  /** How it is counted, for people. */
  rule: string;
  /** Kinds of activities that count. */
  kinds?: readonly string[];
  /** Only what is held on a health day counts. */
  onHealthDay?: boolean;
  /** The year is cut into parts of so many months, and each part wants one. */
  everyMonths?: Readonly<Record<EducationLevel, number>>;
}

/** The yearly minimums of the national standard. */
export interface MinimumTable {
  source: readonly string[];
  confidence: Confidence;
  levels: Readonly<Record<EducationLevel, string>>;
  items: readonly EducationMinimum[];
  /** What a notice board has to be like: square metres, and metres from the ground to its middle. */
  board: { leastArea: number; heightFrom: number; heightTo: number };
  /** What an activity's file holds (活动记录表). */
  evidence: readonly string[];
}

/** A day of the year: a fixed one (`MM-DD`), or a weekday (1 = Monday) of the n-th week of a month. */
export type HealthDay = { name: string; confidence: Confidence } & (
  { day: string; endDay?: string } | { month: number; weekday: number; week: number }
);

/** The days and months of the year that activities are held on. */
export interface HealthDayTable {
  source: readonly string[];
  days: readonly HealthDay[];
  months: readonly { month: number; name: string }[];
}

/** A health prescription (健康处方): advice about one disease, no prescription of drugs. */
export interface PrescriptionText {
  code: string;
  disease: string;
  version: number;
  text: string;
}

/** The health prescriptions, and what stands under each. */
export interface PrescriptionTable {
  source: readonly string[];
  confidence: Confidence;
  notice: string;
  prescriptions: readonly PrescriptionText[];
}

/** One question with one right answer; options are shuffled where they are shown. */
export interface QuizQuestion {
  code: string;
  category: string;
  text: string;
  options: Readonly<Record<'A' | 'B' | 'C' | 'D', string>>;
  answer: 'A' | 'B' | 'C' | 'D';
  explanation: string;
}

/** The question bank that a centre starts with. */
export interface QuizTable {
  source: readonly string[];
  confidence: Confidence;
  rules: { passScore: number; perPaper: number; onePrizePerResident: boolean };
  questions: readonly QuizQuestion[];
}
