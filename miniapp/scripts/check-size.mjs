/**
 * Weighs dist/weapp: the main package is everything outside the subpackages' roots. Exits with 1 when the
 * build is missing or a package is over its budget.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN_BUDGET_BYTES = 900 * 1024;
const SUBPACKAGE_BUDGET_BYTES = 1.5 * 1024 * 1024;

const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), '../dist/weapp');
const appFile = path.join(dist, 'app.json');

if (!existsSync(appFile)) {
  console.error(`${appFile} is missing: the build made nothing (Taro exits with 0 on a configuration error).`);
  process.exit(1);
}

/** Relative paths of all files below a folder, with forward slashes. */
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));

const app = JSON.parse(readFileSync(appFile, 'utf8'));
const roots = (app.subPackages ?? app.subpackages ?? []).map((row) => `${row.root.replace(/\/$/, '')}/`);
const bytesByPackage = new Map([['main', 0], ...roots.map((root) => [root, 0])]);

for (const file of filesBelow(dist)) {
  const owner = roots.find((root) => file.startsWith(root)) ?? 'main';
  bytesByPackage.set(owner, bytesByPackage.get(owner) + statSync(path.join(dist, file)).size);
}

let isOver = false;
for (const [name, bytes] of bytesByPackage) {
  const budget = name === 'main' ? MAIN_BUDGET_BYTES : SUBPACKAGE_BUDGET_BYTES;
  const verdict = bytes > budget ? 'OVER' : 'ok';
  if (bytes > budget) isOver = true;
  console.log(
    `${name.padEnd(24)} ${(bytes / 1024).toFixed(1).padStart(8)} KB of ${(budget / 1024).toFixed(0)} KB  ${verdict}`,
  );
}
process.exit(isOver ? 1 : 0);
