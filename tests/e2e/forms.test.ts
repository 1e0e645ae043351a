import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { at, expectSoundInBothModes, openAt, see, signInOnPhone, tap, visible } from '../support/pages';

/* Somebody is called away in the middle of a form. What was typed is there again, and nobody is asked about it. */
jest.setTimeout(180_000);

const ASK = '/packages/proxy/pages/ask/index';
const ENTER = '/packages/measurement/pages/enter/index?kind=bloodPressure';
const RESTORED = '已恢复上次没填完的内容';
const ID_NUMBER = '110101195004080029';

let server: DemoServer;
let browser: Browser;
let phone: Page;
/** Questions of the browser, such as whether one really wants to leave. */
let asked: string[];

const field = (name: string) => visible(phone.getByLabel(name));
const stored = (): Promise<string> =>
  phone.evaluate(() => JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }));

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(async () => {
  phone = await openPhone(browser, server.url);
  asked = [];
  phone.on('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.accept();
  });
  await signInOnPhone(phone, server.url, /^王大爷/);
});
afterEach(async () => {
  const complaints = complaintsOf(phone);
  await phone.context().close();
  expect(asked).toEqual([]);
  expect(complaints).toEqual([]);
});

async function fillHalf(): Promise<void> {
  await openAt(phone, server.url, ASK, '申请帮家人办事');
  expect(await phone.getByText(RESTORED).count()).toBe(0);
  await field('家人的姓名').fill('李桂芳');
  await field('家人的身份证号').fill(ID_NUMBER);
  await visible(phone.getByRole('radio', { name: '2年' })).click();
}

test('going back and opening the form again loses nothing', async () => {
  await fillHalf();
  await tap(phone, '返回上一页');
  await phone.evaluate((address) => (window.location.hash = address), ASK);
  await at(phone, '申请帮家人办事');
  await see(phone, RESTORED);
  expect(await field('家人的姓名').inputValue()).toBe('李桂芳');
  expect(await field('家人的身份证号').inputValue()).toBe(ID_NUMBER);
  expect(await visible(phone.getByRole('radio', { name: '2年' })).getAttribute('aria-checked')).toBe('true');
  await expectSoundInBothModes(phone);
});

test('a closed window costs the ID number alone, which is written down nowhere', async () => {
  await fillHalf();
  expect(await stored()).toContain('李桂芳');
  expect(await stored()).not.toContain(ID_NUMBER);
  await phone.reload();
  await see(phone, RESTORED);
  expect(await field('家人的姓名').inputValue()).toBe('李桂芳');
  expect(await field('家人的身份证号').inputValue()).toBe('');
  await tap(phone, '清空重填');
  expect(await field('家人的姓名').inputValue()).toBe('');
  expect(await stored()).not.toContain('李桂芳');
  await phone.reload();
  await at(phone, '申请帮家人办事');
  expect(await phone.getByText(RESTORED).count()).toBe(0);
});

test('a call from a half-filled form asks nothing and leaves everything where it is', async () => {
  await fillHalf();
  // A refusal brings the centre's phone beside the form.
  await phone.context().route('**/api/v1/proxies', (route) => route.abort());
  await visible(phone.getByRole('radio', { name: '其他家人' })).click();
  await tap(phone, '提交申请');
  await see(phone, '还没有办好');
  await tap(phone, /^打电话给我们/);
  expect(await field('家人的姓名').inputValue()).toBe('李桂芳');
  expect(await field('家人的身份证号').inputValue()).toBe(ID_NUMBER);
  await phone.context().unroute('**/api/v1/proxies');
  await tap(phone, '重试');
  await see(phone, '申请提交好了');
  // What was sent is no draft any more.
  expect(await stored()).not.toContain('李桂芳');
});

test('a reading is kept while the tab is open, and leaves nothing on the phone', async () => {
  await openAt(phone, server.url, ENTER, '记一次');
  await field('高压').fill('138');
  await phone.reload();
  await see(phone, RESTORED);
  expect(await field('高压').inputValue()).toBe('138');
  expect(await phone.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('138');
});

test('a sign-in in between loses nothing, a sign-out takes everything along', async () => {
  await fillHalf();
  await phone.evaluate(() => {
    for (const name of Object.keys(localStorage)) if (name.includes('tokens')) localStorage.removeItem(name);
  });
  await signInOnPhone(phone, server.url, /^王大爷/);
  await openAt(phone, server.url, ASK, '申请帮家人办事');
  await see(phone, RESTORED);
  expect(await field('家人的姓名').inputValue()).toBe('李桂芳');
  await openAt(phone, server.url, '/pages/mine/index', '我的');
  await tap(phone, '退出登录');
  await phone.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
  await see(phone, /登录/);
  expect(await stored()).not.toContain('李桂芳');
});
