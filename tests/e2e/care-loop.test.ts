import { modules } from '@linkang/server/modules';
import { addDays, dayOf, instantOf, sayDay, yearOf } from '@linkang/shared/domain/clinic-day';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import type { Browser, Page } from 'playwright-core';
import { bodyOf } from '../support/answers';
import { complaintsOf, openBrowser, openDesk, openPhone } from '../support/browser';
import { buildIdNumber } from '../support/builders';
import { openSession } from '../support/clinic';
import { approve, sign, teamStaff } from '../support/contracts';
import type { Caller } from '../support/http';
import { focusOf, pressUntil, type Focus } from '../support/keys';
import { goodValues } from '../support/physicals';
import {
  at,
  button,
  expectSoundInBothModes,
  makeStory,
  openAt,
  openMenu,
  renewSignIn,
  see,
  signInAtDesk,
  signInByCode,
  tap,
  visible,
} from '../support/pages';
import { startServer, type TestServer } from '../support/server';
import { buildWorkbook, inlineCell } from '../support/workbooks';

/*
 * The care loop from the first check-up to the referral: Mr Wang (70) books and attends the yearly physical, the nurse
 * enters the stations by the keyboard alone, the laboratory's sheet is imported, the doctor releases. The blood
 * pressure of 162/96 is measured again; after three days above the line the doctor takes him into care, a follow-up is
 * due in 14 days, and the second unsatisfied one leads to a referral. The test moves the clock.
 */
jest.setTimeout(420_000);

const DAY = '2026-06-04';
const NAME = '王志远';
const ID_NUMBER = buildIdNumber({ birthDay: '1956-03-02', sex: 'male' });
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const CODE = 'ok-wang70';

interface Coming {
  items: { id: string; day: string; startTime: string }[];
}

let server: TestServer;
let browser: Browser;
let phone: Page;
let daughter: Page;
let desk: Page;
let wang: Caller;
let residentId: string;
let booking: Coming['items'][number];

const story = makeStory(() => ({ phone, daughter, desk }));

/** Moves the centre's clock and everybody's watch, and runs what became due. */
async function moveTo(day: string, time = '09:00'): Promise<void> {
  const now = instantOf(day, time);
  server.clock.set(now.toISOString());
  await Promise.all([phone, daughter, desk].map((page) => page.clock.setFixedTime(now)));
  await runJobs();
}

/** Runs every job of the centre now, as often as one may wait for another. */
async function runJobs(): Promise<void> {
  const jobs = modules.flatMap((module) => module.jobs?.(server.deps, modules) ?? []);
  for (let round = 0; round < 2; round += 1) for (const { run } of jobs) await run();
}

const signInAt = (username: string): Promise<void> => signInAtDesk(desk, server.baseUrl, username);

const signInOn = (page: Page, code: string): Promise<Caller> => renewSignIn(page, server.baseUrl, code);

/** Kinds of the open tasks about Mr Wang. */
const openTasks = async (): Promise<string[]> => {
  const rows = server.deps.connection.collection<{ residentId: string; kind: string }>('tasks');
  return (await rows.find({ residentId, status: 'open' }).toArray()).map(({ kind }) => kind);
};

/** Opens a task of Mr Wang's from the doctor's list. */
async function openTask(kind: RegExp): Promise<void> {
  await desk.goto(`${server.baseUrl}/console/tasks`);
  await tap(desk, new RegExp(`^打开：王\\*远 ${kind.source}`));
}

/** The size of the smallest letters that the report shows, in pixels. */
const smallestLetters = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const walk = document.createTreeWalker(document.querySelector('.report') ?? document.body, NodeFilter.SHOW_TEXT);
    const sizes: number[] = [];
    for (let node = walk.nextNode(); node; node = walk.nextNode())
      if (node.textContent?.trim() && node.parentElement?.checkVisibility())
        sizes.push(parseFloat(getComputedStyle(node.parentElement).fontSize));
    return Math.min(...sizes);
  });

/** The daughter looks for the reports of the person whom she chose. */
async function openReportsOf(name: string): Promise<void> {
  await openAt(daughter, server.baseUrl, '/packages/physical/pages/list/index', '体检报告');
  await tap(daughter, /^为谁办/);
  await visible(daughter.getByRole('radio', { name: new RegExp(name) })).click();
  await see(daughter, `为谁办：${name}`);
}

/** Place of a cell of a sheet: `B2` for the second of the second row. */
const place = (x: number, y: number): string => `${x > 25 ? 'A' : ''}${String.fromCharCode(65 + (x % 26))}${y + 1}`;

/** What the nurse types at a station, by the names that she hears or reads. */
const MEASURED: Record<string, number> = { SBP_L: 162, DBP_L: 96, SBP_R: 158, DBP_R: 94 };
const typed = new Map<string, string>();
const ticked = new Map<string, string>([['', '没有']]);
const chosen = new Set<string>();
for (const { code, plain, valueType, required } of physicalItems.items) {
  const value: unknown = MEASURED[code] ?? goodValues[code];
  if (!required || value === undefined) continue;
  if (typeof value === 'number') typed.set(plain, String(value));
  else if (valueType === 'number2') for (const side of ['左', '右']) typed.set(`${plain} ${side}`, '5.0');
  else if (valueType === 'multi') ticked.set(plain, (value as { chosen: string[] }).chosen[0] ?? '');
  else chosen.add(plain);
}

/** Does with the keyboard what the thing that it is on asks for. */
async function answerByKey({ kind, name, group }: Focus): Promise<void> {
  const text = typed.get(name);
  if (kind === 'text' && text !== undefined) await desk.keyboard.type(text);
  // The first answer of every list is the one of somebody in good health.
  if (kind === 'select' && [...chosen].some((item) => name.startsWith(item))) await desk.keyboard.press('ArrowDown');
  if (kind === 'tick' && [ticked.get(group), '没有', '正常'].includes(name)) await desk.keyboard.press('Space');
}

/** Fills the station that the keyboard is in, to its last field. */
async function fillStation(): Promise<void> {
  const isInside = (): Promise<boolean> => desk.evaluate(() => !!document.activeElement?.closest('.item-rows'));
  while (await isInside()) {
    await answerByKey(await focusOf(desk));
    await desk.keyboard.press('Tab');
  }
}

beforeAll(async () => {
  server = await startServer({ demo: true, limits: false, now: instantOf(DAY, '09:00').toISOString() });
  browser = await openBrowser();
  phone = await openPhone(browser, server.baseUrl);
  daughter = await openPhone(browser, server.baseUrl);
  desk = await openDesk(browser, server.baseUrl);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

story('Mr Wang has signed with a team', async () => {
  await moveTo(DAY);
  wang = (await signInByCode(server.baseUrl, CODE)).caller;
  const { items } = bodyOf(await wang.get<{ items: { purpose: string; version: string }[] }>('/consents'));
  const consents = items.map(({ purpose, version }) => ({ purpose, version }));
  const body = { name: NAME, idType: 'residentId', idNumber: ID_NUMBER, phone: '13800138070', consents };
  residentId = bodyOf(await wang.post<{ id: string }>('/residents', body), 201).id;
  wang = await signInOn(phone, CODE);
  const citizen = { accountId: '', residentId, name: NAME, idNumber: ID_NUMBER, caller: wang };
  const contract = bodyOf(await sign(citizen, 'team-1', { packageIds: ['BASIC', 'BASIC_ELDERLY'] }), 201);
  bodyOf(await approve(teamStaff(server, ['director'], [], 'staff-director'), contract.id));
  const times = { day: addDays(DAY, 1), startTime: '08:30', endTime: '10:00' };
  await openSession(server, { ...times, serviceCode: 'senior-physical', place: '三楼体检中心' });
  await runJobs();
});

story('he books the yearly check-up on the phone', async () => {
  await openAt(phone, server.baseUrl, '/pages/home/index', '邻康社区');
  await tap(phone, /^约体检/);
  await at(phone, '65岁及以上老年人免费体检');
  await tap(phone, /8:30.*余\d+号/);
  await at(phone, '确认预约');
  await tap(phone, '确认预约');
  await at(phone, '预约成功');
  const { items } = bodyOf(await wang.get<Coming>(`/bookings?residentId=${residentId}&when=coming`));
  booking = items[0] as Coming['items'][number];
});

story('he comes, and the nurse scans his code', async () => {
  await moveTo(booking.day, booking.startTime);
  wang = await signInOn(phone, CODE);
  await signInAt('nurse');
  await openMenu(desk, '体检');
  const { code } = bodyOf(await wang.get<{ code: string }>(`/bookings/${booking.id}/code`));
  await desk.getByLabel('扫居民的报到码或报到卡').fill(code);
  await desk.keyboard.press('Enter');
  await desk.getByRole('heading', { level: 1, name: new RegExp(NAME) }).waitFor();
});

story('she enters the stations by the keyboard alone', async () => {
  for (const station of ['量血压', '问卷评估', '医生查体', '腹部B超']) {
    await pressUntil(desk, 'Shift+Tab', ({ kind, name }) => kind === 'button' && name.startsWith(station));
    await desk.keyboard.press('Enter');
    await desk.locator('.item-rows :focus').waitFor();
    await fillStation();
    const tab = desk.getByRole('button', { name: new RegExp(`^${station}.*已填完$`) });
    await tab.waitFor();
  }
});

story('the sheet of the laboratory is imported', async () => {
  const items = physicalItems.items.filter(({ station, required }) => station === 'blood' && required);
  const cells = [
    ['姓名', '身份证号', ...items.map(({ plain }) => plain)],
    [NAME, ID_NUMBER, ...items.map(({ code }) => String(goodValues[code] as number | string))],
  ];
  const sheet = cells.map((row, y) => `<row>${row.map((text, x) => inlineCell(place(x, y), text)).join('')}</row>`);
  await openMenu(desk, '体检');
  await tap(desk, '导入化验单');
  await desk
    .getByLabel('选择化验单', { exact: true })
    .setInputFiles({ name: '化验单.xlsx', mimeType: XLSX, buffer: buildWorkbook(sheet.join('')) });
  await tap(desk, '导入 1 行');
  await see(desk, '导入结束：已导入 1 行。');
});

story('the doctor reads, sums up and releases', async () => {
  await signInAt('doctor');
  await openMenu(desk, '体检');
  await tap(desk, `填写：${NAME}`);
  await tap(desk, '小结和发布');
  await see(desk, /异常 4 项/);
  await desk.getByLabel(/^小结/).fill('血压偏高，其他项目正常。');
  await desk.getByLabel(/^健康指导/).fill('换一天再来量血压，平时吃淡一点。');
  await tap(desk, '发布报告');
  await desk.getByRole('button', { name: '发布', exact: true }).click();
  await see(desk, '报告已经发布，居民在手机上可以看到。');
  await runJobs();
});

story('he reads the report in large letters', async () => {
  await openAt(phone, server.baseUrl, '/packages/physical/pages/list/index', '体检报告');
  // From 65 on the mini-program begins in large letters.
  await button(phone, '标准版').waitFor();
  await tap(phone, /年体检报告/);
  await see(phone, '血压偏高，其他项目正常。');
  await see(phone, '怎么办：');
  await see(phone, '接下来要做的');
  expect(await smallestLetters(phone)).toBeGreaterThanOrEqual(22);
  await expectSoundInBothModes(phone);
});

story('the blood pressure is measured again, and after three days above the line the doctor is asked', async () => {
  for (const days of [3, 6]) {
    await moveTo(addDays(booking.day, days));
    await signInAt('doctor');
    await openTask(/复查/);
    for (const [label, value] of [
      ['左臂高压', '156'],
      ['左臂低压', '94'],
    ] as const)
      await desk.getByLabel(new RegExp(`^${label}`)).fill(value);
    await tap(desk, '记下数值');
    await see(desk, /复查第\d次/);
    await runJobs();
  }
  await openTask(/建议纳入管理（高血压）/);
  await see(desk, /三个不同日子血压偏高/);
});

story('the doctor takes him into care; the first follow-up is due in 14 days', async () => {
  await tap(desk, /^纳入管理$/);
  await desk.getByRole('dialog', { name: '纳入慢病管理' }).getByRole('button', { name: '纳入管理' }).click();
  await see(desk, '还没有随访过');
  await openMenu(desk, '慢病随访');
  // Of the list: the page before says the same of him until it has gone.
  await desk
    .getByRole('region', { name: '随访名单' })
    .getByText(/^未到期/)
    .click();
  await see(desk, NAME);
  const due = addDays(dayOf(server.clock.now()), 14);
  await see(desk, `最晚 ${sayDay(due, yearOf(due))}`);
});

/** Records a visit of today with a pressure that is too high, and sees how the table judges it. */
async function visitWithHighPressure(className: string): Promise<void> {
  await signInAt('doctor');
  await desk.goto(`${server.baseUrl}/console/follow-ups/people/${residentId}`);
  await tap(desk, '记一次随访');
  await desk.getByRole('group', { name: '危险情况' }).getByText('无', { exact: true }).click();
  await desk.getByLabel(/^收缩压/).fill('158');
  await desk.getByLabel(/^舒张压/).fill('94');
  await see(desk, className);
  await tap(desk, '保存随访');
  await see(desk, '随访已保存');
  await runJobs();
}

story('after one unsatisfied visit the next one is due in two weeks; a second one leads to a referral', async () => {
  await moveTo(addDays(dayOf(server.clock.now()), 14));
  await visitWithHighPressure('调整治疗');
  expect(await openTasks()).not.toContain('referral');
  await moveTo(addDays(dayOf(server.clock.now()), 14));
  await visitWithHighPressure('连续两次未达标，转诊');
  expect(await openTasks()).toEqual(expect.arrayContaining(['referral', 'referralCheck']));
  await openTask(/转诊/);
  await see(desk, /连续/);
});

story('the daughter with the scope `report` sees the report, with `book` alone she does not', async () => {
  const chen = await signInOn(daughter, 'ok-chen');
  wang = (await signInByCode(server.baseUrl, CODE)).caller;
  const { id } = bodyOf(
    await chen.post<{ id: string }>('/proxies', {
      ...{ name: NAME, idNumber: ID_NUMBER, relationship: 'child', scopes: ['book', 'report'] },
      endsDay: addDays(dayOf(server.clock.now()), 180),
    }),
    201,
  );
  bodyOf(await wang.post(`/proxies/${id}/confirm`, {}));
  await openReportsOf(NAME);
  await tap(daughter, /年体检报告/);
  await see(daughter, '血压偏高，其他项目正常。');
  await expectSoundInBothModes(daughter);
  bodyOf(await wang.post(`/proxies/${id}/narrow`, { scopes: ['book'] }));
  await openReportsOf(NAME);
  await see(daughter, `${NAME}还没有授权您看体检报告`);
  expect(await daughter.getByText(/年体检报告/).count()).toBe(0);
});

story('the plan shows what was done', async () => {
  wang = await signInOn(phone, CODE);
  await openAt(phone, server.baseUrl, '/packages/contract/pages/plan/index', '我的服务计划');
  await see(phone, '做完一项，这里自己会记上');
  await see(phone, /\d+次里做了[1-9]\d*次/);
  await phone.locator('.card', { hasText: /体检/ }).filter({ hasText: '今年1次，都做了' }).first().waitFor();
  await expectSoundInBothModes(phone);
});

test('no page met a script error or broke the content policy', () => {
  expect([phone, daughter, desk].flatMap(complaintsOf)).toEqual([]);
});
