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

/*
 * Somebody whom the desk registered years ago comes with a phone: the number is known, the desk compares the card and
 * the record is theirs. Then they take a consent back, cannot book any more, and agree again.
 */
jest.setTimeout(180_000);

const { stage, step, complaints } = setStage({ phone: 'phone', desk: 'desk' });

const KNOWN = { name: '李玉梅', idNumber: '110101195203120820' };

beforeAll(async () => {
  const anyone = new Caller(stage.url);
  const staff = { username: 'desk', password: PASSWORD };
  const receiver = anyone.as((await anyone.post<{ accessToken: string }>('/auth/staff', staff)).body.accessToken);
  const { items } = (await anyone.get<{ items: { purpose: string; version: string }[] }>('/consents')).body;
  const consents = items.map(({ purpose, version }) => ({ purpose, version }));
  await receiver.post('/residents', { ...KNOWN, idType: 'residentId', phone: '13900000082', consents });
});

step('the number is known, and the form leads to the way to prove it', async ({ phone }) => {
  await signInOnPhone(phone, stage.url, /^李阿姨/);
  await openAt(phone, stage.url, '/packages/resident/pages/register/index', '实名登记');
  await phone.getByLabel('姓名').fill(KNOWN.name);
  await phone.getByLabel('身份证号').fill(KNOWN.idNumber);
  for (const box of await phone.getByRole('checkbox').all()) await box.click();
  await tap(phone, '提交登记');
  await see(phone, '这个证件号在中心已有档案');
  await expectSoundInBothModes(phone);
  await tap(phone, '关联我的档案');
  await at(phone, '关联我的档案');
  await tap(phone, '获取验证码');
  await visible(phone.getByLabel('收到的验证码')).fill('12345');
  await tap(phone, '确认是我');
  await see(phone, '验证码是6位数字');
  await expectSoundInBothModes(phone);
});

step('the desk compares the card, which must be the one that was typed', async ({ phone, desk }) => {
  const shown = await visible(phone.getByRole('img', { name: /关联号/ })).innerText();
  await signInAtDesk(desk, stage.url, 'desk');
  await openMenu(desk, '关联微信');
  await desk.getByLabel('居民手机上的关联号').fill(shown);
  await desk.keyboard.press('Enter');
  await see(desk, '核对身份证');
  await expectSound(desk);
  await desk.getByLabel('身份证上的号码').fill('110101195004080029');
  await desk.getByRole('button', { name: '核对无误，关联' }).click();
  await see(desk, /和手机上填的证件号不一样/);
  await desk.getByLabel('身份证上的号码').fill(KNOWN.idNumber);
  await desk.getByRole('button', { name: '核对无误，关联' }).click();
  await see(desk, '李玉梅的档案关联好了');
  await expectSound(desk);
});

step('the phone finds it done, without a new sign-in', async ({ phone }) => {
  await tap(phone, '前台办好了，看看结果');
  await see(phone, '关联好了');
  await expectSound(phone);
  await openAt(phone, stage.url, '/pages/mine/index', '我的');
  await see(phone, '李玉梅');
});

async function tryToBook(): Promise<void> {
  const { phone } = stage.pages;
  await openAt(phone, stage.url, '/packages/booking/pages/sessions/index?service=gp', '全科门诊');
  await tap(phone, /余\d+号/);
  await at(phone, '确认预约');
  await tap(phone, '确认预约');
}

step('a consent is taken back by one tap, and what is new stops, in words', async ({ phone }) => {
  await openAt(phone, stage.url, '/packages/resident/pages/consents/index', '我的授权与同意');
  await tap(phone, /撤回同意：隐私说明/);
  await see(phone, '已撤回');
  await expectSoundInBothModes(phone);
  await tryToBook();
  await see(phone, '需要您的同意');
  await expectSound(phone);
});

step('one tap agrees again, and it works at once', async ({ phone }) => {
  await tap(phone, '看我的授权与同意');
  await at(phone, '我的授权与同意');
  await tap(phone, /^同意：隐私说明/);
  await visible(phone.getByText('已同意').nth(1)).waitFor();
  await tryToBook();
  await see(phone, /看我的预约/);
  expect(complaints()).toEqual([]);
});
