import { drawSignature } from '../support/browser';
import { at as isAt, button, expectSound, openMenu, see, signInAtDesk, tap, visible } from '../support/pages';
import { setStage } from '../support/stage';

/*
 * The main job through both front ends, as its people do it: Ms Li (66, new) signs in, registers, signs with a
 * team; the director approves; she books the yearly physical, is refused a second one, reads an article, and
 * registers for a lecture that the editor has just announced.
 */
jest.setTimeout(240_000);

const { stage, step, complaints } = setStage({ phone: 'phone', desk: 'desk' });

const LECTURE = '冬季防跌倒';

const menu = (name: string): Promise<void> => openMenu(stage.pages.desk, name);
/** Waits until a page of the mini-program is the one that is shown. */
const at = (title: string): Promise<void> => isAt(stage.pages.phone, title);

async function openTab(name: string, title: string): Promise<void> {
  await visible(stage.pages.phone.getByRole('navigation').getByText(name)).click();
  await at(title);
}

const signOutAtDesk = async (): Promise<void> => {
  const { desk } = stage.pages;
  await desk.getByRole('button', { name: '退出登录' }).click();
  await desk.getByLabel('用户名').waitFor();
};

step('home can be looked at without signing in, and says that it is a demo', async ({ phone }) => {
  await see(phone, '演示环境');
  await see(phone, '约体检');
  await expectSound(phone);
});

step('Ms Li signs in and registers by real name; a slip in the number is shown at once', async ({ phone }) => {
  await openTab('我的', '我的');
  await tap(phone, '登录');
  await at('登录');
  await tap(phone, /李阿姨/);
  await at('实名登记');
  await expectSound(phone);
  await phone.getByLabel('姓名').fill('李秀兰');
  await phone.getByLabel('身份证号').fill('110101196002150041');
  await phone.getByLabel('详细住址').fill('3号楼2单元501');
  await see(phone, '身份证号码有误');
  await phone.getByLabel('身份证号').fill('110101196002150040');
  await see(phone, '1960年2月15日出生');
  await tap(phone, '提交登记');
  await see(phone, /请.*同意/);
  for (const box of await phone.getByRole('checkbox').all()) if (await box.isVisible()) await box.click();
  await tap(phone, '提交登记');
  await see(phone, '110101********0040');
});

step('she signs with a team by drawing her name', async ({ phone }) => {
  await openTab('首页', '邻康社区');
  await tap(phone, /家庭医生签约/);
  await at('家庭医生');
  await tap(phone, '选团队签约');
  await at('选医生团队');
  await tap(phone, /青禾团队/);
  await at('医生团队');
  await expectSound(phone);
  await tap(phone, '和这个团队签约');
  await at('签约申请');
  await see(phone, '第1步');
  await phone.getByRole('checkbox', { name: /我看过了/ }).click();
  await tap(phone, '下一步：选服务');
  await tap(phone, '下一步：签名');
  await tap(phone, '提交签约申请');
  await see(phone, '请先在框里签名');
  await drawSignature(phone);
  await expectSound(phone);
  await tap(phone, '提交签约申请');
  await at('家庭医生');
  await see(phone, '待审核');
});

step('the director sees name and signature, and approves', async ({ desk }) => {
  await signInAtDesk(desk, stage.url, 'director');
  await expectSound(desk);
  await menu('签约审核');
  await desk.getByRole('button', { name: /审核 李/ }).click();
  await desk.getByRole('img', { name: /签名/ }).waitFor();
  await expectSound(desk);
  await desk.getByRole('button', { name: '审核通过', exact: true }).click();
  await desk.getByRole('button', { name: '确认通过' }).click();
  await desk.getByRole('dialog').getByText('生效中', { exact: true }).waitFor();
  await desk.getByRole('dialog').getByText('关闭', { exact: true }).click();
  await see(desk, '没有等待审核的签约');
});

step('her contract runs', async ({ phone }) => {
  await phone.goto(`${stage.url}/#/packages/contract/pages/overview/index`);
  await see(phone, '已签约');
  await expectSound(phone);
});

async function bookPhysical(): Promise<void> {
  const { phone } = stage.pages;
  await phone.goto(`${stage.url}/#/packages/booking/pages/sessions/index?service=senior-physical`);
  await button(phone, /余\d+号/).waitFor();
  await expectSound(phone);
  await tap(phone, /余\d+号/);
  await at('确认预约');
  await tap(phone, '确认预约');
}

step('she books the yearly physical; a second one is refused and shows the first', async ({ phone }) => {
  await bookPhysical();
  await at('预约成功');
  await expectSound(phone);
  await bookPhysical();
  await see(phone, '今年已预约体检');
  await tap(phone, /65岁及以上老年人免费体检.*体检中心/);
  await at('预约详情');
  await see(phone, '65岁及以上老年人免费体检');
  await expectSound(phone);
});

step('she reads an article', async ({ phone }) => {
  await phone.goto(`${stage.url}/#/pages/learn/index`);
  await at('学健康');
  await tap(phone, /分钟读完/);
  await at('健康文章');
  await see(phone, '本资料不能代替医生诊治');
  await expectSound(phone);
});

step('the editor announces a lecture, and she registers for it', async ({ phone, desk }) => {
  await signOutAtDesk();
  await signInAtDesk(desk, stage.url, 'editor');
  await menu('讲座');
  await desk.getByRole('button', { name: '新建讲座' }).click();
  await desk.getByLabel('题目').fill(LECTURE);
  await desk.getByLabel('主讲').fill('林静秋 全科副主任医师');
  await desk.getByLabel('地点').fill('三楼健康教育室');
  const day = new Date(Date.now() + 8 * 3_600_000 + 2 * 86_400_000).toISOString().slice(0, 10);
  await desk.getByLabel('日期').fill(day);
  await desk.getByLabel('日期').press('Enter');
  await desk.getByLabel('开始时间').fill('19:00');
  await desk.getByLabel('结束时间').fill('20:00');
  await desk.getByLabel('名额').fill('30');
  await expectSound(desk);
  await desk.getByRole('button', { name: '发布', exact: true }).click();
  await desk.getByRole('button', { name: '确认发布' }).click();
  await see(desk, /余 30/);

  await phone.goto(`${stage.url}/#/pages/learn/index`);
  await phone.reload();
  await visible(phone.getByRole('tab', { name: /讲座/ }).or(phone.getByRole('radio', { name: /讲座/ }))).click();
  await tap(phone, new RegExp(LECTURE));
  await at('健康讲座');
  await expectSound(phone);
  await tap(phone, '报名参加');
  await at('报名成功');
});

step('home says what comes next, in both reading modes', async ({ phone }) => {
  await phone.goto(`${stage.url}/#/pages/home/index`);
  await see(phone, new RegExp(LECTURE));
  await expectSound(phone);
  await tap(phone, /标准版|大字版/);
  await expectSound(phone);
});

test('no page met a script error or broke the content policy', () => {
  expect(complaints()).toEqual([]);
});
