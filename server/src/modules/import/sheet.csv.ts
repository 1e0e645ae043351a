import { Readable } from 'node:stream';
import { IMPORT_CELL_MAX, type ImportCell } from '@linkang/shared/domain/import-sheet';
import { parse } from 'csv-parse';
import { SheetError } from './sheet.fault';
import type { SheetKind, SheetRow } from './sheet.kinds';

const PIECE_BYTES = 256 * 1024;
/** A line that is longer has lost a quote. */
const MAX_LINE = 64 * 1024;
/** More columns than any sheet of ours; what lies further right is not looked at. */
const MAX_COLUMNS = 100;

type Encoding = Exclude<SheetKind, 'xlsx'>;

function* textOf(encoding: Encoding, bytes: Buffer): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const isLast = at + PIECE_BYTES >= bytes.length;
    const text = decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: !isLast });
    if (text !== '') yield text;
  }
}

function isText(encoding: Encoding, bytes: Buffer): boolean {
  try {
    for (const text of textOf(encoding, bytes)) if (text.includes('\0')) return false;
    return true;
  } catch {
    return false;
  }
}

/** How the letters are written: UTF-8, or GB18030 as Excel in China writes it; null for what is no text. */
export const encodingOf = (bytes: Buffer): Encoding | null =>
  (['utf-8', 'gb18030'] as const).find((encoding) => isText(encoding, bytes)) ?? null;

const cellOf = (text: string): ImportCell => ({
  // What programs of ours and others put before a cell that is not to be taken for a formula or number.
  text: (text.startsWith("'") ? text.slice(1) : text).slice(0, IMPORT_CELL_MAX + 1),
  kind: 'text',
});

/** The rows of a CSV file, empty ones too. @throws SheetError */
export async function* readCsv(encoding: Encoding, bytes: Buffer): AsyncGenerator<SheetRow> {
  const parser = parse({ bom: true, relax_column_count: true, max_record_size: MAX_LINE });
  const input = Readable.from(textOf(encoding, bytes));
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  let line = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      line += 1;
      yield { line, cells: record.slice(0, MAX_COLUMNS).map(cellOf) };
    }
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    throw code === 'CSV_MAX_RECORD_SIZE' ? new SheetError('LONG_LINE') : new SheetError('TABLE');
  } finally {
    input.destroy();
    parser.destroy();
  }
}
