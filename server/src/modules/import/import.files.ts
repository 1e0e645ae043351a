import { importColumns, importTemplate, type RowFault } from '@linkang/shared/domain/import-sheet';
import writeExcelFile from 'write-excel-file/node';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A file as the answer. */
export interface SheetFile {
  fileName: string;
  type: string;
  base64: string;
}

/** A workbook of which every cell is text: an ID number that became a number has lost its last digits. */
async function workbook(fileName: string, rows: readonly (readonly string[])[]): Promise<SheetFile> {
  const cells = rows.map((row) => row.map((value) => ({ value, type: String, format: '@' })));
  const bytes = await writeExcelFile(cells, { sheet: '名单' }).toBuffer();
  return { fileName, type: XLSX, base64: bytes.toString('base64') };
}

/** The sheet to fill in. */
export const templateFile = (): Promise<SheetFile> => workbook('健康档案导入模板.xlsx', importTemplate);

/** What is wrong with the rows of a sheet. */
export const faultsFile = (faults: readonly RowFault[]): Promise<SheetFile> =>
  workbook('导入时没有通过的行.xlsx', [
    ['行号', '列', '怎么改'],
    ...faults.map(({ line, column, says }) => [String(line), importColumns[column], says.replace(/^[^：]*：/, '')]),
  ]);
