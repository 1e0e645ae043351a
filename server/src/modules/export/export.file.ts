import { csvLine } from '@linkang/shared/domain/export-rules';
import writeExcelFile from 'write-excel-file/node';

/** Tells a spreadsheet that the text is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Rows as CSV, in which no cell is taken for a formula or a number. */
export const csvOf = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(BYTE_ORDER_MARK + rows.map(csvLine).join('\r\n'));

/** Rows as a workbook of which every cell is text. */
export const xlsxOf = (rows: readonly (readonly string[])[], sheet = '名单'): Promise<Buffer> =>
  writeExcelFile(
    rows.map((cells) => cells.map((value) => ({ value, type: String, format: '@' }))),
    { sheet },
  ).toBuffer();

/** Media types by format. */
export const fileTypes = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** The rows as a file. */
export const fileOf = async (format: keyof typeof fileTypes, rows: readonly (readonly string[])[]): Promise<Buffer> =>
  format === 'csv' ? csvOf(rows) : xlsxOf(rows);
