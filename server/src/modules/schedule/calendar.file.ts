import { scheduleRoutes } from '@linkang/shared/api/schedule.routes';
import { calendarColumns, calendarKinds, MAX_CALENDAR_ROWS, weekdayNames } from '@linkang/shared/domain/calendar-list';
import { calendarId, type CalendarDay } from '@linkang/shared/domain/schedule';
import { AppError } from '@linkang/shared/errors';
import { parse } from 'csv-parse/sync';
import type { ServiceSettings } from '../../platform/config';
import { faultsOf, fieldFault } from '../../platform/http/problems';

type Column = keyof typeof calendarColumns;

/** One line of a list of days. */
export interface CalendarLine {
  /** In CSV the heading is line 1; in JSON the first entry is. */
  line: number;
  day: string;
  kind: string;
  name: string;
  /** Absent where something is wrong. */
  entry?: CalendarDay;
  /** Sentences that name the column. */
  faults: string[];
}

const refuse = (code: string, message: string): AppError =>
  new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.text', code, message)], detail: message });

const numberOfWord = new Map<string, number>(
  Object.entries(weekdayNames).map(([number, word]) => [word, Number(number)]),
);
const kindOfWord = new Map<string, string>(Object.entries(calendarKinds).map(([kind, word]) => [word, kind]));

/** What stands in a cell or a JSON value, as the routes would take it; unknown words stay for the schema to refuse. */
function valueOf(column: Column, cell: unknown, services: readonly ServiceSettings[]): unknown {
  const text = typeof cell === 'string' ? cell.trim() : cell;
  if (column === 'kind') return kindOfWord.get(String(text)) ?? text;
  if (column === 'weekday') return text === '' || text === undefined ? null : (numberOfWord.get(String(text)) ?? text);
  if (column === 'serviceCode')
    return text === '' || text === undefined ? null : (services.find(({ name }) => name === text)?.code ?? text);
  return text;
}

const wordOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 64) : '';

function readLine(cells: Record<string, unknown>, line: number, services: readonly ServiceSettings[]): CalendarLine {
  const columns = Object.keys(calendarColumns) as Column[];
  const values = Object.fromEntries(columns.map((column) => [column, valueOf(column, cells[column], services)]));
  const parsed = scheduleRoutes.createDay.body.safeParse(values, { reportInput: true });
  const faults = parsed.success
    ? []
    : faultsOf('row', parsed.error).map(
        ({ path, message }) => `${calendarColumns[path.split('.')[1] as Column]}：${message}`,
      );
  const code = parsed.success ? parsed.data.serviceCode : null;
  if (code !== null && !services.some((service) => service.code === code))
    faults.push(`${calendarColumns.serviceCode}：没有这项服务`);
  const shown = { line, day: wordOf(cells.day), kind: wordOf(values.kind), name: wordOf(cells.name), faults };
  return parsed.success && faults.length === 0 ? { ...shown, entry: parsed.data } : shown;
}

/** Says of lines for the same day as an earlier one that they are. */
function refuseTwins(lines: readonly CalendarLine[]): CalendarLine[] {
  const firstLine = new Map<string, number>();
  return lines.map((line) => {
    const id = line.entry && calendarId(line.entry);
    const first = id === undefined ? undefined : firstLine.get(id);
    if (id !== undefined && first === undefined) firstLine.set(id, line.line);
    if (first === undefined) return line;
    const { entry: _, ...rest } = line;
    return { ...rest, faults: [...line.faults, `${calendarColumns.day}：和第 ${first} 行重复`] };
  });
}

function readJson(text: string): Record<string, unknown>[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('JSON', '内容不是有效的 JSON，请检查括号和引号。');
  }
  const isEntry = (row: unknown): row is Record<string, unknown> => typeof row === 'object' && row !== null;
  if (!Array.isArray(value) || !value.every(isEntry)) throw refuse('JSON', 'JSON 要写成一个列表，每天一项。');
  return value;
}

function readCsv(text: string): Record<string, unknown>[] {
  let table: string[][];
  try {
    table = parse(text, { bom: true, relaxColumnCount: true, skipRecordsWithEmptyValues: true, trim: true });
  } catch {
    throw refuse('CSV', '内容不是有效的 CSV 表格，请按模板填写。');
  }
  const [heading = [], ...lines] = table;
  const needed = [calendarColumns.day, calendarColumns.kind, calendarColumns.name];
  const missing = needed.filter((title) => !heading.includes(title));
  if (missing.length) throw refuse('HEADING', `第一行少了这些列：${missing.join('、')}。请按模板填写。`);
  const columns = Object.entries(calendarColumns);
  return lines.map((cells) => Object.fromEntries(columns.map(([key, title]) => [key, cells[heading.indexOf(title)]])));
}

/**
 * Reads a list of days: JSON, or CSV with the headings of `calendarColumns`.
 * @throws VALIDATION_FAILED for a text that is neither, is empty or too long
 */
export function readCalendarFile(text: string, services: readonly ServiceSettings[]): CalendarLine[] {
  const isJson = /^[[{]/.test(text.trim());
  const rows = isJson ? readJson(text) : readCsv(text);
  if (rows.length === 0) throw refuse('EMPTY', '里面还没有日子，请填好再导入。');
  if (rows.length > MAX_CALENDAR_ROWS) throw refuse('TOO_MANY', `一次最多导入 ${MAX_CALENDAR_ROWS} 天，请分几次。`);
  return refuseTwins(rows.map((cells, index) => readLine(cells, index + (isJson ? 1 : 2), services)));
}
