/* global document -- inside page.evaluate the code runs in the page */
// `npm run screenshots`: starts the built product on a fresh demo and takes the pictures that the README shows.
// `npm run screenshots -- all` takes every page of the table in tests/support/page-table.ts, in both reading modes and
// all sizes; `-- all article` those whose names contain the word. These go to tests/output/screenshots, outside git.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { sizes, withDemoPages } from './lib/demo-pages.mjs';

const { requireSource } = createRequire(import.meta.url)('../tests/support/sources.cjs');
const { openRow, pageTable, setElderMode } = requireSource('tests/support/page-table.ts');

const root = path.resolve(import.meta.dirname, '..');
const inReadme = [
  'home',
  'home-elder',
  'sessions',
  'sessions-elder',
  'booking',
  'booking-elder',
  'article-elder',
  'look',
  'console-today',
  'console-physical-vitals',
  'console-article',
  'console-follow-ups',
];

/** Chromium draws no higher pictures well. */
const MAX_HEIGHT = 8000;

const [scope, word = ''] = process.argv.slice(2);
const isAll = scope === 'all';
const out = path.join(root, isAll ? 'tests/output/screenshots' : 'docs/screenshots');

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

async function shoot({ url, things, windowOf }, row) {
  for (const isElder of row.app === 'phone' ? [false, true] : [false]) {
    const pictures = picturesOf(row, isElder);
    if (pictures.length === 0) continue;
    const page = await windowOf(row);
    const [width, height] = sizes[row.app];
    await page.setViewportSize({ width, height });
    if (row.app === 'phone') await setElderMode(page, isElder);
    await openRow(page, url, row, things);
    for (const picture of pictures) await take(page, picture);
  }
}

mkdirSync(out, { recursive: true });
await withDemoPages(async (demo) => {
  for (const row of pageTable.filter(({ name }) => name.includes(word))) {
    // A page that fails must not cost the pictures of all others.
    await shoot(demo, row).catch((error) => {
      process.exitCode = 1;
      process.stderr.write(`${row.name}: ${error.message}\n`);
    });
  }
});
process.stdout.write(`pictures are in ${path.relative(root, out)}\n`);
