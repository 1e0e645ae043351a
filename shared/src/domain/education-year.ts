import { addDays } from './clinic-day';
import type { EducationLevel, EducationMinimum, MinimumTable } from './education-tables';

/*
 * What a house owes in health education in a calendar year, and what of it is done. Where the rule wants one in each
 * month (or two), the year is cut into parts, and each part wants its own: twelve lectures in January are one.
 */

/** An activity that was held. */
export interface YearActivity {
  id: string;
  kind: string;
  day: string;
  title: string;
  /** Name of the health day that it was held for. */
  healthDay?: string | null;
}

/** A notice board; `until`: the last day on which it hung. */
export interface YearBoard {
  id: string;
  name: string;
  /** Square metres. */
  area: number;
  /** Metres from the ground to its middle. */
  height: number;
  since: string;
  until: string | null;
}

/** New contents of a board. */
export interface YearChange {
  id: string;
  boardId: string;
  day: string;
  title: string;
}

/** A kind of material that people could have or see in the year; null: on no single day. */
export interface YearKind {
  id: string;
  day: string | null;
  title: string;
}

/** Everything that counts in one year, up to today. */
export interface YearFacts {
  activities: readonly YearActivity[];
  boards: readonly YearBoard[];
  changes: readonly YearChange[];
  prints: readonly YearKind[];
  shown: readonly YearKind[];
}

/** Which year is looked at, and from when. */
export interface YearView {
  level: EducationLevel;
  year: number;
  today: string;
}

/** A row that makes a number, or (`because`) does not count. */
export interface CountedRow {
  id: string;
  day: string | null;
  title: string;
  because?: string;
}

/** `due`: there is time left for what is missing; `missed`: there is not; `free`: no number is asked for. */
export type MinimumState = 'done' | 'due' | 'missed' | 'free';

/** A part of the year that wants one of its own. */
export interface YearPart {
  fromMonth: number;
  toMonth: number;
  state: 'done' | 'due' | 'missed' | 'ahead';
  rows: string[];
}

/** The parts of the year, for each board where it is by board. */
export interface YearSeries {
  /** Null where there is one series only. */
  id: string | null;
  name: string | null;
  parts: YearPart[];
}

/** How far one minimum is. */
export interface MinimumResult {
  code: string;
  name: string;
  rule: string;
  unit: EducationMinimum['unit'];
  /** Null where no number is asked for. */
  least: number | null;
  done: number;
  state: MinimumState;
  /** What makes the number. */
  rows: CountedRow[];
  /** What was entered and does not count. */
  left: CountedRow[];
  series: YearSeries[];
  /** What is missing, one sentence each. */
  missing: string[];
}

const two = (value: number): string => String(value).padStart(2, '0');
const firstDay = (year: number, month: number): string => `${year}-${two(month)}-01`;
const lastDay = (year: number, month: number): string =>
  month === 12 ? `${year}-12-31` : addDays(firstDay(year, month + 1), -1);

/** The day some months later; where that month is shorter, its last day. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const index = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
  const end = lastDay(toYear, toMonth);
  return Number(end.slice(8)) < date ? end : `${toYear}-${two(toMonth)}-${two(date)}`;
}

/** `3月`, `3–4月`. */
const partName = ({ fromMonth, toMonth }: YearPart): string =>
  fromMonth === toMonth ? `${fromMonth}月` : `${fromMonth}–${toMonth}月`;

interface Dated {
  id: string;
  day: string;
}

/** The parts of a year; with `stands` only those through all of which something stood. */
function partsOf(
  { year, today }: YearView,
  every: number,
  dated: readonly Dated[],
  stands: { since: string; until: string | null } = { since: '', until: null },
): YearPart[] {
  const parts: YearPart[] = [];
  for (let fromMonth = 1; fromMonth <= 12; fromMonth += every) {
    const toMonth = Math.min(12, fromMonth + every - 1);
    const [from, to] = [firstDay(year, fromMonth), lastDay(year, toMonth)];
    if (stands.since > from || (stands.until !== null && stands.until < to)) continue;
    const rows = dated.filter(({ day }) => day >= from && day <= to).map(({ id }) => id);
    const state = rows.length > 0 ? 'done' : today > to ? 'missed' : today >= from ? 'due' : 'ahead';
    parts.push({ fromMonth, toMonth, state, rows });
  }
  return parts;
}

const ofYear = (year: number, day: string): boolean => day.startsWith(`${year}-`);
const isOver = ({ year, today }: YearView): boolean => today > `${year}-12-31`;

type Counted = Pick<MinimumResult, 'done' | 'rows' | 'left' | 'series' | 'missing' | 'state'> & {
  least: number | null;
};

function countRows(
  view: YearView,
  least: number | null,
  rows: CountedRow[],
  left: CountedRow[],
  unit: string,
): Counted {
  const lacking = (least ?? 0) - rows.length;
  const state = least === null ? 'free' : lacking <= 0 ? 'done' : isOver(view) ? 'missed' : 'due';
  return {
    least,
    done: rows.length,
    rows,
    left,
    series: [],
    missing: lacking > 0 ? [`还差${lacking}${unit}`] : [],
    state,
  };
}

function missingOf({ name, parts }: YearSeries): string[] {
  const before = name === null ? '' : `${name}：`;
  const missed = parts.filter(({ state }) => state === 'missed').map(partName);
  return [
    ...(missed.length > 0 ? [`${before}${missed.join('、')}没有，过后补的不算`] : []),
    ...parts.filter(({ state }) => state === 'due').map((part) => `${before}${partName(part)}还差1次`),
  ];
}

function countParts(rows: CountedRow[], series: YearSeries[]): Counted {
  const parts = series.flatMap((row) => row.parts);
  const has = (state: YearPart['state']): boolean => parts.some((part) => part.state === state);
  return {
    least: parts.length,
    done: parts.filter(({ state }) => state === 'done').length,
    rows,
    left: [],
    series,
    missing: series.flatMap(missingOf),
    state: has('missed') ? 'missed' : has('due') || has('ahead') ? 'due' : 'done',
  };
}

/** What the standard wants otherwise of a board, in words. */
export function boardFaultsOf(table: MinimumTable, { area, height }: Pick<YearBoard, 'area' | 'height'>): string[] {
  const { leastArea, heightFrom, heightTo } = table.board;
  return [
    ...(area < leastArea ? [`面积不到${leastArea}平方米`] : []),
    ...(height < heightFrom || height > heightTo ? [`中心离地不在${heightFrom}–${heightTo}米`] : []),
  ];
}

/** Boards that hung on the last day that is looked at; those of another size do not count. */
function countBoards(table: MinimumTable, view: YearView, least: number | null, boards: readonly YearBoard[]): Counted {
  const end = isOver(view) ? `${view.year}-12-31` : view.today;
  const standing = boards.filter(({ since, until }) => since <= end && (until === null || until >= end));
  const judged = standing.map((board) => ({
    row: { id: board.id, day: board.since, title: board.name },
    because: boardFaultsOf(table, board).join('，'),
  }));
  const counting = judged.filter(({ because }) => because === '').map(({ row }) => row);
  const left = judged.filter(({ because }) => because !== '').map(({ row, because }) => ({ ...row, because }));
  return countRows(view, least, counting, left, '块');
}

const byDay = <T extends Dated>(rows: readonly T[]): T[] => [...rows].sort((a, b) => (a.day < b.day ? -1 : 1));

function countChanges(view: YearView, every: number, { boards, changes }: YearFacts): Counted {
  const mine = byDay(changes.filter(({ day }) => ofYear(view.year, day)));
  const hung = boards.filter(({ since, until }) => {
    const [from, to] = [`${view.year}-01-01`, `${view.year}-12-31`];
    return since <= to && (until === null || until >= from);
  });
  const series = hung.map((board) => ({
    id: board.id,
    name: board.name,
    parts: partsOf(
      view,
      every,
      mine.filter(({ boardId }) => boardId === board.id),
      board,
    ),
  }));
  const names = new Map(boards.map(({ id, name }) => [id, name]));
  const rows = mine.map(({ id, boardId, day, title }) => ({
    id,
    day,
    title: `${names.get(boardId) ?? ''} ${title}`.trim(),
  }));
  const counted = countParts(rows, series);
  if (hung.length > 0) return counted;
  return { ...counted, state: isOver(view) ? 'missed' : 'due', missing: ['还没有宣传栏'] };
}

function countEvents(item: EducationMinimum, view: YearView, { activities }: YearFacts): Counted {
  const found = byDay(activities.filter(({ kind, day }) => item.kinds?.includes(kind) && ofYear(view.year, day)));
  const rows = found.map(({ id, day, title, healthDay }) => ({
    row: { id, day, title: healthDay ? `${title}（${healthDay}）` : title },
    counts: !item.onHealthDay || Boolean(healthDay),
  }));
  const counting = rows.filter(({ counts }) => counts).map(({ row }) => row);
  const every = item.everyMonths?.[view.level];
  if (every !== undefined)
    return countParts(counting, [{ id: null, name: null, parts: partsOf(view, every, counting) }]);
  const left = rows.filter(({ counts }) => !counts).map(({ row }) => ({ ...row, because: '没有写是哪个卫生日' }));
  return countRows(view, item.least[view.level], counting, left, '次');
}

function countItem(table: MinimumTable, item: EducationMinimum, view: YearView, facts: YearFacts): Counted {
  const least = item.least[view.level];
  switch (item.unit) {
    case 'kinds':
      return countRows(view, least, [...(item.code === 'AV' ? facts.shown : facts.prints)], [], '种');
    case 'boards':
      return countBoards(table, view, least, facts.boards);
    case 'changesPerBoard':
      return countChanges(view, item.everyMonths?.[view.level] ?? 12, facts);
    case 'events':
      return countEvents(item, view, facts);
    case 'none':
      return countRows(view, null, [], [], '');
  }
}

/** How far a house is in a year, minimum by minimum in the table's order. */
export const judgeYear = (table: MinimumTable, view: YearView, facts: YearFacts): MinimumResult[] =>
  table.items.map((item) => {
    const { code, name, rule, unit } = item;
    return { code, name, rule, unit, ...countItem(table, item, view, facts) };
  });

/** By which day a board has to show something new, after it was changed (or hung) on a day. */
export function boardChangeBy(table: MinimumTable, level: EducationLevel, day: string): string {
  const every = table.items.find(({ unit }) => unit === 'changesPerBoard')?.everyMonths?.[level] ?? 12;
  return addMonths(day, every);
}
