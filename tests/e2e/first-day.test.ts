import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { complaintsOf, keepPicture, openBrowser, openDesk, overflowOf, seriousFindings } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';

/*
 * A centre's first day on an empty database: the operator makes the first administrator, who replaces the password
 * from the command line, adds a nurse, and resets the password when the nurse forgets it.
 */
jest.setTimeout(180_000);

let server: DemoServer;
let browser: Browser;
let desk: Page;

const ADMIN = { username: 'fang.zg', name: '方志刚', password: 'Handed-over-2026', own: 'Only-mine-88888' };
const NURSE = { username: 'he.jing', name: '何静', password: 'Temporary-12345', own: 'Quiet-river-77' };

const root = path.resolve(__dirname, '../..');
const visible = (locator: Locator): Locator => locator.filter({ visible: true }).first();
const heading = (name: string): Promise<void> => desk.getByRole('heading', { level: 1, name }).waitFor();
const press = (name: string): Promise<void> => visible(desk.getByRole('button', { name, exact: true })).click();
const fill = (label: string, text: string): Promise<void> =>
  visible(desk.getByLabel(label, { exact: true })).fill(text);

async function expectSound(): Promise<void> {
  expect(await seriousFindings(desk)).toEqual([]);
  expect(await overflowOf(desk)).toBeLessThanOrEqual(0);
}

async function signIn(username: string, password: string): Promise<void> {
  await desk.goto(`${server.url}/console`);
  await fill('用户名', username);
  await fill('密码', password);
  await press('登录');
}

async function signOut(): Promise<void> {
  await press('退出登录');
  await desk.getByLabel('用户名').waitFor();
}

async function chooseOwnPassword(current: string, next: string): Promise<void> {
  await heading('请先设置自己的密码');
  await fill('现在的密码', current);
  await fill('新密码', next);
  await fill('再输入一次新密码', next);
  await press('确认修改');
}

/** Runs the built script as the operator does. */
function createAdmin(admin: { username: string; name: string; password: string }, args: string[] = []) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'linkang-admin-'));
  const { TOKEN_SECRET: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    NODE_ENV: 'development',
    MONGODB_URI: server.databaseUri,
    DATA_DIR: dataDir,
    ADMIN_USERNAME: admin.username,
    ADMIN_NAME: admin.name,
    ADMIN_PASSWORD: admin.password,
  };
  const script = path.join(root, 'server/dist/scripts/admin-create.js');
  const child = spawn(process.execPath, [script, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  return new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => {
      rmSync(dataDir, { recursive: true, force: true });
      resolve({ code, said });
    }),
  );
}

/** A step of the story. The later ones build on the earlier: after a failure they fail at once. */
let failedStep: string | undefined;
const step = (name: string, run: () => Promise<void>): void =>
  test(name, async () => {
    if (failedStep) throw new Error(`the story ended at: ${failedStep}`);
    try {
      await run();
    } catch (error) {
      failedStep = name;
      await keepPicture(desk, 'first-day');
      throw error;
    }
  });

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
  const weak = await createAdmin({ ...ADMIN, password: 'short-1' });
  expect([weak.code, weak.said]).toEqual([1, expect.stringContaining('密码至少12个字符')]);
  const first = await createAdmin(ADMIN);
  expect([first.code, first.said]).toEqual([0, expect.stringContaining('已建立管理员 fang.zg')]);
  expect(first.said).not.toContain(ADMIN.password);
  const second = await createAdmin({ ...ADMIN, username: 'second' });
  expect([second.code, second.said]).toEqual([1, expect.stringContaining('已经有管理员了')]);
  const taken = await createAdmin(ADMIN, ['--force']);
  expect([taken.code, taken.said]).toEqual([1, expect.stringContaining('已有人使用')]);
});

step('the administrator chooses an own password before anything else', async () => {
  await signIn(ADMIN.username, ADMIN.password);
  await heading('请先设置自己的密码');
  expect(await desk.getByRole('navigation', { name: '主菜单' }).count()).toBe(0);
  await expectSound();
  await chooseOwnPassword(ADMIN.password, 'onlyletterswords');
  await visible(desk.getByText('密码要同时有字母和数字')).waitFor();
  await chooseOwnPassword(ADMIN.password, ADMIN.own);
  await heading('今天');
});

step('the administrator adds a nurse', async () => {
  await desk.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '员工账号' }).click();
  await heading('员工账号');
  await expectSound();
  await press('添加员工');
  await fill('用户名', ADMIN.username);
  await fill('临时密码', NURSE.password);
  await fill('姓名', NURSE.name);
  await desk.getByRole('checkbox', { name: '护士' }).check();
  await press('保存');
  await visible(desk.getByText('这个用户名已有人使用，请换一个。')).waitFor();
  await expectSound();
  await fill('用户名', NURSE.username);
  await press('保存');
  await visible(desk.getByRole('cell', { name: NURSE.username })).waitFor();
  await visible(desk.getByText('临时密码，还没修改')).waitFor();
  await signOut();
});

step('the nurse chooses an own password and does not see the accounts', async () => {
  await signIn(NURSE.username, NURSE.password);
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
  await expectSound();
  await press('返回');
  await signOut();
});

step('the administrator resets a forgotten password, which is shown once and works', async () => {
  await signIn(ADMIN.username, ADMIN.own);
  await heading('今天');
  await desk.getByRole('link', { name: '员工账号' }).click();
  await press(`重置密码：${NURSE.name}`);
  await press('重置密码');
  const code = visible(desk.locator('code'));
  await code.waitFor();
  await expectSound();
  const password = (await code.innerText()).trim();
  expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  await press('已告诉本人');
  await signOut();
  await signIn(NURSE.username, password);
  await heading('请先设置自己的密码');
  await signOut();
});

step('the administrator adds a team and gives it a community', async () => {
  await signIn(ADMIN.username, ADMIN.own);
  await heading('今天');
  await desk.getByRole('link', { name: '社区与团队' }).click();
  await heading('社区与团队');
  await expectSound();
  await press('添加团队');
  await fill('名称', '青禾团队');
  await fill('队长姓名', '林静秋');
  await press('添加队员');
  await fill('队员1姓名', NURSE.name);
  await expectSound();
  await press('保存');
  await visible(desk.getByRole('cell', { name: '青禾团队' })).waitFor();
  await press('添加社区');
  await fill('名称', '青禾里');
  await desk.getByLabel('负责的团队（可不选）').click();
  await visible(desk.locator('.ant-select-item-option').getByText('青禾团队')).click();
  await press('保存');
  await visible(desk.getByRole('row', { name: /青禾团队.*青禾里/ })).waitFor();
  await expectSound();
  await signOut();
});

step('the administrator disables the account', async () => {
  await signIn(ADMIN.username, ADMIN.own);
  await heading('今天');
  await desk.getByRole('link', { name: '员工账号' }).click();
  await press(`修改 ${NURSE.name}`);
  await desk.getByRole('switch', { name: '可以登录' }).click();
  await expectSound();
  await press('保存');
  await desk.getByRole('tab', { name: '已停用' }).click();
  await visible(desk.getByRole('cell', { name: NURSE.username })).waitFor();
});

test('no page met a script error or broke the content policy', () => {
  expect(complaintsOf(desk)).toEqual([]);
});
