import type { Browser, Page } from 'playwright-core';
import { bodyOf } from '../support/answers';
import { complaintsOf, openBrowser, openDesk } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { at, expectSound, makeStory, see, signInAtDesk, staffPast, visible } from '../support/pages';
import { openSoonSession, registerByClerk } from '../support/waiting-room';

/* A clerk's morning without the mouse: from page to page, along the rows, check-in and calls; a key types where one types. */
jest.setTimeout(180_000);

const PLACE = '一楼按键测试室';

let server: DemoServer;
let browser: Browser;
let desk: Page;

const step = makeStory(() => ({ desk }));

/** One key after the other, as fingers do. */
async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await desk.keyboard.press(key);
}

const help = () => desk.getByRole('dialog', { name: '能用的键' });
const focused = (): Promise<string> => desk.evaluate(() => (document.activeElement as HTMLElement).innerText);

beforeAll(async () => {
  server = await startDemoServer();
  const clerk = await staffPast(server.url, 'desk');
  const sessionId = await openSoonSession(clerk, PLACE);
  for (const [name, birthDay] of [
    ['赵德海', '1949-05-06'],
    ['钱小云', '1951-02-03'],
  ] as const) {
    const residentId = await registerByClerk(clerk, name, birthDay);
    bodyOf(await clerk.post('/bookings', { sessionId, residentId }), 201);
  }
  browser = await openBrowser();
  desk = await openDesk(browser, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('the sheet of keys says what is valid here, and for whom', async () => {
  await signInAtDesk(desk, server.url, 'desk');
  await at(desk, '今天');
  await visible(desk.locator('tr.ant-table-row')).waitFor();
  await press('?');
  await help().getByText('今日到诊').waitFor();
  expect(await help().innerText()).toContain('下一行');
  expect(await help().innerText()).not.toContain('查找框');
  expect(await help().innerText()).not.toContain('健康文章');
  expect(await help().innerText()).not.toContain('叫下一位');
  await expectSound(desk);
  await press('g', 'd');
  await press('Escape');
  await help().waitFor({ state: 'hidden' });
  await at(desk, '今天');
});

step('letters go from page to page, and into a field as text', async () => {
  await press('g', 'q');
  await at(desk, '前台');
  const field = desk.getByLabel('身份证号、手机号或姓名');
  await field.focus();
  await desk.keyboard.type('gdj?/');
  expect(await field.inputValue()).toBe('gdj?/');
  await press('Escape', '/');
  expect(await desk.locator(':focus').getAttribute('id')).toBe('desk-query');
  await field.fill('');
  await press('Escape', 'g', 'c');
  await at(desk, '场次与预约');
});

step('the rows are gone through with a border that is seen, and Enter opens one', async () => {
  await visible(desk.locator('tr.ant-table-row')).waitFor();
  await press('j');
  const first = await focused();
  await press('ArrowDown');
  const second = await focused();
  expect(second).not.toBe(first);
  await press('k');
  expect(await focused()).toBe(first);
  const border = desk.locator(':focus > td').first();
  expect(await border.evaluate((cell) => getComputedStyle(cell).boxShadow)).toMatch(/rgb\(11, 125, 114\) 3px 3px/);
  await press('Enter');
  await desk.waitForURL(/\/console\/sessions\/[0-9a-f]/);
});

step('people are checked in and called without the mouse', async () => {
  await press('g', 'd');
  await at(desk, '今日到诊');
  await desk.goto(`${server.url}/console/arrivals?place=${encodeURIComponent(PLACE)}`);
  await desk.getByRole('heading', { level: 2, name: new RegExp(PLACE) }).waitFor();
  await press('Escape', 'c');
  expect(await desk.locator(':focus').getAttribute('id')).toBe('scan-code');
  await press('Escape', 'j');
  expect(await focused()).toContain('赵德海');
  await press('c');
  await see(desk, /下一位 1号 赵德海 · 等候 1 人/);
  await press('j', 'Enter');
  await see(desk, /等候 2 人/);
  await press('F2');
  await see(desk, /正在叫：1号 赵德海/);
  await Promise.all([desk.waitForResponse(/\/recall$/), press('F4')]);
  await press('F8');
  await see(desk, '现在没有叫号');
  await press('F2');
  await see(desk, /正在叫：2号 钱小云/);
  await press('Escape', '?');
  await help().getByText('叫下一位').waitFor();
  await press('F9');
  await press('Escape');
  await help().waitFor({ state: 'hidden' });
  await see(desk, /正在叫：2号 钱小云/);
  await press('F9');
  await see(desk, '现在没有叫号');
  await expectSound(desk);
});

test('no page met a script error', () => expect(complaintsOf(desk)).toEqual([]));
