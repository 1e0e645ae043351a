/**
 * Weighs what the browser fetches before the first page of the console is there: scripts and styles that index.html
 * names, packed as they are sent. Exits with 1 when the build is missing or over its budget.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 500 * 1024;
const BASE = '/console/';

const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), '../dist');
const index = path.join(dist, 'index.html');

if (!existsSync(index)) {
  console.error(`${index} is missing: the build made nothing.`);
  process.exit(1);
}

const html = readFileSync(index, 'utf8');
const files = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, address]) =>
  address.slice(BASE.length),
);
if (!files.some((file) => file.endsWith('.js'))) {
  console.error(`${index} names no script under ${BASE}.`);
  process.exit(1);
}
const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(dist, file))).length, 0);
const verdict = bytes > BUDGET_BYTES ? 'OVER' : 'ok';
console.log(
  `first load ${(bytes / 1024).toFixed(1)} KB of ${BUDGET_BYTES / 1024} KB in ${files.length} files  ${verdict}`,
);
process.exit(bytes > BUDGET_BYTES ? 1 : 0);
