import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { maskName } from '@linkang/shared/domain/masking';
import { mongo } from 'mongoose';
import os from 'node:os';
import type { Browser, Locator, Page } from 'playwright-core';
import { bodyOf } from '../support/answers';
import { complaintsOf, openBrowser, openDesk } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { Caller } from '../support/http';
import { expectSound, makeSteps, openMenu, signInAtDesk, staffPast } from '../support/pages';

/*
 * A session in the hands of the office: more seats and one by name, called off with its people told, offered another
 * seat or telephoned, and opened again; and those who did not come.
 */
jest.setTimeout(240_000);

/** Beyond the demo's sessions and away from those of the other test, so that nothing else can be offered. */
const DAY = addDays(dayOf(new Date()), 80);
const wang = { name: '王建国', idNumber: '110101195605200030' };
const mother = { name: '王秀英', idNumber: '110101195004080029' };

let server: DemoServer;
let browser: Browser;
let desk: Page;
let clerk: Caller;

const button = (name: string | RegExp): Locator => desk.getByRole('button', { name });
const dialog = (): Locator => desk.getByRole('dialog').last();
const see = (text: string | RegExp): Promise<void> => desk.getByText(text).first().waitFor();

async function expectSlidIn(): Promise<void> {
  // Drawers and dialogs slide in: axe would measure colours half-way.
  await desk.waitForTimeout(500);
  await expectSound(desk);
}

const residentIdOf = async ({ idNumber }: { idNumber: string }): Promise<string> => {
  const { items } = bodyOf(await clerk.get<{ items: { id: string }[] }>(`/residents?query=${idNumber}`));
  return items[0]?.id ?? '';
};
async function openSession(changes: object = {}): Promise<string> {
  const session = { serviceCode: 'gp', day: DAY, startTime: '08:00', endTime: '09:00', capacity: 5, place: '105 诊室' };
  return bodyOf(await clerk.post<Session>('/sessions', { ...session, ...changes }), 201).id;
}
async function book(sessionId: string, person: { idNumber: string }): Promise<string> {
  const residentId = await residentIdOf(person);
  return bodyOf(await clerk.post<Booking>('/bookings', { sessionId, residentId }), 201).id;
}
const bookingOf = async (id: string): Promise<Booking> => bodyOf(await clerk.get<Booking>(`/bookings/${id}`));
const showSession = (id: string) => desk.goto(`${server.url}/console/sessions/${id}`);

const step = makeSteps(() => ({ 'session-office': desk }));

beforeAll(async () => {
  server = await startDemoServer();
  clerk = await staffPast(server.url, 'desk');
  browser = await openBrowser();
  desk = await openDesk(browser, server.url);
  await signInAtDesk(desk, server.url, 'desk');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe('the seats of a session', () => {
  let sessionId: string;

  step('are made more, and not over somebody else’s change', async () => {
    sessionId = await openSession({ capacity: 1 });
    await book(sessionId, wang);
    bodyOf(await clerk.post('/waitlist', { sessionId, residentId: await residentIdOf(mother) }), 201);
    await showSession(sessionId);
    await see('名单共 1 人，候补 1 人');
    await button('改名额').click();
    await dialog().getByText('现在共 1 个名额').waitFor();
    await dialog().getByLabel('总名额').fill('');
    await button('保存名额').click();
    await see('请填 1 到 899');
    await expectSlidIn();
    const { rev } = bodyOf(await clerk.get<Session>(`/sessions/${sessionId}`));
    // What is sent now is the revision that the dialog has seen.
    bodyOf(await clerk.post(`/sessions/${sessionId}/capacity`, { capacity: 2, rev }));
    await dialog().getByLabel('总名额').fill('4');
    await button('保存名额').click();
    await see('这一场刚刚被别人改过，没有保存。现在共 2 个名额，请核对后再保存。');
    await expectSlidIn();
    await button('保存名额').click();
    await see('名额已改为 4 个');
    await see('共 4');
  });

  step('are exceeded by one for a person by name', async () => {
    const id = await openSession({ capacity: 1, startTime: '15:00', endTime: '16:00', serviceCode: 'tcm' });
    await book(id, wang);
    await showSession(id);
    await button(/^加\s?号$/).click();
    await dialog().getByLabel('身份证号、手机号或姓名').fill(mother.idNumber);
    await dialog().getByLabel('身份证号、手机号或姓名').press('Enter');
    await dialog().getByRole('region', { name: '加号的居民' }).getByText(maskName(mother.name)).waitFor();
    await button('确认加号').click();
    await dialog().getByText('请写明原因').waitFor();
    await expectSlidIn();
    await dialog().getByLabel('加号原因').fill('复诊，医生同意');
    await button('确认加号').click();
    await see('已加号：900号，请告诉居民');
    await desk.getByRole('cell', { name: '900' }).waitFor();
  });
});

describe('a session is called off', () => {
  let sessionId: string;
  let bookings: string[];

  step('its people are counted, told and offered another seat', async () => {
    const day = addDays(DAY, 30);
    sessionId = await openSession({ day });
    bookings = [await book(sessionId, wang), await book(sessionId, mother)];
    await openSession({ day: addDays(day, 1), capacity: 1 });
    await showSession(sessionId);
    await button(/^停\s?诊$/).click();
    await dialog().getByText('停诊并通知 2 位居民？').waitFor();
    await dialog().getByRole('button', { name: '停诊并通知' }).click();
    await dialog().getByText('请写明原因').waitFor();
    await expectSlidIn();
    await dialog().getByLabel('原因').fill('医生临时外出');
    await dialog().getByRole('button', { name: '停诊并通知' }).click();
    await see('已停诊，正在通知 2 位居民');
    await see('这一场已停诊，不能预约');
    await expectSlidIn();
  });

  step('who could be offered nothing is telephoned and ticked off', async () => {
    const offers = await Promise.all(bookings.map(async (id) => (await bookingOf(id)).offer !== undefined));
    expect(offers.filter(Boolean)).toHaveLength(1);
    await openMenu(desk, '今天');
    await desk.getByRole('link', { name: /待电话通知 \d+ 人/ }).click();
    const left = offers[0] ? mother : wang;
    const rows = desk.getByRole('row', { name: new RegExp(left.name) });
    /** Chooses a list; until it is there, the person may stand in the one before for other things too. */
    const choose = async (topic: string): Promise<void> => {
      await desk.getByLabel('事由').click();
      await desk.getByTitle(topic, { exact: true }).last().click();
      await rows.nth(1).waitFor({ state: 'detached' });
    };
    await choose('停诊后没有号');
    await rows.getByRole('link', { name: /^1\d{10}$/ }).waitFor();
    await see(/医生临时外出/);
    await expectSlidIn();
    await desk.getByRole('link', { name: `给${left.name}约新号` }).click();
    await desk.getByRole('heading', { level: 2, name: left.name }).waitFor();
    await openMenu(desk, '电话通知单');
    await choose('停诊后没有号');
    await button(`打不通 ${left.name}`).click();
    await see('没有要打电话的人');
    await desk.getByText('打不通 1').click();
    await see(/打不通 · /);
    await expectSlidIn();
    await button(`已告知 ${left.name}`).click();
    await see('没有打不通的人');
    await desk.getByText('已告知 1').click();
    await see(/已告知 · /);
    await button(`改为打不通 ${left.name}`).waitFor();
    await expectSlidIn();
  });

  step('the desk answers for the one who was offered a seat', async () => {
    const offered = (await bookingOf(bookings[0] as string)).offer ? wang : mother;
    await desk.goto(`${server.url}/console/desk`);
    await desk.getByLabel('身份证号、手机号或姓名').fill(offered.idNumber);
    await desk.getByLabel('身份证号、手机号或姓名').press('Enter');
    await desk.getByRole('heading', { name: '停诊后留着的号' }).waitFor();
    await expectSlidIn();
    await button('改到这个号').click();
    await see('已改到留着的号');
  });

  step('and it is opened again', async () => {
    await showSession(sessionId);
    await button('恢复开诊').click();
    await dialog().getByText('恢复开诊？').last().waitFor();
    await expectSlidIn();
    await dialog().getByRole('button', { name: '恢复开诊' }).click();
    await see('已恢复开诊，可以预约了');
    await see('可预约');
    expect(bodyOf(await clerk.get<Session>(`/sessions/${sessionId}`)).state).toBe('open');
  });
});

step('a booking is moved at the desk to another session of its service', async () => {
  const day = addDays(DAY, -70);
  const [from, to] = [
    await openSession({ day, serviceCode: 'vaccination', place: '接种室' }),
    await openSession({ day, serviceCode: 'vaccination', place: '接种室', startTime: '10:00', endTime: '11:00' }),
  ];
  const id = await book(from, mother);
  await desk.goto(`${server.url}/console/desk`);
  await desk.getByLabel('身份证号、手机号或姓名').fill(mother.idNumber);
  await desk.getByLabel('身份证号、手机号或姓名').press('Enter');
  await desk
    .getByRole('listitem')
    .filter({ hasText: '接种室' })
    .getByRole('button', { name: /^改\s?约$/ })
    .click();
  await desk
    .getByRole('list', { name: '选择场次' })
    .getByRole('button', { name: /10:00–11:00 · 接种室/ })
    .click();
  await see(/原来的 .*号 会在改约成功时一起退掉/);
  await expectSlidIn();
  await button('确认改约').click();
  await desk.getByRole('article', { name: '预约凭条' }).getByText('10:00').waitFor();
  expect((await bookingOf(id)).status).toBe('moved');
  expect(bodyOf(await clerk.get<Session>(`/sessions/${to}`)).remaining).toBe(4);
});

describe('somebody did not come', () => {
  let id: string;

  beforeAll(async () => {
    // Nobody can book yesterday: the visit is brought there afterwards.
    const sessionId = await openSession({ day: addDays(DAY, 60), serviceCode: 'tcm' });
    id = await book(sessionId, wang);
    // Across Jest's module registries the driver takes its own `os` for another one.
    const client = new mongo.MongoClient(server.databaseUri, { runtimeAdapters: { os } });
    const yesterday = { $set: { day: addDays(dayOf(new Date()), -1) } };
    await client.db().collection<{ _id: string }>('seats').updateOne({ _id: id }, yesterday);
    await client.db().collection<{ _id: string }>('sessions').updateOne({ _id: sessionId }, yesterday);
    await client.close();
  });

  step('which is confirmed, said to and answered', async () => {
    await openMenu(desk, '爽约核实');
    await see('待核实');
    await expectSlidIn();
    await button('确认爽约 王建国').click();
    await dialog().getByText('确认王建国没有来？').last().waitFor();
    await expectSlidIn();
    await dialog().getByRole('button', { name: '确认爽约' }).click();
    await see('已记为爽约，已通知本人');
    const anyone = new Caller(server.url);
    const { accessToken } = bodyOf(await anyone.post<{ accessToken: string }>('/auth/wechat', { code: 'ok-wang' }));
    bodyOf(await anyone.as(accessToken).post(`/bookings/${id}/appeal`, { text: '那天住院了' }));
    await button(/^刷\s?新$/).click();
    await see('居民说明：那天住院了');
    await desk.getByText('待答复').click();
    await button('答复 王建国').click();
    await button('发送答复').click();
    await see('请选择怎么处理');
    await expectSlidIn();
    await dialog().getByText('情况属实，不算爽约').click();
    await dialog().getByLabel('答复（会发给居民）').fill('祝您早日康复');
    await button('发送答复').click();
    await see('已答复，会发给本人');
    await see('这段时间没有要核实的人');
    expect((await bookingOf(id)).absence?.answer).toEqual({ accepted: true, text: '祝您早日康复' });
  });

  step('which stands on the person’s panel and in the list of that day, and is taken back', async () => {
    await desk.goto(`${server.url}/console/desk`);
    await desk.getByLabel('身份证号、手机号或姓名').fill(wang.idNumber);
    await desk.getByLabel('身份证号、手机号或姓名').press('Enter');
    await desk.getByRole('heading', { name: '爽约记录' }).waitFor();
    await see('答复（不算爽约）：祝您早日康复');
    await expectSlidIn();
    await desk.goto(`${server.url}/console/arrivals?day=${addDays(dayOf(new Date()), -1)}`);
    await button(/^撤销爽约 .*王建国$/).click();
    await button(/^没有来 .*王建国$/).waitFor();
    await expectSlidIn();
    expect(await bookingOf(id)).toMatchObject({ status: 'booked' });
  });
});

step('messages that did not reach a phone are listed with the number to call', async () => {
  await openMenu(desk, '消息发送情况');
  await see('没有这样的消息');
  await expectSlidIn();
  await desk.getByText('没有授权').click();
  // At any hour: what was called off in the night is sent in the morning.
  const row = desk.getByRole('row').filter({ hasText: wang.name }).filter({ hasText: '全科门诊约好了' }).first();
  await row.getByRole('link', { name: /^1\d{10}$/ }).waitFor();
  await expectSlidIn();
});

test('no page met a script error or broke the content policy', () => {
  expect(complaintsOf(desk)).toEqual([]);
});
