import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openDesk } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { paperOf, type Paper } from '../support/paper';
import { at, expectSound, makeSteps, openMenu, see, signInAtDesk, visible } from '../support/pages';

/* What somebody sets up at a list is there again the next time, and every list is fit for paper. */
jest.setTimeout(180_000);

/** Lists of the day with something in them. */
const PRINTED = [
  ['/today', '今天'],
  ['/sessions', '场次与预约'],
  ['/contracts?status=all', '签约审核'],
  ['/lectures?tab=past', '讲座和活动'],
  ['/phone-list', '电话通知单'],
  ['/follow-ups', '慢病随访'],
  ['/plans?state=all', '履约清单'],
  ['/records', '健康档案'],
  ['/physicals', '体检'],
  ['/board', '出诊一览'],
] as const;

let server: DemoServer;
let browser: Browser;
let desk: Page;

const step = makeSteps(() => ({ desk }));
const dialog = (name: string) => desk.getByRole('dialog', { name });
const press = (name: string | RegExp): Promise<void> => visible(desk.getByRole('button', { name })).click();
const heads = (): Promise<string[]> => desk.getByRole('columnheader').allInnerTexts();
const memory = (): Promise<string> => desk.evaluate(() => JSON.stringify({ ...localStorage }));

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  desk = await openDesk(browser, server.url);
  await signInAtDesk(desk, server.url, 'director');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('a list is left and found again as it was, until the default is asked for', async () => {
  await openMenu(desk, '履约清单');
  await at(desk, '履约清单');
  await desk.getByText('已超期', { exact: true }).first().click();
  await desk.waitForURL(/state=overdue/);
  await openMenu(desk, '今天');
  await at(desk, '今天');
  await openMenu(desk, '履约清单');
  await desk.waitForURL(/state=overdue/);
  await press('恢复默认筛选');
  await desk.waitForURL(/\/plans$/);
});

step('a filter gets a name, and its days go on with the days', async () => {
  await openMenu(desk, '场次与预约');
  await press('明天');
  await press('常用筛选');
  const name = dialog('常用筛选').getByLabel('给现在的筛选起个名字');
  await name.fill('110101');
  await dialog('常用筛选').getByRole('button', { name: '保存' }).click();
  await see(desk, '名字里不要写证件号或电话');
  await name.fill('明天的号');
  await expectSound(desk);
  await dialog('常用筛选').getByRole('button', { name: '保存' }).click();
  await dialog('常用筛选').waitFor({ state: 'hidden' });
  const asked = new URL(desk.url()).search;
  expect(await memory()).toContain('today+1');
  await press('一周');
  await press('明天的号');
  await desk.waitForURL((url) => url.search === asked);
  await desk.getByRole('button', { name: '明天的号', pressed: true }).waitFor();
});

step('what names a person is not remembered', async () => {
  const resident = '0123456789abcdef01234567';
  await desk.goto(`${server.url}/console/audits?residentId=${resident}&result=denied`);
  await at(desk, '审计记录');
  await visible(desk.getByRole('button', { name: '恢复默认筛选' })).waitFor();
  expect(await memory()).toContain('denied');
  expect(await memory()).not.toContain(resident);
});

step('columns that are not wanted stay away, also after a reload', async () => {
  await desk.goto(`${server.url}/console/sessions`);
  await visible(desk.locator('tr.ant-table-row')).waitFor();
  expect(await heads()).toContain('地点');
  await press('选择列');
  await dialog('选择列').getByRole('checkbox', { name: '地点' }).uncheck();
  await expectSound(desk);
  await dialog('选择列').getByRole('button', { name: '好了' }).click();
  expect(await heads()).not.toContain('地点');
  await desk.reload();
  await visible(desk.locator('tr.ant-table-row')).waitFor();
  expect(await heads()).not.toContain('地点');
  await press('选择列（1列没显示）');
  await dialog('选择列').getByRole('button', { name: '全部显示' }).click();
  await dialog('选择列').getByRole('button', { name: '好了' }).click();
  expect(await heads()).toContain('地点');
});

step('every list of the day is fit for A4', async () => {
  const papers: [string, Paper][] = [];
  for (const [path, title] of PRINTED) {
    await desk.goto(`${server.url}/console${path}`);
    await at(desk, title);
    await desk.waitForLoadState('networkidle');
    papers.push([path, await paperOf(desk)]);
  }
  for (const [path, { sheets, ...rest }] of papers) {
    expect([path, rest]).toEqual([path, { overflow: 0, loose: 0, controls: 0 }]);
    expect([path, sheets.every(([width, height]) => width === 210 && height === 297)]).toEqual([path, true]);
  }
});

test('no page met a script error', () => expect(complaintsOf(desk)).toEqual([]));
