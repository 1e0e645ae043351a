import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openDesk } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { button, expectSound, makeStory, openMenu, PASSWORD, see, signInAtDesk, tap, visible } from '../support/pages';

/*
 * Whose record staff read: a doctor opens somebody who is not the own work in an emergency, and the auditor finds it.
 * How they sign in: a second factor, and a console that locks by itself and keeps what was typed.
 */
jest.setTimeout(240_000);

const MOTHER = '王秀英';
const MASKED = '王*英';
const WORDS = '突发胸痛，要看住址和联系电话';

let server: DemoServer;
let browser: Browser;
let doctor: Page;
let auditor: Page;
let admin: Page;

const step = makeStory(() => ({ doctor, auditor, admin }));

const openFresh = async (username: string): Promise<Page> => {
  const page = await openDesk(browser, server.url);
  await signInAtDesk(page, server.url, username);
  return page;
};

async function findPerson(page: Page, typed: string): Promise<void> {
  await openMenu(page, '前台');
  await page.getByLabel('身份证号、手机号或姓名').fill(typed);
  await page.keyboard.press('Enter');
}

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  doctor = await openFresh('doctor');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('a doctor sees somebody who is not the own work masked', async () => {
  await findPerson(doctor, MOTHER);
  await see(doctor, '这位居民不归您负责');
  await doctor.getByRole('heading', { level: 2, name: MASKED }).waitFor();
  expect(await doctor.locator('main').innerText()).not.toContain(MOTHER);
  await expectSound(doctor);
});

step('and opens the record in an emergency, with a reason, under a banner that counts down', async () => {
  await tap(doctor, '紧急查看');
  await doctor.getByRole('dialog').waitFor();
  await tap(doctor, '写明了，打开资料');
  await see(doctor, '请选一个原因');
  await see(doctor, '请写明是什么情况');
  await expectSound(doctor);
  await doctor.getByLabel('抢救或急症').check();
  await doctor.getByLabel('说明').fill(WORDS);
  await tap(doctor, '写明了，打开资料');
  await doctor.getByRole('heading', { level: 2, name: MOTHER }).waitFor();
  await see(doctor, /紧急查看中/);
  await see(doctor, /还剩 (30:00|29:\d\d)/);
  await doctor.getByRole('dialog').waitFor({ state: 'hidden' });
  await expectSound(doctor);
});

step('the auditor sees it at once and asks', async () => {
  auditor = await openFresh('auditor');
  const menu = auditor.getByRole('navigation', { name: '主菜单' });
  const names = (await menu.getByRole('link').allInnerTexts()).map((text) => text.split('\n')[0]);
  expect(names).toEqual(['今天', '员工账号', '紧急查看复核', '审计记录', '导出名单']);
  await visible(auditor.getByRole('link', { name: /紧急查看待复核\s*1/ })).click();
  await see(auditor, WORDS);
  await see(auditor, '林静秋');
  await see(auditor, MASKED);
  expect(await auditor.locator('main').innerText()).not.toContain(MOTHER);
  await expectSound(auditor);
  await tap(auditor, /^有疑问：/);
  await auditor.getByLabel('原因').last().fill('请说明后来怎么处理');
  await tap(auditor, '记下疑问');
  await see(auditor, '没有这样的紧急查看');
  await auditor.getByText('有疑问', { exact: true }).click();
  await see(auditor, '请说明后来怎么处理');
  await tap(auditor, /^通过：/);
  await see(auditor, '没有这样的紧急查看');
  await expectSound(auditor);
});

step('the auditor reads who has which rights and changes none', async () => {
  await openMenu(auditor, '员工账号');
  await see(auditor, '林静秋');
  expect(await auditor.getByRole('button', { name: '添加员工' }).count()).toBe(0);
  expect(await auditor.getByRole('button', { name: /^修改 / }).count()).toBe(0);
  await expectSound(auditor);
});

step('the admin cannot make an account that is auditor and administrator', async () => {
  admin = await openFresh('admin');
  await openMenu(admin, '员工账号');
  await tap(admin, '添加员工');
  await admin.getByLabel('用户名').fill('both.roles');
  await admin.getByLabel('临时密码').fill('Temporary-12345');
  await admin.getByLabel('姓名').fill('冯立');
  await admin.getByLabel('管理员', { exact: true }).check();
  await admin.getByLabel('审计员', { exact: true }).check();
  await tap(admin, /^保\s?存$/);
  await see(admin, '审计员要单独一个账号，不能和其他角色放在一起');
  await expectSound(admin);
  await tap(admin, /^取\s?消$/);
});

step('the admin sets a second factor up and signs in with it', async () => {
  await tap(admin, '动态验证');
  await admin.getByLabel('登录密码').fill(PASSWORD);
  await tap(admin, '下一步');
  await admin.getByRole('img', { name: '动态验证的二维码' }).waitFor();
  await expectSound(admin);
  const secret = await admin.getByRole('dialog').locator('code').innerText();
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await admin.getByLabel('六位数字').fill(totp.generate());
  await tap(admin, /^开\s?通$/);
  await admin.getByRole('list', { name: '备用码' }).waitFor();
  const codes = await admin.getByRole('list', { name: '备用码' }).getByRole('listitem').allInnerTexts();
  expect(codes).toHaveLength(10);
  await expectSound(admin);
  await tap(admin, '我已抄好');
  await tap(admin, '退出登录');
  await admin.getByLabel('用户名').fill('admin');
  await admin.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await admin.getByRole('button', { name: '登录', exact: true }).click();
  await admin.getByLabel('动态验证码').waitFor();
  await expectSound(admin);
  await admin.getByLabel('动态验证码').fill(codes[0] ?? '');
  await admin.getByRole('button', { name: '登录', exact: true }).click();
  await admin.getByRole('navigation', { name: '主菜单' }).waitFor();
});

step('a console that nobody touches warns, locks, and keeps what was typed', async () => {
  const nurse = await openDesk(browser, server.url);
  await nurse.clock.install();
  await signInAtDesk(nurse, server.url, 'nurse');
  await openMenu(nurse, '前台');
  await nurse.getByLabel('身份证号、手机号或姓名').fill('写到一半');
  await nurse.clock.runFor('14:30');
  await see(nurse, '快要锁上了');
  await nurse.mouse.move(200, 200);
  await nurse.getByText('快要锁上了').waitFor({ state: 'hidden' });
  await nurse.clock.runFor('14:30');
  await see(nurse, '快要锁上了');
  await expectSound(nurse);
  await nurse.clock.runFor('00:40');
  await nurse.getByRole('heading', { name: '已锁上' }).waitFor();
  expect(await nurse.evaluate(() => sessionStorage.length)).toBe(0);
  await expectSound(nurse);
  await nurse.keyboard.press('Escape');
  await nurse.keyboard.press('Escape');
  await nurse.getByRole('heading', { name: '已锁上' }).waitFor();
  await nurse.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await button(nurse, '继续').click();
  await nurse.getByRole('heading', { name: '已锁上' }).waitFor({ state: 'hidden' });
  expect(await nurse.getByLabel('身份证号、手机号或姓名').inputValue()).toBe('写到一半');
});
