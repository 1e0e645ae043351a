import { addDays } from './clinic-day';
import { checkForm, checkNumber, valueFault, type FieldValue, type ValueFault } from './field-rules';
import type { AlertLevel, AlertRow, HomeTable, TeamTask } from './home-table';
import { firstRow, holds, reasonsFor, sayReason, type Facts, type Reason } from './rule-table';

/** What was entered, by the field's code. */
export type ReadingValues = Readonly<Record<string, FieldValue | undefined>>;

/** Lines that a doctor set for one person, by the limit's code. */
export type PersonalLimits = Readonly<Record<string, number | undefined>>;

/** Whose readings they are: `facts` such as `hasHTN`, `hasT2DM`, `hasCHD`. */
export interface HomePerson {
  facts: Facts;
  limits: PersonalLimits;
}

/** What a reading means, and what is to be done. */
export interface ReadingAlert {
  level: AlertLevel;
  ruleId: string;
  team: TeamTask;
  say: string;
  when120?: string;
  reasons: readonly Reason[];
  /** The reasons in words, for the team: `高压182，达到180`. */
  because: string;
}

/** Every fault of an entered reading; the same rule on the phone and on the server. */
export const checkReading = (table: HomeTable, values: ReadingValues): ValueFault[] =>
  checkForm(table.fields, table.crossRules, values);

/** The lines that hold for a person: the doctor's own before those of the table. */
export function limitsFor(table: HomeTable, person: HomePerson): Record<string, number> {
  const limits: Record<string, number> = {};
  for (const { field, value, when } of table.limits) {
    if (limits[field] !== undefined || (when && !holds(when, person.facts))) continue;
    limits[field] = person.limits[field] ?? value;
  }
  return limits;
}

/** Checks a line that a doctor wants to set for a person; undefined when it may be set. */
export function checkPersonalLimit(table: HomeTable, field: string, value: unknown): ValueFault | undefined {
  const row = table.limits.find((limit) => limit.field === field && limit.settable);
  if (!row?.settable) return valueFault(field, 'UNKNOWN_FIELD', '这条提醒线不能改。');
  return checkNumber({ code: field, name: row.name, decimals: 1, ...row.settable }, value);
}

/** Chosen danger signs become one fact, as in follow-ups. */
function factsOf(table: HomeTable, values: ReadingValues): Facts {
  const rows = table.fields.map(({ code, excludes }) => {
    const value = values[code];
    return [code, typeof value === 'object' ? value.some((option) => option !== excludes) : value] as const;
  });
  return Object.fromEntries(rows.filter(([, fact]) => fact !== undefined));
}

function alertOf(table: HomeTable, rules: readonly AlertRow[], facts: Facts): ReadingAlert {
  const row = firstRow(rules, facts);
  if (!row) throw new RangeError(`the rules of ${table.kind} have no last row for everything`);
  const reasons = reasonsFor(row.when, facts);
  return {
    level: row.level,
    ruleId: row.id,
    team: row.team,
    say: row.say,
    ...(row.when120 === undefined ? {} : { when120: row.when120 }),
    reasons,
    because: reasons.map((reason) => sayReason(reason, table.words)).join('；'),
  };
}

/**
 * What one reading means for a person. One high reading asks to measure again; only danger goes to the team at once.
 * @param values checked by `checkReading`
 * @see each row's `source` (国家基本公共卫生服务规范（第三版）2017; 国家基层高血压防治管理指南 2025版; 中国2型糖尿病防治指南 2020)
 */
export const assessReading = (table: HomeTable, values: ReadingValues, person: HomePerson): ReadingAlert =>
  alertOf(table, table.rules, { ...person.facts, ...limitsFor(table, person), ...factsOf(table, values) });

/** A reading with the clinic day on which it was taken. */
export interface DayReading {
  day: string;
  values: Readonly<Record<string, FieldValue | undefined>>;
}

/** The mean of a week; `tooFew` until enough days have readings. */
export type WeekResult =
  | { outcome: 'tooFew'; days: number; daysNeeded: number }
  | { outcome: 'mean'; means: Readonly<Record<string, number>>; days: number; alert: ReadingAlert };

const meanOf = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
const numbersOf = (readings: readonly DayReading[], field: string): number[] =>
  readings.flatMap(({ values }) => (typeof values[field] === 'number' ? [values[field]] : []));

/**
 * The mean of the last days, each reading counted once. A kind without such a rule gives undefined.
 * @see 国家基层高血压防治管理指南 2025版: home blood pressure is judged by the mean of 5 to 7 days
 */
export function assessWeek(
  table: HomeTable,
  readings: readonly DayReading[],
  today: string,
  person: HomePerson,
): WeekResult | undefined {
  if (!table.mean) return undefined;
  const { fields, days: span, minDays, rules } = table.mean;
  const fromDay = addDays(today, 1 - span);
  const within = readings.filter(({ day }) => day >= fromDay && day <= today);
  const complete = within.filter(({ values }) => fields.every((field) => typeof values[field] === 'number'));
  const days = new Set(complete.map(({ day }) => day)).size;
  if (days < minDays) return { outcome: 'tooFew', days, daysNeeded: minDays };
  const means = Object.fromEntries(fields.map((field) => [field, Math.round(meanOf(numbersOf(complete, field)))]));
  const facts = { ...person.facts, ...limitsFor(table, person), ...means };
  return { outcome: 'mean', means, days, alert: alertOf(table, rules, facts) };
}

/** Over which days a line is looked at, and from how many readings on. */
export interface TrendRule {
  recentDays: number;
  earlierDays: number;
  minReadings: number;
}

/** The last week against the four weeks before it (产品规则). */
export const trendRule: TrendRule = { recentDays: 7, earlierDays: 28, minReadings: 5 };

/** Where a value is going: against the person's own usual band, which is no medical limit. */
export type Trend =
  | { direction: 'unknown' }
  | { direction: 'rising' | 'falling' | 'steady'; recentMean: number; bandLow: number; bandHigh: number };

const toTenth = (value: number): number => Math.round(value * 10) / 10;

/**
 * Compares the mean of the last days with the band (mean ± one standard deviation) in which the person's values lay
 * before. The band is made of the person's own values alone (产品规则), for the chart and the doctor.
 */
export function trendOf(
  readings: readonly DayReading[],
  field: string,
  today: string,
  rule: TrendRule = trendRule,
): Trend {
  const recentFrom = addDays(today, 1 - rule.recentDays);
  const earlierFrom = addDays(recentFrom, -rule.earlierDays);
  const recent = numbersOf(
    readings.filter(({ day }) => day >= recentFrom && day <= today),
    field,
  );
  const before = numbersOf(
    readings.filter(({ day }) => day >= earlierFrom && day < recentFrom),
    field,
  );
  if (recent.length < rule.minReadings || before.length < rule.minReadings) return { direction: 'unknown' };
  const mean = meanOf(before);
  const deviation = Math.sqrt(meanOf(before.map((value) => (value - mean) ** 2)));
  const [recentMean, bandLow, bandHigh] = [
    toTenth(meanOf(recent)),
    toTenth(mean - deviation),
    toTenth(mean + deviation),
  ];
  const direction = recentMean > bandHigh ? 'rising' : recentMean < bandLow ? 'falling' : 'steady';
  return { direction, recentMean, bandLow, bandHigh };
}
