// `npm run audit:ui`: measures every page of the table in tests/support/page-table.ts in every mode and width: what is
// wider than its window, cut off, too small to tap, too pale, or a serious finding of axe. Takes a part with
// `-- --app phone|console --page <part of a name> --mode <name> --width <pixels>`. Exits 1 when anything is found.
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { withDemoPages } from './lib/demo-pages.mjs';

const { requireSource } = createRequire(import.meta.url)('../tests/support/sources.cjs');
const { openRow, pageTable } = requireSource('tests/support/page-table.ts');
const { auditModes, auditPage, auditSizes, sayFault } = requireSource('tests/support/page-audit.ts');

const text = { type: 'string' };
const { values: only } = parseArgs({ options: { app: text, page: text, mode: text, width: text } });

const rows = pageTable.filter(
  ({ app, name }) => (!only.app || app === only.app) && (!only.page || name.includes(only.page)),
);
const modesOf = (app) => auditModes[app].filter(({ name }) => !only.mode || name === only.mode);
const sizesOf = (app) => auditSizes[app].filter(({ width }) => !only.width || String(width) === only.width);

const totals = { pages: 0, views: 0, unopened: 0, overflow: 0, cutOff: 0, smallTap: 0, contrast: 0, axe: 0 };

await withDemoPages(async ({ url, things, windowOf }) => {
  for (const row of rows) {
    const [modes, sizes] = [modesOf(row.app), sizesOf(row.app)];
    if (modes.length * sizes.length === 0) continue;
    totals.pages += 1;
    try {
      const page = await windowOf(row);
      await openRow(page, url, row, things);
      const faults = await auditPage(page, row.app, modes, sizes);
      totals.views += modes.length * sizes.length;
      for (const { kind } of faults) totals[kind] += 1;
      for (const fault of faults) console.log(`${row.name}  ${sayFault(fault)}`);
    } catch (error) {
      // A page that does not open must not hide what is wrong with the others.
      totals.unopened += 1;
      console.log(`${row.name}  did not open: ${error.message.split('\n')[0]}`);
    }
  }
});

const { pages, views, ...found } = totals;
console.log(
  [`${pages} pages, ${views} views`, ...Object.entries(found).map(([kind, count]) => `${kind} ${count}`)].join(', '),
);
if (pages === 0 || Object.values(found).some((count) => count > 0)) process.exitCode = 1;
