import { sheetFaultTexts, type ImportCell } from '@linkang/shared/domain/import-sheet';
import {
  LAB_MAX_ROWS,
  readLabCell,
  readLabHeading,
  type LabHeading,
  type LabKey,
} from '@linkang/shared/domain/lab-sheet';
import type { ExamValue } from '@linkang/shared/domain/exam-table';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { MAX_LAB_BYTES } from '@linkang/shared/api/physical.routes';
import { AppError } from '@linkang/shared/errors';
import { fieldFault } from '../../platform/http/problems';
import { kindOf, readSheet, SheetError } from '../import';

/** A row of a laboratory's file, not yet matched. */
export interface LabLine {
  line: number;
  keys: Record<LabKey, string>;
  values: { code: string; value: ExamValue }[];
  faults: string[];
}

/** What a file holds. */
export interface LabFile {
  lines: LabLine[];
  unknownColumns: string[];
}

const refuse = (code: string, message: string): AppError =>
  new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.file', code, message)], detail: message });

const nothing: ImportCell = { text: '', kind: 'text' };

function readLine({ keys, items }: LabHeading, line: number, cells: readonly ImportCell[]): LabLine {
  const cellAt = (at: number | undefined): ImportCell => (at === undefined ? nothing : (cells[at] ?? nothing));
  const read = items.map(({ item, at }) => ({ code: item.code, result: readLabCell(item, cellAt(at)) }));
  const values = read.flatMap(({ code, result }) =>
    result && 'value' in result ? [{ code, value: result.value }] : [],
  );
  const faults = read.flatMap(({ result }) => (result && 'says' in result ? [result.says] : []));
  const keyOf = (key: LabKey): string => cellAt(keys[key]).text.normalize('NFKC').replace(/\s/g, '').slice(0, 100);
  return {
    line,
    keys: { number: keyOf('number'), name: keyOf('name'), idNumber: keyOf('idNumber').toUpperCase() },
    values,
    faults: values.length + faults.length === 0 ? ['这一行没有结果'] : faults,
  };
}

async function readLines(bytes: Buffer): Promise<LabFile> {
  let heading: LabHeading | undefined;
  const lines: LabLine[] = [];
  for await (const { line, cells } of readSheet(kindOf(bytes), bytes)) {
    if (!heading) {
      const read = readLabHeading(
        physicalItems,
        cells.map(({ text }) => text),
      );
      if ('says' in read) throw refuse('HEADING', read.says);
      heading = read;
    } else if (lines.length === LAB_MAX_ROWS) {
      throw refuse('TOO_MANY', `一次最多导入${LAB_MAX_ROWS}行，请分成几个文件。`);
    } else lines.push(readLine(heading, line, cells));
  }
  if (!heading || lines.length === 0) throw refuse('EMPTY', '表格里还没有结果，请填好再上传。');
  return { lines, unknownColumns: [...heading.unknown] };
}

/** Reads a laboratory's file. @throws VALIDATION_FAILED for what is no such table */
export async function readLabFile(file: string): Promise<LabFile> {
  const bytes = Buffer.from(file, 'base64');
  if (bytes.length > MAX_LAB_BYTES) throw refuse('TOO_LARGE', '文件太大，请分成几个文件。');
  try {
    return await readLines(bytes);
  } catch (error) {
    if (error instanceof SheetError) throw refuse(error.fault, sheetFaultTexts[error.fault]);
    throw error;
  }
}
