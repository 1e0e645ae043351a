import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openPhone, openWechatPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { at, expectSoundInBothModes, makeStory, openAt, see, SIGN_IN, tap, visible } from '../support/pages';

/*
 * Ms Chen on web pages: by a code to her phone in any browser, and over the official account inside WeChat's own. It is
 * the account of the mini-program each time, with her mother in it.
 */
jest.setTimeout(180_000);

const CHEN = { phone: '138 0013 8001', name: '陈晓岚', mother: '王秀英' };

let server: DemoServer;
let browser: Browser;
let phone: Page;
let wechat: Page;

const step = makeStory(() => ({ phone, wechat }));

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  phone = await openPhone(browser, server.url);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** The account is Ms Chen's: her name, and her mother for whom she may act. */
async function expectChen(page: Page): Promise<void> {
  await openAt(page, server.url, '/pages/mine/index', '我的');
  await see(page, CHEN.name);
  await openAt(page, server.url, '/packages/proxy/pages/family/index', '家人');
  await see(page, CHEN.mother);
}

step('a number and a code that are wrong are told in words, beside their fields', async () => {
  await openAt(phone, server.url, SIGN_IN, '登录');
  await tap(phone, '获取验证码');
  await see(phone, '请填11位的手机号');
  await expectSoundInBothModes(phone);
  await visible(phone.getByLabel('手机号')).fill(CHEN.phone);
  await tap(phone, '获取验证码');
  await see(phone, /^\d+秒后可以重新获取$/);
  const field = visible(phone.getByLabel('短信验证码'));
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
  expect(await field.getAttribute('inputmode')).toBe('numeric');
  await field.fill('12345');
  await tap(phone, '登录');
  await see(phone, '验证码是6位数字');
  await expectSoundInBothModes(phone);
  await field.fill((await codeShown()) === '000000' ? '111111' : '000000');
  await tap(phone, '登录');
  await see(phone, /验证码不对，或者已经过期/);
  await expectSoundInBothModes(phone);
});

async function codeShown(): Promise<string> {
  const note = await visible(phone.getByText(/验证码是 \d{6}$/)).innerText();
  return note.slice(-6);
}

step('the right code signs in, to the account with her mother in it', async () => {
  await visible(phone.getByLabel('短信验证码')).fill(await codeShown());
  await phone.keyboard.press('Enter');
  await at(phone, '邻康社区');
  await expectChen(phone);
});

step('the phone of the account can be seen and changed', async () => {
  await openAt(phone, server.url, '/packages/auth/pages/phone/index', '手机号登录');
  await see(phone, /现在用 138\*{4}8001 登录/);
  await expectSoundInBothModes(phone);
});

step('inside WeChat one tap does, and leads back to the page that asked for it', async () => {
  wechat = await openWechatPhone(browser, server.url);
  await openAt(wechat, server.url, '/packages/booking/pages/list/index', '我的预约');
  await tap(wechat, '登录');
  await at(wechat, '登录');
  await see(wechat, '也可以用手机号登录');
  await expectSoundInBothModes(wechat);
  await tap(wechat, '微信一键登录');
  await at(wechat, '我的预约');
  expect(wechat.url()).not.toMatch(/code=|state=/);
  await expectChen(wechat);
});

step('what WeChat brought back to somebody else’s browser signs nobody in', async () => {
  const other = await openWechatPhone(browser, `${server.url}/?code=stolen&state=${'a'.repeat(48)}`);
  await at(other, '登录');
  await see(other, '微信登录没有完成，请回到登录页再点一次。');
  expect(other.url()).not.toMatch(/code=|state=/);
  await expectSoundInBothModes(other);
  expect([...complaintsOf(phone), ...complaintsOf(wechat), ...complaintsOf(other)]).toEqual([]);
});
