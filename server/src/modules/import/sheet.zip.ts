import type { Readable } from 'node:stream';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { SheetError } from './sheet.fault';

/** A workbook of a hundred thousand rows unpacks to a third of it; the next thing above is made to fill the memory. */
const MAX_UNPACKED_BYTES = 300 * 1024 * 1024;
const MAX_ENTRIES = 2000;

/** The files in a workbook. */
export interface Archive {
  /** A file in pieces of text; null where there is none. */
  open(name: string): Promise<AsyncIterable<Buffer> | null>;
}

const noTable = (): SheetError => new SheetError('TABLE');

const readDirectory = (bytes: Buffer): Promise<{ zip: ZipFile; entries: Map<string, Entry> }> =>
  new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error || !zip) return reject(noTable());
      if (zip.entryCount > MAX_ENTRIES) return reject(new SheetError('TOO_LARGE'));
      const entries = new Map<string, Entry>();
      zip.on('entry', (entry: Entry) => {
        entries.set(entry.fileName.toLowerCase(), entry);
        zip.readEntry();
      });
      zip.on('error', () => reject(noTable()));
      zip.on('end', () => resolve({ zip, entries }));
      zip.readEntry();
    });
  });

const openEntry = (zip: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    // What unpacks to more than it says breaks off there.
    zip.openReadStream(entry, (error, stream) => (error || !stream ? reject(noTable()) : resolve(stream)));
  });

async function* guarded(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) yield piece;
  } catch {
    throw noTable();
  } finally {
    stream.destroy();
  }
}

/** Opens the archive that a workbook is. @throws SheetError for what is none, or unpacks to too much */
export async function openArchive(bytes: Buffer): Promise<Archive> {
  const { zip, entries } = await readDirectory(bytes);
  return {
    async open(name) {
      const entry = entries.get(name.toLowerCase());
      if (!entry) return null;
      if (entry.isEncrypted()) throw noTable();
      if (entry.uncompressedSize > MAX_UNPACKED_BYTES) throw new SheetError('TOO_LARGE');
      return guarded(await openEntry(zip, entry));
    },
  };
}
