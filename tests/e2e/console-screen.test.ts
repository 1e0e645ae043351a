import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { bodyOf } from '../support/answers';
import { complaintsOf, openBrowser, openDesk, overflowOf } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import type { Caller } from '../support/http';
import { makeStory, signInAtDesk, staffPast, visible } from '../support/pages';
import { openSoonSession, registerByClerk } from '../support/waiting-room';

/* The screen in the waiting room, as one sees it from a chair at five metres. */
jest.setTimeout(180_000);

/** Rooms at once, the most that stand on one screen. */
const PLACES = ['一楼大屏测试甲室', '一楼大屏测试乙室', '二楼大屏测试丙室', '二楼大屏测试丁室'] as const;
/** Two hundredths of the distance, by the rule for signs. */
const MIN_LETTER_MM = 25;
/** 43 inches across in both shapes. */
const SCREENS = [
  { width: 1920, height: 1080, mmPerPixel: 0.495 },
  { width: 1280, height: 800, mmPerPixel: 0.723 },
] as const;
/** What somebody waits for. */
const NEEDED = '.room h2, .room-called strong, .room-word, .room-name, .room-quiet, .room-next b, .board-head time';

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let server: DemoServer;
let browser: Browser;
let screen: Page;
let clerk: Caller;
let sessionIds: string[];

const step = makeStory(() => ({ screen }));

/** Height of the figures in CSS pixels, for everything that is needed. */
const figureHeights = (): Promise<[string, number][]> =>
  screen.evaluate((selector) => {
    const paper = document.createElement('canvas').getContext('2d');
    if (!paper) throw new Error('no canvas');
    return [...document.querySelectorAll(selector)].map((element): [string, number] => {
      const { fontWeight, fontSize, fontFamily } = getComputedStyle(element);
      paper.font = `${fontWeight} ${fontSize} ${fontFamily}`;
      return [(element as HTMLElement).innerText, paper.measureText('8').actualBoundingBoxAscent];
    });
  }, NEEDED);

/** Texts of the rooms that do not fit. */
const cutTexts = (): Promise<string[]> =>
  screen.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.room, .room > *, .board')]
      .filter(
        (one) =>
          one.scrollWidth > one.clientWidth + 1 ||
          // A line's own box may be lower than its letters; what cuts them is the room's or the screen's.
          (one.matches('.room, .board') && one.scrollHeight > one.clientHeight + 1),
      )
      .map((one) => `${one.className || one.tagName}: ${one.innerText}`),
  );

async function faintTexts(): Promise<unknown[]> {
  await screen.evaluate(axeSource);
  return screen.evaluate(
    "axe.run('.board', { runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } }).then(({ violations }) => violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)))",
  );
}

async function expectReadable(): Promise<void> {
  for (const { width, height, mmPerPixel } of SCREENS) {
    await screen.setViewportSize({ width, height });
    const small = (await figureHeights()).filter(([, pixels]) => pixels * mmPerPixel < MIN_LETTER_MM);
    expect([width, small]).toEqual([width, []]);
    expect([width, await cutTexts()]).toEqual([width, []]);
    expect(await overflowOf(screen)).toBeLessThanOrEqual(0);
    expect(await faintTexts()).toEqual([]);
  }
}

beforeAll(async () => {
  server = await startDemoServer();
  clerk = await staffPast(server.url, 'desk');
  sessionIds = [];
  for (const [room, place] of PLACES.entries()) {
    const sessionId = await openSoonSession(clerk, place);
    sessionIds.push(sessionId);
    for (const [index, name] of ['欧阳德海', '钱小云', '孙大为'].entries()) {
      const residentId = await registerByClerk(clerk, name, `195${room}-0${index + 1}-11`);
      const booking = bodyOf(await clerk.post<{ id: string }>('/bookings', { sessionId, residentId }), 201);
      bodyOf(await clerk.post(`/bookings/${booking.id}/check-in`, {}));
    }
  }
  browser = await openBrowser();
  screen = await openDesk(browser, server.url);
  await signInAtDesk(screen, server.url, 'desk');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('four rooms are read from five metres, in both shapes of screen', async () => {
  await screen.goto(`${server.url}/console/screen`);
  await visible(screen.getByText('还没有叫号')).waitFor();
  expect(await screen.locator('.room').count()).toBeGreaterThan(1);
  await expectReadable();
});

step('a call is shown and announced, with a masked name', async () => {
  await screen.goto(`${server.url}/console/screen?place=${encodeURIComponent(PLACES[0])}`);
  const room = screen.getByRole('region', { name: PLACES[0] });
  await room.getByText('还没有叫号').waitFor();
  bodyOf(await clerk.post(`/sessions/${sessionIds[0]}/calls`, {}), 201);
  await room.locator('.room-called', { hasText: '1号' }).waitFor({ timeout: 8000 });
  expect(await screen.locator('[aria-live=assertive]').innerText()).toBe(`请1号到${PLACES[0]}`);
  const shown = await screen.locator('.board').innerText();
  expect(shown).toContain('欧**海');
  for (const name of ['欧阳德海', '钱小云', '孙大为']) expect(shown).not.toContain(name);
  await expectReadable();
});

test('no page met a script error', () => expect(complaintsOf(screen)).toEqual([]));
