import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { mongo } from 'mongoose';
import os from 'node:os';
import type { Page } from 'playwright-core';
import { Caller } from '../support/http';
import { at, expectSoundInBothModes, openAt, PASSWORD, see, signInOnPhone, tap, visible } from '../support/pages';
import { setStage } from '../support/stage';

/*
 * What happens around a booking: a daughter books for her mother and herself in one go, waits for a seat of a full
 * session and takes it, moves a booking; the mother's visit is called off and she takes the seat that is held for
 * her; the daughter did not come and says why.
 */
jest.setTimeout(240_000);

const { stage, step, complaints } = setStage({ daughter: 'phone', mother: 'phone' });

/** Staff and residents who act elsewhere. */
let desk: Caller;
let wang: Caller;

const CONFIRM = '/packages/booking/pages/confirm/index';
const LIST = '/packages/booking/pages/list/index';
const DETAIL = '/packages/booking/pages/detail/index';
const inDays = (count: number): string => addDays(dayOf(new Date()), count);
interface Made {
  id: string;
}

async function callerOf(path: string, body: object): Promise<Caller> {
  const anyone = new Caller(stage.url);
  return anyone.as((await anyone.post<{ accessToken: string }>(path, body)).body.accessToken);
}
const resident = (code: string): Promise<Caller> => callerOf('/auth/wechat', { code });
const selfOf = async (caller: Caller): Promise<string> =>
  (await caller.get<{ residents: (Made & { relation: string })[] }>('/me')).body.residents.find(
    ({ relation }) => relation === 'self',
  )?.id ?? '';

async function made(answer: Promise<{ status: number; body: Made }>): Promise<string> {
  const { status, body } = await answer;
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id;
}
const openSession = (day: string, changes: object = {}): Promise<string> =>
  made(
    desk.post<Made>('/sessions', {
      serviceCode: 'gp',
      day,
      startTime: '12:10',
      endTime: '12:40',
      capacity: 3,
      place: '一楼加班诊室',
      ...changes,
    }),
  );
const bookAs = async (caller: Caller, sessionId: string): Promise<string> =>
  made(caller.post<Made>('/bookings', { sessionId, residentId: await selfOf(caller) }));

/** Opens a page anew until it shows something that the server does by itself within some seconds. */
async function expectSoon(page: Page, path: string, title: string, text: RegExp): Promise<void> {
  for (let tries = 0; tries < 15; tries += 1) {
    await openAt(page, stage.url, path, title);
    await page.waitForLoadState('networkidle');
    if (await visible(page.getByText(text)).isVisible()) return;
    await page.waitForTimeout(1000);
  }
  throw new Error(`${String(text)} did not come`);
}

beforeAll(async () => {
  desk = await callerOf('/auth/staff', { username: 'desk', password: PASSWORD });
  wang = await resident('ok-wang');
  await signInOnPhone(stage.pages.daughter, stage.url, /^陈女士(?!的)/);
  await signInOnPhone(stage.pages.mother, stage.url, /陈女士的母亲/);
});

async function chooseBoth(daughter: Page): Promise<void> {
  await visible(daughter.getByRole('switch', { name: /几个人一起约/ })).click();
  await visible(daughter.getByRole('checkbox', { name: /陈晓岚/ })).click();
  await visible(daughter.getByRole('checkbox', { name: /王秀英/ })).click();
}

step('a family of two is booked in one go', async ({ daughter }) => {
  const session = await openSession(inDays(20));
  await openAt(daughter, stage.url, `${CONFIRM}?session=${session}`, '确认预约');
  await chooseBoth(daughter);
  await expectSoundInBothModes(daughter);
  await tap(daughter, '给这2位一起预约');
  await at(daughter, '都约好了');
  await see(daughter, '2位都约好了');
  await see(daughter, /王秀英：\d号/);
  await expectSoundInBothModes(daughter);
});

step('a seat too few books nobody; the refusal names who has none', async ({ daughter }) => {
  const session = await openSession(inDays(21), { capacity: 1 });
  await openAt(daughter, stage.url, `${CONFIRM}?session=${session}`, '确认预约');
  await chooseBoth(daughter);
  await tap(daughter, '给这2位一起预约');
  await see(daughter, /^王秀英：/);
  await see(daughter, '这次几个人都没有约上');
  await expectSoundInBothModes(daughter);
});

step('a booking moves, and the old one is given up with it', async ({ daughter }) => {
  const booking = await bookAs(await resident('ok-chen'), await openSession(inDays(8)));
  await openSession(inDays(9), { startTime: '12:45', endTime: '12:55' });
  await openAt(daughter, stage.url, `${DETAIL}?id=${encodeURIComponent(booking)}`, '预约详情');
  await tap(daughter, '改到别的时间');
  await at(daughter, '改约：选新时间');
  await visible(daughter.getByRole('radio').nth(8)).click();
  await see(daughter, '您现在约的');
  await visible(daughter.getByRole('radio').nth(9)).click();
  await tap(daughter, /中午12:45/);
  await at(daughter, '确认改约');
  await see(daughter, '新的约上了，原来的才取消');
  await expectSoundInBothModes(daughter);
  await tap(daughter, '确认改到这个时间');
  await at(daughter, '改约成功');
  await see(daughter, /中午12:45/);
  await openAt(daughter, stage.url, `${DETAIL}?id=${encodeURIComponent(booking)}`, '预约详情');
  await see(daughter, '已改期');
});

step('who waits for a full session is offered the seat that comes free, and takes it', async ({ daughter }) => {
  const session = await openSession(inDays(22), { capacity: 1 });
  const taken = await bookAs(wang, session);
  await openAt(daughter, stage.url, `${CONFIRM}?session=${session}`, '候补');
  await visible(daughter.getByRole('radio', { name: /陈晓岚/ })).click();
  await expectSoundInBothModes(daughter);
  await tap(daughter, '候补');
  await see(daughter, '候补第1位');
  await expectSoundInBothModes(daughter);
  await wang.post(`/bookings/${encodeURIComponent(taken)}/cancel`);
  await expectSoon(daughter, LIST, '我的预约', /号为您留到/);
  await expectSoundInBothModes(daughter);
  await tap(daughter, /有号了/);
  await see(daughter, '候补到了，有号了');
  await expectSoundInBothModes(daughter);
  await tap(daughter, '确认要这个号');
  await at(daughter, '预约成功');
});

step('a visit is called off: the message leads to the seat in its place, and one tap takes it', async ({ mother }) => {
  const session = await openSession(inDays(13));
  await bookAs(await resident('ok-ma'), session);
  await desk.post(`/sessions/${session}/suspend`, { reason: '医生外出' });
  await expectSoon(mother, LIST, '我的预约', /给您另留了一个号/);
  await expectSoundInBothModes(mother);
  await expectSoon(mother, '/packages/notice/pages/list/index', '消息', /给您另留了一个号/);
  await tap(mother, /给您另留了一个号/);
  await see(mother, '停诊了，给您另留了一个号');
  await expectSoundInBothModes(mother);
  await tap(mother, '就要这个号');
  await at(mother, '预约成功');
  await see(mother, '加到手机日历');
  const download = mother.waitForEvent('download');
  await tap(mother, '加到手机日历');
  expect((await download).suggestedFilename()).toMatch(/\.ics$/);
});

step('who did not come says why, once', async ({ daughter }) => {
  const booking = await bookAs(await resident('ok-chen'), await openSession(inDays(25)));
  // The visit was a week ago: the demo's clock cannot be set.
  const client = new mongo.MongoClient(stage.server.databaseUri, { runtimeAdapters: { os } });
  const seats = client.db().collection<{ _id: string; day: string }>('seats');
  await seats.updateOne({ _id: booking }, { $set: { day: inDays(-7) } });
  await client.close();
  const confirmed = await desk.post(`/bookings/${encodeURIComponent(booking)}/no-show`);
  expect(confirmed.status).toBe(200);
  await openAt(daughter, stage.url, `${DETAIL}?id=${encodeURIComponent(booking)}`, '预约详情');
  await see(daughter, '记录是没有来（爽约）');
  await tap(daughter, '提交说明');
  await see(daughter, '请写一句是怎么回事');
  await expectSoundInBothModes(daughter);
  await daughter.getByLabel('说明情况').filter({ visible: true }).fill('那天临时住院了');
  await tap(daughter, '提交说明');
  await see(daughter, '说明收到了');
  await expectSoundInBothModes(daughter);
});

test('no page met a script error or broke the content policy', () => {
  expect(complaints()).toEqual([]);
});
