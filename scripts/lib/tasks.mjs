import Module from 'node:module';
import path from 'node:path';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { dev } from './dev.mjs';
import { install } from './install.mjs';
import { exitCodeOf, root, Steps } from './say.mjs';
import { test } from './test.mjs';

const SECOND_PRESS_MS = 1000;
const MAIN = path.join(root, 'server/dist/src/main.js');

/** Installs and builds what a task needs. */
async function prepare(parts) {
  const steps = new Steps(1 + parts.length);
  await steps.run('安装依赖', install);
  await build(steps, parts);
}

/**
 * Goes over to the server within this process instead of a child's: signals reach it directly, and nothing is
 * left behind when this process is killed.
 */
async function start() {
  await prepare(['server', 'console', 'h5']);
  process.chdir(root);
  process.argv = [process.execPath, MAIN];
  // The server ends cleanly on the first Ctrl-C. The second one is a wish to be gone now; the one that npm passes on
  // from the same keystroke, a moment later, is not.
  let first = 0;
  process.on('SIGINT', () => {
    first ||= Date.now();
    if (Date.now() - first > SECOND_PRESS_MS) process.exit(130);
  });
  Module.runMain();
}

/** A task that is a script of its own, run after the build. */
const script =
  (file, parts = ['server']) =>
  async (args) => {
    await prepare(parts);
    const code = await exitCodeOf(process.execPath, [path.join(root, file), ...args]);
    process.exit(typeof code === 'number' ? code : 1);
  };

/** Fault tests by name, one after the other, each storm saying its counts on a line. */
const faults = (names, args) => {
  process.env.STORM_SCALE ??= '10';
  return test([`faults/(${names})\\.test`, '--selectProjects', 'faults', '--runInBand', ...args]);
};

/** The storms in full size; `STORM_SCALE` makes them larger or smaller. */
const storm = (args) => {
  process.env.LINKANG_STORM = 'full';
  return faults('race|edit-race|kill|storm(-[a-z]+)?|stall|stepdown|wechat|notice-delivery', args);
};

/** Half load for half an hour; `SOAK_SECONDS` says how long. */
const soak = (args) => {
  process.env.SOAK_SECONDS ??= '1800';
  return faults('soak', args);
};

/** Every task by its name in package.json. */
export const tasks = {
  start,
  dev,
  test,
  check,
  storm,
  soak,
  build: () => prepare(['server', 'console', 'h5', 'weapp']),
  bench: script('tests/bench/run.mjs', ['server', 'h5', 'weapp']),
  fuzz: script('scripts/fuzz.mjs'),
  'admin:create': script('server/dist/scripts/admin-create.js'),
  'keys:rotate': script('server/dist/scripts/keys-rotate.js'),
  backup: script('server/dist/scripts/backup.js'),
  restore: script('server/dist/scripts/restore.js'),
  'audit:verify': script('server/dist/scripts/audit-verify.js'),
  retention: script('server/dist/scripts/retention.js'),
  seed: script('server/dist/scripts/seed.js'),
  import: script('server/dist/scripts/import.js'),
  openapi: script('server/dist/scripts/openapi.js'),
  lighthouse: script('scripts/lighthouse.mjs', ['server', 'h5']),
  screenshots: script('scripts/screenshots.mjs', ['server', 'console', 'h5']),
  golden: script('scripts/golden.mjs', ['server', 'console', 'h5']),
  'audit:ui': script('scripts/audit-ui.mjs', ['server', 'console', 'h5']),
};
