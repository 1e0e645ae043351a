import type { Browser, BrowserContext, Page } from 'playwright-core';
import { keepPicture, openBrowser, openPhone } from '../support/browser';
import { dailyTasks, handOn, MOST_TAPS } from '../support/daily-tasks';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { enter, setElderMode } from '../support/page-table';
import { at } from '../support/pages';
import { giveVoice } from '../support/voice';

/*
 * What people come for every day, from home to its end, by taps alone: few of them, in normal and in elder mode.
 */
jest.setTimeout(120_000);

let server: DemoServer;
let browser: Browser;
/** Where each person is signed in. */
const signedIn = new Map<string, BrowserContext>();
const counted: Record<string, Record<string, number>> = {};

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
});
afterAll(async () => {
  const lines = Object.entries(counted).map(
    ([name, { normal, elder }]) => `${name}：标准版${normal ?? '–'}下，大字版${elder ?? '–'}下`,
  );
  console.info(lines.join('\n'));
  await browser?.close();
  await server?.stop();
});

/** A new page for each task: one from which somebody telephones is left waiting for the telephone. */
async function phoneOf(as: string): Promise<Page> {
  const known = signedIn.get(as);
  const page = known ? await known.newPage() : await openPhone(browser, server.url);
  await giveVoice(page);
  if (known) return page;
  signedIn.set(as, page.context());
  await enter(page, server.url, { app: 'phone', as });
  return page;
}

describe.each(['normal', 'elder'] as const)('in %s mode', (mode) => {
  test.each(dailyTasks.map((task) => [task.name, task] as const))('%s', async (name, task) => {
    await task.prepare?.(server.url);
    const page = await phoneOf(task.as);
    await page.goto(server.url);
    await setElderMode(page, mode === 'elder');
    await page.reload();
    await at(page, '邻康社区');
    const hand = handOn(page);
    try {
      await task.run(hand);
    } catch (error) {
      await keepPicture(page, `daily-${mode}-${name}`);
      throw error;
    }
    (counted[name] ??= {})[mode] = hand.taps();
    expect(hand.taps()).toBeLessThanOrEqual(MOST_TAPS);
    await page.close();
  });
});
