import type { ExamItem, ExamTable } from './exam-table';
import {
  checkChoice,
  checkCross,
  checkMulti,
  checkNumber,
  checkText,
  valueFault,
  type ValueFault,
} from './field-rules';
import { selfCareTable } from './self-care';

const MAX_LIST_ROWS = 30;
const MAX_TEXT = 500;

type Bag = Readonly<Record<string, unknown>>;
const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);
const wrongType = (item: ExamItem): ValueFault => valueFault(item.code, 'TYPE', `请按要求填写${item.plain}。`);
const strangerIn = (value: Bag, known: readonly string[]): boolean =>
  Object.keys(value).some((key) => !known.includes(key));

/** The item's rule as the checks of fields read it. */
const ruleOf = (item: ExamItem): { code: string; name: string } & Omit<ExamItem, 'code' | 'name'> => ({
  ...item,
  name: item.plain,
});

function checkPair(item: ExamItem, value: unknown): ValueFault | undefined {
  if (!isBag(value) || strangerIn(value, ['left', 'right'])) return wrongType(item);
  return checkNumber(ruleOf(item), value['left']) ?? checkNumber(ruleOf(item), value['right']);
}

function checkChosen(item: ExamItem, value: unknown): ValueFault | undefined {
  if (!isBag(value) || strangerIn(value, ['chosen', 'other'])) return wrongType(item);
  const { chosen, other } = value;
  if (Array.isArray(chosen) && chosen.length === 0)
    return valueFault(item.code, 'MISSING', `还没有选择${item.plain}。`);
  const fault = checkMulti(ruleOf(item), chosen);
  if (fault || other === undefined) return fault;
  return checkText({ code: item.code, name: item.plain, maxLength: MAX_TEXT }, other);
}

function checkFinding(item: ExamItem, value: unknown): ValueFault | undefined {
  if (!isBag(value) || strangerIn(value, ['normal', 'text', 'urgent'])) return wrongType(item);
  const { normal, text, urgent } = value;
  if (typeof normal !== 'boolean' || (urgent !== undefined && typeof urgent !== 'boolean')) return wrongType(item);
  if (urgent === true && (normal || item.mayBeUrgent === undefined)) {
    return valueFault(item.code, 'EXCLUSIVE', `${item.plain}不能标为危急，请核对。`);
  }
  if (!normal && (typeof text !== 'string' || text.trim() === '')) {
    return valueFault(item.code, 'MISSING', `${item.plain}异常，请写下看到了什么。`);
  }
  return text === undefined ? undefined : checkText({ code: item.code, name: item.plain, maxLength: MAX_TEXT }, text);
}

function checkParts(item: ExamItem, value: unknown): ValueFault | undefined {
  const parts = item.parts ?? [];
  const codes = parts.map((part) => part.code);
  if (!isBag(value) || strangerIn(value, codes)) return wrongType(item);
  for (const part of parts) {
    const chosen = value[part.code];
    if (chosen === undefined || (Array.isArray(chosen) && chosen.length === 0)) {
      return valueFault(item.code, 'MISSING', `还没有填写${item.plain}的${part.name}。`);
    }
    const fault = (part.kind === 'multi' ? checkMulti : checkChoice)({ ...part, code: item.code }, chosen);
    if (fault) return fault;
  }
  return undefined;
}

function checkLevels(item: ExamItem, value: unknown): ValueFault | undefined {
  const codes = selfCareTable.items.map(({ code }) => code);
  if (!isBag(value) || strangerIn(value, codes)) return wrongType(item);
  const missing = selfCareTable.items.find(({ code }) => value[code] === undefined);
  if (missing) return valueFault(item.code, 'MISSING', `还没有填写${item.plain}的${missing.name}。`);
  const isKnown = codes.every((code) => selfCareTable.levels.some((level) => level === value[code]));
  return isKnown ? undefined : valueFault(item.code, 'UNKNOWN_OPTION', `${item.plain}没有这个选项，请重新选择。`);
}

function checkRows(item: ExamItem, value: unknown): ValueFault | undefined {
  if (!Array.isArray(value)) return wrongType(item);
  if (value.length > MAX_LIST_ROWS) return valueFault(item.code, 'TOO_LONG', `${item.plain}最多填${MAX_LIST_ROWS}行。`);
  const columns = item.columns ?? [];
  const codes = columns.map(({ code }) => code);
  for (const row of value as unknown[]) {
    if (!isBag(row) || strangerIn(row, codes) || Object.keys(row).length === 0) return wrongType(item);
    for (const column of columns) {
      const cell = row[column.code];
      if (cell === undefined) continue;
      const fault = (column.options ? checkChoice : checkText)({ ...column, code: item.code }, cell);
      if (fault) return fault;
    }
  }
  return undefined;
}

const checkLink = (item: ExamItem, value: unknown): ValueFault | undefined =>
  isBag(value) && typeof value['recordId'] === 'string' && value['recordId'] !== '' && !strangerIn(value, ['recordId'])
    ? undefined
    : wrongType(item);

/**
 * Checks an entered value of an item; undefined when it may stand. The same rule for the phone, the console and the
 * server: limits of entry are guards against typing errors, wider than every critical value.
 */
export function checkExamValue(item: ExamItem, value: unknown): ValueFault | undefined {
  if (value === undefined || value === null || value === '') {
    return valueFault(item.code, 'MISSING', `还没有填写${item.plain}。`);
  }
  switch (item.valueType) {
    case 'number':
      return checkNumber(ruleOf(item), value);
    case 'number2':
      return checkPair(item, value);
    case 'computed':
      return valueFault(item.code, 'COMPUTED', `${item.plain}由系统计算，不用填写。`);
    case 'choice':
    case 'ordinal':
      return checkChoice(ruleOf(item), value);
    case 'multi':
      return checkChosen(item, value);
    case 'finding':
      return checkFinding(item, value);
    case 'composite':
      return checkParts(item, value);
    case 'score':
      return checkLevels(item, value);
    case 'list':
      return checkRows(item, value);
    case 'link':
      return checkLink(item, value);
  }
}

/** Every fault of entered values, in the order of the table, then pairs, then items that the table does not have. */
export function checkExamValues(table: ExamTable, values: Readonly<Record<string, unknown>>): ValueFault[] {
  const byCode = new Map(table.items.map((item) => [item.code, item]));
  const entered = table.items.filter((item) => values[item.code] !== undefined);
  const faults = entered.flatMap((item) => checkExamValue(item, values[item.code]) ?? []);
  const cross = checkCross(table.crossRules, values, faults, (code) => byCode.get(code)?.plain ?? code);
  const unknown = Object.keys(values).filter((code) => !byCode.has(code));
  return [
    ...faults,
    ...cross,
    ...unknown.map((code) => valueFault(code, 'UNKNOWN_FIELD', '表里没有这一项，请刷新后重填。')),
  ];
}
