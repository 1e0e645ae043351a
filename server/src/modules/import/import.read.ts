import { readImportRow, type ImportedPerson, type ImportWords } from '@linkang/shared/domain/import-row';
import {
  IMPORT_MAX_ROWS,
  importColumns,
  readHeading,
  type ImportCell,
  type ImportColumn,
  type ImportHeading,
  type RowFault,
} from '@linkang/shared/domain/import-sheet';
import type { Deps } from '../../platform/deps';
import { importHashOf } from '../resident';
import { readSheet } from './sheet';
import { SheetError } from './sheet.fault';
import type { SheetKind, SheetRow } from './sheet.kinds';

/** People that are compared and written together. */
export const BATCH_ROWS = 500;

/** A row without faults. */
export interface ReadRow {
  line: number;
  idHash: string;
  person: ImportedPerson;
}

/** Some rows of a sheet, one after another. */
export interface ReadBatch {
  rows: ReadRow[];
  faults: RowFault[];
  /** How many rows the faults are of. */
  faulty: number;
}

/** Of a hash so much that two people of one sheet never share it. */
const SHORT_HASH = 16;

/** Says of a value that an earlier row has it, too. */
class Twins {
  readonly #lines = new Map<string, number>();

  firstLine(value: string, line: number): number | undefined {
    const first = this.#lines.get(value);
    if (first === undefined) this.#lines.set(value, line);
    return first;
  }
}

type Cells = Partial<Record<ImportColumn, ImportCell>>;

function cellsOf(heading: ImportHeading, { cells }: SheetRow): Cells {
  const named: Cells = {};
  for (const [column, index] of Object.entries(heading) as [ImportColumn, number][]) {
    const cell = cells[index];
    if (cell) named[column] = cell;
  }
  return named;
}

const fault = (line: number, column: ImportColumn, says: string): RowFault => ({
  line,
  column,
  says: `${importColumns[column]}：${says}`,
});

/** The columns of a sheet, which stand in its first row. @throws SheetError */
function headingOf({ cells }: SheetRow): ImportHeading {
  const heading = readHeading(cells.map(({ text }) => text));
  if (!heading) throw new SheetError('HEADING');
  return heading;
}

/** Looks whether a file begins as a sheet of ours, without reading it as a whole. @throws SheetError */
export async function assertSheet(kind: SheetKind, bytes: Buffer): Promise<void> {
  let isHeading = true;
  for await (const row of readSheet(kind, bytes)) {
    if (!isHeading) return;
    headingOf(row);
    isHeading = false;
  }
  throw new SheetError(isHeading ? 'HEADING' : 'EMPTY');
}

/** Reads a whole sheet in batches; nothing of it is held but the batch and the short hashes of the numbers. @throws SheetError */
export async function* readBatches(
  deps: Pick<Deps, 'keyring'>,
  kind: SheetKind,
  bytes: Buffer,
  words: ImportWords,
): AsyncGenerator<ReadBatch> {
  const [people, numbers] = [new Twins(), new Twins()];
  let heading: ImportHeading | undefined;
  let batch: ReadBatch = { rows: [], faults: [], faulty: 0 };
  let count = 0;
  for await (const row of readSheet(kind, bytes)) {
    if (!heading) {
      heading = headingOf(row);
      continue;
    }
    count += 1;
    if (count > IMPORT_MAX_ROWS) throw new SheetError('TOO_MANY');
    readRow(deps, cellsOf(heading, row), row.line, { words, people, numbers, batch });
    if (batch.rows.length + batch.faulty < BATCH_ROWS) continue;
    yield batch;
    batch = { rows: [], faults: [], faulty: 0 };
  }
  if (count === 0) throw new SheetError('EMPTY');
  if (batch.rows.length + batch.faulty > 0) yield batch;
}

interface Reading {
  words: ImportWords;
  people: Twins;
  numbers: Twins;
  batch: ReadBatch;
}

function readRow(deps: Pick<Deps, 'keyring'>, cells: Cells, line: number, reading: Reading): void {
  const { words, people, numbers, batch } = reading;
  const { person, faults } = readImportRow(cells, line, words);
  if (!person) {
    batch.faulty += 1;
    batch.faults.push(...faults);
    return;
  }
  const idHash = importHashOf(deps, person.idNumber);
  const same = people.firstLine(idHash.slice(0, SHORT_HASH), line);
  const { recordNo } = person.record;
  const sameNo = same === undefined && recordNo !== undefined ? numbers.firstLine(recordNo, line) : undefined;
  if (same === undefined && sameNo === undefined) return void batch.rows.push({ line, idHash, person });
  batch.faulty += 1;
  batch.faults.push(
    same === undefined ? fault(line, 'recordNo', `和第${sameNo}行重复`) : fault(line, 'idNumber', `和第${same}行重复`),
  );
}
