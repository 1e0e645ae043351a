import os from 'node:os';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { mongo } from 'mongoose';
import type { Browser, Page } from 'playwright-core';
import type { ActivityRecord } from '../support/activities';
import { bodyOf } from '../support/answers';
import { complaintsOf, openBrowser, openDesk, openPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import type { Caller } from '../support/http';
import {
  at,
  expectSound,
  expectSoundInBothModes,
  makeStory,
  openByAddress,
  see,
  signInAtDesk,
  signInOnPhone,
  staffPast,
  tap,
  visible,
} from '../support/pages';

/*
 * An activity from its announcement to its file: the daughter registers her mother and herself, the code on the wall
 * checks both in, both say how it was, and the record counts it.
 */
jest.setTimeout(240_000);

const TITLE = '防跌倒，从家里做起';
const MOTHER = '王秀英';

let server: DemoServer;
let browser: Browser;
let phone: Page;
let desk: Page;
let screen: Page;
let nurse: Caller;
let lectureId: string;

/** A clock time some minutes from now, on the day of today. */
function clock(minutes: number): string {
  const now = new Date(Date.now() + 8 * 3_600_000);
  const minute = Math.max(0, Math.min(now.getUTCHours() * 60 + now.getUTCMinutes() + minutes, 23 * 60 + 59));
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

async function announce(): Promise<string> {
  const editor = await staffPast(server.url, 'editor');
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const body = {
    ...{ title: TITLE, speaker: '林静秋', day, startTime: clock(5), endTime: clock(35), place: '三楼健康教育室' },
    capacity: 10,
  };
  const { id } = bodyOf(await editor.post<Lecture>('/lectures', body), 201);
  bodyOf(await editor.post(`/lectures/${id}/publish`));
  return id;
}

/** The hour goes by. */
async function endActivity(): Promise<void> {
  const client = new mongo.MongoClient(server.databaseUri, { runtimeAdapters: { os } });
  try {
    const lectures = client.db().collection<{ _id: string }>('lectures');
    await lectures.updateOne({ _id: lectureId }, { $set: { startTime: clock(-30), endTime: clock(-1) } });
  } finally {
    await client.close();
  }
}

const step = makeStory(() => ({ phone, desk, screen }));
const openActivity = (): Promise<void> =>
  openByAddress(phone, server.url, `/packages/lecture/pages/detail/index?id=${lectureId}`);

beforeAll(async () => {
  server = await startDemoServer();
  nurse = await staffPast(server.url, 'nurse');
  lectureId = await announce();
  browser = await openBrowser();
  [phone, desk, screen] = await Promise.all([
    openPhone(browser, server.url),
    openDesk(browser, server.url),
    openDesk(browser, server.url),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('the daughter registers her mother and herself', async () => {
  await signInOnPhone(phone, server.url, /陈女士/);
  for (const name of [MOTHER, '陈晓岚']) {
    await openActivity();
    await see(phone, '健康讲座');
    await visible(phone.getByRole('radio', { name: new RegExp(name) })).click();
    await tap(phone, '报名参加');
    await at(phone, '报名成功');
  }
  await openActivity();
  await visible(phone.getByRole('button', { name: `看${MOTHER}的报名` })).waitFor();
  await expectSoundInBothModes(phone);
});

step('the wall shows a code, and it checks both in', async () => {
  await signInAtDesk(screen, server.url, 'nurse');
  await screen.goto(`${server.url}/console/lectures/${lectureId}/code`);
  await screen.getByRole('img', { name: /活动签到二维码/ }).waitFor();
  await expectSound(screen);
  await openByAddress(phone, server.url, `/packages/lecture/pages/arrive/index?id=${lectureId}&code=${'1'.repeat(18)}`);
  await see(phone, '二维码已过期');
  const { code } = bodyOf(await nurse.get<{ code: string }>(`/lectures/${lectureId}/code`));
  await openByAddress(phone, server.url, `/packages/lecture/pages/arrive/index?id=${lectureId}&code=${code}`);
  await see(phone, '谁到了？没来的请点掉');
  await expectSoundInBothModes(phone);
  await tap(phone, '签到');
  await see(phone, new RegExp(`${MOTHER}.*请进去坐吧`));
  await expectSound(phone);
});

step('staff see who is there, and count whoever has no phone', async () => {
  await signInAtDesk(desk, server.url, 'nurse');
  await desk.goto(`${server.url}/console/lectures/${lectureId}/attendance`);
  await see(desk, '到场 2 人：报名 2，直接来 0，只计人数 0');
  await desk.getByLabel('人数', { exact: true }).fill('6');
  await desk.getByLabel('备注（可不填）').fill('隔壁楼的邻居');
  await desk.getByRole('button', { name: '加上' }).click();
  await see(desk, '到场 8 人：报名 2，直接来 0，只计人数 6');
  await expectSound(desk);
});

step('afterwards both say how it was', async () => {
  await endActivity();
  await openActivity();
  await visible(phone.getByRole('button', { name: `${MOTHER}：满意` })).waitFor();
  await expectSoundInBothModes(phone);
  await visible(phone.getByRole('button', { name: `${MOTHER}：满意`, exact: true })).click();
  await phone.getByRole('button', { name: `${MOTHER}：满意`, exact: true }).waitFor({ state: 'detached' });
  await visible(phone.getByLabel('想说的话')).fill('椅子可以再软一点');
  await visible(phone.getByRole('button', { name: '陈晓岚：一般' })).click();
  await phone.getByRole('button', { name: '陈晓岚：一般' }).waitFor({ state: 'detached' });
});

step('the record counts it, is closed and prints', async () => {
  await signInAtDesk(desk, server.url, 'editor');
  await desk.goto(`${server.url}/console/lectures/${lectureId}/record`);
  await see(desk, '2 人评价：满意 1，一般 1，不满意 0');
  await see(desk, '椅子可以再软一点');
  await see(desk, '活动档案还缺：照片、资料、小结');
  await desk.getByLabel('活动小结').fill('讲了浴室和楼梯怎样防滑，来的人问得多。');
  await desk.getByRole('button', { name: '加一种资料' }).click();
  await desk.getByLabel('第1种资料的名称').fill('防跌倒手册');
  await desk.getByLabel('第1种资料的份数').fill('8');
  await expectSound(desk);
  await desk.getByRole('button', { name: '保存', exact: true }).click();
  await see(desk, '活动档案还缺：照片');
  await desk.getByRole('button', { name: /^归\s?档$/ }).click();
  await desk.getByRole('button', { name: '确认归档' }).click();
  await visible(desk.getByRole('button', { name: '退回修改' })).waitFor();
  const record = bodyOf(await nurse.get<ActivityRecord>(`/lectures/${lectureId}/record`));
  expect(record.counts).toEqual({ registered: 2, walkIns: 0, counted: 6, total: 8 });
  await expectSound(desk);
  await desk.evaluate(() => (window.print = () => undefined));
  await desk.getByRole('button', { name: /打印记录表和签到表/ }).click();
  await desk.emulateMedia({ media: 'print' });
  await desk.getByText(MOTHER).waitFor();
  expect(await desk.getByRole('navigation', { name: '主菜单' }).isVisible()).toBe(false);
  await desk.emulateMedia({ media: null });
});

test('no page met a script error or broke the content policy', () => {
  expect([phone, desk, screen].flatMap((page) => complaintsOf(page))).toEqual([]);
});
