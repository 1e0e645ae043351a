import { readFileSync } from 'node:fs';
import os from 'node:os';
import { addDays, addYears, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { mongo } from 'mongoose';
import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openDesk, overflowOf, seriousFindings } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { at, makeStory, openMenu, see, signInAtDesk, visible } from '../support/pages';
import { eventually } from '../support/poll';

/*
 * The director looks how long people wait and how long booking takes: six people of yesterday beside six of a year
 * ago, who waited twice as long; few of another service, of whom nothing is said.
 */
jest.setTimeout(120_000);

const MINUTE_MS = 60_000;
const YESTERDAY = addDays(dayOf(new Date()), -1);

let server: DemoServer;
let browser: Browser;
let desk: Page;

/** Seats of people who checked in at nine; the n-th waited n times some minutes and booked in n times ten seconds. */
const seatsOf = (day: string, serviceCode: string, people: number, minutes: number) =>
  Array.from({ length: people }, (_, index) => {
    const arrivedAt = instantOf(day, '09:00');
    const calledAt = new Date(arrivedAt.getTime() + (index + 1) * minutes * MINUTE_MS);
    const sessionId = `times-${serviceCode}-${day}`;
    return {
      _id: `${sessionId}:${String(index + 1).padStart(3, '0')}:1`,
      ...{ sessionId, day, serviceCode, no: index + 1, quota: 'online', startTime: '09:00', endTime: '10:00' },
      ...{ grains: [], status: 'done', bookedAt: arrivedAt, tookSeconds: (index + 1) * 10, arrivedAt, calledAt },
      log: [
        { at: arrivedAt, by: 'desk', what: 'arrived' },
        { at: calledAt, by: 'desk', what: 'called' },
      ],
    };
  });

const step = makeStory(() => ({ desk }));

beforeAll(async () => {
  server = await startDemoServer();
  const client = new mongo.MongoClient(server.databaseUri, { runtimeAdapters: { os } });
  await client
    .db()
    .collection<{ _id: string }>('seats')
    .insertMany([
      ...seatsOf(YESTERDAY, 'gp', 6, 5),
      ...seatsOf(addYears(YESTERDAY, -1), 'gp', 6, 10),
      ...seatsOf(YESTERDAY, 'tcm', 3, 5),
    ]);
  await client.close();
  browser = await openBrowser();
  desk = await openDesk(browser, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** The cells of a line of a panel's first table. */
const lineOf = (panel: string, name: string): Promise<string[]> =>
  desk.getByRole('region', { name: panel }).getByRole('row', { name }).first().getByRole('cell').allInnerTexts();

async function choose(select: string, option: string): Promise<void> {
  await desk.getByRole('combobox', { name: select }).click();
  await visible(desk.locator('.ant-select-item-option').filter({ hasText: option })).click();
}

step('the director opens the figures by the menu', async () => {
  await signInAtDesk(desk, server.url, 'director');
  await openMenu(desk, '候诊与预约用时');
  await at(desk, '候诊与预约用时');
  await see(desk, '从签到到第一次叫号');
  expect(await seriousFindings(desk)).toEqual([]);
  expect(await overflowOf(desk)).toBeLessThanOrEqual(0);
});

step('a service stands beside its last year', async () => {
  await choose('服务', '全科门诊');
  await eventually('the service is counted alone', async () => (await lineOf('候诊用时', '人次')).join() === '6,6');
  await see(desk, '中位数比去年同期减少 50%');
  expect(await lineOf('候诊用时', '中位数')).toEqual(['15分', '30分']);
  expect(await lineOf('候诊用时', '90% 不超过')).toEqual(['30分', '60分']);
  expect(await lineOf('候诊用时', '30 分钟以内的占比')).toEqual(['100%', '50%']);
  expect(await lineOf('预约用时', '中位数')).toEqual(['30秒', '30秒']);
  await choose('候诊以多少分钟为限', '15 分钟');
  await visible(desk.getByText('15 分钟以内的占比')).waitFor();
  expect(await lineOf('候诊用时', '15 分钟以内的占比')).toEqual(['50%', '17%']);
});

step('the table is saved as it is seen', async () => {
  const [download] = await Promise.all([
    desk.waitForEvent('download'),
    desk.getByRole('button', { name: '导出表格' }).click(),
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('中位数,15分,30分');
  expect(text).toMatch(/周.,9点,6,15分/);
});

step('of three nothing is said', async () => {
  await choose('服务', '中医门诊');
  await visible(desk.getByRole('region', { name: '候诊用时' }).getByText('少于5人')).waitFor();
  expect(await lineOf('候诊用时', '人次')).toEqual(['少于5人', '0']);
  expect(await lineOf('候诊用时', '中位数')).toEqual(['少于5人', '—']);
});

test('no page met a script error or broke the content policy', () => {
  expect(complaintsOf(desk)).toEqual([]);
});
