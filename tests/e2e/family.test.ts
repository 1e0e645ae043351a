import type { Page } from 'playwright-core';
import {
  at,
  button,
  expectSound,
  expectSoundInBothModes,
  openAt,
  see,
  signInOnPhone,
  tap,
  visible,
} from '../support/pages';
import { setStage } from '../support/stage';

/*
 * A family on two phones: the mother allows less, then ends what was allowed before, the daughter asks anew, the mother agrees to
 * less, the daughter books for her, both see it, the mother ends it, and the next try is refused in words.
 */
jest.setTimeout(180_000);

const { stage, step, complaints } = setStage({ daughter: 'phone', mother: 'phone' });

const MOTHER_ID = '110101195004080029';

const openPage = (page: Page, path: string, title: string): Promise<void> => openAt(page, stage.url, path, title);
const openFamily = (page: Page): Promise<void> => openPage(page, '/packages/proxy/pages/family/index', '家人');
const signIn = (page: Page, name: RegExp): Promise<void> => signInOnPhone(page, stage.url, name);

async function choose(page: Page, name: string): Promise<void> {
  await tap(page, /为谁办/);
  const dialog = visible(page.getByRole('dialog'));
  await dialog.getByRole('radio', { name }).click();
  await button(page, new RegExp(`为谁办：${name}`)).waitFor();
}

async function openSession(page: Page): Promise<void> {
  await openPage(page, '/packages/booking/pages/sessions/index?service=senior-physical', '65岁及以上老年人免费体检');
  await choose(page, '王秀英');
  await tap(page, /余\d+号/);
  await at(page, '确认预约');
  await visible(page.getByRole('radio', { name: /王秀英/, checked: true })).waitFor();
}

step('the mother sees who may act for her', async ({ mother }) => {
  await signIn(mother, /陈女士的母亲/);
  await openFamily(mother);
  await see(mother, '陈晓岚');
  await see(mother, '帮忙预约、看健康档案');
  await expectSoundInBothModes(mother);
});

step(
  'the mother takes one thing away, and the next time the daughter looks it is refused',
  async ({ daughter, mother }) => {
    await signIn(daughter, /^陈女士(?!的)/);
    await openPage(daughter, '/packages/contract/pages/overview/index', '家庭医生');
    await choose(daughter, '王秀英');
    await daughter.getByText(/还没有授权您/).waitFor({ state: 'detached' });
    await tap(mother, '少给几项');
    await see(mother, '让陈晓岚做哪些');
    await expectSound(mother);
    await visible(mother.getByRole('checkbox', { name: /看健康档案/ })).click();
    await tap(mother, '保存');
    await visible(mother.getByText('帮忙预约', { exact: true })).waitFor();
    await openPage(daughter, '/packages/contract/pages/overview/index', '家庭医生');
    await choose(daughter, '王秀英');
    await see(daughter, '王秀英还没有授权您看健康档案和签约');
  },
);

step('the mother ends it', async ({ mother }) => {
  await tap(mother, /停止授权/);
  await tap(mother, '确定停止授权');
  await see(mother, /现在没有。家人可以/);
});

step('the daughter asks; a slip in the number is shown at once', async ({ daughter }) => {
  await openFamily(daughter);
  await tap(daughter, '申请帮家人办事');
  await at(daughter, '申请帮家人办事');
  await tap(daughter, '提交申请');
  await see(daughter, '请填写家人的姓名');
  await expectSoundInBothModes(daughter);
  await daughter.getByLabel('家人的姓名').fill('王秀英');
  await daughter.getByLabel('家人的身份证号').fill(`${MOTHER_ID.slice(0, -1)}${MOTHER_ID.endsWith('1') ? '2' : '1'}`);
  await see(daughter, '身份证号码有误');
  await daughter.getByLabel('家人的身份证号').fill(MOTHER_ID);
  await see(daughter, '1950年4月8日出生');
  await visible(daughter.getByRole('radio', { name: '子女' })).click();
  await visible(daughter.getByRole('checkbox', { name: /看健康档案/ })).click();
  await tap(daughter, '提交申请');
  await see(daughter, '申请提交好了');
  await tap(daughter, '看家人页');
  await see(daughter, '等对方同意');
  await expectSoundInBothModes(daughter);
});

step('the mother hears of it at home and agrees to booking alone', async ({ mother }) => {
  await openPage(mother, '/pages/home/index', '邻康社区');
  await see(mother, '1位家人等您同意');
  await openFamily(mother);
  await see(mother, '陈晓岚想帮您办事');
  await expectSoundInBothModes(mother);
  await visible(mother.getByRole('checkbox', { name: /看健康档案/ })).click();
  await tap(mother, /^同意/);
  await see(mother, '帮我办事的家人');
  await button(mother, /停止授权/).waitFor();
});

step('the daughter books for her, and both see it', async ({ daughter, mother }) => {
  await openSession(daughter);
  await expectSoundInBothModes(daughter);
  await tap(daughter, '确认预约');
  await at(daughter, '预约成功');
  await see(daughter, '王秀英');
  await tap(daughter, '看我的预约');
  await see(daughter, '65岁及以上老年人免费体检');
  await openPage(mother, '/packages/booking/pages/list/index', '我的预约');
  await see(mother, '陈晓岚帮您约的');
  await expectSoundInBothModes(mother);
  await openFamily(mother);
  await tap(mother, '家人替我办过什么');
  await see(mother, /陈晓岚帮您约了.*65岁及以上老年人免费体检/);
  await expectSound(mother);
});

step('what was not allowed is said in words', async ({ daughter }) => {
  await openPage(daughter, '/packages/contract/pages/overview/index', '家庭医生');
  await choose(daughter, '王秀英');
  await see(daughter, '王秀英还没有授权您看健康档案和签约');
  await expectSoundInBothModes(daughter);
});

step('the mother ends it while the daughter is about to book: refused in words', async ({ daughter, mother }) => {
  await openPage(daughter, '/packages/booking/pages/sessions/index?service=gp', '全科门诊');
  await choose(daughter, '王秀英');
  await tap(daughter, /余\d+号/);
  await at(daughter, '确认预约');
  await openFamily(mother);
  await tap(mother, /停止授权/);
  await tap(mother, '确定停止授权');
  await see(mother, /现在没有。家人可以/);
  await tap(daughter, '确认预约');
  await see(daughter, '授权已经停止');
  await expectSoundInBothModes(daughter);
  await openPage(daughter, '/pages/home/index', '邻康社区');
  await see(daughter, '家人');
  // The page that was read before may stand there until the server has answered.
  await daughter.getByText(/为谁办/).waitFor({ state: 'detached' });
});

test('no page met a script error or broke the content policy', () => {
  expect(complaints()).toEqual([]);
});
