import type { ExamItem, ExamPerson } from '@linkang/shared/domain/exam-table';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';

/** A man of 70 without known diseases. */
export const man: ExamPerson = { sex: 'male', age: 70, known: [] };

/** A woman of 70 without known diseases. */
export const woman: ExamPerson = { ...man, sex: 'female' };

/** An item of the national table. */
export function itemOf(code: string): ExamItem {
  const item = physicalItems.items.find((row) => row.code === code);
  if (!item) throw new RangeError(`no item ${code}`);
  return item;
}

/** Where an item stands in the table. */
export const indexOf = (code: string): number => physicalItems.items.indexOf(itemOf(code));
