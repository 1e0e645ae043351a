import type { Browser, Locator, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openDesk } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { expectSound, makeStory, PASSWORD, see, visible } from '../support/pages';

/*
 * Two people change the same page at once: nobody's typing is lost. What is left unsaved is asked about and can be
 * taken up again. A legal text goes from draft to the version that is signed.
 */
jest.setTimeout(180_000);

let server: DemoServer;
let browser: Browser;
let director: Page;
let admin: Page;

const press = (page: Page, name: string): Promise<void> =>
  visible(page.getByRole('button', { name, exact: true })).click();
const field = (page: Page, label: string): Locator => visible(page.getByLabel(label, { exact: true }));

async function openAs(username: string): Promise<Page> {
  const page = await openDesk(browser, server.url);
  await page.getByLabel('用户名').fill(username);
  await field(page, '密码').fill(PASSWORD);
  await press(page, '登录');
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '中心设置' }).click();
  await field(page, '开放时间').waitFor();
  return page;
}

const step = makeStory(() => ({ 'settings-director': director, 'settings-admin': admin }));

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  director = await openAs('director');
  admin = await openAs('admin');
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('of two who save the same page the second keeps the typing and decides', async () => {
  await field(director, '简称').fill('青禾社区');
  await field(admin, '开放时间').fill('每天 8:00–17:00');
  await press(director, '保存');
  await see(director, '已保存，几秒内在小程序生效');
  await press(admin, '保存');
  await see(admin, '刚刚被别人改过，没有保存。您填写的内容还在这一页。');
  expect(await field(admin, '开放时间').inputValue()).toBe('每天 8:00–17:00');
  await expectSound(admin);
  await press(admin, '修改记录');
  await see(admin, '简称：邻康社区 → 青禾社区');
  await expectSound(admin);
  await visible(admin.getByRole('dialog').getByRole('button', { name: /关闭|Close/ })).click();
  await press(admin, '用我填写的保存');
  await see(admin, '已保存，几秒内在小程序生效');
});

step('leaving with unsaved typing is asked about, and the typing can be taken up again', async () => {
  await field(director, '地址').fill('青禾路2号');
  await director.getByRole('navigation', { name: '中心设置' }).getByRole('link', { name: '预约规则' }).click();
  await see(director, '还有没保存的内容');
  await press(director, '离开');
  await field(director, '提前几天放号').waitFor();
  await director.getByRole('navigation', { name: '中心设置' }).getByRole('link', { name: '中心信息' }).click();
  await press(director, '恢复');
  expect(await field(director, '地址').inputValue()).toBe('青禾路2号');
  await press(director, '保存');
  await see(director, '已保存，几秒内在小程序生效');
});

step('a service with sessions is not deleted, and why is said', async () => {
  await director.getByRole('navigation', { name: '中心设置' }).getByRole('link', { name: '服务项目' }).click();
  await press(director, '修改：全科门诊');
  await press(director, '删除');
  await press(director, '确认删除');
  await see(director, /已经开过场次的服务不能删除，可以停用/);
  await press(director, '取消');
  await press(director, '添加服务');
  await field(director, '名称').fill('口腔门诊');
  await field(director, '编码').fill('gp');
  await field(director, '一句话说明（居民会看到）').fill('补牙、洗牙。');
  await press(director, '保存');
  await see(director, '有重复的，请改掉一个');
  await field(director, '编码').fill('teeth');
  await expectSound(director);
  await press(director, '保存');
  await visible(director.getByRole('row', { name: /口腔门诊/ })).waitFor();
});

step('a legal text is drafted, looked at and published as the next version', async () => {
  await director.getByRole('navigation', { name: '中心设置' }).getByRole('link', { name: '协议与同意书' }).click();
  await director.getByRole('link', { name: '修改签约协议' }).click();
  const words = field(director, '正文');
  await words.fill('<p>{{centreName}}</p>');
  await see(director, '没有写明中心电话，请写上 {{centrePhone}}');
  await words.fill('<p>{{centreName}}，电话 {{centrePhone}}。网上留言不是急救。</p>');
  await visible(
    director.getByRole('article', { name: '预览' }).getByText('010-55500120。网上留言不是急救。'),
  ).waitFor();
  await press(director, '存草稿');
  await see(director, '草稿已保存，发布后才生效');
  await expectSound(director);
  await press(director, '发布草稿');
  await press(director, '确认发布');
  await see(director, /已发布，现行版本是 \d{4}-\d/);
  await director
    .getByRole('button', { name: /^查看版本/ })
    .nth(1)
    .waitFor();
  await press(director, '查看版本 2026-1');
  await see(director, '一、谁和谁签');
});

test('no page met a script error or broke the content policy', () => {
  expect(complaintsOf(director)).toEqual([]);
  expect(complaintsOf(admin)).toEqual([]);
});
