import { mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import pino from 'pino';

/** The log: one JSON line an event, written in the background, without bodies, tokens, names or numbers of persons. */
export type Log = Logger;

const redact = {
  paths: [
    'authorization',
    'token',
    'accessToken',
    'refreshToken',
    'password',
    'idNumber',
    'phone',
    'name',
    'body',
  ].flatMap((name) => [name, `*.${name}`]),
  censor: '[removed]',
};

/** What is written of an error: never the other fields that libraries hang on theirs, such as whole documents and bodies. */
const presentError = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack, code } = error as Error & { code?: unknown };
  return { type: name, message, stack, ...(code === undefined ? {} : { code }) };
};

/** How errors are written. */
export const logSerializers = { err: presentError };

/** Opened here and now: a process that ends before the file was opened in the background ends with a crash instead. */
function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  return openSync(file, 'a');
}

/**
 * Makes the log.
 * @param file a path, or undefined for standard output
 */
export function makeLog(options: { file?: string; level?: string } = {}): Log {
  const destination = pino.destination({
    ...(options.file === undefined ? {} : { dest: openLog(options.file) }),
    sync: false,
    minLength: 4096,
  });
  // The buffer is flushed once a second too, so that a quiet server does not sit on its last lines.
  setInterval(() => destination.flush(), 1000).unref();
  return pino({ level: options.level ?? 'info', base: null, redact, serializers: logSerializers }, destination);
}
