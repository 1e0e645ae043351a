import type { ClassRow, DecisionTable, Programme, Screening } from './chronic-table';
import { checkField, type FieldRule } from './field-rules';
import { firstRow, holds, reasonsFor, sayReason, type Facts, type Reason } from './rule-table';

/** What a decision table says of a visit. The doctor confirms every class. */
export type ClassDecision =
  | {
      outcome: 'class';
      class: string;
      className: string;
      ruleId: string;
      reasons: readonly Reason[];
      /** Class, reasons and rule in one sentence for the doctor. */
      sentence: string;
      action: string;
      resident: string;
      nextDueDays: number;
      referral: boolean;
      urgent: boolean;
      /** Required fields that were missing or not valid; only an urgent class comes in spite of them. */
      missing: readonly string[];
    }
  | { outcome: 'incomplete'; missing: readonly string[]; sentence: string }
  | { outcome: 'unclassified'; sentence: string };

/** A table with the fields that its facts come from. */
type ClassTable = DecisionTable & { fields: readonly FieldRule[] };

const isThere = (fields: readonly FieldRule[], code: string, facts: Facts): boolean => {
  const value = facts[code];
  if (value === undefined) return false;
  const field = fields.find((row) => row.code === code);
  return !field || !checkField({ ...field, required: true }, value);
};

function missingFields(table: ClassTable, facts: Facts): string[] {
  const missing = table.requiredInputs.filter((code) => !isThere(table.fields, code, facts));
  const oneOf = table.requiredOneOf ?? [];
  const hasOne = oneOf.length === 0 || oneOf.some((code) => isThere(table.fields, code, facts));
  return hasOne ? missing : [...missing, ...oneOf];
}

const valueWordsOf = (fields: readonly FieldRule[]): Record<string, Readonly<Record<string, string>> | undefined> =>
  Object.fromEntries(fields.map((field) => [field.code, field.optionNames]));

function decided(table: ClassTable, row: ClassRow, facts: Facts, missing: readonly string[]): ClassDecision {
  const reasons = reasonsFor(row.when, facts, table.definitions, table.context);
  const className = table.classNames[row.class] ?? row.class;
  const words = valueWordsOf(table.fields);
  const because = reasons.map((reason) => sayReason(reason, table.words, words)).join('；');
  return {
    outcome: 'class',
    class: row.class,
    className,
    ruleId: row.id,
    reasons,
    sentence: `${className}：${because || '没有发现异常'}（规则${row.id}）。`,
    action: row.action,
    resident: row.resident,
    nextDueDays: row.nextDueDays,
    referral: row.referral,
    urgent: row.urgent,
    missing,
  };
}

/** The rows that are tried first, whatever is missing: the table's first, and the urgent ones that follow it. */
function leadingRows(rows: readonly ClassRow[]): readonly ClassRow[] {
  const end = rows.findIndex((row, index) => index > 0 && !row.urgent);
  return end < 0 ? rows : rows.slice(0, end);
}

function decide(table: ClassTable, facts: Facts): ClassDecision {
  const missing = missingFields(table, facts);
  const rows = missing.length > 0 ? leadingRows(table.decisionTable) : table.decisionTable;
  const row = firstRow(rows, facts, table.definitions);
  if (row) return decided(table, row, facts, missing);
  if (missing.length === 0) return { outcome: 'unclassified', sentence: '不能自动分类，请医生判断。' };
  const nameOf = (code: string): string =>
    table.fields.find((field) => field.code === code)?.name ??
    table.words[code]?.name ??
    (code === 'age' ? '年龄' : code);
  return { outcome: 'incomplete', missing, sentence: `还缺${missing.map(nameOf).join('、')}，填好后才能分类。` };
}

/**
 * The class of a follow-up with the rule and the reasons. Danger is seen even when other values are missing; otherwise
 * nobody is classified without the required values, since a missing value makes every comparison false.
 * @param facts of the form and of earlier visits, see `followUpFacts`
 * @see 国家基本公共卫生服务规范（第三版）2017; each programme names its own sources
 */
export const classify = (programme: Programme, facts: Facts): ClassDecision =>
  decide({ ...programme, fields: programme.form }, facts);

/**
 * The class of a screening.
 * @see 国家基本公共卫生服务规范（第三版）2017 高危人群
 */
export const screen = (screening: Screening, facts: Facts): ClassDecision =>
  decide({ ...screening, fields: screening.inputs }, facts);

/** Whether the values of a visit keep the programme's control target; undefined when they were not measured. */
export function isControlled(programme: Programme, facts: Facts): boolean | undefined {
  const condition = programme.definitions['controlled'];
  if (!condition || missingFields({ ...programme, fields: programme.form }, facts).length > 0) return undefined;
  return holds(condition, facts, programme.definitions);
}

/** The factors that make somebody a person at high risk, each with its name; the fact `riskFactor` is whether any is there. */
export const riskFactorsOf = (screening: Screening, facts: Facts): { code: string; name: string }[] =>
  screening.riskFactors.filter((row) => holds(row.when, facts)).map(({ code, name }) => ({ code, name }));

/** A screening with the factors found, of which any makes the fact `riskFactor` true. */
export function screenPerson(
  screening: Screening,
  facts: Facts,
): { decision: ClassDecision; riskFactors: { code: string; name: string }[] } {
  const riskFactors = riskFactorsOf(screening, facts);
  return { decision: screen(screening, { ...facts, riskFactor: riskFactors.length > 0 }), riskFactors };
}

/** Grade of a blood pressure (1 to 3), by the higher of both numbers; 0 below the line of diagnosis. */
export const gradeOf = (screening: Screening, facts: Facts): number =>
  firstRow(screening.grades ?? [], facts)?.grade ?? 0;
