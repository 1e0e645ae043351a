import type {
  ChosenValue,
  ExamItem,
  ExamTable,
  ExamValue,
  FindingValue,
  LevelsValue,
  ListValue,
  PairValue,
  PartsValue,
} from './exam-table';
import { scoreSelfCare } from './self-care';

const sayChosen = ({ chosen, other }: ChosenValue): string => [...chosen, ...(other ? [other] : [])].join('、');

const sayRows = (rows: ListValue): string =>
  rows.length === 0 ? '无' : rows.map((row) => Object.values(row).filter(Boolean).join('，')).join('；');

const sayParts = (item: ExamItem, value: PartsValue): string =>
  (item.parts ?? []).map(({ code, name }) => `${name}${[value[code] ?? []].flat().join('、')}`).join('，');

const sayFinding = ({ normal, text }: FindingValue): string => (normal ? '未见异常' : (text ?? '异常'));

function sayLevels(levels: LevelsValue): string {
  const result = scoreSelfCare(levels);
  return result ? `${result.bandName}（${result.total}分）` : '';
}

/** A value of the physical in words, without its unit: `128`, `左4.9、右5`, `未见异常`, `可自理（2分）`. */
export function sayExamValue(item: ExamItem, value: ExamValue): string {
  switch (item.valueType) {
    case 'number2': {
      const { left, right } = value as PairValue;
      return `左${left}、右${right}`;
    }
    case 'multi':
      return sayChosen(value as ChosenValue);
    case 'list':
      return sayRows(value as ListValue);
    case 'composite':
      return sayParts(item, value as PartsValue);
    case 'finding':
      return sayFinding(value as FindingValue);
    case 'score':
      return sayLevels(value as LevelsValue);
    case 'ordinal':
      return value === '-' ? '阴性' : String(value as string);
    case 'link':
      return '已做';
    case 'number':
    case 'computed':
    case 'choice':
      return String(value as number | string);
  }
}

/** An item by its code. */
export const examItemOf = (table: ExamTable, code: string): ExamItem | undefined =>
  table.items.find((item) => item.code === code);
