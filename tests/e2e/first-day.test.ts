import { Secret, TOTP } from 'otpauth';
import type { Browser, Locator, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openDesk, openPhone } from '../support/browser';
import { consoleOf } from '../support/console-page';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { createAdmin } from '../support/operator';
import { expectSound, makeStory, tap, visible } from '../support/pages';

/*
 * A centre's first day on an empty database: the operator makes the first administrator, who replaces the password
 * from the command line, adds a nurse, resets the password when the nurse forgets it, and sets the centre up: who it
 * is, its services and rules. The nurse opens a session, a resident registers and books it.
 */
jest.setTimeout(180_000);

let server: DemoServer;
let browser: Browser;
let desk: Page;
let phone: Page;
/** What is left of the administrator's recovery codes. */
let recoveryCodes: string[];
/** The one that the nurse has now. */
let nursePassword: string;

const ADMIN = { username: 'fang.zg', name: '方志刚', password: 'Handed-over-2026', own: 'Only-mine-88888' };
const CENTRE = { name: '东湖社区卫生服务中心', shortName: '东湖社区', phone: '027-88001234' };
const NURSE = { username: 'he.jing', name: '何静', password: 'Temporary-12345', own: 'Quiet-river-77' };

const { chooseOwnPassword, fill, heading, press, signIn, signOut } = consoleOf(() => desk);

async function openSettings(tab: string): Promise<void> {
  await desk.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '中心设置' }).click();
  await desk.getByRole('navigation', { name: '中心设置' }).getByRole('link', { name: tab }).click();
  await desk.getByRole('heading', { level: 2, name: tab }).waitFor();
}

/** The administrator signs in with one of the recovery codes, as nobody waits for the next step of the authenticator. */
async function signInAdmin(): Promise<void> {
  await signIn(server.url, ADMIN.username, ADMIN.own);
  await fill('动态验证码', recoveryCodes.shift() ?? '');
  await press('登录');
}

const step = makeStory(() => ({ 'first-day': desk, 'first-day-phone': phone }));

beforeAll(async () => {
  server = await startDemoServer({ demo: false });
  browser = await openBrowser();
  desk = await openDesk(browser, server.url);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('an empty centre shows no demo', async () => {
  await desk.getByLabel('用户名').waitFor();
  expect(await desk.getByText('演示环境').count()).toBe(0);
});

step('the operator makes one administrator, and by mistake no second one', async () => {
  const weak = await createAdmin(server.databaseUri, { ...ADMIN, password: 'short-1' });
  expect([weak.code, weak.said]).toEqual([1, expect.stringContaining('密码至少12个字符')]);
  const first = await createAdmin(server.databaseUri, ADMIN);
  expect([first.code, first.said]).toEqual([0, expect.stringContaining('已建立管理员 fang.zg')]);
  expect(first.said).not.toContain(ADMIN.password);
  const second = await createAdmin(server.databaseUri, { ...ADMIN, username: 'second' });
  expect([second.code, second.said]).toEqual([1, expect.stringContaining('已经有管理员了')]);
  const taken = await createAdmin(server.databaseUri, ADMIN, ['--force']);
  expect([taken.code, taken.said]).toEqual([1, expect.stringContaining('已有人使用')]);
});

step('the administrator chooses an own password before anything else', async () => {
  await signIn(server.url, ADMIN.username, ADMIN.password);
  await heading('请先设置自己的密码');
  expect(await desk.getByRole('navigation', { name: '主菜单' }).count()).toBe(0);
  await expectSound(desk);
  await chooseOwnPassword(ADMIN.password, 'onlyletterswords');
  await visible(desk.getByText('密码要同时有字母和数字')).waitFor();
  await chooseOwnPassword(ADMIN.password, ADMIN.own);
  await heading('请先开通动态验证');
  expect(await desk.getByRole('navigation', { name: '主菜单' }).count()).toBe(0);
});

step('and sets up the second factor, whose codes open the console from then on', async () => {
  await fill('登录密码', ADMIN.own);
  await press('下一步');
  const secret = await desk.locator('code').innerText();
  await expectSound(desk);
  await fill('六位数字', new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await press('开通');
  await desk.getByRole('list', { name: '备用码' }).waitFor();
  recoveryCodes = await desk.getByRole('list', { name: '备用码' }).getByRole('listitem').allInnerTexts();
  await expectSound(desk);
  await press('我已抄好');
  await heading('今天');
});

step('the administrator adds a nurse', async () => {
  await desk.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '员工账号' }).click();
  await heading('员工账号');
  await expectSound(desk);
  await press('添加员工');
  await fill('用户名', ADMIN.username);
  await fill('临时密码', NURSE.password);
  await fill('姓名', NURSE.name);
  await desk.getByRole('checkbox', { name: '护士' }).check();
  await press('保存');
  await visible(desk.getByText('这个用户名已有人使用，请换一个。')).waitFor();
  await expectSound(desk);
  await fill('用户名', NURSE.username);
  await press('保存');
  await visible(desk.getByRole('cell', { name: NURSE.username })).waitFor();
  await visible(desk.getByText('临时密码，还没修改')).waitFor();
  await signOut();
});

step('the nurse chooses an own password and does not see the accounts', async () => {
  await signIn(server.url, NURSE.username, NURSE.password);
  await chooseOwnPassword(NURSE.password, NURSE.own);
  await heading('今天');
  await desk.getByRole('link', { name: '场次与预约' }).waitFor();
  expect(await desk.getByRole('link', { name: '员工账号' }).count()).toBe(0);
  await press('修改密码');
  await fill('现在的密码', 'not-the-right-1');
  await fill('新密码', NURSE.password);
  await fill('再输入一次新密码', NURSE.password);
  await press('确认修改');
  await visible(desk.getByText('现在的密码不正确')).waitFor();
  await expectSound(desk);
  await press('返回');
  await signOut();
});

step('the administrator resets a forgotten password, which is shown once and works', async () => {
  await signInAdmin();
  await heading('今天');
  await desk.getByRole('link', { name: '员工账号' }).click();
  await press(`重置密码：${NURSE.name}`);
  await press('重置密码');
  const code = visible(desk.locator('code'));
  await code.waitFor();
  await expectSound(desk);
  const password = (await code.innerText()).trim();
  nursePassword = password;
  expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  await press('已告诉本人');
  await signOut();
  await signIn(server.url, NURSE.username, password);
  await heading('请先设置自己的密码');
  await signOut();
});

step('the administrator adds a team and gives it a community', async () => {
  await signInAdmin();
  await heading('今天');
  await desk.getByRole('link', { name: '社区与团队' }).click();
  await heading('社区与团队');
  await expectSound(desk);
  await press('添加团队');
  await fill('名称', '青禾团队');
  await fill('队长姓名', '林静秋');
  await press('添加队员');
  await fill('队员1姓名', NURSE.name);
  await expectSound(desk);
  await press('保存');
  await visible(desk.getByRole('cell', { name: '青禾团队' })).waitFor();
  await press('添加社区');
  await fill('名称', '青禾里');
  await desk.getByLabel('负责的团队（可不选）').click();
  await visible(desk.locator('.ant-select-item-option').getByText('青禾团队')).click();
  await press('保存');
  await visible(desk.getByRole('row', { name: /青禾团队.*青禾里/ })).waitFor();
  await expectSound(desk);
  await signOut();
});

step('the administrator fills in who the centre is; legal texts follow', async () => {
  await signInAdmin();
  await heading('今天');
  await openSettings('中心信息');
  await expectSound(desk);
  await fill('中心全称', CENTRE.name);
  await fill('简称', CENTRE.shortName);
  await fill('总机电话', 'not a phone');
  await press('保存');
  await visible(desk.getByText('电话号码不正确，请核对')).waitFor();
  await expectSound(desk);
  await fill('总机电话', CENTRE.phone);
  await fill('电话1的用途', '急诊');
  await fill('电话1', '120');
  await press('保存');
  await visible(desk.getByText('已保存，几秒内在小程序生效')).waitFor();
  await visible(desk.getByRole('banner').getByText(CENTRE.name)).waitFor();
  await openSettings('协议与同意书');
  await desk.getByRole('link', { name: '修改签约协议' }).click();
  await desk.getByRole('article', { name: '预览' }).getByText(CENTRE.phone).first().waitFor();
  expect(await desk.getByRole('article', { name: '预览' }).getByText('邻康').count()).toBe(0);
  await expectSound(desk);
});

step('the administrator switches a service off and changes another', async () => {
  await openSettings('服务项目');
  await expectSound(desk);
  await press('修改：专家门诊');
  await desk.getByRole('switch', { name: '开放给居民' }).click();
  await press('保存');
  await visible(desk.getByRole('row', { name: /专家门诊.*停用/ })).waitFor();
  await press('修改：全科门诊');
  await fill('名称', '家庭医生门诊');
  await fill('小程序最晚预约（到诊前分钟数）', '30');
  await expectSound(desk);
  await press('保存');
  await visible(desk.getByRole('row', { name: /家庭医生门诊.*开放/ })).waitFor();
  await openSettings('预约规则');
  await fill('提前几天放号', '3');
  await fill('放号时间', '0730');
  await expectSound(desk);
  await press('保存');
  await visible(desk.getByText('已保存，几秒内在小程序生效')).waitFor();
  expect(await desk.getByLabel('放号时间', { exact: true }).inputValue()).toBe('07:30');
  await openSettings('服务包');
  await expectSound(desk);
  await signOut();
});

/** The calendar day in Shanghai so many days from now. */
const dayIn = (days: number): string => new Date(Date.now() + (8 + days * 24) * 3_600_000).toISOString().slice(0, 10);

step('the nurse opens a session; the usual time of release stands there', async () => {
  await signIn(server.url, NURSE.username, nursePassword);
  await chooseOwnPassword(nursePassword, NURSE.own);
  await heading('今天');
  await desk.getByRole('link', { name: '场次与预约' }).click();
  await press('开放场次');
  const drawer = desk.getByRole('dialog');
  const put = (label: string, text: string): Promise<void> => drawer.getByLabel(label, { exact: true }).fill(text);
  const valueOf = (label: string): Promise<string> => drawer.getByLabel(label, { exact: true }).inputValue();
  const option = (name: string): Locator => desk.locator('.ant-select-item-option').getByText(name);
  await drawer.getByLabel('服务', { exact: true }).click();
  await visible(option('家庭医生门诊')).waitFor();
  expect(await option('专家门诊').count()).toBe(0);
  await visible(option('家庭医生门诊')).click();
  await put('日期', dayIn(5));
  await drawer.getByLabel('日期', { exact: true }).press('Enter');
  await put('开始时间', '09:00');
  await put('结束时间', '10:00');
  await put('总名额', '4');
  await put('地点', '二楼家庭医生诊室');
  await drawer.getByRole('radio', { name: '定时放号' }).check();
  await drawer.getByLabel('放号时间', { exact: true }).waitFor();
  expect([await valueOf('放号日期'), await valueOf('放号时间')]).toEqual([dayIn(2), '07:30']);
  await drawer.getByRole('radio', { name: '马上放号' }).check();
  await press('确认开放');
  await visible(desk.getByRole('row', { name: /家庭医生门诊.*二楼家庭医生诊室/ })).waitFor();
});

step('a resident finds the centre under its own name, signs in, registers and books', async () => {
  phone = await openPhone(browser, server.url);
  await visible(phone.getByText(CENTRE.name)).waitFor();
  await visible(phone.getByRole('button', { name: /急诊/ })).waitFor();
  expect(await phone.getByText(/邻康社区/).count()).toBe(0);
  // Outside WeChat nobody has a login code: the page of demo people does not exist here, so one is brought along.
  const answer = await fetch(`${server.url}/api/v1/auth/wechat`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code: 'ok-first-resident' }),
  });
  const { accessToken, refreshToken } = (await answer.json()) as Record<string, string>;
  await phone.evaluate(
    (tokens) => localStorage.setItem('linkang.tokens', JSON.stringify({ data: tokens })),
    JSON.stringify({ accessToken, refreshToken }),
  );
  await phone.goto(`${server.url}/#/packages/resident/pages/register/index`);
  await phone.reload();
  await phone.getByLabel('姓名').fill('李秀兰');
  await phone.getByLabel('身份证号').fill('110101196002150040');
  for (const box of await phone.getByRole('checkbox').all()) if (await box.isVisible()) await box.click();
  await tap(phone, /提交登记/);
  await visible(phone.getByRole('heading', { level: 1, name: CENTRE.shortName })).waitFor();

  await phone.goto(`${server.url}/#/pages/book/index`);
  await phone.reload();
  await visible(phone.getByText('请打电话或到前台预约')).waitFor();
  expect(await phone.getByText('专家门诊').count()).toBe(0);
  await tap(phone, /家庭医生门诊/);
  await visible(phone.getByText('请在就诊前至少30分钟预约，来不及请打电话。')).waitFor();
  await expectSound(phone);
  await tap(phone, /余4号/);
  await tap(phone, '确认预约');
  await visible(phone.getByRole('heading', { level: 1, name: '预约成功' })).waitFor();
});

step('the nurse sees the booking', async () => {
  await desk.getByRole('link', { name: '场次与预约' }).click();
  await desk.reload();
  await visible(desk.getByRole('link', { name: '家庭医生门诊' })).click();
  await visible(desk.getByText('李秀兰')).waitFor();
  await expectSound(desk);
  await signOut();
});

step('the administrator disables the account', async () => {
  await signInAdmin();
  await heading('今天');
  await desk.getByRole('link', { name: '员工账号' }).click();
  await press(`修改 ${NURSE.name}`);
  await desk.getByRole('switch', { name: '可以登录' }).click();
  await expectSound(desk);
  await press('保存');
  await desk.getByRole('tab', { name: '已停用' }).click();
  await visible(desk.getByRole('cell', { name: NURSE.username })).waitFor();
});

test('no page met a script error or broke the content policy', () => {
  expect(complaintsOf(desk)).toEqual([]);
  expect(complaintsOf(phone)).toEqual([]);
});
