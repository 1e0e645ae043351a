import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openDesk, openPhone } from './browser';
import { startDemoServer, type DemoServer } from './demo-server';
import { auditModes, auditPage, auditSizes, sayFault } from './page-audit';
import { enter, openRow, pageTable, type PageRow } from './page-table';
import { prepareThings, type Things } from './page-things';

/** The sizes that differ most; `npm run audit:ui` looks at all. */
const SIZES = {
  phone: auditSizes.phone.filter(({ width }) => width <= 390),
  console: auditSizes.console,
};

let server: DemoServer;
let browser: Browser;
let things: Things;
/** One window for each person, as nobody signs in for every page. */
const windows = new Map<string, Page>();

async function windowOf(row: PageRow): Promise<Page> {
  const key = `${row.app} ${row.as ?? ''}`;
  const known = windows.get(key);
  if (known) return known;
  const page = await (row.app === 'phone' ? openPhone : openDesk)(browser, server.url);
  windows.set(key, page);
  await enter(page, server.url, row);
  return page;
}

/** All that is wrong with a page, in every mode of its front end, and what its scripts complained of. */
async function check(row: PageRow): Promise<string[]> {
  const page = await windowOf(row);
  const before = complaintsOf(page).length;
  await openRow(page, server.url, row, things);
  const telephones = page.getByText(/打电话/).filter({ visible: true });
  const hasPhone = row.app === 'console' || (await telephones.count()) > 0;
  const faults = await auditPage(page, row.app, auditModes[row.app], SIZES[row.app]);
  return [...(hasPhone ? [] : ['no way to telephone']), ...faults.map(sayFault), ...complaintsOf(page).slice(before)];
}

/** Tests every page of a front end, on small and large windows and in every mode. */
export function testPages(app: PageRow['app']): void {
  jest.setTimeout(180_000);
  beforeAll(async () => {
    server = await startDemoServer();
    browser = await openBrowser();
    things = await prepareThings(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  const rows = pageTable.filter((row) => row.app === app);
  test.each(rows.map((row) => [row.name, row] as const))('%s', async (_, row) => expect(await check(row)).toEqual([]));
}
