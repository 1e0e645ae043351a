import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive. */
export interface Entry {
  name: string;
  bytes: Buffer;
  /** What the archive says that it unpacks to, where it lies. */
  claimedBytes?: number;
}

function localPart(entry: Entry, packed: Buffer): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(crc32(entry.bytes), 14);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(entry.claimedBytes ?? entry.bytes.length, 22);
  head.writeUInt16LE(Buffer.byteLength(entry.name), 26);
  return Buffer.concat([head, Buffer.from(entry.name), packed]);
}

function centralPart(entry: Entry, packed: Buffer, offset: number): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(20, 6);
  head.writeUInt16LE(8, 10);
  head.writeUInt32LE(crc32(entry.bytes), 16);
  head.writeUInt32LE(packed.length, 20);
  head.writeUInt32LE(entry.claimedBytes ?? entry.bytes.length, 24);
  head.writeUInt16LE(Buffer.byteLength(entry.name), 28);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, Buffer.from(entry.name)]);
}

/** An archive, as a spreadsheet program packs one, or as somebody with bad intentions does. */
export function buildZip(entries: readonly Entry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(entry.bytes);
    const local = localPart(entry, packed);
    centrals.push(centralPart(entry, packed, offset));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const book = (pr: string): string =>
  `<workbook xmlns:r="http://r"><workbookPr${pr}/><sheets><sheet name="名单" sheetId="1" r:id="rId7"/></sheets></workbook>`;
const relations = '<Relationships><Relationship Id="rId7" Target="worksheets/sheet1.xml"/></Relationships>';

/** The files of a workbook whose sheet is written by hand. */
export const workbookEntries = (rows: string, options: { strings?: string; bookAttributes?: string } = {}): Entry[] => [
  { name: 'xl/workbook.xml', bytes: Buffer.from(book(options.bookAttributes ?? '')) },
  { name: 'xl/_rels/workbook.xml.rels', bytes: Buffer.from(relations) },
  ...(options.strings === undefined
    ? []
    : [{ name: 'xl/sharedStrings.xml', bytes: Buffer.from(`<sst>${options.strings}</sst>`) }]),
  {
    name: 'xl/worksheets/sheet1.xml',
    bytes: Buffer.from(`<worksheet><sheetData>${rows}</sheetData></worksheet>`),
  },
];

/** A workbook whose sheet is written by hand. */
export const buildWorkbook = (rows: string, options: { strings?: string; bookAttributes?: string } = {}): Buffer =>
  buildZip(workbookEntries(rows, options));

/** A cell with its text in it. */
export const inlineCell = (place: string, text: string): string =>
  `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
