/* global document -- inside page.evaluate the code runs in the page */
// `npm run screenshots`: starts the built product on a fresh demo and takes the pictures that the README shows.
// `npm run screenshots -- all` takes every page of the table in tests/support/page-table.ts, in both reading modes and
// all sizes; `-- all article` those whose names contain the word. These go to tests/output/screenshots, outside git.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const { requireSource } = createRequire(import.meta.url)('../tests/support/sources.cjs');
const { enter, openRow, pageTable, setElderMode } = requireSource('tests/support/page-table.ts');
const { prepareThings } = requireSource('tests/support/page-things.ts');

const root = path.resolve(import.meta.dirname, '..');
const inReadme = [
  'home',
  'home-elder',
  'sessions',
  'contract',
  'article-elder',
  'console-today',
  'console-contract',
  'console-article',
];
const sizes = { phone: [390, 844], phoneSmall: [320, 640], console: [1280, 800], consoleLarge: [1920, 1080] };

/** Chromium draws no higher pictures well. */
const MAX_HEIGHT = 8000;

const [scope, word = ''] = process.argv.slice(2);
const isAll = scope === 'all';
const out = path.join(root, isAll ? 'tests/output/screenshots' : 'docs/screenshots');

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'linkang-shots-'));
const server = spawn(process.execPath, [path.join(root, 'server/dist/src/main.js')], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, PORT: '0', DATA_DIR: dataDir, NODE_ENV: 'development' },
});

const started = new Promise((resolve, reject) => {
  createInterface({ input: server.stdout }).on('line', (line) => {
    const found = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line);
    if (found) resolve(found[1]);
  });
  server.once('exit', () => reject(new Error('the server ended early')));
});

/** Names and sizes of a row's pictures in one reading mode. */
function picturesOf(row, isElder) {
  const name = `${row.name}${isElder ? '-elder' : ''}`;
  if (!isAll) return inReadme.includes(name) ? [{ name, size: sizes[row.app] }] : [];
  const small = row.app === 'phone' ? sizes.phoneSmall : sizes.consoleLarge;
  return [
    { name, size: sizes[row.app], isWhole: true },
    { name: `${name}-${small[0]}`, size: small, isWhole: true },
  ];
}

async function take(page, { name, size: [width, height], isWhole = false }) {
  await page.setViewportSize({ width, height });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(out, `${name}.png`) });
  // On the phone the page scrolls within its frame, which a window as high as its content shows as a whole.
  const whole = await page.evaluate(() =>
    Math.max(...[document.documentElement, ...document.querySelectorAll('.taro_page')].map((box) => box.scrollHeight)),
  );
  if (!isWhole || whole < height * 1.1) return;
  await page.setViewportSize({ width, height: Math.min(whole, MAX_HEIGHT) });
  await page.screenshot({ path: path.join(out, `${name}-whole.png`) });
  await page.setViewportSize({ width, height });
}

const windows = new Map();

async function windowOf(browser, url, row) {
  const key = `${row.app} ${row.as ?? ''}`;
  if (!windows.has(key)) {
    const context = await browser.newContext({ locale: 'zh-CN', hasTouch: row.app === 'phone' });
    const page = await context.newPage();
    windows.set(key, page);
    await enter(page, url, row);
  }
  return windows.get(key);
}

async function shoot(browser, url, things, row) {
  for (const isElder of row.app === 'phone' ? [false, true] : [false]) {
    const pictures = picturesOf(row, isElder);
    if (pictures.length === 0) continue;
    const page = await windowOf(browser, url, row);
    const [width, height] = sizes[row.app];
    await page.setViewportSize({ width, height });
    if (row.app === 'phone') await setElderMode(page, isElder);
    await openRow(page, url, row, things);
    for (const picture of pictures) await take(page, picture);
  }
}

let browser;
try {
  mkdirSync(out, { recursive: true });
  const url = await started;
  const things = await prepareThings(url);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  for (const row of pageTable.filter(({ name }) => name.includes(word))) {
    // A page that fails must not cost the pictures of all others.
    await shoot(browser, url, things, row).catch((error) => {
      process.exitCode = 1;
      process.stderr.write(`${row.name}: ${error.message}\n`);
    });
  }
  process.stdout.write(`pictures are in ${path.relative(root, out)}\n`);
} finally {
  await browser?.close();
  const exited = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await exited;
  rmSync(dataDir, { recursive: true, force: true });
}
