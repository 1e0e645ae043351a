import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import mammoth from 'mammoth';
import { assertDocument, DocumentError, type DocumentFault } from './document.archive';

/*
 * Reads one Word document in a thread of its own: the archive and its XML are parsed in one piece, while everybody
 * else would wait.
 */

/** What the thread is given. */
export interface DocumentTask {
  bytes: Uint8Array;
  /** What stands for the pictures: this and their number. */
  placeholder: string;
}

/** What the thread answers. */
export type DocumentResult =
  { html: string; pictures: Uint8Array[]; picturesLost: number; fault?: undefined } | { fault: DocumentFault };

const MAX_PICTURES = 60;
const PICTURE_TYPES = ['image/jpeg', 'image/jpg', 'image/png', 'image/webp'];

/** Headings as articles have them; the first is taken for the title if the document begins with it. */
const styleMap = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Heading 1'] => h2:fresh",
  "p[style-name='heading 1'] => h2:fresh",
  "p[style-name='Heading 2'] => h3:fresh",
  "p[style-name='heading 2'] => h3:fresh",
  ...[3, 4, 5, 6].flatMap((level) => [
    `p[style-name='Heading ${level}'] => p:fresh > strong`,
    `p[style-name='heading ${level}'] => p:fresh > strong`,
  ]),
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  'u => u',
];

async function convert({ bytes, placeholder }: DocumentTask): Promise<DocumentResult> {
  const buffer = Buffer.from(bytes);
  await assertDocument(buffer);
  const pictures: Uint8Array[] = [];
  const known = new Map<string, number>();
  let picturesLost = 0;
  const convertImage = mammoth.images.imgElement(async (image) => {
    if (!PICTURE_TYPES.includes(image.contentType) || pictures.length >= MAX_PICTURES) {
      picturesLost += 1;
      return { src: '' };
    }
    const content = await image.readAsBuffer();
    const hash = createHash('sha256').update(content).digest('hex');
    const index = known.get(hash) ?? pictures.push(content) - 1;
    known.set(hash, index);
    return { src: `${placeholder}${index}` };
  });
  const { value } = await mammoth.convertToHtml({ buffer }, { styleMap, convertImage, externalFileAccess: false });
  return { html: value, pictures, picturesLost };
}

convert(workerData as DocumentTask)
  .catch((error: unknown): DocumentResult => ({ fault: error instanceof DocumentError ? error.fault : 'broken' }))
  .then((result) => parentPort?.postMessage(result))
  .catch(() => parentPort?.postMessage({ fault: 'broken' }));
