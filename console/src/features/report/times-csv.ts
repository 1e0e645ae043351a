import type { ReportRoutes, TimeMeasure } from '@linkang/shared/api/report.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { figureLines, weekdays } from './times-words';
import type { TimesFilter } from './use-times-filter';

/** The figures of both measures. */
export type Times = CallReply<ReportRoutes['times']>;

/** Excel reads the file as UTF-8 only with this mark in front. */
const MARK = '\ufeff';
/** Some browsers read the file only after the click is over. */
const FORGET_MS = 10_000;

function linesOf(name: string, unit: string, measure: TimeMeasure, limitMinutes: number): string[][] {
  const lines = figureLines(unit, limitMinutes);
  return [
    [name],
    ['', '本期', '去年同期'],
    ...lines.map(({ name: line, valueOf }) => [line, valueOf(measure.now), valueOf(measure.lastYear)]),
    ['星期', '钟点', ...lines.map((line) => line.name)],
    ...measure.hours.map((row) => [
      weekdays[row.weekday - 1] as string,
      `${row.hour}点`,
      ...lines.map(({ valueOf }) => valueOf(row)),
    ]),
    [],
  ];
}

/** The figures as a table; every cell is a text or number of ours, so none needs quoting. */
export function buildTimesCsv(times: Times, filter: TimesFilter): string {
  const rows = [
    ['候诊与预约用时', `${filter.fromDay} 至 ${filter.toDay}`],
    ['去年同期', `${times.lastYear.fromDay} 至 ${times.lastYear.toDay}`],
    [],
    ...linesOf('候诊用时', '人次', times.waiting, filter.waitingWithin),
    ...linesOf('预约用时', '次数', times.booking, filter.bookingWithin),
  ];
  return MARK + rows.map((row) => row.join(',')).join('\r\n');
}

/** Hands the table to the browser to be saved. */
export function saveTimes(times: Times, filter: TimesFilter): void {
  const url = URL.createObjectURL(new Blob([buildTimesCsv(times, filter)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `候诊与预约用时 ${filter.fromDay} 至 ${filter.toDay}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), FORGET_MS);
}
