import type { PolicyRole } from '@linkang/shared/api/policy';
import { staffProfile, staffRoutes } from '@linkang/shared/api/staff.routes';
import { looksLikeFormula, MAX_STAFF_ROWS, roleNames, staffColumns } from '@linkang/shared/domain/staff-csv';
import type { StaffRight } from '@linkang/shared/domain/staff-roles';
import { AppError } from '@linkang/shared/errors';
import { parse } from 'csv-parse/sync';
import { faultsOf, fieldFault } from '../../platform/http/problems';

type Column = keyof typeof staffColumns;

/** What an account is made of. */
export interface ImportProfile {
  username: string;
  name: string;
  title: string;
  roles: PolicyRole[];
  teamIds: string[];
  rights: StaffRight[];
}

/** One row of the table. */
export interface ImportRow {
  /** The heading is line 1. */
  line: number;
  username: string;
  name: string;
  /** Absent where something is wrong. */
  profile?: ImportProfile;
  /** Sentences that name the column. */
  faults: string[];
}

const refuse = (code: string, message: string): AppError =>
  new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.file', code, message)], detail: message });

const decodeAs = (encoding: string, bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** The text of a file: UTF-8 with or without its mark, else GB18030, as Excel in China writes it. */
function decodeFile(bytes: Uint8Array): string {
  const text = decodeAs('utf-8', bytes) ?? decodeAs('gb18030', bytes);
  if (text === null || text.includes('\0'))
    throw refuse('ENCODING', '文件的文字读不出来，请在 Excel 里另存为 CSV 文件。');
  return text;
}

function readTable(text: string): string[][] {
  try {
    // Spreadsheets leave empty lines and cells at the edges of the table.
    return parse(text, { relaxColumnCount: true, skipEmptyLines: true, skipRecordsWithEmptyValues: true, trim: true });
  } catch {
    throw refuse('CSV', '文件不是有效的 CSV 表格，请用模板重新填写。');
  }
}

function columnsOf(heading: readonly string[]): Record<Column, number> {
  const entries = Object.entries(staffColumns) as [Column, string][];
  const missing = entries.filter(([, title]) => !heading.includes(title)).map(([, title]) => title);
  if (missing.length) throw refuse('HEADING', `第一行少了这些列：${missing.join('、')}。请用模板填写。`);
  return Object.fromEntries(entries.map(([column, title]) => [column, heading.indexOf(title)])) as Record<
    Column,
    number
  >;
}

const split = (cell: string): string[] =>
  cell
    .split(/[、，,;；/\s]+/)
    .map((word) => word.trim())
    .filter(Boolean);

const roleOf = new Map(Object.entries(roleNames).map(([role, name]) => [name as string, role as PolicyRole]));

/** Finds each word's value; words without one are told. */
function lookUp<T>(words: readonly string[], known: ReadonlyMap<string, T>, title: string) {
  const unknown = words.filter((word) => !known.has(word));
  return {
    values: words.flatMap((word) => known.get(word) ?? []),
    faults: unknown.length ? [`${title}：没有“${unknown.join('”“').slice(0, 60)}”`] : [],
  };
}

const usernameSchema = staffRoutes.create.body.shape.username;

/** Reads one line into a profile, by the same rules as an account that is added by hand. */
function readRow(cells: Record<Column, string>, line: number, teams: ReadonlyMap<string, string>): ImportRow {
  const roles = lookUp(split(cells.roles), roleOf, staffColumns.roles);
  const teamIds = lookUp(split(cells.teams), teams, staffColumns.teams);
  const formulas = (['username', 'name', 'title'] as const).filter((column) => looksLikeFormula(cells[column]));
  const username = usernameSchema.safeParse(cells.username, { reportInput: true });
  const profile = staffProfile.safeParse(
    { name: cells.name, title: cells.title, roles: roles.values, teamIds: teamIds.values },
    { reportInput: true },
  );
  const issues = [
    ...(username.success ? [] : faultsOf('username', username.error)),
    ...(profile.success ? [] : faultsOf('row', profile.error)),
  ];
  const faults = [
    ...formulas.map((column) => `${staffColumns[column]}：不能以 = + - @ 开头`),
    ...issues
      .map(({ path, message }) => ({ column: path.split('.')[path.startsWith('row.') ? 1 : 0] as Column, message }))
      .filter(({ column }) => !(column === 'roles' && roles.faults.length) && !formulas.some((name) => name === column))
      .map(({ column, message }) => `${staffColumns[column]}：${message}`),
    ...roles.faults,
    ...teamIds.faults,
  ];
  const shown = { line, username: cells.username.toLowerCase().slice(0, 64), name: cells.name.slice(0, 64), faults };
  return faults.length || !username.success || !profile.success
    ? shown
    : { ...shown, profile: { username: username.data, ...profile.data } };
}

/** Says of rows with the user name of an earlier one that they are. */
function refuseTwins(rows: readonly ImportRow[]): ImportRow[] {
  const firstLine = new Map<string, number>();
  return rows.map((row) => {
    const first = firstLine.get(row.username);
    if (first === undefined) firstLine.set(row.username, row.line);
    if (first === undefined || !row.username) return row;
    const { profile: _, ...rest } = row;
    return { ...rest, faults: [...row.faults, `${staffColumns.username}：和第 ${first} 行重复`] };
  });
}

/**
 * Reads a table of staff.
 * @param teams ids of teams by their name
 * @throws VALIDATION_FAILED for a file that is no such table, or too long
 */
export function readStaffFile(bytes: Uint8Array, teams: ReadonlyMap<string, string>): ImportRow[] {
  const [heading, ...lines] = readTable(decodeFile(bytes));
  if (!heading || lines.length === 0) throw refuse('EMPTY', '表格里还没有员工，请填好再上传。');
  if (lines.length > MAX_STAFF_ROWS) throw refuse('TOO_MANY', `一次最多导入 ${MAX_STAFF_ROWS} 人，请分成几个文件。`);
  const at = columnsOf(heading);
  const cellsOf = (line: readonly string[]): Record<Column, string> =>
    Object.fromEntries(Object.entries(at).map(([column, index]) => [column, line[index] ?? ''])) as Record<
      Column,
      string
    >;
  return refuseTwins(lines.map((line, index) => readRow(cellsOf(line), index + 2, teams)));
}
