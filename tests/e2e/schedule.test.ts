import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openDesk } from '../support/browser';
import { consoleOf } from '../support/console-page';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { expectSound, makeStory, openMenu, signInAtDesk, visible } from '../support/pages';

/*
 * A director plans on an empty centre: the empty page, a weekly template with its faults, two weeks before they are
 * opened, the sessions of them, a closed day that comes too late, and a list of the next year's days.
 */
jest.setTimeout(180_000);

let server: DemoServer;
let browser: Browser;
let desk: Page;

/** A day on which the new template has a session, as the preview shows it. */
let openedDay: string;

const { fill, heading, press } = consoleOf(() => desk);
const menu = (name: string): Promise<void> => openMenu(desk, name);
const seen = (text: string | RegExp): Promise<void> => visible(desk.getByText(text)).waitFor();

/** Chooses from a list with the keyboard alone. */
async function choose(label: string, option: string): Promise<void> {
  // A drawer lies over the page's own lists, and comes after them.
  await desk.getByRole('combobox', { name: label }).filter({ visible: true }).last().focus();
  await desk.keyboard.press('ArrowDown');
  await visible(desk.locator('.ant-select-item-option').getByText(option, { exact: true })).click();
}

const step = makeStory(() => ({ schedule: desk }));

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  desk = await openDesk(browser, server.url);
  await signInAtDesk(desk, server.url, 'director');
  await heading('今天');
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('the templates of the week are listed and filtered', async () => {
  await menu('排班模板');
  await heading('排班模板');
  await visible(desk.getByRole('cell', { name: /周一/ })).waitFor();
  await expectSound(desk);
  await choose('状态', '已停用');
  await seen('没有符合条件的模板');
  await choose('状态', '全部状态');
});

step('a template is added, its faults are told at their fields', async () => {
  await press('添加模板');
  await visible(desk.getByLabel('总名额')).waitFor();
  await press('保存');
  await seen('请选择服务');
  await expectSound(desk);
  await choose('服务', '专家门诊');
  await choose('星期', '周三');
  await fill('开始时间', '1700');
  await fill('结束时间', '1630');
  await fill('总名额', '6');
  await fill('地点', '三楼会诊室');
  await fill('对口支援医院（外院专家出诊时填）', '市第二人民医院');
  await press('保存');
  await seen('结束时间要晚于开始时间');
  await fill('结束时间', '1830');
  await press('保存');
  await visible(desk.getByRole('row', { name: /周三.*17:00–18:30.*专家门诊.*市第二人民医院/ })).waitFor();
});

step('a copy begins with the same content', async () => {
  await press('复制：周三 17:00–18:30 专家门诊');
  await visible(desk.getByLabel('总名额')).waitFor();
  expect(await visible(desk.getByLabel('地点', { exact: true })).inputValue()).toBe('三楼会诊室');
  await press('取消');
});

step('two weeks show what would be opened, and open it once', async () => {
  await press('预览与生成');
  await heading('排班预览');
  await visible(desk.getByText('市第二人民医院')).waitFor();
  await expectSound(desk);
  await press(/^立即生成 \d+ 场$/);
  await visible(desk.getByRole('dialog')).waitFor();
  await press('立即生成');
  await seen(/已生成 \d+ 场，居民到放号时间就能预约/);
  await visible(desk.getByRole('button', { name: '没有要生成的场次' })).waitFor();
  const item = visible(desk.getByRole('listitem').filter({ hasText: '市第二人民医院' }).filter({ hasText: '已有' }));
  openedDay = ((await item.getByRole('link').getAttribute('href')) ?? '').slice(-10);
  await press('下两周');
  await seen(/将生成 \d+ 场/);
});

step('a change says which days it does not reach', async () => {
  await menu('排班模板');
  await press('修改：周三 17:00–18:30 专家门诊');
  await seen(/为止的场次已经生成，不会跟着改/);
  await expectSound(desk);
  await press('取消');
});

step('a day that is closed after its sessions were opened lists them', async () => {
  await menu('休息日与调休');
  await heading('休息日与调休');
  await expectSound(desk);
  await press('添加日子');
  await visible(desk.getByLabel('日期')).fill(openedDay);
  await desk.keyboard.press('Enter');
  await press('保存');
  await seen('请填写名称');
  await fill('名称', '全员培训');
  await press('保存');
  await seen(/这一天已经开好 \d+ 场/);
  await visible(desk.getByRole('dialog').getByRole('link', { name: '专家门诊' })).waitFor();
  await expectSound(desk);
  await desk.keyboard.press('Escape');
  await visible(desk.getByRole('row', { name: /全员培训.*本中心/ })).waitFor();
});

step('a list of days is tried before it is taken over', async () => {
  const lines = ['日期,安排,名称', '2031-01-01,休息,元旦', '2031-02-30,休息,春节'];
  await press('导入');
  await fill('内容', lines.join('\n'));
  await press('先检查');
  await seen('日期：日期不正确');
  expect(await visible(desk.getByRole('button', { name: '导入', exact: true }).last()).isDisabled()).toBe(true);
  await expectSound(desk);
  await fill('内容', lines.slice(0, 2).join('\n'));
  await press('先检查');
  await seen(/新增或修改 1 天，没有错误/);
  await visible(desk.getByRole('dialog').getByRole('button', { name: '导入', exact: true })).click();
  await seen('已导入 1 天');
});

step('a day is removed after a question', async () => {
  await press(/^删除：.*全员培训$/);
  await press('确认删除');
  await seen('已删除');
  await desk.getByRole('row', { name: /全员培训/ }).waitFor({ state: 'detached' });
});

test('no page met a script error or broke the content policy', () => {
  expect(complaintsOf(desk)).toEqual([]);
});
