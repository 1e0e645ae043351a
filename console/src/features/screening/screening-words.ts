import type { ScreeningEntry } from '@linkang/shared/api/screening.routes';
import { screeningTaskOf } from '@linkang/shared/domain/screening-entry';

/** What was measured, in words: `152/94，空腹血糖 7.4`. */
export function sayScreened({ values }: Pick<ScreeningEntry, 'values'>): string {
  const { sbp, dbp, fpg, randomGlucose, typicalSymptoms } = values;
  return [
    sbp === undefined ? '' : `血压 ${String(sbp)}/${String(dbp)}`,
    fpg === undefined ? '' : `空腹血糖 ${String(fpg)}`,
    randomGlucose === undefined ? '' : `随机血糖 ${String(randomGlucose)}`,
    typicalSymptoms === true ? '有多饮、多尿、体重下降' : '',
  ]
    .filter(Boolean)
    .join('，');
}

type Result = ScreeningEntry['results'][number];

/** A result as a state: what is dangerous, what has to be looked after, what is in order. */
export const resultWord = (result: Result): readonly [string, 'good' | 'wait' | 'bad'] => {
  const grade = result.grade > 0 ? `（${result.grade}级）` : '';
  if (result.urgent) return [`${result.className}${grade}`, 'bad'];
  return [`${result.className}${grade}`, screeningTaskOf(result) ? 'wait' : 'good'];
};
