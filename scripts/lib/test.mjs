import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from './build.mjs';
import { findChromium } from './chromium.mjs';
import { install } from './install.mjs';
import { binOf, exitCodeOf, Failure, root, Steps } from './say.mjs';

/** What each jest project needs built; all need the server, which also finds the database. */
const needs = {
  e2e: ['console', 'h5'],
  weapp: ['weapp'],
};
const ALL = ['console', 'h5', 'weapp'];

/** The projects named by `--selectProjects a b`, or null for all. */
function selectedProjects(args) {
  const at = args.indexOf('--selectProjects');
  if (at < 0) return null;
  const names = args.slice(at + 1);
  const end = names.findIndex((word) => word.startsWith('-'));
  return end < 0 ? names : names.slice(0, end);
}

/** Path of a mongod, found by the server's own search so that tests and server use the same one. */
async function findMongod() {
  const script = `
    const { findMongod } = require('./server/dist/src/platform/mongod-binary.js');
    const log = { info: (text) => console.error(text), warn: (text) => console.error(text) };
    findMongod({ dataDir: '.data', log }).then((file) => console.log(file), (error) => {
      console.error(error.message);
      process.exit(1);
    });`;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: root });
    return stdout.trim();
  } catch (error) {
    throw new Failure(String(error.stderr || error.message));
  }
}

/** Installs, finds browser and database, builds everything, runs jest; the last line is `N passed, N failed`. */
export async function test(args) {
  const projects = selectedProjects(args);
  const parts = projects ? ALL.filter((part) => projects.some((name) => needs[name]?.includes(part))) : ALL;
  const withBrowser = !projects || projects.includes('e2e');
  const steps = new Steps(3 + parts.length + (withBrowser ? 1 : 0));
  const env = { ...process.env, NODE_ENV: 'test' };
  await steps.run('安装依赖', install);
  if (withBrowser)
    await steps.run('寻找浏览器', async () => {
      env.CHROMIUM_BIN = await findChromium();
      return env.CHROMIUM_BIN;
    });
  await build(steps, ['server', ...parts]);
  await steps.run('寻找数据库', async () => {
    env.MONGOD_BINARY = await findMongod();
    return env.MONGOD_BINARY;
  });

  const folder = mkdtempSync(path.join(tmpdir(), 'linkang-test-'));
  env.LINKANG_SUMMARY_FILE = path.join(folder, 'summary.json');
  const jest = [binOf('jest', 'tests'), '--config', 'tests/jest.config.cjs', ...args];
  const code = await exitCodeOf(process.execPath, jest, { env });
  const summary = existsSync(env.LINKANG_SUMMARY_FILE)
    ? JSON.parse(readFileSync(env.LINKANG_SUMMARY_FILE, 'utf8'))
    : { passed: 0, failed: 1 };
  rmSync(folder, { recursive: true, force: true });
  // A failure outside the tests, such as one in the tear-down, must not end in a line that says all is well.
  if (code !== 0 && summary.failed === 0) summary.failed = 1;
  console.log(`${summary.passed} passed, ${summary.failed} failed`);
  process.exit(summary.failed === 0 ? 0 : 1);
}
