import type { Confidence } from './chronic-table';
import type { CrossRule, FieldRule } from './field-rules';
import type { Condition, FieldWords } from './rule-table';

/** What people measure at home. */
export type HomeKind = 'bloodPressure' | 'glucose' | 'temperature' | 'weight';

/** How serious a reading is. `tellDoctor` comes of the mean of a week, never of one reading. */
export type AlertLevel = 'normal' | 'watch' | 'tellDoctor' | 'urgent' | 'emergency';

/** What the team does: nothing, a row in the doctor's list, or a telephone call the same day. */
export type TeamTask = 'none' | 'list' | 'call';

/** A line that differs by person: the first row of a field whose condition is true gives it. */
export interface LimitRow {
  field: string;
  name: string;
  value: number;
  when?: Condition;
  /** Between what a doctor may set it for one person; missing where nobody may. */
  settable?: { min: number; max: number };
  source: string;
  confidence: Confidence;
}

/** A rule over one reading or a mean; rows are tried in order. */
export interface AlertRow {
  id: string;
  level: AlertLevel;
  team: TeamTask;
  when: Condition;
  /** What the person does, in plain Chinese. */
  say: string;
  /** When to call 120, in plain Chinese. */
  when120?: string;
  source: string;
  confidence: Confidence;
}

/** Which values a chart shows together, and between what they should lie: below the limit, from `low` on. */
export interface BandRow {
  name: string;
  field: string;
  /** Which readings are of this sort, such as those before breakfast. */
  when?: Condition;
  low?: number;
  /** Code of the limit. */
  limit?: string;
  source: string;
}

/** What is measured of one kind, and what follows. */
export interface HomeTable {
  kind: HomeKind;
  name: string;
  fields: readonly FieldRule[];
  crossRules: readonly CrossRule[];
  limits: readonly LimitRow[];
  rules: readonly AlertRow[];
  /** The mean of a week, over readings of at least so many days. */
  mean?: { fields: readonly string[]; days: number; minDays: number; rules: readonly AlertRow[] };
  /** Fields of which a line is drawn. */
  trendFields: readonly string[];
  /** What a chart shows. */
  bands: readonly BandRow[];
  words: FieldWords;
}
