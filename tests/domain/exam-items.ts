import type { ExamEntry } from '@linkang/shared/domain/exam-report';
import type { ExamItem, ExamPerson, ExamValue } from '@linkang/shared/domain/exam-table';
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

/** Levels of somebody who manages everything alone. */
export const independent = Object.fromEntries(
  ['eat', 'groom', 'dress', 'toilet', 'move'].map((code) => [code, 'Independent']),
);

const HEALTHY: Record<string, ExamValue> = {
  TEMP: 36.5,
  PULSE: 72,
  RESP: 16,
  SBP_L: 126,
  DBP_L: 78,
  SBP_R: 124,
  DBP_R: 76,
  HEIGHT: 170,
  WEIGHT: 65,
  WAIST: 82,
  VISION: { left: 5, right: 5 },
  HB: 140,
  WBC: 6,
  PLT: 200,
  FPG: 5.2,
  ALT: 20,
  AST: 22,
  TBIL: 12,
  CREA: 80,
  UREA: 5,
  TC: 4.5,
  TG: 1.2,
  LDL: 2.4,
  HDL: 1.3,
  ASS_ADL: independent,
  ASS_COG: '粗筛阴性',
  ASS_EMO: '粗筛阴性',
  SYM: { chosen: ['无症状'] },
  HIS_DIS: { chosen: ['未发现'] },
  LIFE_DIET: { chosen: ['荤素均衡'] },
  ORAL: { lips: '红润', teeth: ['正常'], pharynx: '无充血' },
};

/** A value of an item that is normal. */
function healthyValue(item: ExamItem): ExamValue {
  if (HEALTHY[item.code] !== undefined) return HEALTHY[item.code] as ExamValue;
  if (item.valueType === 'finding') return { normal: true };
  return item.valueType === 'list' ? [] : (item.options?.[0] ?? '');
}

/** Every required item with a normal value, but for those that are given. */
export const entriesWith = (more: Record<string, ExamValue> = {}): ExamEntry[] => [
  ...physicalItems.items
    .filter((item) => item.required && item.valueType !== 'computed' && more[item.code] === undefined)
    .map((item) => ({ code: item.code, value: healthyValue(item) })),
  ...Object.entries(more).map(([code, value]) => ({ code, value })),
];
