import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { Caller } from '../support/http';
import { prepareThings, type Things } from '../support/page-things';
import { at, button, expectSoundInBothModes, openByAddress, see, signInOnPhone, tap } from '../support/pages';

/* Links from messages and shared cards: the right page for the right person, also before the sign-in. */
jest.setTimeout(180_000);

const UNKNOWN = '0123456789abcdef01234567';
const MOTHER = /^陈女士的母亲/;
const DAUGHTER = /^陈女士(?!的)/;

let server: DemoServer;
let browser: Browser;
let things: Things;
let motherId: string;
let phone: Page;

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  things = await prepareThings(server.url);
  const anyone = new Caller(server.url);
  const signedIn = await anyone.post<{ accessToken: string }>('/auth/wechat', { code: 'ok-ma' });
  const mother = anyone.as(signedIn.body.accessToken);
  motherId = (await mother.get<{ residents: { id: string }[] }>('/me')).body.residents[0]?.id ?? '';
  await mother.post('/bookings', { sessionId: things.session, residentId: motherId });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(async () => {
  phone = await openPhone(browser, server.url);
});
afterEach(async () => {
  const complaints = complaintsOf(phone);
  await phone.context().close();
  expect(complaints).toEqual([]);
});

const follow = (address: string): Promise<void> => openByAddress(phone, server.url, address);

test('a booking opens after the sign-in, without being looked for', async () => {
  await follow(`/packages/booking/pages/detail/index?id=${things.booking}`);
  await see(phone, '登录后就能看这个预约');
  await expectSoundInBothModes(phone);
  await tap(phone, '登录后查看');
  await tap(phone, /^王大爷/);
  await at(phone, '预约详情');
  await see(phone, /^\d+号$/);
});

test('articles, lectures, teams and sessions open for everybody', async () => {
  const { article, lecture, team } = things;
  await follow(`/packages/article/pages/detail/index?id=${article}`);
  await see(phone, '文章是健康常识');
  await follow(`/packages/lecture/pages/detail/index?id=${lecture}`);
  await see(phone, '主讲');
  await follow(`/packages/contract/pages/team/index?id=${team}`);
  await see(phone, '团队里的人');
  await follow('/packages/booking/pages/sessions/index?service=gp');
  await see(phone, /余\d+号/);
});

test('a link for the mother opens for her on the phone of her daughter', async () => {
  await follow(`/packages/booking/pages/list/index?for=${motherId}`);
  await tap(phone, '登录');
  await tap(phone, DAUGHTER);
  await at(phone, '我的预约');
  await button(phone, /为谁办：王秀英/).waitFor();
  await see(phone, '全科门诊');
});

test('whoever may not act for the mother is told so, and sees nothing of hers', async () => {
  await signInOnPhone(phone, server.url, /^王大爷/);
  await follow(`/packages/booking/pages/list/index?for=${motherId}`);
  await see(phone, '这个链接是给另一位居民的');
  await expectSoundInBothModes(phone);
  expect(await phone.getByText('全科门诊').count()).toBe(0);
});

test("another's booking is not found, and the words say what may be done", async () => {
  await signInOnPhone(phone, server.url, DAUGHTER);
  await follow(`/packages/booking/pages/detail/index?id=${things.booking}`);
  await see(phone, '找不到这个内容');
  await see(phone, '这不是您的预约');
  await tap(phone, '回首页');
  await at(phone, '邻康社区');
});

test('a request to help is answered from its link', async () => {
  await follow('/packages/proxy/pages/family/index');
  await tap(phone, '登录');
  await tap(phone, MOTHER);
  await at(phone, '家人');
  await see(phone, '王建国想帮您办事');
});

test.each([
  ['an article', `/packages/article/pages/detail/index?id=${UNKNOWN}`, '找不到这个内容'],
  ['a lecture', `/packages/lecture/pages/detail/index?id=${UNKNOWN}`, '找不到这个内容'],
  ['a team without its number', '/packages/contract/pages/team/index', '找不到这个内容'],
  ['a page', '/packages/nowhere/pages/index/index', '找不到这一页'],
])('%s that is not there leads home', async (_, address, words) => {
  await follow(address);
  await see(phone, words);
  await expectSoundInBothModes(phone);
  await tap(phone, '回首页');
  await at(phone, '邻康社区');
});

test('home shows what is next for her and for her mother, each with a name', async () => {
  await signInOnPhone(phone, server.url, DAUGHTER);
  await follow('/pages/home/index');
  const next = button(phone, /全科门诊[^]*王秀英/);
  await next.waitFor();
  await button(phone, /我自己/).waitFor();
  await next.click();
  await at(phone, '预约详情');
});
