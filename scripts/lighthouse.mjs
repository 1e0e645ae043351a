// `npm run lighthouse`: Google's own measure of the residents' pages, on a fresh demo, as a middling phone on a slow
// network sees them. The median of five runs a page, `--runs=1` for a look; ends with 1 below a floor.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as chromeLauncher from 'chrome-launcher';
import lighthouse from 'lighthouse';

const { requireSource } = createRequire(import.meta.url)('../tests/support/sources.cjs');
const { prepareThings } = requireSource('tests/support/page-things.ts');

/** Points of a hundred that a page has at least. */
const FLOORS = { performance: 75, accessibility: 95, 'best-practices': 95 };
const RUNS = Number(process.argv.find((word) => word.startsWith('--runs='))?.slice('--runs='.length) ?? 5);

const root = path.resolve(import.meta.dirname, '..');
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'linkang-lighthouse-'));
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

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** One visit of a page by somebody who was never there. @returns its points, and what took them */
async function visit(url) {
  const chrome = await chromeLauncher.launch({
    chromePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'],
  });
  try {
    const result = await lighthouse(url, {
      port: chrome.port,
      onlyCategories: Object.keys(FLOORS),
      logLevel: 'error',
    });
    if (!result) throw new Error(`${url} was not measured`);
    return result.lhr;
  } finally {
    await chrome.kill();
  }
}

const pointsOf = (lhr, category) => Math.round((lhr.categories[category]?.score ?? 0) * 100);

/** What is not in order on a page, one line each. */
const findings = (lhr) =>
  Object.values(lhr.audits)
    .filter(({ score, scoreDisplayMode }) => score === 0 && scoreDisplayMode === 'binary')
    .map(({ id, title }) => `  ${id}: ${title}`);

async function measure(name, url) {
  const reports = [];
  for (let run = 0; run < RUNS; run += 1) reports.push(await visit(url));
  const points = Object.fromEntries(
    Object.keys(FLOORS).map((category) => [category, median(reports.map((lhr) => pointsOf(lhr, category)))]),
  );
  const times = Object.fromEntries(
    ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'].map((audit) => [
      audit,
      Math.round(median(reports.map((lhr) => lhr.audits[audit]?.numericValue ?? 0))),
    ]),
  );
  process.stdout.write(`${JSON.stringify({ page: name, runs: RUNS, ...points, ...times })}\n`);
  const low = Object.entries(FLOORS).filter(([category, floor]) => points[category] < floor);
  for (const [category, floor] of low) process.stdout.write(`  ${category} is below ${floor}\n`);
  if (reports[0])
    process.stdout.write(
      findings(reports[0])
        .map((line) => `${line}\n`)
        .join(''),
    );
  if (low.length > 0) process.exitCode = 1;
}

try {
  const url = await started;
  const { article } = await prepareThings(url);
  await measure('home', `${url}/`);
  await measure('sessions', `${url}/#/packages/booking/pages/sessions/index?service=gp`);
  await measure('article', `${url}/#/packages/article/pages/detail/index?id=${article}`);
} finally {
  const exited = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await exited;
  rmSync(dataDir, { recursive: true, force: true });
}
