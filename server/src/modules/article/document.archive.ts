import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

/** A document with many photos unpacks to a third of it; the next thing above is made to fill the memory. */
const MAX_UNPACKED_BYTES = 120 * 1024 * 1024;
/** A book of a thousand pages. */
const MAX_XML_BYTES = 12 * 1024 * 1024;
const MAX_ENTRIES = 2000;
/** Where a document type would stand; Word writes none, and with one come entities that grow. */
const HEAD_BYTES = 1024;

/** Why a document is not read. */
export type DocumentFault = 'notWord' | 'locked' | 'tooLarge' | 'broken' | 'slow' | 'empty';

/** A document that is not read. */
export class DocumentError extends Error {
  constructor(readonly fault: DocumentFault) {
    super(`the document is refused: ${fault}`);
    this.name = 'DocumentError';
  }
}

const isXml = ({ fileName }: Entry): boolean => /\.(?:xml|rels)$/i.test(fileName);

/** @throws DocumentError for an entry that says itself to be too large or locked */
function assertModest(entry: Entry, unpacked: number): void {
  if (entry.isEncrypted()) throw new DocumentError('locked');
  if (unpacked > MAX_UNPACKED_BYTES || (isXml(entry) && entry.uncompressedSize > MAX_XML_BYTES))
    throw new DocumentError('tooLarge');
}

const listEntries = (bytes: Buffer): Promise<{ zip: ZipFile; entries: Entry[] }> =>
  new Promise((resolve, reject) => {
    const options = { lazyEntries: true, validateEntrySizes: true, autoClose: false };
    fromBuffer(bytes, options, (error, zip) => {
      if (error || !zip) return reject(new DocumentError('broken'));
      if (zip.entryCount > MAX_ENTRIES) return reject(new DocumentError('tooLarge'));
      const entries: Entry[] = [];
      zip.on('entry', (entry: Entry) => {
        entries.push(entry);
        zip.readEntry();
      });
      zip.on('error', () => reject(new DocumentError('broken')));
      zip.on('end', () => resolve({ zip, entries }));
      zip.readEntry();
    });
  });

/** Unpacks an entry into nothing: one that is larger than it says breaks off there. @returns how it begins */
const tryEntry = (zip: ZipFile, entry: Entry): Promise<string> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error || !stream) return reject(new DocumentError('broken'));
      let head = '';
      stream.on('data', (piece: Buffer) => {
        if (head.length < HEAD_BYTES) head += piece.subarray(0, HEAD_BYTES).toString('latin1');
      });
      stream.on('error', () => reject(new DocumentError('broken')));
      stream.on('end', () => resolve(head));
    });
  });

/**
 * Looks through the archive that a document is before anything reads it: what it says of its sizes first, and then
 * whether that is true.
 * @throws DocumentError
 */
export async function assertDocument(bytes: Buffer): Promise<void> {
  const { zip, entries } = await listEntries(bytes);
  if (!entries.some(({ fileName }) => fileName === 'word/document.xml')) throw new DocumentError('notWord');
  let unpacked = 0;
  for (const entry of entries) assertModest(entry, (unpacked += entry.uncompressedSize));
  for (const entry of entries) {
    const head = await tryEntry(zip, entry);
    if (isXml(entry) && /<!DOCTYPE|<!ENTITY/i.test(head)) throw new DocumentError('broken');
  }
}
