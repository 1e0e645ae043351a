import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, runLogged } from './say.mjs';

const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.linkang-installed');
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Whether npm's own record of what it installed agrees with the lock file, as after a developer's `npm install`. */
function agreesWithLock() {
  const record = path.join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = readJson(record).packages;
  const wanted = Object.entries(readJson(path.join(root, 'package-lock.json')).packages);
  return wanted.every(
    ([place, row]) =>
      !place.includes('node_modules/') || row.link || row.optional || installed[place]?.version === row.version,
  );
}

/** Installs the packages of the lock file when they are missing or changed; returns a word for the step's line. */
export async function install() {
  const hash = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return '已是最新';
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const fresh = !agreesWithLock();
  if (fresh) {
    // With NODE_ENV=production npm would leave out what the build needs.
    const args = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
    await runLogged('install', npm[0], [...npm.slice(1), ...args]);
  }
  writeFileSync(stamp, hash);
  return fresh ? undefined : '已是最新';
}
