import type { Browser, Locator, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { at, button, expectSound, openAt, see, signInOnPhone, tap, visible } from '../support/pages';
import { eventually } from '../support/poll';
import { giveVoice, type Voice } from '../support/voice';

/*
 * An old man sets the letters larger and the colours harder; every page follows, also after a start. Of what he has
 * read to him only one thing is read at a time.
 */
jest.setTimeout(240_000);

let server: DemoServer;
let browser: Browser;
let phone: Page;
let voice: Voice;

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  phone = await openPhone(browser, server.url);
  voice = await giveVoice(phone);
  await signInOnPhone(phone, server.url, /王大爷/);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const sizeOf = (locator: Locator): Promise<number> =>
  visible(locator).evaluate((node) => Math.round(parseFloat(getComputedStyle(node).fontSize)));
const root = (): Locator => phone.locator('.ui');
const groundOf = (): Promise<string> => visible(root()).evaluate((node) => getComputedStyle(node).backgroundColor);

test('letters and colours change at once, on every page, and are kept over a start', async () => {
  await openAt(phone, server.url, '/pages/mine/index', '我的');
  await tap(phone, /^字号和颜色/);
  await at(phone, '字号和颜色');
  const elder = visible(phone.getByRole('switch', { name: /大字版/ }));
  if ((await elder.getAttribute('aria-checked')) === 'true') await elder.click();
  const sizes: number[] = [];
  for (const mode of ['normal', 'elder']) {
    if (mode === 'elder') await elder.click();
    for (const name of ['标准字', '大字', '特大字']) {
      await visible(phone.getByRole('radio', { name, exact: true })).click();
      sizes.push(await sizeOf(root()));
      await expectSound(phone);
    }
  }
  // The browser's own size is 20 points to the 16 that stylesheets count with.
  expect(sizes.map((size) => Math.round((size / (sizes[0] ?? 1)) * 17))).toEqual([17, 20, 24, 22, 26, 30]);
  await visible(phone.getByRole('switch', { name: /黑白分明/ })).click();
  expect(await groundOf()).toBe('rgb(255, 255, 255)');
  await expectSound(phone);
  await openAt(phone, server.url, '/pages/home/index', '邻康社区');
  expect(await sizeOf(root())).toBe(sizes[5]);
  expect(await groundOf()).toBe('rgb(255, 255, 255)');
});

test('in elder mode the large tiles stand before what comes next', async () => {
  const topOf = async (locator: Locator): Promise<number> => (await visible(locator).boundingBox())?.y ?? NaN;
  const coming = phone.getByRole('heading', { name: '接下来', exact: true });
  expect(await topOf(phone.locator('.tiles'))).toBeLessThan(await topOf(coming));
  await tap(phone, '切换到标准版');
  expect(await topOf(phone.locator('.tiles'))).toBeGreaterThan(await topOf(coming));
});

test('one voice at a time, and silence when the page is left', async () => {
  await openAt(phone, server.url, '/packages/resident/pages/privacy/index', '隐私说明');
  const readers = phone.getByRole('button', { name: /^读给我听/ }).filter({ visible: true });
  await readers.first().waitFor();
  const stops = phone.getByRole('button', { name: /^停止朗读/ }).filter({ visible: true });
  const count = await readers.count();
  expect(count).toBeGreaterThan(1);
  await readers.first().click();
  await eventually('the first is read', async () => (await stops.count()) === 1);
  const first = await voice.last();
  expect((await voice.spoken()).at(-1)?.rate).toBe(0.8);
  await readers.last().click();
  await eventually('the other one is read', async () => (await voice.last()) !== first);
  expect([await stops.count(), await readers.count()]).toEqual([1, count - 1]);
  const { length } = await voice.spoken();
  await tap(phone, '返回上一页');
  await at(phone, '邻康社区');
  await voice.finish();
  expect((await voice.spoken()).length).toBe(length);
});

test('a reading that was taken back by mistake is kept again', async () => {
  await openAt(phone, server.url, '/packages/measurement/pages/enter/index?kind=weight', '记一次');
  await visible(phone.getByLabel(/^体重/)).fill('66.6');
  await tap(phone, /^记下.*体重$/);
  await see(phone, /记下了/);
  await openAt(phone, server.url, '/packages/measurement/pages/list/index?kind=weight', '血压、血糖、体重');
  await tap(phone, /^记错了，撤回66\.6/);
  await tap(phone, '撤回这一次');
  await see(phone, '已撤回');
  await tap(phone, /^撤错了，恢复66\.6/);
  await button(phone, /^记错了，撤回66\.6/).waitFor();
  expect(complaintsOf(phone)).toEqual([]);
});
