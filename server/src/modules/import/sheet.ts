import { encodingOf, readCsv } from './sheet.csv';
import { SheetError } from './sheet.fault';
import type { SheetKind, SheetRow } from './sheet.kinds';
import { readXlsx } from './sheet.xlsx';

const ZIP_MARK = Buffer.from('PK\x03\x04', 'latin1');

/** What a file is by its first bytes and its letters. @throws SheetError */
export function kindOf(bytes: Buffer): SheetKind {
  if (bytes.subarray(0, 4).equals(ZIP_MARK)) return 'xlsx';
  const encoding = encodingOf(bytes);
  if (encoding === null) throw new SheetError('ENCODING');
  return encoding;
}

/** The rows of a file one after another; no more of them is held than a piece. @throws SheetError */
export async function* readSheet(kind: SheetKind, bytes: Buffer): AsyncGenerator<SheetRow> {
  const rows = kind === 'xlsx' ? readXlsx(bytes) : readCsv(kind, bytes);
  for await (const row of rows) if (row.cells.some(({ text }) => text.trim() !== '')) yield row;
}
