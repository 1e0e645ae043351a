/* global document, NodeFilter -- inside page.evaluate the code runs in the page */
// `npm run golden`: takes a picture of every page of the table in tests/support/page-table.ts, of the phone's in normal
// and elder mode, on a demo that is always on the same day, and compares it with the one in tests/golden. What differs
// is shown in tests/output/golden/index.html. `-- --accept` keeps the new pictures, `-- --page home` takes a part.
// Letters are drawn a little differently on every machine: accept and compare on the same one.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pixelmatch from 'pixelmatch';
import sharp from 'sharp';

/** A working Wednesday, 9:30 in Shanghai. */
const NOW = '2026-06-03T01:30:00.000Z';
process.env.CLOCK_STARTS_AT = NOW;
const CLOCK = path.resolve(import.meta.dirname, '../tests/support/shifted-clock.cjs');
const require = createRequire(import.meta.url);
require(CLOCK);

const { requireSource } = require('../tests/support/sources.cjs');
const { startTestMongo } = require('../tests/support/mongod.cjs');
const { openRow, pageTable, setElderMode } = requireSource('tests/support/page-table.ts');
const { sizes, withDemoPages } = await import('./lib/demo-pages.mjs');

const root = path.resolve(import.meta.dirname, '..');
const kept = path.join(root, 'tests/golden');
const report = path.join(root, 'tests/output/golden');

/** Taller pages are cut here: what is below has the same parts again. */
const MAX_HEIGHT = 1600;
/** How far two colours may lie apart (0 to 1), and how many points may differ before somebody has to look. */
const THRESHOLD = 0.1;
const MAX_POINTS = 12;

const { values: only } = parseArgs({
  options: { accept: { type: 'boolean', default: false }, page: { type: 'string', default: '' } },
});

/** What is another in every run: codes by chance, numbers that are drawn, the minutes that the run itself takes. */
const hideChance = (page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.nodeValue ?? '';
      const fixed = text
        .replace(/\d{6,}/g, (digits) => '0'.repeat(digits.length))
        .replace(/\b(0?9:)[345]\d(:\d\d)?/g, (_, hour, seconds) => `${hour}30${seconds ? ':00' : ''}`);
      if (fixed !== text) node.nodeValue = fixed;
    }
    const chance = 'canvas, video, img[alt*="码"], .qr, [class*="qr-"]';
    for (const drawn of document.querySelectorAll(chance)) drawn.style.visibility = 'hidden';
  });

/** The picture of an open page, in few colours so that the folder stays small. */
async function take(page, app) {
  const [width, height] = sizes[app];
  await hideChance(page);
  // On the phone the page scrolls within its frame, which a window as high as its content shows as a whole.
  const whole = await page.evaluate(() =>
    Math.max(...[document.documentElement, ...document.querySelectorAll('.taro_page')].map((box) => box.scrollHeight)),
  );
  const shown = app === 'phone' ? Math.max(height, Math.min(whole, MAX_HEIGHT)) : height;
  await page.setViewportSize({ width, height: shown });
  const png = await page.screenshot({ animations: 'disabled' });
  await page.setViewportSize({ width, height });
  return sharp(png).png({ palette: true, colours: 16, dither: 0, effort: 7, compressionLevel: 9 }).toBuffer();
}

const pointsOf = (png) => sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });

/** How two pictures differ, with a picture of it; undefined where they do not. */
async function differenceOf(before, after) {
  const [old, fresh] = [await pointsOf(before), await pointsOf(after)];
  const { width, height } = fresh.info;
  if (old.info.width !== width || old.info.height !== height)
    return { text: `${old.info.width}×${old.info.height} became ${width}×${height}` };
  const drawn = Buffer.alloc(width * height * 4);
  const points = pixelmatch(old.data, fresh.data, drawn, width, height, { threshold: THRESHOLD });
  if (points <= MAX_POINTS) return undefined;
  const picture = await sharp(drawn, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return { text: `${points} points differ`, picture };
}

const counts = { same: 0, changed: 0, new: 0, unopened: 0 };
const sections = [];

/** Keeps the pictures of a page that has changed beside its report. */
function show(name, text, pictures) {
  const shown = Object.entries(pictures).filter(([, png]) => png !== undefined);
  for (const [what, png] of shown) writeFileSync(path.join(report, `${name}.${what}.png`), png);
  const figures = shown.map(
    ([what]) => `<figure><figcaption>${what}</figcaption><img src="${name}.${what}.png" loading="lazy"></figure>`,
  );
  sections.push(`<section><h2>${name}: ${text}</h2>${figures.join('')}</section>`);
  console.log(`${name}  ${text}`);
}

async function compare(name, after) {
  const file = path.join(kept, `${name}.png`);
  const before = existsSync(file) ? readFileSync(file) : undefined;
  const difference = before ? await differenceOf(before, after) : { text: 'is new' };
  counts[!before ? 'new' : difference ? 'changed' : 'same'] += 1;
  if (!difference) return;
  if (only.accept) writeFileSync(file, after);
  show(name, difference.text, { before, after, difference: difference.picture });
}

rmSync(report, { recursive: true, force: true });
for (const folder of [kept, report]) mkdirSync(folder, { recursive: true });

// Of the tests: by the machine's clock, mongod would delete as expired what is written on the demo's day.
const mongo = await startTestMongo();
try {
  const uri = new URL(mongo.mongo.uri);
  uri.pathname = '/golden';
  const variables = { MONGODB_URI: uri.href, NODE_OPTIONS: `--require=${CLOCK}`, DEMO: 'on' };
  const prepare = (page) => page.clock.setFixedTime(NOW);
  await withDemoPages(
    async ({ url, things, windowOf }) => {
      for (const row of pageTable.filter(({ name }) => name.includes(only.page)))
        for (const isElder of row.app === 'phone' ? [false, true] : [false]) {
          const name = `${row.name}${isElder ? '-elder' : ''}`;
          try {
            const page = await windowOf(row);
            if (row.app === 'phone') await setElderMode(page, isElder);
            await openRow(page, url, row, things);
            await compare(name, await take(page, row.app));
          } catch (error) {
            // A page that fails must not cost the pictures of all others.
            counts.unopened += 1;
            console.log(`${name}  did not open: ${error.message.split('\n')[0]}`);
          }
        }
    },
    { variables, prepare },
  );
} finally {
  await mongo.stop();
}

const style =
  'body{font-family:sans-serif}figure{display:inline-block;margin:8px;vertical-align:top}img{max-width:30vw}';
const total = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
writeFileSync(
  path.join(report, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>golden</title><style>${style}</style><p>${total.join(', ')}</p>${sections.join('')}`,
);
console.log(total.join(', '));
if (counts.unopened > 0 || (!only.accept && counts.changed + counts.new > 0)) process.exitCode = 1;
