import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openDesk, openPhone, overflowOf, seriousFindings } from './browser';
import { startDemoServer, type DemoServer } from './demo-server';
import { enter, openRow, pageTable, setLook, type PageRow, type PhoneLook } from './page-table';
import { prepareThings, type Things } from './page-things';

const SIZES = {
  phone: [
    { width: 390, height: 844 },
    { width: 320, height: 640 },
  ],
  console: [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ],
} as const;

/** Two reading modes as they are at first, and the largest and hardest that can be chosen. */
const LOOKS = {
  normal: { isElder: false, size: 'usual', isHighContrast: false },
  elder: { isElder: true, size: 'usual', isHighContrast: false },
  'elder, largest, high contrast': { isElder: true, size: 'largest', isHighContrast: true },
} as const satisfies Record<string, PhoneLook>;

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

/** All that is wrong with what the page shows now: its width in every size, the findings of axe in the last one. */
async function faultsOf(page: Page, row: PageRow, mode: string): Promise<string[]> {
  const faults: string[] = [];
  if (
    row.app === 'phone' &&
    (await page
      .getByText(/打电话/)
      .filter({ visible: true })
      .count()) === 0
  )
    faults.push(`${mode}: no way to telephone`);
  for (const size of SIZES[row.app]) {
    await page.setViewportSize(size);
    const overflow = await overflowOf(page);
    if (overflow > 0) faults.push(`${mode} ${size.width}: ${overflow} points wider than the window`);
    if (size === SIZES[row.app][0]) continue;
    faults.push(...(await seriousFindings(page)).map((finding) => `${mode}: ${finding}`));
  }
  await page.setViewportSize(SIZES[row.app][0]);
  return faults;
}

/** All that is wrong with a page, in the looks that its front end has. */
async function check(row: PageRow): Promise<string[]> {
  const page = await windowOf(row);
  const faults: string[] = [];
  const before = complaintsOf(page).length;
  for (const [name, look] of Object.entries(row.app === 'phone' ? LOOKS : { normal: LOOKS.normal })) {
    if (row.app === 'phone') await setLook(page, look);
    await openRow(page, server.url, row, things);
    faults.push(...(await faultsOf(page, row, name)));
  }
  return [...faults, ...complaintsOf(page).slice(before)];
}

/** Tests every page of a front end, on small and large windows and in the looks of the phone. */
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
