import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { addDays, dayOf, sayDay } from '@linkang/shared/domain/clinic-day';
import { complaintsOf, openBrowser, openDesk, openPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { expectSound, makeSteps, openByAddress, openMenu, see, signInAtDesk, visible } from '../support/pages';
import { drawPicture } from '../support/pictures';

/*
 * A centre adds a room and a visiting doctor, opens a session for both, sees the day at a glance and takes in staff
 * from a table; residents find the doctor and the way to a seat.
 */
jest.setTimeout(240_000);

const VISITOR = '秦越人';
const day = addDays(dayOf(new Date()), 5);

let server: DemoServer;
let browser: Browser;
let phone: Page;
let desk: Page;

const press = (name: string): Promise<void> => desk.getByRole('button', { name, exact: true }).click();
const shoot = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: path.resolve(__dirname, `../output/${name}.png`) });

/** Searches a choice and takes the first that is found. */
async function choose(form: Locator, label: string, text: string): Promise<void> {
  await form.getByLabel(label).fill(text);
  await desk.locator('.ant-select-item-option:visible', { hasText: text }).first().click();
}

const openOnPhone = (route: string): Promise<void> => openByAddress(phone, server.url, route);

beforeAll(async () => {
  mkdirSync(path.resolve(__dirname, '../output'), { recursive: true });
  server = await startDemoServer();
  browser = await openBrowser();
  phone = await openPhone(browser, server.url);
  desk = await openDesk(browser, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const step = makeSteps(() => ({ 'doctors-phone': phone, 'doctors-desk': desk }));

step('the director adds a room and a visiting doctor', async () => {
  await signInAtDesk(desk, server.url, 'director');
  await openMenu(desk, '诊室');
  await see(desk, '一楼全科1诊室');
  await expectSound(desk);
  await press('添加诊室');
  const room = desk.getByRole('dialog', { name: '添加诊室' });
  await room.getByLabel('名称').fill('305 诊室');
  await room.getByRole('button', { name: /保\s?存/ }).click();
  await see(desk, '请填写楼层，例如：2楼');
  await room.getByLabel('楼层').fill('3楼');
  await expectSound(desk);
  await shoot(desk, 'console-room');
  await room.getByRole('button', { name: /保\s?存/ }).click();
  await see(desk, '已保存 3楼 305 诊室');
  await shoot(desk, 'console-rooms');

  await openMenu(desk, '医生');
  await see(desk, '市第一人民医院');
  await expectSound(desk);
  await press('添加医生');
  const form = desk.getByRole('dialog', { name: '添加医生' });
  await choose(form, '哪位医生', '外院来坐诊的医生');
  await form.getByLabel('来自哪家医院').fill('省中医院');
  await form.getByLabel('姓名').fill(VISITOR);
  await form.getByLabel('职称').fill('针灸科主任医师');
  await form.getByLabel('擅长').fill('面瘫');
  await form.getByLabel('擅长').press('Enter');
  await form.getByLabel('介绍（可不填）').fill('每周来一次，看面瘫和关节痛。');
  const photo = { name: 'a.png', mimeType: 'image/png', buffer: await drawPicture(600, 600) };
  await form.locator('input[type=file]').setInputFiles(photo);
  await form.getByRole('button', { name: '换一张照片' }).waitFor();
  await expectSound(desk);
  await shoot(desk, 'console-doctor');
  await form.getByRole('button', { name: /保\s?存/ }).click();
  await see(desk, `已保存 ${VISITOR}`);
  await form.waitFor({ state: 'hidden' });
  await shoot(desk, 'console-doctors');
  expect(complaintsOf(desk)).toEqual([]);
});

async function fillSession(form: Locator, startTime: string, endTime: string): Promise<void> {
  await choose(form, '服务', '中医');
  await form.getByLabel('日期').fill(day);
  await form.getByLabel('日期').press('Enter');
  await form.getByLabel('开始时间').fill(startTime);
  await form.getByLabel('结束时间').fill(endTime);
  await form.getByLabel('总名额').fill('8');
  await choose(form, '医生', VISITOR);
  await choose(form, '诊室', '305');
}

step('the desk opens a session, and is told that doctor and room are taken', async () => {
  await signInAtDesk(desk, server.url, 'desk');
  await openMenu(desk, '场次与预约');
  await press('开放场次');
  const form = desk.getByRole('dialog', { name: '开放场次' });
  await fillSession(form, '0900', '1100');
  await form.getByLabel('地点').waitFor({ state: 'detached' });
  await form.getByRole('button', { name: '确认开放' }).click();
  await see(desk, new RegExp(`已开放：${sayDay(day)}`));
  await form.waitFor({ state: 'hidden' });

  await press('开放场次');
  await fillSession(form, '1000', '1200');
  await see(desk, /这间诊室同时有 09:00–11:00/);
  await see(desk, /这位医生同时有 09:00–11:00/);
  await form.getByText(/这位医生同时有/).scrollIntoViewIfNeeded();
  await expectSound(desk);
  await shoot(desk, 'console-session-clash');
  await form.getByRole('button', { name: '确认开放' }).click();
  await see(desk, /这位医生已有 09:00–11:00 .*请换时间或换医生/);
  await form.getByRole('button', { name: /取\s?消/ }).click();
  expect(complaintsOf(desk)).toEqual([]);
});

step('the day stands there by doctor and by room, and leads to the arrivals', async () => {
  await openMenu(desk, '出诊一览');
  await see(desk, /今天，/);
  await shoot(desk, 'console-board-today');
  await expectSound(desk);
  for (let ahead = 0; ahead < 5; ahead += 1) await press('后一天');
  const column = desk.getByRole('region', { name: VISITOR });
  await column.waitFor();
  await column.getByText('0 / 8').waitFor();
  await expectSound(desk);
  await shoot(desk, 'console-board');
  await desk.emulateMedia({ media: 'print' });
  await shoot(desk, 'console-board-print');
  await desk.emulateMedia({ media: 'screen' });
  await desk.getByRole('radio', { name: '按诊室' }).press('Space');
  await desk.getByRole('region', { name: '3楼 305 诊室' }).waitFor();
  await expectSound(desk);
  await desk.getByRole('region', { name: '3楼 305 诊室' }).getByRole('link').press('Enter');
  await see(desk, '还没有人预约');
  expect(desk.url()).toContain(`day=${day}`);
  await desk.goBack();
  await desk.goto(`${server.url}/console/board?day=2020-01-01`);
  await see(desk, '这一天没有场次');
  await press('回到今天');
  await see(desk, /今天，/);
  expect(complaintsOf(desk)).toEqual([]);
});

step('a doctor changes what the own profile says', async () => {
  await signInAtDesk(desk, server.url, 'doctor');
  await openMenu(desk, '我的介绍');
  await desk.getByLabel('介绍（可不填）').fill('看了二十年全科，高血压、糖尿病都可以来问。');
  await expectSound(desk);
  await shoot(desk, 'console-my-profile');
  await desk.getByRole('button', { name: /保\s?存/ }).click();
  await see(desk, '已保存，居民看到的是新的介绍');
  expect(complaintsOf(desk)).toEqual([]);
});

step('an administrator takes in staff from a table', async () => {
  await signInAtDesk(desk, server.url, 'admin');
  await openMenu(desk, '员工账号');
  await desk.getByRole('link', { name: '批量导入' }).click();
  const [template] = await Promise.all([desk.waitForEvent('download'), press('下载模板')]);
  expect(readFileSync(await template.path(), 'utf8')).toMatch(/^\uFEFF用户名,姓名,职称,角色,团队\r\n/);
  const take = (...lines: string[]): Promise<void> =>
    desk.locator('input[type=file]').setInputFiles({
      name: 'staff.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['用户名,姓名,职称,角色,团队', ...lines].join('\n')),
    });
  await take('wu.jing,吴静,护士,护士,', 'he.jing,何静,,院长,');
  await see(desk, '角色：没有“院长”');
  await expectSound(desk);
  await shoot(desk, 'console-import-faults');
  await take('wu.jing,吴静,护士,护士,青禾团队', 'nurse,何静,,护士,');
  await see(desk, '共 2 人：新账号 1 个，已有 1 个，要改 0 行。');
  await press('添加 1 个账号');
  await see(desk, '导入结束：已添加 1 个账号，1 个原来就有。');
  await expectSound(desk);
  await shoot(desk, 'console-import');
  const [result] = await Promise.all([desk.waitForEvent('download'), press('下载结果')]);
  expect(readFileSync(await result.path(), 'utf8')).toMatch(/wu\.jing,吴静,已添加,[a-z2-9]{4}(-[a-z2-9]{4}){3}\r\n/);
  expect(complaintsOf(desk)).toEqual([]);
});

step('residents find the doctor and the way to a seat', async () => {
  await openOnPhone('/pages/home/index');
  await visible(phone.getByRole('button', { name: /^找医生/ })).click();
  await see(phone, /林静秋/);
  await phone.waitForTimeout(500);
  await shoot(phone, 'doctors');
  await expectSound(phone);
  await visible(phone.getByRole('button', { name: new RegExp(VISITOR) })).press('Enter');
  await see(phone, '每周来一次，看面瘫和关节痛。');
  await see(phone, '省中医院来坐诊');
  await phone.waitForFunction(() =>
    [...document.querySelectorAll<HTMLImageElement>('.doctor-face.is-large img')].some((img) => img.naturalWidth > 0),
  );
  await see(phone, '预约最近的一场');
  await shoot(phone, 'doctor');
  await expectSound(phone);
  await visible(phone.getByRole('button', { name: '预约最近的一场' })).press('Enter');
  await see(phone, '3楼 305 诊室');
  await visible(phone.getByRole('button', { name: `看${VISITOR}医生的介绍` })).waitFor();
  await shoot(phone, 'confirm-doctor');
  await expectSound(phone);

  await openOnPhone('/packages/booking/pages/sessions/index?service=tcm');
  await see(phone, /余\d+/);
  await shoot(phone, 'sessions-doctor');
  await expectSound(phone);

  await openOnPhone('/pages/home/index');
  await visible(phone.getByRole('button', { name: '用大字版' })).click();
  await openOnPhone('/packages/doctor/pages/list/index');
  await see(phone, /林静秋/);
  await shoot(phone, 'doctors-elder');
  await expectSound(phone);
  await visible(phone.getByRole('button', { name: /林静秋/ })).click();
  await see(phone, '看了二十年全科，高血压、糖尿病都可以来问。');
  await phone.waitForTimeout(800);
  await shoot(phone, 'doctor-elder');
  await expectSound(phone);
  expect(complaintsOf(phone)).toEqual([]);
});
