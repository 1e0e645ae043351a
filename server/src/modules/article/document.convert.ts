import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { DocumentError } from './document.archive';
import type { DocumentResult, DocumentTask } from './document.worker';

const TIMEOUT_MS = 30_000;
const MAX_HEAP_MB = 256;

/** The thread's program as it is built; the tests run on the sources, which a thread cannot load. */
const program = [
  path.join(__dirname, 'document.worker.js'),
  path.resolve(__dirname, '../../../dist/src/modules/article/document.worker.js'),
].find((file) => existsSync(file));

const starts = (bytes: Uint8Array, ...head: number[]): boolean => head.every((byte, index) => bytes[index] === byte);

/** @throws DocumentError for what is seen at a glance to be something else, whatever it is called */
function assertLooksLikeWord(bytes: Uint8Array): void {
  // The container of former Word, in which locked documents lie as well.
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new DocumentError('locked');
  if (!starts(bytes, 0x50, 0x4b, 0x03, 0x04)) throw new DocumentError('notWord');
}

const runThread = (task: DocumentTask): Promise<DocumentResult> =>
  new Promise((resolve) => {
    if (program === undefined) throw new Error('the program that reads documents is not built');
    const worker = new Worker(program, {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      // Nothing of the server's secrets is any of its business.
      env: {},
    });
    const end = (result: DocumentResult): void => {
      clearTimeout(timer);
      resolve(result);
      void worker.terminate();
    };
    const timer = setTimeout(() => end({ fault: 'slow' }), TIMEOUT_MS);
    worker.once('message', (result: DocumentResult) => end(result));
    worker.once('error', () => end({ fault: 'broken' }));
    worker.once('exit', () => end({ fault: 'broken' }));
  });

let turn: Promise<unknown> = Promise.resolve();

/** Reads a Word document, one after the other. @throws DocumentError */
export async function convertDocument(
  bytes: Uint8Array,
  placeholder: string,
): Promise<Exclude<DocumentResult, { fault: string }>> {
  assertLooksLikeWord(bytes);
  const mine = turn.then(() => runThread({ bytes, placeholder }));
  turn = mine.catch(() => undefined);
  const result = await mine;
  if (result.fault !== undefined) throw new DocumentError(result.fault);
  return result;
}
