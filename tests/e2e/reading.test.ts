import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { eventually } from '../support/poll';
import {
  at,
  expectSound,
  expectSoundInBothModes,
  makeStory,
  openAt,
  see,
  signInOnPhone,
  tap,
  visible,
} from '../support/pages';
import { giveVoice, type Voice } from '../support/voice';

/*
 * A man searches in his own words, has an article read to him, keeps it, and finds it again without network. The
 * browser's voice is replaced at its edge: what is queued and what is lit is looked at, no sound is made.
 */
jest.setTimeout(240_000);

const SALT = '一天5克盐，怎么做到';

let server: DemoServer;
let browser: Browser;
let phone: Page;
let voice: Voice;
/** Chromium as it is here: it can speak, but has no voice. */
let silent: Page;

const step = makeStory(() => ({ reading: phone, silent }));

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  phone = await openPhone(browser, server.url);
  voice = await giveVoice(phone);
  silent = await openPhone(browser, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('he finds what he means in his own words, marked where it stands', async () => {
  await signInOnPhone(phone, server.url, /王大爷/);
  await openAt(phone, server.url, '/pages/learn/index', '学健康');
  const field = visible(phone.getByRole('searchbox', { name: '搜索文章' }));
  await field.fill('做菜口味太咸怎么办');
  await field.press('Enter');
  await see(phone, /找到\d+篇文章/);
  const first = visible(phone.getByRole('button', { name: /分钟读完/ }));
  expect(await first.innerText()).toContain(SALT);
  expect(await first.locator('.hit').allInnerTexts()).toContain('盐');
  await expectSoundInBothModes(phone);
  await first.click();
  await at(phone, '健康文章');
});

step('it is read to him sentence by sentence, each lit while it is spoken', async () => {
  // The demo's man has chosen large letters.
  await tap(phone, '切换到标准版');
  await tap(phone, '读给我听');
  await eventually('the title is spoken', async () => (await voice.last()) === SALT);
  expect((await voice.spoken())[0]).toEqual({ text: SALT, rate: 1, lang: 'zh-CN' });
  await voice.seeLit();
  for (let sentence = 1; sentence <= 6; sentence += 1) {
    await voice.finish();
    await eventually('the next sentence', async () => (await voice.spoken()).length === sentence + 1);
    await voice.seeLit();
    expect(await visible(phone.locator('.is-spoken')).isVisible()).toBe(true);
  }
  await see(phone, /正在读第7句，共\d+句/);
  await eventually('it is in sight', () =>
    phone.evaluate(() => {
      const box = document.querySelector('.is-spoken')?.getBoundingClientRect();
      return box !== undefined && box.top >= 0 && box.bottom <= window.innerHeight;
    }),
  );
  await expectSoundInBothModes(phone);
});

step('he pauses, goes on with the same sentence, slower in elder mode, and stops', async () => {
  const before = await voice.last();
  await tap(phone, '暂停');
  await see(phone, /停在第7句/);
  const { length } = await voice.spoken();
  await voice.finish();
  expect((await voice.spoken()).length).toBe(length);
  await tap(phone, '切换到大字版');
  await tap(phone, '接着读');
  await eventually('it goes on', async () => (await voice.spoken()).length === length + 1);
  expect((await voice.spoken()).at(-1)).toEqual({ text: before, rate: 0.8, lang: 'zh-CN' });
  await tap(phone, '停止朗读');
  await see(phone, '读给我听');
  expect(await voice.lit()).toBe('');
  await tap(phone, '切换到标准版');
});

step('where there is no Chinese voice it says so', async () => {
  await silent.goto(`${server.url}/#${new URL(phone.url()).hash.slice(1)}`);
  await at(silent, '健康文章');
  expect(await silent.evaluate(() => window.speechSynthesis.getVoices().length)).toBe(0);
  await tap(silent, '读给我听');
  await see(silent, /没有装中文语音/);
  expect(await silent.locator('.is-spoken').count()).toBe(0);
  await expectSoundInBothModes(silent);
  expect(complaintsOf(silent)).toEqual([]);
});

step('he sets it larger, keeps it, and goes on to one like it', async () => {
  const text = visible(phone.locator('.rich-p'));
  const sizeOf = (): Promise<number> => text.evaluate((node) => parseFloat(getComputedStyle(node).fontSize));
  const usual = await sizeOf();
  await visible(phone.getByRole('radio', { name: '特大字' })).click();
  await eventually('the letters grow', async () => (await sizeOf()) > usual * 1.3);
  await visible(phone.getByRole('radio', { name: '标准字' })).click();
  await tap(phone, '收藏这篇文章');
  await see(phone, '已收藏，点一下取消');
  await expectSoundInBothModes(phone);
  await visible(phone.getByText('相关的文章')).waitFor();
  await visible(phone.locator('.cells').getByRole('button')).click();
  await eventually(
    'another article',
    async () => (await visible(phone.locator('.article-title')).innerText()) !== SALT,
  );
  await phone.waitForLoadState('networkidle');
});

step('he finds what he keeps, what he read, and reads on without network', async () => {
  await openAt(phone, server.url, '/packages/article/pages/shelf/index', '我的阅读');
  await see(phone, SALT);
  await expectSoundInBothModes(phone);
  await visible(phone.getByRole('radio', { name: '离线' })).click();
  await see(phone, /已保存，离线可读/);
  await expectSoundInBothModes(phone);
  await phone.context().setOffline(true);
  await tap(phone, new RegExp(SALT));
  await see(phone, '文章是健康常识');
  await see(phone, /^没有网络，显示的是/);
  await phone.context().setOffline(false);
  await tap(phone, '返回上一页');
});

step('he forgets what he read', async () => {
  await visible(phone.getByRole('radio', { name: '看过' })).click();
  await see(phone, SALT);
  await tap(phone, '清空看过的记录');
  await expectSound(phone);
  await visible(phone.getByRole('dialog').getByRole('button', { name: '清空看过的记录' })).click();
  await see(phone, '还没有看过的文章');
  await visible(phone.getByRole('radio', { name: '收藏' })).click();
  await see(phone, SALT);
  expect(complaintsOf(phone)).toEqual([]);
});
