import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Browser, Page } from 'playwright-core';
import { bodyOf } from '../support/answers';
import { complaintsOf, openBrowser, openDesk, openPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import type { Caller } from '../support/http';
import {
  expectSound,
  expectSoundInBothModes,
  makeSteps,
  signInAtDesk,
  signInPast,
  staffPast,
  visible,
} from '../support/pages';
import { eventually } from '../support/poll';
import { openSoonSession, registerByClerk } from '../support/waiting-room';

/*
 * A morning in the waiting room: one checks in by the code at the entrance, one by the code on the phone, one at the
 * desk. The doctor's desk calls by keyboard, the screen changes, and the phone counts down by itself.
 */
jest.setTimeout(240_000);

const PLACE = '一楼候诊测试室';

let server: DemoServer;
let browser: Browser;
let desk: Page;
let screen: Page;
let phone: Page;
let clerk: Caller;
let wang: { caller: Caller; booking: Booking };
let chen: { caller: Caller; booking: Booking };

const see = (page: Page, text: string | RegExp, timeout = 15_000): Promise<void> =>
  visible(page.getByText(text)).waitFor({ timeout });

async function bookOwn(code: string, sessionId: string): Promise<{ caller: Caller; booking: Booking }> {
  const caller = await signInPast(server.url, '/auth/wechat', { code });
  const me = bodyOf(await caller.get<{ residents: { id: string; relation: string }[] }>('/me'));
  const residentId = me.residents.find(({ relation }) => relation === 'self')?.id;
  return { caller, booking: bodyOf(await caller.post<Booking>('/bookings', { sessionId, residentId }), 201) };
}

const step = makeSteps(() => ({ desk, screen, phone }));

beforeAll(async () => {
  server = await startDemoServer();
  clerk = await staffPast(server.url, 'desk');
  const sessionId = await openSoonSession(clerk, PLACE);
  const residentId = await registerByClerk(clerk, '赵德海');
  bodyOf(await clerk.post('/bookings', { sessionId, residentId }), 201);
  chen = await bookOwn('ok-chen', sessionId);
  wang = await bookOwn('ok-wang', sessionId);
  browser = await openBrowser();
  [desk, screen, phone] = await Promise.all([
    openDesk(browser, server.url),
    openDesk(browser, server.url),
    openPhone(browser, server.url),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('the phone shows a code to check in with', async () => {
  await phone.goto(`${server.url}/#/packages/auth/pages/sign-in/index`);
  await visible(phone.getByRole('button', { name: /王/ })).click();
  await visible(phone.getByRole('heading', { level: 1, name: '邻康社区' })).waitFor();
  await phone.goto(`${server.url}/#/packages/booking/pages/detail/index?id=${encodeURIComponent(wang.booking.id)}`);
  await see(phone, '到了请报到');
  await visible(phone.getByRole('img', { name: '报到二维码' })).waitFor();
  await expectSoundInBothModes(phone);
});

step('a photographed code from yesterday does not work, the one at the entrance does', async () => {
  const openAt = async (code: string): Promise<void> => {
    await phone.goto(`${server.url}/#/packages/booking/pages/arrive/index?code=${code}`);
    await phone.reload();
  };
  await openAt('1'.repeat(18));
  await see(phone, '二维码已过期');
  await expectSoundInBothModes(phone);
  const { code } = bodyOf(await clerk.get<{ code: string }>('/check-ins/desk-code'));
  await openAt(code);
  await see(phone, '下一位就是您');
  await see(phone, '3号');
  await expectSoundInBothModes(phone);
});

step('the entrance shows its code', async () => {
  await signInAtDesk(screen, server.url, 'desk');
  await screen.goto(`${server.url}/console/entrance`);
  await screen.getByRole('img', { name: /报到二维码/ }).waitFor();
  await expectSound(screen);
});

step('the desk scans a phone and checks in by hand', async () => {
  await signInAtDesk(desk, server.url, 'desk');
  await desk.goto(`${server.url}/console/arrivals`);
  await desk.getByRole('combobox', { name: '诊室' }).click();
  await desk.getByTitle(PLACE).click();
  await desk.getByRole('heading', { level: 2, name: new RegExp(PLACE) }).waitFor();
  const { code } = bodyOf(await chen.caller.get<{ code: string }>(`/bookings/${chen.booking.id}/code`));
  const field = desk.getByLabel('扫居民的报到码');
  await field.fill(code);
  await field.press('Enter');
  await see(desk, /^2号 .+ 已签到$/);
  await field.fill(code);
  await field.press('Enter');
  await see(desk, '2号已经签到过了');
  await field.fill('not a code');
  await field.press('Enter');
  await see(desk, /这不是报到码/);
  await desk.getByRole('button', { name: '签到 1号 赵德海' }).click();
  await see(desk, /下一位 1号 赵德海 · 等候 3 人/);
  await see(desk, '前面 2 位');
  await expectSound(desk);
});

step('the phone has counted those before it by itself', async () => {
  await see(phone, /您前面还有 2 位/, 25_000);
});

step('the screen follows the calls of the keyboard, and the phone counts down', async () => {
  await screen.goto(`${server.url}/console/screen?place=${encodeURIComponent(PLACE)}`);
  const room = screen.getByRole('region', { name: PLACE });
  await room.getByText('还没有叫号').waitFor();
  expect(await room.innerText()).not.toContain('赵德海');
  await expectSound(screen);
  await desk.keyboard.press('F2');
  await room.locator('.room-called', { hasText: '1号' }).waitFor({ timeout: 6000 });
  await room.locator('.room-called', { hasText: '赵*海' }).waitFor();
  await see(screen, '这台电脑没有中文语音，请看屏幕上的号');
  expect(await screen.locator('[aria-live=assertive]').innerText()).toBe(`请1号到${PLACE}`);
  await expectSound(screen);
  await see(phone, /您前面还有 1 位/, 25_000);
});

step('whoever does not come goes behind the others, and comes back', async () => {
  await see(desk, /正在叫：1号 赵德海/);
  await desk.keyboard.press('F8');
  await see(desk, /等候 3 人/);
  await desk.keyboard.press('F2');
  await see(desk, /正在叫：2号/);
  await desk.keyboard.press('F9');
  await see(desk, '现在没有叫号');
  await desk.keyboard.press('F2');
  await see(desk, /正在叫：3号/);
  const room = screen.getByRole('region', { name: PLACE });
  await room.locator('.room-called', { hasText: '3号' }).waitFor({ timeout: 6000 });
  await see(phone, new RegExp(`叫到您了，请到${PLACE}`), 25_000);
  await expectSoundInBothModes(phone);
  await desk.keyboard.press('F9');
  await desk.keyboard.press('F2');
  await see(desk, /正在叫：1号 赵德海/);
  await expectSound(desk);
});

step('without network the screen keeps what it has and says of when it is', async () => {
  await screen.context().setOffline(true);
  await see(screen, /网络断开，这是 \d\d:\d\d 的情况/, 20_000);
  await screen.getByRole('region', { name: PLACE }).getByText('赵*海').waitFor();
  await expectSound(screen);
  await screen.context().setOffline(false);
  await screen.getByText(/网络断开/).waitFor({ state: 'hidden' });
});

step('the list prints on A4, a session a sheet', async () => {
  await desk.emulateMedia({ media: 'print' });
  expect(await desk.getByRole('navigation', { name: '主菜单' }).isVisible()).toBe(false);
  const sheet = (await desk.pdf({ preferCSSPageSize: true })).toString('latin1');
  await desk.emulateMedia({ media: null });
  const boxes = [...sheet.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  expect(boxes).toHaveLength(1);
  expect(Number(boxes[0]?.[1])).toBeCloseTo(595, -1);
});

step('the sheet is ticked without network, and sent in twice it counts once', async () => {
  await desk.getByRole('link', { name: '离线名单' }).click();
  await desk.getByRole('heading', { level: 1, name: '离线名单' }).waitFor();
  await expectSound(desk);
  const [sheet] = await Promise.all([
    desk.waitForEvent('download'),
    desk.getByRole('button', { name: '下载离线名单' }).click(),
  ]);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linkang-sheet-'));
  const [page, ticks, changed] = ['sheet.html', 'ticks.json', 'changed.json'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  await sheet.saveAs(page);
  const offline = await (await browser.newContext({ offline: true, locale: 'zh-CN' })).newPage();
  await offline.goto(pathToFileURL(page).href);
  const box = offline.getByRole('checkbox', { name: '看完 1号 赵*海' });
  await box.check();
  await see(offline, '已打勾 1 处');
  // The browser writes its storage a moment later: then another page of it shows the tick too.
  const beside = await offline.context().newPage();
  const isKept = async (): Promise<boolean> => {
    await beside.goto(pathToFileURL(page).href);
    return (await beside.locator('#count').textContent()) === '已打勾 1 处';
  };
  await eventually('the tick is kept', isKept, { withinMs: 20_000 });
  await beside.close();
  await offline.reload();
  await see(offline, '已打勾 1 处');
  expect(await box.isChecked()).toBe(true);
  await expectSound(offline);
  const [made] = await Promise.all([
    offline.waitForEvent('download'),
    offline.getByRole('button', { name: '导出打勾结果' }).click(),
  ]);
  await made.saveAs(ticks);
  await offline.context().close();
  const upload = (file: string): Promise<void> => desk.getByLabel('打勾结果文件').setInputFiles(file);
  await upload(ticks);
  await see(desk, /录入 1 处，已经有的 0 处，没有录入 0 处/);
  await upload(ticks);
  await see(desk, /录入 0 处，已经有的 1 处，没有录入 0 处/);
  writeFileSync(changed, readFileSync(ticks, 'utf8').replaceAll('issuedAt', 'issuedat'));
  await upload(changed);
  await see(desk, /文件被改动过/);
  await expectSound(desk);
  rmSync(folder, { recursive: true });
});

test('no page met a script error or broke the content policy', () => {
  for (const page of [desk, phone]) expect(complaintsOf(page)).toEqual([]);
});
