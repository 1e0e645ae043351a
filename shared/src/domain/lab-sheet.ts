import type { ExamItem, ExamTable, ExamValue } from './exam-table';
import { checkExamValue } from './exam-value';

/** Columns that say whose values a row has: the number of the booking or the check-up, or name and ID number. */
export const labKeyColumns = {
  number: ['体检号', '预约号', '条码号', '条码'],
  name: ['姓名'],
  idNumber: ['身份证号', '身份证后四位', '身份证号后四位', '证件号'],
} as const;

export type LabKey = keyof typeof labKeyColumns;

/** Rows that one file holds at most. */
export const LAB_MAX_ROWS = 1000;

/** Where the columns of a laboratory's file stand. */
export interface LabHeading {
  keys: Readonly<Partial<Record<LabKey, number>>>;
  items: readonly { item: ExamItem; at: number; title: string }[];
  /** Headings that no item has; they are left out. */
  unknown: readonly string[];
}

/** Why a heading is refused, in a sentence that says what to do. */
export interface HeadingFault {
  says: string;
}

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');

/** Units are written in many ways: `×10^9/L`, `10*9/L`, `umol/l`. */
const plainUnit = (unit: string): string =>
  plain(unit)
    .toLowerCase()
    .replace(/μ/g, 'u')
    .replace(/^[x×*]/, '')
    .replace(/^10[*e^]?9\/l$/, '10^9/l')
    .replace(/^iu\/l$/, 'u/l');

/** `血红蛋白(g/L)` in its two parts. */
function splitTitle(title: string): { name: string; unit: string } {
  const [, name = plain(title), unit = ''] = /^(.*?)[(（[]([^()（）[\]]+)[)）\]]$/.exec(plain(title)) ?? [];
  return { name, unit };
}

const namesOf = ({ code, name, plain: short }: ExamItem): string[] =>
  [code.toLowerCase(), name, splitTitle(name).name, short].map((text) => plain(text).toLowerCase());

/** The items that a laboratory measures. */
const labItems = (table: ExamTable): ExamItem[] => table.items.filter(({ station }) => station === 'blood');

/**
 * Finds whose the rows are and which item each column has, by its code, its name or its short name, with the unit in
 * brackets where one is given.
 */
export function readLabHeading(table: ExamTable, titles: readonly string[]): LabHeading | HeadingFault {
  const keys: Partial<Record<LabKey, number>> = {};
  const items: { item: ExamItem; at: number; title: string }[] = [];
  const unknown: string[] = [];
  for (const [at, title] of titles.entries()) {
    const whole = plain(title);
    if (whole === '') continue;
    const key = (Object.keys(labKeyColumns) as LabKey[]).find((one) =>
      labKeyColumns[one].some((name) => name === whole),
    );
    const { name, unit } = splitTitle(title);
    const item = labItems(table).find((one) => namesOf(one).includes(name.toLowerCase()));
    if (key) {
      if (keys[key] !== undefined) return { says: `“${whole}”有两列，请只留一列。` };
      keys[key] = at;
    } else if (!item) unknown.push(title.slice(0, 40));
    else if (items.some((row) => row.item === item)) return { says: `“${item.plain}”有两列，请只留一列。` };
    else if (unit !== '' && item.unit !== '' && plainUnit(unit) !== plainUnit(item.unit))
      return { says: `“${item.plain}”的单位要是${item.unit}，请换算后再上传。` };
    else items.push({ item, at, title: whole });
  }
  if (keys.number === undefined && (keys.name === undefined || keys.idNumber === undefined))
    return { says: '要有“体检号”一列，或者“姓名”和“身份证号”两列，请补上再上传。' };
  return items.length === 0 ? { says: '没有认出化验项目，请核对第一行的项目名称。' } : { keys, items, unknown };
}

/** What a laboratory writes for the steps of an ordinal. */
const ordinalWords: Readonly<Record<string, string>> = {
  '-': '-',
  '(-)': '-',
  阴性: '-',
  neg: '-',
  negative: '-',
  '±': '±',
  '+-': '±',
  '(±)': '±',
  '+': '1+',
  '1+': '1+',
  '(+)': '1+',
  '++': '2+',
  '2+': '2+',
  '+++': '3+',
  '3+': '3+',
  '++++': '4+',
  '4+': '4+',
};

const negatives = ['-', '(-)', '阴性', 'neg', 'negative', '未见异常', '正常'];

/** The value of a cell in the form that its item takes; the arrow that some print behind a number is no part of it. */
function valueOf(item: ExamItem, text: string): ExamValue | undefined {
  const cell = plain(text).toLowerCase();
  if (item.valueType === 'ordinal') return ordinalWords[cell];
  if (item.valueType === 'finding')
    return negatives.includes(cell) ? { normal: true } : { normal: false, text: text.trim() };
  const number = /^(\d+(?:\.\d+)?)[↑↓hl]*$/.exec(cell)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Reads one cell: nothing for an empty one, a value, or a sentence that says what is wrong. */
export function readLabCell(
  item: ExamItem,
  cell: { text: string; kind: 'text' | 'number' | 'formula' },
): { value: ExamValue } | { says: string } | undefined {
  if (cell.kind === 'formula') return { says: `${item.plain}：是公式，请改成数值` };
  if (plain(cell.text) === '') return undefined;
  const value = valueOf(item, cell.text);
  if (value === undefined) return { says: `${item.plain}：“${cell.text.trim().slice(0, 20)}”认不出来，请改成数值` };
  const fault = checkExamValue(item, value);
  return fault ? { says: fault.text } : { value };
}
