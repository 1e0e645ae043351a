/**
 * Decision tables as data: conditions over facts, rows tried in order, and why a condition came out as it did.
 * What the tables of follow-ups, screenings, examinations, home measurements and priority groups have in common.
 */

/** One thing that is known of a person or visit; what is not known is left out. */
export type Fact = number | boolean | string;

/** What is known, by the field's code. Units are those of the table that is asked. */
export type Facts = Readonly<Record<string, Fact | undefined>>;

/** How a comparison is made. */
export type Operator = '<' | '<=' | '==' | '>=' | '>';

/** A field against a fixed value, or against another field (`than`). A field that is not known makes it false. */
export interface Comparison {
  field: string;
  op: Operator;
  value?: Fact;
  than?: string;
}

/** A condition as it stands in a table. */
export type Condition =
  Comparison | { all: readonly Condition[] } | { any: readonly Condition[] } | { not: Condition } | { ref: string };

/** Conditions with a name, used by `ref`. */
export type Definitions = Readonly<Record<string, Condition>>;

/** A comparison that decided, with what was measured. */
export interface Reason {
  field: string;
  op: Operator;
  /** The line that was crossed or kept. */
  value: Fact;
  actual: Fact;
  /** Whether the comparison was true; a rule with `not` fires on false ones. */
  isTrue: boolean;
}

/** Words for a field in reasons: its name before a number, or a whole phrase for what is simply the case. */
export type FieldWords = Readonly<Record<string, { name?: string; say?: string }>>;

const inverse: Record<Operator, Operator> = { '<': '>=', '<=': '>', '==': '==', '>=': '<', '>': '<=' };
const operatorWords: Record<Operator, string> = { '<': '低于', '<=': '不高于', '==': '是', '>=': '达到', '>': '高于' };

const limitOf = (row: Comparison, facts: Facts): Fact | undefined =>
  row.than === undefined ? row.value : facts[row.than];

function compares(row: Comparison, facts: Facts): boolean {
  const actual = facts[row.field];
  const limit = limitOf(row, facts);
  if (limit === undefined) return false;
  if (row.op === '==') return actual === limit;
  if (typeof actual !== 'number' || typeof limit !== 'number') return false;
  if (row.op === '<') return actual < limit;
  if (row.op === '<=') return actual <= limit;
  if (row.op === '>') return actual > limit;
  return actual >= limit;
}

function definitionOf(name: string, definitions: Definitions): Condition {
  const condition = definitions[name];
  if (!condition) throw new RangeError(`the table has no definition "${name}"`);
  return condition;
}

/**
 * Whether a condition is true of what is known.
 * @throws RangeError when the condition refers to a definition that the table does not have
 */
export function holds(condition: Condition, facts: Facts, definitions: Definitions = {}): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, facts, definitions));
  if ('any' in condition) return condition.any.some((part) => holds(part, facts, definitions));
  if ('not' in condition) return !holds(condition.not, facts, definitions);
  if ('ref' in condition) return holds(definitionOf(condition.ref, definitions), facts, definitions);
  return compares(condition, facts);
}

/** The first row whose condition is true, if any. */
export const firstRow = <R extends { when: Condition }>(
  rows: readonly R[],
  facts: Facts,
  definitions: Definitions = {},
): R | undefined => rows.find((row) => holds(row.when, facts, definitions));

/** A reading of one table: what is known, the names it uses, and the fields that only choose between branches. */
interface Reading {
  facts: Facts;
  definitions: Definitions;
  context: readonly string[];
}

function comparisonReason(row: Comparison, wanted: boolean, { facts, context }: Reading): Reason[] {
  const actual = facts[row.field];
  const value = limitOf(row, facts);
  if (actual === undefined || value === undefined || context.includes(row.field)) return [];
  // A target that was missed (`<`) is a reason; a danger that is not there is none.
  if (!wanted && row.op !== '<' && row.op !== '<=') return [];
  return compares(row, facts) === wanted ? [{ field: row.field, op: row.op, value, actual, isTrue: wanted }] : [];
}

/** A branch that is meant for others, such as the one for people under 65, gives no reason. */
const isForOthers = (part: Condition, { facts, context }: Reading): boolean =>
  'field' in part && context.includes(part.field) && !compares(part, facts);

function collect(condition: Condition, wanted: boolean, reading: Reading): Reason[] {
  const { facts, definitions } = reading;
  if ('not' in condition) return collect(condition.not, !wanted, reading);
  if ('ref' in condition) return collect(definitionOf(condition.ref, definitions), wanted, reading);
  if ('field' in condition) return comparisonReason(condition, wanted, reading);
  const parts = 'all' in condition ? condition.all : condition.any;
  if ('all' in condition && !wanted && parts.some((part) => isForOthers(part, reading))) return [];
  return parts.filter((part) => holds(part, facts, definitions) === wanted).flatMap((p) => collect(p, wanted, reading));
}

/**
 * Why a condition is true (or false), as the comparisons that decided, each once.
 * @param context fields that only choose the branch (age, stage) and are not told as reasons
 */
export function reasonsFor(
  condition: Condition,
  facts: Facts,
  definitions: Definitions = {},
  context: readonly string[] = [],
): Reason[] {
  const reading: Reading = { facts, definitions, context };
  const reasons = collect(condition, holds(condition, facts, definitions), reading);
  const keyOf = (row: Reason): string => `${row.field} ${row.op} ${String(row.value)}`;
  return reasons.filter((row, index) => reasons.findIndex((other) => keyOf(other) === keyOf(row)) === index);
}

/**
 * A reason in words: `收缩压182，达到180`.
 * @param valueWords names of values that are stored as codes, by field
 */
export function sayReason(
  reason: Reason,
  words: FieldWords,
  valueWords: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {},
): string {
  const row = words[reason.field];
  if (row?.say !== undefined && reason.isTrue) return row.say;
  const name = row?.name ?? row?.say ?? reason.field;
  if (typeof reason.actual === 'string')
    return `${name}：${valueWords[reason.field]?.[reason.actual] ?? reason.actual}`;
  if (typeof reason.actual === 'boolean') return `${name}：${reason.actual ? '是' : '否'}`;
  const op = reason.isTrue ? reason.op : inverse[reason.op];
  return `${name}${reason.actual}，${operatorWords[op]}${String(reason.value)}`;
}
