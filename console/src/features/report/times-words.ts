import type { TimeFigures } from '@linkang/shared/api/report.routes';

/** What a cell says that is about too few people. */
export const TOO_FEW = '少于5人';

/** A time as it is read: `45秒`, `12分`, `12分30秒`. */
export function spanOf(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  return [minutes ? `${minutes}分` : '', rest || !minutes ? `${rest}秒` : ''].join('');
}

/** The lines of a table of figures, each with its definition. */
export interface FigureLine {
  key: string;
  name: string;
  valueOf: (figures: TimeFigures) => string;
}

const told = (value: number | null, say: (value: number) => string, { count }: TimeFigures): string =>
  value === null ? (count === 0 ? '—' : TOO_FEW) : say(value);

/** Which figures are shown of a measure. */
export const figureLines = (unit: string, limitMinutes: number): FigureLine[] => [
  { key: 'count', name: unit, valueOf: (row) => told(row.count, String, row) },
  { key: 'median', name: '中位数', valueOf: (row) => told(row.medianSeconds, spanOf, row) },
  { key: 'p90', name: '90% 不超过', valueOf: (row) => told(row.p90Seconds, spanOf, row) },
  {
    key: 'within',
    name: `${limitMinutes} 分钟以内的占比`,
    valueOf: (row) => told(row.within, (share) => `${Math.round(share * 100)}%`, row),
  },
];

/** How the middle has changed from last year, or nothing where one of the two is not known. */
export function changeOf(now: TimeFigures, lastYear: TimeFigures): string | undefined {
  if (now.medianSeconds === null || !lastYear.medianSeconds) return undefined;
  const percent = Math.round((now.medianSeconds / lastYear.medianSeconds - 1) * 100);
  if (percent === 0) return '中位数和去年同期一样';
  return `中位数比去年同期${percent < 0 ? '减少' : '增加'} ${Math.abs(percent)}%`;
}

/** Weekdays as the figures number them, from 1. */
export const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;
