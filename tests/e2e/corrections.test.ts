import { bodyOf } from '../support/answers';
import { buildIdNumber } from '../support/builders';
import { Caller } from '../support/http';
import {
  at,
  expectSound,
  expectSoundInBothModes,
  openAt,
  openMenu,
  PASSWORD,
  see,
  signInAtDesk,
  signInOnPhone,
  tap,
  visible,
} from '../support/pages';
import { setStage } from '../support/stage';

/* A resident asks to correct her name and sees the new one; then staff make one record of two. */
jest.setTimeout(240_000);

const { stage, step, complaints } = setStage({ wang: 'phone', desk: 'desk' });

step('a resident asks to correct his name', async ({ wang }) => {
  await signInOnPhone(wang, stage.url, /王大爷/);
  await openAt(wang, stage.url, '/pages/mine/index', '我的');
  await tap(wang, /更正我的资料/);
  await at(wang, '更正我的资料');
  await tap(wang, '申请更正');
  await tap(wang, '提交更正申请');
  await see(wang, '请选择哪一项不对');
  await visible(wang.getByRole('radio', { name: '姓名' })).click();
  await visible(wang.getByLabel('正确的是')).fill('王建囯');
  await visible(wang.getByLabel('为什么不对')).fill('身份证上是这个字');
  await expectSoundInBothModes(wang);
  await tap(wang, '提交更正申请');
  await see(wang, '等待答复');
  await expectSoundInBothModes(wang);
});

step('public health checks the card and accepts', async ({ desk }) => {
  await signInAtDesk(desk, stage.url, 'health');
  await openMenu(desk, '更正申请');
  await see(desk, /待答复 1 件/);
  await expectSound(desk);
  await tap(desk, /^核对并答复：/);
  await see(desk, '王建囯');
  await expectSound(desk);
  await tap(desk, '核对无误，更正');
  await desk.getByLabel('原因').fill('核对了身份证原件');
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: /^更\s?正$/ })
    .click();
  await see(desk, /按时答复 1 件/);
});

step('the resident sees the answer, and the new name in his profile', async ({ wang }) => {
  await openAt(wang, stage.url, '/packages/rights/pages/corrections/index', '更正我的资料');
  await see(wang, '已经更正');
  await see(wang, /核对了身份证原件/);
  await expectSoundInBothModes(wang);
  await openAt(wang, stage.url, '/packages/resident/pages/profile/index', '我的资料');
  await see(wang, '王建囯');
});

/** A second record, as a hurried desk makes it. */
async function registerTwice(): Promise<string> {
  const anyone = new Caller(stage.url);
  const signIn = await anyone.post<{ accessToken: string }>('/auth/staff', { username: 'desk', password: PASSWORD });
  const { items } = bodyOf(await anyone.get<{ items: { purpose: string; version: string }[] }>('/consents'));
  const idNumber = buildIdNumber({ birthDay: '1952-05-06', sex: 'male' });
  const consents = items.map(({ purpose, version }) => ({ purpose, version }));
  const body = { name: '王建囯', idType: 'residentId', idNumber, phone: '13800138999', consents };
  bodyOf(await anyone.as(bodyOf(signIn).accessToken).post('/residents', body), 201);
  return idNumber;
}

step('staff find both records of one person, and make one of them', async ({ desk }) => {
  const idNumber = await registerTwice();
  await signInAtDesk(desk, stage.url, 'director');
  await openMenu(desk, '合并重复档案');
  await see(desk, '第一步：查第一份档案');
  await desk.getByLabel('身份证号、手机号或姓名').fill(idNumber);
  await desk.keyboard.press('Enter');
  await see(desk, '第二步：查另一份档案');
  await desk.getByLabel('身份证号、手机号或姓名').fill('王建囯');
  await desk.keyboard.press('Enter');
  const choices = desk.getByRole('list', { name: '查找结果' }).getByRole('button');
  await visible(choices.filter({ hasNotText: '138****8999' })).click();
  await see(desk, '第二份');
  await expectSound(desk);
  await visible(desk.getByRole('radiogroup', { name: '留下哪一份？' }).getByRole('radio').nth(1)).check();
  await tap(desk, '确认是同一个人，合并');
  await desk.getByLabel('原因').fill('核对了身份证原件，前台登记时写错了号码');
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: /^合\s?并$/ })
    .click();
  await see(desk, '正在合并，一两分钟后完成');
  await expectSound(desk);
});

step('no page complained', () => {
  expect(complaints()).toEqual([]);
  return Promise.resolve();
});
