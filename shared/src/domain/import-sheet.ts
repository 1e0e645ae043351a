/** Headings of a sheet of health records, in the order of the template. */
export const importColumns = {
  name: '姓名',
  idNumber: '身份证号',
  phone: '电话',
  sex: '性别',
  birthDay: '出生日期',
  community: '社区',
  address: '详细地址',
  recordNo: '档案号',
  openedDay: '建档日期',
  bloodType: '血型',
  allergies: '药物过敏',
  illnesses: '既往疾病',
  tags: '人群标签',
  team: '责任团队',
  doctor: '责任医生',
} as const;

export type ImportColumn = keyof typeof importColumns;

/** Columns without which a sheet is none of these; the others may be missing. */
export const neededColumns: readonly ImportColumn[] = ['name', 'idNumber'];

/** People that one sheet holds at most. */
export const IMPORT_MAX_ROWS = 100_000;
/** The largest file, in bytes. */
export const IMPORT_MAX_BYTES = 40 * 1024 * 1024;
/** The longest cell, in characters; what is longer is no cell of this table. */
export const IMPORT_CELL_MAX = 1000;
/** Faults of one run that are kept; the rest is counted. */
export const IMPORT_MAX_FAULTS = 20_000;

/** What a cell holds: a formula is not what it shows, and of a number a spreadsheet loses digits. */
export interface ImportCell {
  text: string;
  kind: 'text' | 'number' | 'formula';
}

/** What is wrong with a row, in words that name nobody. */
export interface RowFault {
  /** As the spreadsheet counts: the heading is line 1. */
  line: number;
  column: ImportColumn;
  says: string;
}

/** Why a whole sheet is refused. */
export type SheetFault = 'ENCODING' | 'TABLE' | 'HEADING' | 'EMPTY' | 'TOO_MANY' | 'TOO_LARGE' | 'LONG_LINE';

/** What to do about a sheet that is refused. */
export const sheetFaultTexts: Readonly<Record<SheetFault, string>> = {
  ENCODING: '文件的文字读不出来，请在 Excel 里另存为 .xlsx 再上传。',
  TABLE: '这不是能打开的表格，请用模板填写，存成 .xlsx 或 .csv 再上传。',
  HEADING: `第一行要有“${importColumns.name}”和“${importColumns.idNumber}”两列，每列只出现一次，请用模板填写。`,
  EMPTY: '表格里还没有人，请填好再上传。',
  TOO_MANY: `一次最多导入${IMPORT_MAX_ROWS / 10_000}万行，请分成几个文件。`,
  TOO_LARGE: '文件展开后太大，请只留下要导入的那张表再上传。',
  LONG_LINE: '有一行太长，多半是引号没有配对，请改好再上传。',
};

/** Where the columns stand in a sheet. */
export type ImportHeading = Readonly<Partial<Record<ImportColumn, number>>>;

const plain = (title: string): string => title.normalize('NFKC').replace(/[\s*＊]/g, '');

/** Finds the columns by their headings. @returns null where a needed one is missing or any stands there twice */
export function readHeading(titles: readonly string[]): ImportHeading | null {
  const heading: Partial<Record<ImportColumn, number>> = {};
  for (const [column, title] of Object.entries(importColumns) as [ImportColumn, string][]) {
    const places = titles.flatMap((text, index) => (plain(text) === title ? [index] : []));
    if (places.length > 1) return null;
    if (places[0] !== undefined) heading[column] = places[0];
  }
  return neededColumns.every((column) => heading[column] !== undefined) ? heading : null;
}

/** The sheet that is filled in: the headings, and one invented person whose name no import takes. */
export const importTemplate: readonly (readonly string[])[] = [
  Object.values(importColumns),
  [
    '张三（例子，导入前请删去）',
    '110101194912310024',
    '13800138000',
    '女',
    '1949-12-31',
    '',
    '1号楼2单元301室',
    'DA-000001',
    '2019-03-01',
    'A型',
    '青霉素',
    '高血压(2012)、糖尿病',
    '独居老人',
    '',
    '',
  ],
];
