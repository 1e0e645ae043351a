import {
  at,
  expectSound,
  expectSoundInBothModes,
  openAt,
  openMenu,
  see,
  signInAtDesk,
  signInOnPhone,
  tap,
  visible,
} from '../support/pages';
import { eventually } from '../support/poll';
import { setStage } from '../support/stage';

/* A doctor looks at a record, its owner sees it, a director finds it; then somebody closes the account. */
jest.setTimeout(240_000);

const { stage, step, complaints } = setStage({ mother: 'phone', wang: 'phone', desk: 'desk' });

const closures = () => stage.database.collection('closures');

step('the director opens the record of the mother', async ({ desk }) => {
  await signInAtDesk(desk, stage.url, 'director');
  await openMenu(desk, '前台');
  await desk.getByLabel('身份证号、手机号或姓名').fill('王秀英');
  await desk.keyboard.press('Enter');
  await see(desk, /110101\*/);
});

step('the mother sees on her phone who it was, and what he did', async ({ mother }) => {
  await signInOnPhone(mother, stage.url, /陈女士的母亲/);
  await openAt(mother, stage.url, '/pages/mine/index', '我的');
  await tap(mother, /谁看过我的档案/);
  await at(mother, '谁看过我的档案');
  await see(mother, /^主任 /);
  await see(mother, '看了您的资料');
  await expectSoundInBothModes(mother);
});

step('a director finds it in the audit log, with her own search', async ({ desk }) => {
  await signInAtDesk(desk, stage.url, 'director');
  await openMenu(desk, '审计记录');
  await see(desk, '查看：看了居民的资料');
  await desk.reload();
  await see(desk, /查看审计记录/);
  await visible(desk.getByRole('combobox', { name: '结果' })).click();
  await desk.getByTitle('已拒绝').click();
  await see(desk, '没有符合的记录');
  await expectSound(desk);
});

step('somebody gets a copy of his data, closes the account and changes his mind', async ({ wang }) => {
  await signInOnPhone(wang, stage.url, /王大爷/);
  await openAt(wang, stage.url, '/pages/mine/index', '我的');
  await tap(wang, /我的信息和注销/);
  await at(wang, '我的信息和注销');
  await tap(wang, '生成我的信息');
  const download = wang.waitForEvent('download');
  await tap(wang, '下载网页文件');
  expect((await download).suggestedFilename()).toMatch(/^我的信息-\d{4}-\d{2}-\d{2}\.html$/);
  await visible(wang.getByRole('checkbox')).click();
  await tap(wang, '申请注销账号');
  await tap(wang, '确定申请注销');
  await see(wang, '账号正在注销');
  await expectSoundInBothModes(wang);
  await tap(wang, '不注销了，保留账号');
  await see(wang, '到时候每一样信息怎么处理：');
  expect(await closures().findOne({})).toMatchObject({ status: 'undone' });
});

step(
  'the account is gone once the days of grace are over, and what the law keeps is locked',
  async ({ wang, desk }) => {
    await visible(wang.getByRole('checkbox')).click();
    await tap(wang, '申请注销账号');
    await tap(wang, '确定申请注销');
    await see(wang, '账号正在注销');
    const before = new Date(Date.now() - 1000);
    const closure = await closures().findOneAndUpdate({ status: 'grace' }, { $set: { dueAt: before, nextAt: before } });
    const has = (what: Record<string, unknown>) => async () => (await closures().countDocuments(what)) === 1;
    await eventually('the closing begins', has({ status: 'closing' }), { withinMs: 60_000, everyMs: 500 });
    // The rest of the time for the last message is let go by; nothing else of the wait is.
    await closures().updateOne({ status: 'closing' }, { $set: { nextAt: before } });
    await eventually('the first pass', has({ status: 'closing', passes: 1 }), { withinMs: 60_000, everyMs: 250 });
    await openAt(wang, stage.url, '/pages/mine/index', '我的');
    await see(wang, '登录后就能办理预约和签约');
    await signInOnPhone(wang, stage.url, /王大爷/);
    await openAt(wang, stage.url, '/pages/mine/index', '我的');
    await see(wang, /登记一下您的信息/);
    const person = await stage.database.collection('residents').findOne({ _id: closure?.residentId });
    expect(person).toMatchObject({ phone: null, addressDetail: null, closedAt: expect.any(Date) });
    expect(await stage.database.collection('contracts').findOne({ residentId: closure?.residentId })).toMatchObject({
      status: 'terminated',
    });
    await signInAtDesk(desk, stage.url, 'director');
    await openMenu(desk, '前台');
    await desk.getByLabel('身份证号、手机号或姓名').fill(String(person?.name));
    await desk.keyboard.press('Enter');
    await see(desk, /没有|登记/);
  },
);

step('no page complained', () => {
  expect(complaints()).toEqual([]);
  return Promise.resolve();
});
