import type { PhysicalEntry } from '@linkang/shared/api/physical.routes';
import { referenceOf, sayRange } from '@linkang/shared/domain/exam-judge';
import type { ExamItem, ExamPerson, ExamValue } from '@linkang/shared/domain/exam-table';
import { checkExamValue, checkExamValues } from '@linkang/shared/domain/exam-value';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import type { Content } from './unsaved';

/** The items that are entered at a station, for a person. */
export const itemsAt = (station: string, { sex }: Pick<ExamPerson, 'sex'>): ExamItem[] =>
  physicalItems.items.filter(
    (item) =>
      item.station === station &&
      item.valueType !== 'link' &&
      item.valueType !== 'computed' &&
      (item.onlySex === undefined || item.onlySex === sex),
  );

/** An item by its code. */
export const itemOf = (code: string): ExamItem | undefined => physicalItems.items.find((item) => item.code === code);

/** What is normal, in words; empty where the item has no range. */
export function referenceText(item: ExamItem, person: Pick<ExamPerson, 'sex' | 'age'>): string {
  const range = referenceOf(physicalItems, item, person);
  return range ? sayRange(range) : '';
}

/** What stands at an item. */
export const contentOf = (entry: PhysicalEntry | undefined): Content => ({
  ...(entry && entry.value !== null ? { value: entry.value as ExamValue } : {}),
  ...(entry && entry.refused !== null ? { refused: entry.refused } : {}),
});

/** Whether two contents say the same. */
export const isSame = (a: Content, b: Content): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether there is nothing in it. */
export const isEmpty = ({ value, refused }: Content): boolean =>
  refused === undefined && (value === undefined || value === '');

const REASON_MAX = 100;

/** Why an item cannot be saved like this, by the same rules as the server's. */
export function faultOf(item: ExamItem, content: Content, others: Readonly<Record<string, Content>>): string | null {
  if (content.refused !== undefined) {
    if (content.refused.trim() === '') return '请写下为什么没做。';
    return content.refused.length > REASON_MAX ? `原因最多${REASON_MAX}个字。` : null;
  }
  const own = checkExamValue(item, content.value);
  if (own) return own.text;
  const pair = physicalItems.crossRules.find(({ less, than }) => less === item.code || than === item.code);
  if (!pair) return null;
  const values = {
    [pair.less]: others[pair.less]?.value,
    [pair.than]: others[pair.than]?.value,
    [item.code]: content.value,
  };
  const known = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return checkExamValues(physicalItems, known).find(({ code }) => code === 'NOT_BELOW')?.text ?? null;
}

/** Words of a verdict. */
export const verdictWords = { normal: '正常', abnormal: '异常', critical: '危急', recorded: '' } as const;
