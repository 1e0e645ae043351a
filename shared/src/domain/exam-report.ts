import { addDays } from './clinic-day';
import type { ExamItem, ExamPerson, ExamTable, ExamValue, Range } from './exam-table';
import { judge, type Judgement } from './exam-judge';
import { checkExamValue, checkExamValues } from './exam-value';
import type { ValueFault } from './field-rules';

/** One entered value, with the laboratory's own range where its report printed one. */
export interface ExamEntry {
  code: string;
  value: ExamValue;
  labRange?: Range;
}

/** A whole physical, judged. */
export interface ExamReport {
  faults: readonly ValueFault[];
  /** In the order of the table; values with faults are left out. */
  judgements: readonly Judgement[];
  /** Values that were computed, by code. */
  computed: Readonly<Record<string, number>>;
  /** Codes of required items without a valid value. */
  missing: readonly string[];
  /** Whether it counts: every required item is there, no fault. TCM and optional items do not matter. */
  isComplete: boolean;
  counts: { normal: number; abnormal: number; critical: number };
  /** What is told besides single items, such as different pressures of both arms. */
  remarks: readonly { codes: readonly string[]; sentence: string }[];
}

const roundTo = (value: number, decimals: number): number => Math.round(value * 10 ** decimals + 1e-9) / 10 ** decimals;

/**
 * Body mass index in kg/m², half rounded up.
 * @param weight kilograms
 * @param height centimetres
 * @see WS/T 428-2013
 */
export const bodyMassIndex = (weight: number, height: number, decimals = 1): number =>
  roundTo(weight / (height / 100) ** 2, decimals);

/** The value of a computed item; undefined while what it is made of is missing or not valid. */
export function computeItem(
  table: ExamTable,
  item: ExamItem,
  values: Readonly<Record<string, unknown>>,
): number | undefined {
  if (!item.compute) return undefined;
  const { decimals } = item.compute;
  const parts = [item.compute.weight, item.compute.height].map((code) => {
    const part = table.items.find((row) => row.code === code);
    const value = values[code];
    return part && !checkExamValue(part, value) ? (value as number) : undefined;
  });
  const [weight, height] = parts;
  return weight === undefined || height === undefined ? undefined : bodyMassIndex(weight, height, decimals);
}

/** Whether an item is asked of a person. */
export function isRequiredOf(item: ExamItem, person: ExamPerson): boolean {
  if (item.onlySex !== undefined && item.onlySex !== person.sex) return false;
  return item.required || (item.requiredWhen ?? []).some((code) => person.known.includes(code));
}

function armRemarks(table: ExamTable, values: ReadonlyMap<string, ExamValue>): ExamReport['remarks'] {
  const { pairs, limit } = table.armDifference;
  return pairs.flatMap((pair) => {
    const [left, right] = [values.get(pair.left), values.get(pair.right)];
    if (typeof left !== 'number' || typeof right !== 'number' || Math.abs(left - right) < limit) return [];
    return [{ codes: [pair.left, pair.right], sentence: `两臂血压相差${Math.abs(left - right)}，请医生再看一看。` }];
  });
}

/** Values by code, without those that may not stand, and with the computed ones. */
function validValues(table: ExamTable, entries: readonly ExamEntry[]): Map<string, ExamValue> {
  const raw = Object.fromEntries(entries.map(({ code, value }) => [code, value]));
  const valid = table.items.flatMap((item): [string, ExamValue][] => {
    const value = item.valueType === 'computed' ? computeItem(table, item, raw) : raw[item.code];
    if (value === undefined) return [];
    return item.valueType !== 'computed' && checkExamValue(item, value) ? [] : [[item.code, value]];
  });
  return new Map(valid);
}

/**
 * Judges a whole physical of some 60 items in one go.
 * @param entries each item once; computed items are not entered
 * @see 国家基本公共卫生服务规范（第三版）2017 健康体检表
 */
export function judgeReport(table: ExamTable, entries: readonly ExamEntry[], person: ExamPerson): ExamReport {
  const values = validValues(table, entries);
  const ranges = new Map(entries.map(({ code, labRange }) => [code, labRange]));
  const there = table.items.filter((item) => values.has(item.code));
  const judgements = there.map((item) =>
    judge(table, item, values.get(item.code) as ExamValue, person, ranges.get(item.code)),
  );
  const faults = checkExamValues(table, Object.fromEntries(entries.map(({ code, value }) => [code, value])));
  const missing = table.items
    .filter((item) => isRequiredOf(item, person) && !values.has(item.code))
    .map(({ code }) => code);
  const count = (verdict: string): number => judgements.filter((row) => row.verdict === verdict).length;
  return {
    faults,
    judgements,
    computed: Object.fromEntries(
      there.filter(({ valueType }) => valueType === 'computed').map(({ code }) => [code, values.get(code) as number]),
    ),
    missing,
    isComplete: missing.length === 0 && faults.length === 0,
    counts: { normal: count('normal'), abnormal: count('abnormal'), critical: count('critical') },
    remarks: armRemarks(table, values),
  };
}

/** Last day on which the report should be with the person (14 days, 产品规则; a centre may promise less). */
export const reportDueDay = (examDay: string, deadlineDays: number): string => addDays(examDay, deadlineDays);

/** The higher of both arms (the arm that counts), with the item it came from. */
export function higherOf(
  values: readonly { code: string; value: number }[],
): { code: string; value: number } | undefined {
  return values.reduce<{ code: string; value: number } | undefined>(
    (best, row) => (best === undefined || row.value > best.value ? row : best),
    undefined,
  );
}
