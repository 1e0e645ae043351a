import type { Page } from 'playwright-core';
import { prepareThings, type Things } from '../support/page-things';
import { drawPicture } from '../support/pictures';
import {
  button,
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
import { setStage } from '../support/stage';

/*
 * A mother takes a consent for her child back and gives it again on her phone; at the desk a paper is photographed
 * and the permission is confirmed by it.
 */
jest.setTimeout(240_000);

const { stage, step, complaints } = setStage({ mother: 'phone', desk: 'desk' });

let things: Things;

beforeAll(async () => {
  things = await prepareThings(stage.url);
});

step('the mother finds the consents of her child beside her own', async ({ mother }) => {
  await signInOnPhone(mother, stage.url, /^陈女士(?!的)/);
  await openAt(mother, stage.url, '/packages/proxy/pages/family/index', '家人');
  await tap(mother, '看授权与同意：陈小满');
  await see(mother, '我替陈小满同意的说明');
  await expectSoundInBothModes(mother);
});

step('one tap takes one of them back, one tap gives it again', async ({ mother }) => {
  await tap(mother, /^撤回同意：儿童/);
  await button(mother, /^同意：儿童/).waitFor();
  await expectSound(mother);
  await tap(mother, /^同意：儿童/);
  await button(mother, /^撤回同意：儿童/).waitFor();
  await visible(mother.getByRole('radio', { name: /我自己/ })).click();
  await see(mother, '我同意的说明');
});

step('the page of guardians stands', async ({ mother }) => {
  await openAt(mother, stage.url, `/packages/proxy/pages/guardians/index?child=${things.child}`, '孩子的监护人');
  await see(mother, '陈晓岚（您）');
  await expectSoundInBothModes(mother);
});

const openPerson = async (desk: Page, words: string): Promise<void> => {
  await openMenu(desk, '前台');
  await desk.getByLabel('身份证号、手机号或姓名').fill(words);
  await desk.keyboard.press('Enter');
};

step('the desk sees who answers for the child', async ({ desk }) => {
  await signInAtDesk(desk, stage.url, 'desk');
  await openPerson(desk, 'X320101001');
  await button(desk, '监护人').click();
  await see(desk, '再登记一位监护人');
  await expectSound(desk);
  await visible(desk.getByRole('button', { name: /^(Close|关闭)$/ })).click();
});

step('the desk keeps a photo of the paper with the request', async ({ desk }) => {
  await openPerson(desk, '110101195004080029');
  await button(desk, '家人代办').click();
  await button(desk, /^缩小代办/).click();
  await desk
    .getByRole('dialog')
    .filter({ visible: true })
    .last()
    .getByRole('button', { name: /返\s?回/ })
    .click();
  await button(desk, /^凭授权书确认/).click();
  await desk.getByLabel('授权书照片', { exact: true }).setInputFiles({
    name: 'paper.jpg',
    mimeType: 'image/jpeg',
    buffer: await drawPicture(900, 1200, 'jpeg'),
  });
  await see(desk, /照片已存好/);
  await expectSound(desk);
});

step('it is confirmed, and the photo stands with it', async ({ desk }) => {
  await desk.getByLabel('纸质授权书的日期和存放位置').fill('今天签字，前台授权书夹第12号');
  await button(desk, '确认开通').click();
  await see(desk, /前台凭纸质授权书确认/);
  await button(desk, /^看授权书照片/).click();
  await visible(desk.getByRole('img', { name: /的代办授权书$/ })).waitFor();
  await expectSound(desk);
});

test('no page met a script error or broke the content policy', () => {
  expect(complaints()).toEqual([]);
});
