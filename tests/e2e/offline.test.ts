import type { Browser, BrowserContext, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { eventually } from '../support/poll';
import { at, expectSoundInBothModes, makeStory, see, signInOnPhone, tap, visible } from '../support/pages';

/*
 * The edge of the network: a man reads at home, loses the network on the way, reads on what he has opened, tries to
 * book in vain, and books with the same tap when the network is back. Nothing that he wrote is lost.
 */
jest.setTimeout(180_000);

let server: DemoServer;
let browser: Browser;
let phone: Page;
let network: BrowserContext;

const step = makeStory(() => ({ offline: phone }));

const KEPT = /^没有网络，显示的是 今天 (凌晨|上午|中午|下午|晚上)\d+:\d\d 的内容$/;
/** However many parts of a page are kept, it says so once; the page that slides out has its own for a moment. */
const seeKept = (): Promise<boolean> =>
  eventually('there is one note', async () => (await phone.getByText(KEPT).filter({ visible: true }).count()) === 1);
const back = (): Promise<void> => tap(phone, '返回上一页');
const openTab = async (name: string, title = name): Promise<void> => {
  await visible(phone.getByRole('navigation').getByText(name)).click();
  await at(phone, title);
};

/** Every request of a kind that is sent from now on, with its idempotency key. */
function followPosts(path: string): string[] {
  const keys: string[] = [];
  phone.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith(path))
      keys.push(request.headers()['idempotency-key'] ?? '');
  });
  return keys;
}

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  phone = await openPhone(browser, server.url);
  network = phone.context();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('he opens what he may need', async () => {
  await signInOnPhone(phone, server.url, /王大爷/);
  await openTab('学健康');
  await see(phone, /分钟读完/);
  await tap(phone, /分钟读完/);
  await at(phone, '健康文章');
  await see(phone, '文章是健康常识');
  await back();
  await openTab('我的');
  await see(phone, /身份证 /);
  await tap(phone, /^家人/);
  await see(phone, '帮我办事的家人');
  await back();
  await openTab('预约');
  await tap(phone, /^全科门诊/);
  await tap(phone, /余\d+号/);
  await see(phone, '确认预约');
  await phone.waitForLoadState('networkidle');
});

step('without network a booking is refused in words, with a way to try the same again', async () => {
  const keys = followPosts('/bookings');
  await network.setOffline(true);
  await see(phone, '现在没有网络。打开过的内容还能看');
  await tap(phone, '确认预约');
  await see(phone, '没有连上网络，还没有办好');
  await expectSoundInBothModes(phone);
  await tap(phone, '重试');
  await see(phone, '没有连上网络，还没有办好');
  await network.setOffline(false);
  await tap(phone, '重试');
  await at(phone, '预约成功');
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
});

step('the bookings that were looked at once are all readable without network, each with its card', async () => {
  await tap(phone, '看我的预约');
  await at(phone, '我的预约');
  await see(phone, '全科门诊');
  await network.setOffline(true);
  await tap(phone, /全科门诊/);
  await at(phone, '预约详情');
  await seeKept();
  await see(phone, /^\d+号$/);
  await expectSoundInBothModes(phone);
});

step('every page that was opened is readable, and says from when it is', async () => {
  await back();
  await at(phone, '我的预约');
  await seeKept();
  await back();
  await see(phone, /余\d+号/);
  await back();
  await openTab('首页', '邻康社区');
  await seeKept();
  await see(phone, '近期讲座');
  await expectSoundInBothModes(phone);
  await openTab('学健康');
  await see(phone, '现在没有网络。打开过的内容还能看');
  await tap(phone, /分钟读完/);
  await see(phone, '文章是健康常识');
  await seeKept();
  await back();
  await openTab('我的');
  await see(phone, /身份证 /);
  await tap(phone, /^家人/);
  await see(phone, '帮我办事的家人');
  await seeKept();
});

step('a form keeps what was written until it is sent', async () => {
  const keys = followPosts('/proxies');
  await tap(phone, '申请帮家人办事');
  await at(phone, '申请帮家人办事');
  await phone.getByLabel('家人的姓名').fill('王秀英');
  await phone.getByLabel('家人的身份证号').fill('110101195004080029');
  await visible(
    phone.getByRole('radio', { name: '兄弟姐妹' }).or(phone.getByRole('radio', { name: '其他亲属' })),
  ).click();
  await tap(phone, '提交申请');
  await see(phone, '没有连上网络，还没有办好');
  expect(await phone.getByLabel('家人的姓名').inputValue()).toBe('王秀英');
  await network.setOffline(false);
  await tap(phone, '重试');
  await see(phone, '申请提交好了');
  expect(new Set(keys).size).toBe(1);
  expect(keys.length).toBeGreaterThan(1);
});

step('a page that was never opened says so, and loads by itself when the network is back', async () => {
  await tap(phone, '看家人页');
  await at(phone, '家人');
  await back();
  await at(phone, '我的');
  await network.setOffline(true);
  await tap(phone, /^隐私说明/);
  await at(phone, '隐私说明');
  await see(phone, '网络好像断了，请检查网络后重试');
  await expectSoundInBothModes(phone);
  await back();
  await openTab('首页', '邻康社区');
  await seeKept();
  await network.setOffline(false);
  await phone.waitForFunction(() => !document.body.innerText.includes('没有网络'));
});

step('a server that does not answer is given up after ten seconds', async () => {
  await network.route('**/api/v1/articles/*', () => undefined);
  await openTab('学健康');
  await see(phone, /分钟读完/);
  const asked = Date.now();
  await visible(phone.getByRole('button', { name: /分钟读完/ }).nth(1)).click();
  await see(phone, '网络太慢了');
  expect(Date.now() - asked).toBeGreaterThan(9000);
  expect(Date.now() - asked).toBeLessThan(12_000);
  await network.unroute('**/api/v1/articles/*');
  await tap(phone, '重试');
  await see(phone, '文章是健康常识');
});

step('a slow network shows what was kept, and what is new takes its place', async () => {
  await back();
  await openTab('首页', '邻康社区');
  await see(phone, /分钟读完/);
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await network.route('**/api/v1/articles?*', async (route) => {
    await held;
    await route.continue();
  });
  await phone.reload();
  await see(phone, /^网络有点慢，先给您看上次的内容（今天 .*）$/);
  await see(phone, /分钟读完/);
  await expectSoundInBothModes(phone);
  answer();
  await phone.waitForFunction(() => !document.body.innerText.includes('网络有点慢'));
  await see(phone, /分钟读完/);
  await network.unroute('**/api/v1/articles?*');
});

test('no page met a script error or broke the content policy', () => {
  expect(complaintsOf(phone)).toEqual([]);
});
