import { IMPORT_CELL_MAX, type ImportCell } from '@linkang/shared/domain/import-sheet';
import { SaxesParser } from 'saxes';
import { SheetError } from './sheet.fault';
import type { SheetRow } from './sheet.kinds';
import { StringTable } from './sheet.strings';
import { openArchive, type Archive } from './sheet.zip';

const MAX_COLUMNS = 100;
/** Rows, empty ones with them, that a spreadsheet can have. */
const LAST_LINE = 1_048_576;

interface XmlTarget {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Some programs write a prefix before each name. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Feeds a file of XML to a target, and gives over after each piece. @throws SheetError for what is no XML */
async function* walk(pieces: AsyncIterable<Buffer>, target: XmlTarget): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder('utf-8');
  parser.on('opentag', ({ name, attributes }) => target.open(localName(name), attributes as Record<string, string>));
  parser.on('text', (text) => target.text?.(text));
  parser.on('cdata', (text) => target.text?.(text));
  parser.on('closetag', ({ name }) => target.close?.(localName(name)));
  parser.on('error', () => {
    throw new SheetError('TABLE');
  });
  for await (const piece of pieces) {
    parser.write(decoder.decode(piece, { stream: true }));
    yield;
  }
  parser.close();
}

async function walkAll(archive: Archive, name: string, target: XmlTarget): Promise<boolean> {
  const pieces = await archive.open(name);
  if (!pieces) return false;
  for await (const _ of walk(pieces, target));
  return true;
}

/** Where the first sheet lies, and whether days are counted from 1904 on. */
async function findSheet(archive: Archive): Promise<{ path: string; from1904: boolean }> {
  let relation: string | undefined;
  let from1904 = false;
  const isBook = await walkAll(archive, 'xl/workbook.xml', {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return;
      relation ??= Object.entries(attributes).find(([key]) => localName(key) === 'id' && key !== 'id')?.[1];
    },
  });
  if (!isBook || relation === undefined) throw new SheetError('TABLE');
  let path: string | undefined;
  await walkAll(archive, 'xl/_rels/workbook.xml.rels', {
    open(name, { Id, Target = '' }) {
      if (name === 'Relationship' && Id === relation) path = Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`;
    },
  });
  if (path === undefined) throw new SheetError('TABLE');
  return { path, from1904 };
}

async function readStrings(archive: Archive): Promise<StringTable> {
  const table = new StringTable();
  let text = '';
  let isText = false;
  /** How a word is read aloud stands beside it. */
  let isAside = false;
  await walkAll(archive, 'xl/sharedStrings.xml', {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') isAside = true;
      isText = name === 't';
    },
    text(piece) {
      if (isText && !isAside && text.length <= IMPORT_CELL_MAX) text += piece;
    },
    close(name) {
      isText = false;
      if (name === 'rPh') isAside = false;
      if (name === 'si') table.push(text.slice(0, IMPORT_CELL_MAX + 1));
    },
  });
  return table;
}

/** Columns are counted in letters: `A` is 0, `AA` 26. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

const DAYS_TO_1904 = 1462;
const nothing: ImportCell = { text: '', kind: 'text' };

/** Gathers the rows of a sheet as its XML goes by. */
class RowTarget implements XmlTarget {
  /** Rows that are complete and not yet taken. */
  rows: SheetRow[] = [];
  #line = 0;
  #cells: ImportCell[] = [];
  #column = -1;
  #type = '';
  #value = '';
  #isFormula = false;
  #takes = false;

  constructor(
    private readonly strings: StringTable,
    private readonly from1904: boolean,
  ) {}

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#takes = name === 'v' || name === 't';
    if (name === 'row') {
      this.#line = Number(attributes.r ?? this.#line + 1);
      if (!(this.#line <= LAST_LINE)) throw new SheetError('TABLE');
      this.#cells = [];
      this.#column = -1;
    } else if (name === 'c') {
      this.#column = columnOf(attributes.r) ?? this.#column + 1;
      this.#type = attributes.t ?? 'n';
      this.#value = '';
      this.#isFormula = false;
    } else if (name === 'f') this.#isFormula = true;
    else if (name === 'rPh') this.#type = 'aside';
  }

  text(piece: string): void {
    if (this.#takes && this.#type !== 'aside' && this.#value.length <= IMPORT_CELL_MAX) this.#value += piece;
  }

  close(name: string): void {
    this.#takes = false;
    if (name === 'rPh') this.#type = 'inlineStr';
    if (name === 'c' && this.#column < MAX_COLUMNS) this.#cells[this.#column] = this.#cell();
    // Cells that are not there leave holes.
    if (name === 'row') this.rows.push({ line: this.#line, cells: Array.from(this.#cells, (cell) => cell ?? nothing) });
  }

  #cell(): ImportCell {
    const value = this.#value.slice(0, IMPORT_CELL_MAX + 1);
    if (this.#isFormula) return { text: value === '' ? '=' : value, kind: 'formula' };
    if (this.#type === 's') return { text: this.strings.at(Number(value)) ?? '', kind: 'text' };
    if (this.#type === 'e') return { text: '=', kind: 'formula' };
    if (this.#type !== 'n' || value === '') return { text: value, kind: 'text' };
    const isDay = this.from1904 && /^[1-9]\d{3,4}$/.test(value);
    return { text: isDay ? String(Number(value) + DAYS_TO_1904) : value, kind: 'number' };
  }
}

/** The rows of a workbook's first sheet. @throws SheetError */
export async function* readXlsx(bytes: Buffer): AsyncGenerator<SheetRow> {
  const archive = await openArchive(bytes);
  const { path, from1904 } = await findSheet(archive);
  const target = new RowTarget(await readStrings(archive), from1904);
  const pieces = await archive.open(path);
  if (!pieces) throw new SheetError('TABLE');
  for await (const _ of walk(pieces, target)) {
    yield* target.rows;
    target.rows = [];
  }
  yield* target.rows;
}
