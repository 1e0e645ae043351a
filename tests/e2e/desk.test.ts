import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openDesk } from '../support/browser';
import { buildIdNumber } from '../support/builders';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { countPrints, expectSound, makeSteps, openMenu, signInAtDesk, staffPast } from '../support/pages';

/*
 * The desk: a man of 77 without a phone lays his ID card on the counter and leaves with a printed slip. The clerk
 * uses the keyboard alone, a key every 120 ms. A Chinese character counts as four keys: its sound and its choice.
 */
jest.setTimeout(240_000);

const KEY_MS = 120;

let server: DemoServer;
let browser: Browser;
let desk: Page;
let keys = 0;

const press = async (key: string): Promise<void> => {
  keys += 1;
  await desk.keyboard.press(key);
  await desk.waitForTimeout(KEY_MS);
};
const type = async (text: string): Promise<void> => {
  for (const letter of text) {
    const strokes = /\p{Script=Han}/u.test(letter) ? 4 : 1;
    keys += strokes;
    await desk.keyboard.type(letter);
    await desk.waitForTimeout(KEY_MS * strokes);
  }
};
/** Waits until the keyboard is where the clerk would see it. */
const focusOn = (text: string | RegExp): Promise<void> => desk.locator(':focus', { hasText: text }).waitFor();
const focusOnLabel = async (label: string): Promise<void> => {
  const field = await desk.getByLabel(label, { exact: true }).elementHandle();
  await desk.waitForFunction((element) => document.activeElement === element, field);
};

const menu = (name: string): Promise<void> => openMenu(desk, name);

async function registerBefore(name: string, birthDay: string): Promise<void> {
  const clerk = await staffPast(server.url, 'desk');
  const { body } = await clerk.get<{ items: { purpose: string; version: string }[] }>('/consents');
  const consents = body.items.map(({ purpose, version }) => ({ purpose, version }));
  const idNumber = buildIdNumber({ birthDay, sex: 'male' });
  const answer = await clerk.post('/residents', { name, idType: 'residentId', idNumber, consents });
  if (answer.status !== 201) throw new Error(`registration answered ${JSON.stringify(answer.body)}`);
}

const step = makeSteps(() => ({ clerk: desk }));

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  desk = await openDesk(browser, server.url);
  await countPrints(desk);
  await signInAtDesk(desk, server.url, 'desk');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

step('a man without phone is registered, booked and given a slip by keyboard within a minute', async () => {
  await menu('前台');
  await focusOnLabel('身份证号、手机号或姓名');
  await expectSound(desk);
  const idNumber = buildIdNumber({ birthDay: '1949-03-08', sex: 'male' });
  const started = Date.now();
  await type(idNumber);
  await press('Enter');
  await focusOnLabel('姓名');
  expect(await desk.getByLabel('身份证号', { exact: true }).inputValue()).toBe(idNumber);
  await type('赵德福');
  for (const key of ['Tab', 'Tab', 'Tab', 'Space', 'Enter']) await press(key);
  await focusOn('全科门诊');
  await press('Enter');
  await focusOn(/余 \d+ 号/);
  await press('Enter');
  await focusOn('确认预约');
  await press('Enter');
  await focusOn('打印凭条');
  await press('Enter');
  const seconds = (Date.now() - started) / 1000;
  process.stdout.write(`from the card to the slip: ${keys} keys, ${seconds.toFixed(1)} s\n`);
  expect(await desk.evaluate('printed')).toBe(1);
  expect(keys).toBeLessThanOrEqual(42);
  expect(seconds).toBeLessThan(60);
  await expectSound(desk);
});

step('the slip is one sheet of A5 with the masked name and nothing of the page around it', async () => {
  const slip = desk.getByRole('article', { name: '预约凭条' });
  const text = await slip.innerText();
  for (const part of ['赵*福', '号', '全科', '来之前请准备', '不能来请打电话']) expect(text).toContain(part);
  expect(text).not.toContain('赵德福');
  await desk.emulateMedia({ media: 'print' });
  expect(await desk.getByRole('navigation', { name: '主菜单' }).isVisible()).toBe(false);
  expect(await desk.getByRole('button', { name: '打印凭条' }).isVisible()).toBe(false);
  expect(await desk.locator('body').innerText()).not.toContain('赵德福');
  const sheet = (await desk.pdf({ preferCSSPageSize: true })).toString('latin1');
  await desk.emulateMedia({ media: null });
  const boxes = [...sheet.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map((box) => [
    Math.round(Number(box[1])),
    Math.round(Number(box[2])),
  ]);
  expect(boxes).toHaveLength(1);
  expect(boxes[0]?.[0]).toBeCloseTo(420, -1);
  expect(boxes[0]?.[1]).toBeCloseTo(595, -1);
});

step('people of one name are told apart by arrows and Enter, and a booking is given back', async () => {
  await registerBefore('赵德海', '1950-07-07');
  await desk.getByRole('button', { name: '下一位' }).click();
  await focusOnLabel('身份证号、手机号或姓名');
  await type('赵德');
  await press('Enter');
  await focusOn('赵*');
  await expectSound(desk);
  const first = await desk.locator(':focus strong').innerText();
  await press('ArrowDown');
  const second = await desk.locator(':focus strong').innerText();
  expect([first, second].sort()).toEqual(['赵*海', '赵*福']);
  if (second === '赵*海') await press('ArrowUp');
  await press('Enter');
  await desk.getByRole('heading', { level: 2, name: '赵德福' }).waitFor();
  await desk
    .getByText(/全科门诊 · /)
    .first()
    .waitFor();
  await expectSound(desk);
  await desk.getByRole('button', { name: '取消预约' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: '取消预约' }).click();
  await desk.getByText('近期没有预约').waitFor();
});

step('a wrong number is told beside its field, and Esc goes back a step', async () => {
  await desk.getByLabel('身份证号、手机号或姓名').fill('110101194903080011');
  await press('Enter');
  await focusOnLabel('姓名');
  await desk.getByRole('button', { name: '建档' }).click();
  await desk.getByText('请先让居民看过并在纸质同意书上签字').waitFor();
  await desk.getByLabel('姓名', { exact: true }).fill('赵德1');
  await desk.getByRole('checkbox').check();
  await desk.getByLabel('身份证号', { exact: true }).fill('110101194903080012');
  await desk.getByRole('button', { name: '建档' }).click();
  await desk.getByText(/身份证号码有误/).waitFor();
  await desk.getByText('姓名只能用文字，请核对').waitFor();
  await expectSound(desk);
  await desk.getByLabel('身份证号、手机号或姓名').fill('赵德海');
  await desk.getByLabel('身份证号、手机号或姓名').press('Enter');
  await focusOn('全科门诊');
  await press('Enter');
  await focusOn(/余 \d+ 号/);
  await press('Escape');
  await focusOn('全科门诊');
});

/** Somebody with the last seat of today, so that the day is not over for anybody at whatever time this runs. */
async function bookToday(name: string): Promise<void> {
  const clerk = await staffPast(server.url, 'desk');
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const times = { day, startTime: '23:58', endTime: '23:59' };
  const room = { serviceCode: 'gp', capacity: 1, place: '一楼夜间诊室' };
  const session = await clerk.post<{ id: string }>('/sessions', { ...times, ...room });
  const found = await clerk.get<{ items: { id: string }[] }>(`/residents?query=${encodeURIComponent(name)}`);
  const residentId = found.body.items[0]?.id;
  const booking = await clerk.post('/bookings', { sessionId: session.body.id, residentId });
  if (booking.status !== 201) throw new Error(`booking answered ${JSON.stringify(booking.body)}`);
}

step('the people of the day are taken through arrival, call and end, and a wrong tap is taken back', async () => {
  await bookToday('赵德海');
  await menu('今日到诊');
  const row = desk.getByRole('row').filter({ hasText: '赵德海' });
  for (const [button, state] of [
    ['签到', '已到'],
    ['叫号', '已叫号'],
    ['完成', '已完成'],
    ['撤销', '已叫号'],
  ] as const) {
    await row.getByRole('button', { name: `${button} 1号 赵德海` }).click();
    await row.getByText(state, { exact: true }).waitFor();
  }
  await expectSound(desk);
  await desk.getByRole('combobox', { name: '诊室' }).click();
  await desk.getByTitle('一楼夜间诊室').click();
  await desk.getByRole('heading', { level: 2, name: /一楼夜间诊室/ }).waitFor();
  await row.waitFor();
});

test('no page met a script error or broke the content policy', () => {
  expect(complaintsOf(desk)).toEqual([]);
});
