/**
 * Fields of medical forms: one rule for the phone, the console and the server, with a code and a sentence for each fault.
 */

/** What a field takes. */
export type FieldKind = 'number' | 'yesNo' | 'choice' | 'multi' | 'text';

/** A field as it stands in a table. */
export interface FieldRule {
  code: string;
  /** Its name in Chinese, short enough for a sentence. */
  name: string;
  kind: FieldKind;
  required: boolean;
  unit?: string;
  /** Least and greatest value that can be true at all: a guard against typing errors, no medical limit. */
  min?: number;
  max?: number;
  /** Most digits after the point. */
  decimals?: number;
  /** Values that may be stored. */
  options?: readonly string[];
  /** Names of options that are stored as codes. */
  optionNames?: Readonly<Record<string, string>>;
  /** The option that stands alone, such as 无症状. */
  excludes?: string;
  maxLength?: number;
  /** Days for which an earlier result may stand in. */
  maxAgeDays?: number;
  /** What each whole number means, from 0 on. */
  levels?: readonly string[];
  source: string;
}

/** What was entered. */
export type FieldValue = number | boolean | string | readonly string[];

/** Why an entered value is refused. */
export type FieldFaultCode =
  | 'MISSING'
  | 'TYPE'
  | 'TOO_LOW'
  | 'TOO_HIGH'
  | 'TOO_PRECISE'
  | 'UNKNOWN_OPTION'
  | 'REPEATED'
  | 'EXCLUSIVE'
  | 'TOO_LONG'
  | 'NOT_BELOW'
  | 'COMPUTED'
  | 'UNKNOWN_FIELD';

/** A refused value: which field, why, and what to do, in at most 42 characters. */
export interface ValueFault {
  field: string;
  code: FieldFaultCode;
  text: string;
}

/** Two fields of which one must be lower, such as the two numbers of a blood pressure. */
export interface CrossRule {
  less: string;
  than: string;
}

/** Makes a fault of a field. */
export const valueFault = (field: string, code: FieldFaultCode, text: string): ValueFault => ({ field, code, text });

const hasDecimals = (value: number, decimals: number): boolean => Number(value.toFixed(decimals)) === value;

type NumberRule = Pick<FieldRule, 'code' | 'name' | 'min' | 'max' | 'decimals'>;

/** Checks a number against what can be true; undefined when it may stand. */
export function checkNumber(rule: NumberRule, value: unknown): ValueFault | undefined {
  const { code, name, min = -Infinity, max = Infinity, decimals = 0 } = rule;
  if (typeof value !== 'number' || !Number.isFinite(value)) return valueFault(code, 'TYPE', `${name}请填数字。`);
  if (value < min) return valueFault(code, 'TOO_LOW', `${name}不会低于${min}，请核对后重新填写。`);
  if (value > max) return valueFault(code, 'TOO_HIGH', `${name}不会高于${max}，请核对后重新填写。`);
  if (hasDecimals(value, decimals)) return undefined;
  const text = decimals === 0 ? `${name}请填整数。` : `${name}最多填${decimals}位小数。`;
  return valueFault(code, 'TOO_PRECISE', text);
}

type OptionRule = Pick<FieldRule, 'code' | 'name' | 'options' | 'excludes'>;

/** Checks that one of the options was chosen. */
export function checkChoice({ code, name, options = [] }: OptionRule, value: unknown): ValueFault | undefined {
  if (typeof value !== 'string') return valueFault(code, 'TYPE', `请选择${name}。`);
  return options.includes(value) ? undefined : valueFault(code, 'UNKNOWN_OPTION', `${name}没有这个选项，请重新选择。`);
}

/** Checks several chosen options: known, each once, and nothing beside the one that stands alone. */
export function checkMulti(rule: OptionRule, value: unknown): ValueFault | undefined {
  const { code, name, excludes } = rule;
  if (!Array.isArray(value)) return valueFault(code, 'TYPE', `请选择${name}。`);
  const chosen: unknown[] = value;
  for (const option of chosen) {
    const fault = checkChoice(rule, option);
    if (fault) return fault;
  }
  if (new Set(chosen).size !== chosen.length) return valueFault(code, 'REPEATED', `${name}有重复，请每项只选一次。`);
  if (excludes === undefined || chosen.length < 2 || !chosen.includes(excludes)) return undefined;
  return valueFault(code, 'EXCLUSIVE', `选了“${excludes}”就不能再选别的。`);
}

/** Checks a text's length. */
export function checkText(
  rule: Pick<FieldRule, 'code' | 'name' | 'maxLength'>,
  value: unknown,
): ValueFault | undefined {
  const { code, name, maxLength = 200 } = rule;
  if (typeof value !== 'string') return valueFault(code, 'TYPE', `请填写${name}。`);
  return value.length <= maxLength
    ? undefined
    : valueFault(code, 'TOO_LONG', `${name}最多${maxLength}个字，请写短一些。`);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Checks one field of a form; undefined when the value may stand. */
export function checkField(rule: FieldRule, value: unknown): ValueFault | undefined {
  if (isEmpty(value)) return rule.required ? valueFault(rule.code, 'MISSING', `还没有填写${rule.name}。`) : undefined;
  switch (rule.kind) {
    case 'number':
      return checkNumber(rule, value);
    case 'yesNo':
      return typeof value === 'boolean' ? undefined : valueFault(rule.code, 'TYPE', `${rule.name}请选是或否。`);
    case 'choice':
      return checkChoice(rule, value);
    case 'multi':
      return checkMulti(rule, value);
    case 'text':
      return checkText(rule, value);
  }
}

/** Checks the pairs of which one must be lower; pairs that are not complete, or have faults already, pass. */
export const checkCross = (
  rules: readonly CrossRule[],
  values: Readonly<Record<string, unknown>>,
  faults: readonly ValueFault[],
  nameOf: (code: string) => string,
): ValueFault[] =>
  rules.flatMap(({ less, than }) => {
    const [low, high] = [values[less], values[than]];
    if (faults.some(({ field }) => field === less || field === than)) return [];
    if (typeof low !== 'number' || typeof high !== 'number' || low < high) return [];
    return [valueFault(less, 'NOT_BELOW', `${nameOf(less)}应低于${nameOf(than)}，请核对。`)];
  });

/** Every fault of a form: fields in their order, then pairs, then fields that the form does not have. */
export function checkForm(
  fields: readonly FieldRule[],
  crossRules: readonly CrossRule[],
  values: Readonly<Record<string, unknown>>,
): ValueFault[] {
  const byCode = new Map(fields.map((field) => [field.code, field]));
  const faults = fields.flatMap((field) => checkField(field, values[field.code]) ?? []);
  const cross = checkCross(crossRules, values, faults, (code) => byCode.get(code)?.name ?? code);
  const unknown = Object.keys(values).filter((code) => !byCode.has(code));
  return [
    ...faults,
    ...cross,
    ...unknown.map((code) => valueFault(code, 'UNKNOWN_FIELD', '表里没有这一项，请刷新后重填。')),
  ];
}
