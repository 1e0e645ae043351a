import type { PrintedCard } from '@linkang/shared/api/card.routes';
import type { Browser, Page } from 'playwright-core';
import { bodyOf } from '../support/answers';
import { complaintsOf, openBrowser, openDesk } from '../support/browser';
import { buildIdNumber } from '../support/builders';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import type { Caller } from '../support/http';
import { expectSound, makeSteps, signInAtDesk, staffPast, visible } from '../support/pages';

/*
 * The desk books a day for a building whose people have no phone: seats for all who can be booked, the reason for who
 * cannot, slips and cards on paper. On the day a card is scanned, and a lost one does not work.
 */
jest.setTimeout(240_000);

const PLACE = '一楼体检测试区';
const BUILDING = '88号楼';
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

let server: DemoServer;
let browser: Browser;
let desk: Page;
let clerk: Caller;
const residentIds: string[] = [];
/** Number of the first who checks in. */
let firstNumber: string;

const see = (text: string | RegExp): Promise<void> => visible(desk.getByText(text)).waitFor();
const press = (name: string | RegExp): Promise<void> => visible(desk.getByRole('button', { name })).click();

async function registerAt(name: string, door: string, birthDay: string): Promise<string> {
  const { items } = bodyOf(await clerk.get<{ items: { purpose: string; version: string }[] }>('/consents'));
  const communities = bodyOf(await clerk.get<{ items: { id: string }[] }>('/communities')).items;
  const body = {
    name,
    idType: 'residentId',
    idNumber: buildIdNumber({ birthDay }),
    address: { communityId: communities[0]?.id, detail: `${BUILDING}${door}` },
    consents: items.map(({ purpose, version }) => ({ purpose, version })),
  };
  return bodyOf(await clerk.post<{ id: string }>('/residents', body), 201).id;
}

/** The last minutes of today, so that it has not begun at whatever time this runs. */
async function openSession(serviceCode: string, place: string): Promise<string> {
  const body = { serviceCode, day: today(), startTime: '23:55', endTime: '23:59', capacity: 9, place };
  return bodyOf(await clerk.post<{ id: string }>('/sessions', body), 201).id;
}

const codeOf = async (residentId: string): Promise<string> =>
  bodyOf(await clerk.post<{ items: PrintedCard[] }>('/cards/print', { residentIds: [residentId] })).items[0]?.code ??
  '';

const step = makeSteps(() => ({ 'building-day': desk }));

beforeAll(async () => {
  server = await startDemoServer();
  clerk = await staffPast(server.url, 'desk');
  residentIds.push(await registerAt('钱玉兰', '2单元', '1944-05-06'));
  residentIds.push(await registerAt('冯国强', '10单元', '1946-05-06'));
  residentIds.push(await registerAt('卫淑珍', '3单元', '1948-05-06'));
  await openSession('senior-physical', PLACE);
  const other = await openSession('tcm', '二楼中医测试室');
  bodyOf(await clerk.post('/bookings', { sessionId: other, residentId: residentIds[1] }), 201);
  browser = await openBrowser();
  desk = await openDesk(browser, server.url);
  await signInAtDesk(desk, server.url, 'desk');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('sessions and the people of a building are chosen', async () => {
  await desk.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '整楼预约' }).click();
  await desk.getByLabel('从', { exact: true }).fill(today());
  await desk.getByRole('checkbox', { name: new RegExp(PLACE) }).check();
  await desk.getByLabel('楼栋').fill('８８号楼');
  await desk.getByLabel('楼栋').press('Enter');
  await see('找到 3 人，已选 3 人。');
  // In order of the doors.
  const names = await desk.getByRole('row').filter({ hasText: BUILDING }).allInnerTexts();
  expect(names.map((text) => /钱玉兰|卫淑珍|冯国强/.exec(text)?.[0])).toEqual(['钱玉兰', '卫淑珍', '冯国强']);
  await expectSound(desk);
});

step('all are booked but one, whose reason is told', async () => {
  await press('开始预约');
  await see('共 3 人，约上 2 人，没约上 1 人');
  const refused = desk.getByRole('region', { name: '没约上的' });
  await refused.getByText('冯国强').waitFor();
  await refused.getByText(/时间和别的预约冲突：.*23:55 中医/).waitFor();
  await desk.getByRole('region', { name: '约上的' }).getByText('钱玉兰').waitFor();
  await expectSound(desk);
});

step('the slips say who, what, when and where', async () => {
  await press('打印纸条');
  const slip = desk.getByRole('article', { name: '钱玉兰的纸条' });
  for (const words of ['23:55', PLACE, /空腹|不吃/]) await slip.getByText(words).first().waitFor();
  expect(await desk.getByRole('article').count()).toBe(2);
  await expectSound(desk);
  await desk.emulateMedia({ media: 'print' });
  expect(await desk.getByRole('navigation', { name: '主菜单' }).isVisible()).toBe(false);
  // Three of them fit on a sheet of A4 within its margins, at 96 dots an inch.
  const heights = await desk
    .locator('.bulk-slip')
    .evaluateAll((all) => all.map((at) => at.getBoundingClientRect().height));
  await desk.emulateMedia({ media: null });
  expect(Math.max(...heights) * 3).toBeLessThanOrEqual((277 / 25.4) * 96);
});

step('everybody gets a card without a name to read', async () => {
  await desk.getByRole('link', { name: '返回预约结果' }).click();
  await press('打印报到卡');
  await desk.getByRole('article', { name: '钱*兰的报到卡' }).getByRole('img', { name: '报到卡二维码' }).waitFor();
  expect(await desk.getByRole('article').count()).toBe(3);
  expect(await desk.locator('main').innerText()).not.toContain('钱玉兰');
  await expectSound(desk);
});

step('a card is scanned like the code on a phone', async () => {
  await desk.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '今日到诊' }).click();
  const field = desk.getByLabel(/扫居民的报到码/);
  await field.fill(await codeOf(residentIds[0] as string));
  await field.press('Enter');
  const told = visible(desk.getByText(/\d号 钱玉兰 已签到/));
  await told.waitFor();
  firstNumber = /(\d)号 钱玉兰/.exec(await told.innerText())?.[1] ?? '';
  await expectSound(desk);
});

step('at the entrance a scanner without a field does it too', async () => {
  await desk.goto(`${server.url}/console/entrance`);
  await see('扫一扫，报到');
  await desk.keyboard.type(await codeOf(residentIds[2] as string));
  await desk.keyboard.press('Enter');
  // People are booked side by side: anybody may be the first, but nobody has another's number.
  await see(new RegExp(`^[^${firstNumber}]号 报到好了，请到${PLACE}等候`));
  await expectSound(desk);
});

step('a lost card is ended with one press and does not work any more', async () => {
  const lost = await codeOf(residentIds[0] as string);
  await desk.goto(`${server.url}/console/desk`);
  await desk.getByLabel('身份证号、手机号或姓名').fill('钱玉兰');
  await desk.getByLabel('身份证号、手机号或姓名').press('Enter');
  await press('报到卡');
  await see('在用');
  await expectSound(desk);
  await press('挂失作废');
  await see('已作废');
  await desk.goto(`${server.url}/console/arrivals`);
  const field = desk.getByLabel(/扫居民的报到码/);
  await field.fill(lost);
  await field.press('Enter');
  await see(/这张报到卡已经作废/);
  expect(complaintsOf(desk)).toEqual([]);
});
