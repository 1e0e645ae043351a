import type { Browser, Page } from 'playwright-core';
import { complaintsOf, keepPicture, openBrowser, openPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { at, button, expectSoundInBothModes, openAt, see, signInOnPhone, tap, visible } from '../support/pages';

/* A daughter books for her mother; both find the message, each on her own phone, and read it. */
jest.setTimeout(180_000);

let server: DemoServer;
let browser: Browser;
let daughter: Page;
let mother: Page;

const openHome = (page: Page): Promise<void> => openAt(page, server.url, '/pages/home/index', '邻康社区');
const signIn = (page: Page, name: RegExp): Promise<void> => signInOnPhone(page, server.url, name);

/** A message comes within some seconds; the home page asks when it opens. */
async function expectUnread(page: Page, word: RegExp): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    await openHome(page);
    if (await button(page, word).isVisible()) return;
    await page.waitForTimeout(1000);
  }
  throw new Error(`no ${String(word)} on the home page`);
}

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  daughter = await openPhone(browser, server.url);
  mother = await openPhone(browser, server.url);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('a booking for the mother stands in both lists, is opened from there, and is read on one phone only', async () => {
  try {
    await signIn(mother, /陈女士的母亲/);
    await tap(mother, /^消息/);
    await at(mother, '消息');
    await see(mother, '还没有消息');
    await expectSoundInBothModes(mother);

    await signIn(daughter, /^陈女士(?!的)/);
    await openAt(daughter, server.url, '/packages/booking/pages/sessions/index?service=gp', '全科门诊');
    await tap(daughter, /余\d+号/);
    await at(daughter, '确认预约');
    await visible(daughter.getByRole('radio', { name: /王秀英/ })).click();
    await tap(daughter, '确认预约');
    await see(daughter, '预约成功');

    for (const phone of [daughter, mother]) {
      await expectUnread(phone, /消息.*1条没看/);
      await tap(phone, /消息.*1条没看/);
      await at(phone, '消息');
      await see(phone, '全科门诊约好了');
      await see(phone, '没看过');
      await expectSoundInBothModes(phone);
    }
    expect(await daughter.getByText('王秀英', { exact: true }).filter({ visible: true }).count()).toBe(1);
    expect(await mother.getByText('王秀英', { exact: true }).filter({ visible: true }).count()).toBe(0);

    await tap(mother, /全科门诊约好了/);
    await see(mother, '陈晓岚');
    await mother.goBack();
    await at(mother, '消息');
    await visible(mother.getByText('没看过')).waitFor({ state: 'hidden' });
    await expectUnread(daughter, /消息.*1条没看/);
    await tap(daughter, /消息.*1条没看/);
    await tap(daughter, /^全部标为已读/);
    await visible(daughter.getByText('没看过')).waitFor({ state: 'hidden' });

    // Without network the list says so, and comes back with it.
    await mother.route('**/api/v1/notices*', (route) => route.abort());
    await openAt(mother, server.url, '/packages/notice/pages/list/index', '消息');
    await see(mother, '没有连上网络');
    await mother.unroute('**/api/v1/notices*');
    await tap(mother, '重试');
    await see(mother, '全科门诊约好了');
    expect([...complaintsOf(daughter), ...complaintsOf(mother)]).toEqual([]);
  } catch (error) {
    await Promise.all([keepPicture(daughter, 'notices-daughter'), keepPicture(mother, 'notices-mother')]);
    throw error;
  }
});
