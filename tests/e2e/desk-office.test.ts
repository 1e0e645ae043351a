import type { Booking } from '@linkang/shared/api/booking.routes';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import type { Browser, Locator, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openDesk } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import type { Caller } from '../support/http';
import { countPrints, expectSound, makeSteps, signInAtDesk, signInPast, staffPast } from '../support/pages';

/*
 * The office work of the desk: a session is moved and its people are told, one of them is to be phoned; a card is
 * printed, a phone is changed while somebody else changes it too, and a relative is confirmed by a signed paper.
 */
jest.setTimeout(240_000);

const DAY = addDays(dayOf(new Date()), 10);
const wang = { name: '王建国', idNumber: '110101195605200030' };
const mother = { name: '王秀英', idNumber: '110101195004080029' };

let server: DemoServer;
let browser: Browser;
let desk: Page;
let clerk: Caller;

async function expectSlidIn(): Promise<void> {
  // Drawers and dialogs slide in: axe would measure colours half-way.
  await desk.waitForTimeout(500);
  await expectSound(desk);
}

const button = (name: string | RegExp): Locator => desk.getByRole('button', { name });
const dialog = (): Locator => desk.getByRole('dialog').last();

async function openPerson({ idNumber, name }: { idNumber: string; name: string }): Promise<void> {
  await desk.goto(`${server.url}/console/desk`);
  await desk.getByLabel('身份证号、手机号或姓名').fill(idNumber);
  await desk.getByLabel('身份证号、手机号或姓名').press('Enter');
  await desk.getByRole('heading', { level: 2, name }).waitFor();
}

const residentIdOf = async ({ idNumber }: { idNumber: string }): Promise<string> => {
  const { body } = await clerk.get<{ items: { id: string }[] }>(`/residents?query=${idNumber}`);
  return body.items[0]?.id ?? '';
};

async function openSession(changes: object): Promise<string> {
  const session = { serviceCode: 'gp', day: DAY, startTime: '08:00', endTime: '09:00', capacity: 5, place: '105 诊室' };
  const { body } = await clerk.post<{ id: string }>('/sessions', { ...session, ...changes });
  return body.id;
}

async function book(sessionId: string, person: { idNumber: string }): Promise<string> {
  const residentId = await residentIdOf(person);
  const answer = await clerk.post<{ id: string }>('/bookings', { sessionId, residentId });
  if (answer.status !== 201) throw new Error(`booking answered ${JSON.stringify(answer.body)}`);
  return answer.body.id;
}

const step = makeSteps(() => ({ 'desk-office': desk }));

beforeAll(async () => {
  server = await startDemoServer();
  clerk = await staffPast(server.url, 'desk');
  browser = await openBrowser();
  desk = await openDesk(browser, server.url);
  await countPrints(desk);
  await signInAtDesk(desk, server.url, 'desk');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe('a session is moved', () => {
  let sessionId: string;
  let bookingId: string;

  step('the drawer says how many people will be told and asks before it does', async () => {
    sessionId = await openSession({});
    bookingId = await book(sessionId, wang);
    await book(sessionId, mother);
    await book(
      await openSession({ serviceCode: 'tcm', startTime: '14:30', endTime: '15:30', place: '中医馆' }),
      mother,
    );
    await desk.goto(`${server.url}/console/sessions/${sessionId}`);
    await desk.getByRole('cell', { name: '王建国' }).waitFor();
    await expectSlidIn();
    await button('修改时间地点').click();
    await desk.getByText('有 2 位居民约了这一场，修改后会马上通知他们。').waitFor();
    expect(await desk.getByLabel('日期').isDisabled()).toBe(true);
    await desk.getByLabel('开始时间').fill('1600');
    await desk.getByLabel('结束时间').fill('1500');
    await button('保存修改').click();
    await desk.getByText('请写明原因').waitFor();
    await desk.getByLabel(/^原因/).fill('医生上午外出开会');
    await button('保存修改').click();
    await desk.getByText('结束时间要晚于开始时间').waitFor();
    await expectSlidIn();
    await desk.getByLabel('开始时间').fill('1400');
    await desk.getByRole('textbox', { name: '地点' }).fill('二楼 205 诊室');
    await button('保存修改').click();
    await dialog().getByText('修改并通知 2 位居民？').last().waitFor();
    await expectSlidIn();
    await dialog().getByRole('button', { name: '修改并通知' }).click();
    await desk.getByText('已修改，已通知 2 人，其中 1 人时间冲突，请打电话').waitFor();
  });

  step('lists and the people’s own pages show the new time', async () => {
    await desk
      .getByText(/14:00–15:00 · 二楼 205 诊室/)
      .first()
      .waitFor();
    const resident = await signInPast(server.url, '/auth/wechat', { code: 'ok-wang' });
    const { body } = await resident.get<Booking>(`/bookings/${bookingId}`);
    expect(body).toMatchObject({ startTime: '14:00', endTime: '15:00', place: '二楼 205 诊室', status: 'booked' });
  });

  step('the one with another booking then is on the list to be phoned until that is given back', async () => {
    await desk.getByRole('heading', { name: '1 人的新时间和自己的另一个预约冲突，请打电话' }).waitFor();
    await button('查看姓名和电话（会记入日志）').click();
    const panel = desk.getByRole('region', { name: '要打电话的人' });
    await panel.getByRole('link', { name: '13800138001' }).waitFor();
    await expectSlidIn();
    await panel.getByRole('button', { name: /^已告知/ }).click();
    await panel.getByText('这里没有人').waitFor();
    await panel.getByText('已告知').click();
    await panel.getByText(/已告知 · /).waitFor();
    await expectSlidIn();
    await openPerson(mother);
    await desk.getByText('时间冲突', { exact: true }).waitFor();
    await expectSlidIn();
  });

  step('what somebody else has changed meanwhile is not overwritten', async () => {
    await desk.goto(`${server.url}/console/sessions/${sessionId}`);
    await button('修改时间地点').click();
    await desk.getByRole('textbox', { name: '地点' }).fill('三楼');
    await desk.getByLabel(/^原因/).fill('换诊室');
    const other = { startTime: '14:00', endTime: '15:30', place: '305 诊室', reason: '设备检修', rev: 1 };
    expect((await clerk.put(`/sessions/${sessionId}`, other)).status).toBe(200);
    await button('保存修改').click();
    await dialog().getByRole('button', { name: '修改并通知' }).click();
    await desk.getByText('内容刚刚被更新，请刷新后再试。').waitFor();
    await button('取消').last().click();
    await desk
      .getByText(/305 诊室/)
      .first()
      .waitFor();
  });
});

step('the card is one sheet of its own size, printed by the keyboard', async () => {
  await openPerson(wang);
  await button('打印就诊卡').focus();
  await desk.keyboard.press('Enter');
  await desk.locator(':focus', { hasText: '打印就诊卡' }).waitFor();
  await desk.keyboard.press('Enter');
  expect(await desk.evaluate('printed')).toBe(1);
  const card = desk.getByRole('article', { name: '就诊卡' });
  const text = await card.innerText();
  for (const part of ['王建国', '证件号', '家庭医生：', '电话']) expect(text).toContain(part);
  expect(text).not.toContain('还没有签约');
  expect(text).not.toContain(wang.idNumber);
  const fits = await card.evaluate((element) => element.scrollHeight <= element.clientHeight + 1);
  expect(fits).toBe(true);
  await expectSlidIn();
  await desk.emulateMedia({ media: 'print' });
  expect(await desk.getByRole('navigation', { name: '主菜单' }).isVisible()).toBe(false);
  const sheet = (await desk.pdf({ preferCSSPageSize: true })).toString('latin1');
  await desk.emulateMedia({ media: null });
  const boxes = [...sheet.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map((box) => [
    Math.round(Number(box[1])),
    Math.round(Number(box[2])),
  ]);
  expect(boxes).toHaveLength(1);
  // 85.6 by 54 millimetres in points.
  expect(Math.abs((boxes[0]?.[0] ?? 0) - 243)).toBeLessThanOrEqual(1);
  expect(Math.abs((boxes[0]?.[1] ?? 0) - 153)).toBeLessThanOrEqual(1);
  await button('返回居民').click();
  await desk.getByRole('heading', { level: 2, name: '王建国' }).waitFor();
});

step('a phone is changed, and not over somebody else’s change', async () => {
  await openPerson(wang);
  await button('修改资料').click();
  await desk.getByLabel('新电话').fill('12345');
  await button(/^保\s?存$/).click();
  await desk.getByText('电话号码不正确，请核对').waitFor();
  await expectSlidIn();
  await desk.getByLabel('新电话').fill('13911113333');
  await desk.getByLabel('详细住址').fill('3号楼2单元501室');
  const residentId = await residentIdOf(wang);
  const { body } = await clerk.get<{ rev: number }>(`/residents/${residentId}`);
  expect((await clerk.put(`/residents/${residentId}`, { rev: body.rev, elderMode: true })).status).toBe(200);
  await button(/^保\s?存$/).click();
  await desk.getByText(/刚刚被别人改过，没有保存/).waitFor();
  expect(await desk.getByText('电话号码不正确，请核对').count()).toBe(0);
  await expectSlidIn();
  await button(/^保\s?存$/).click();
  await desk.getByText('资料已保存').waitFor();
  await desk.getByText('139****3333').waitFor();
  await desk.getByText(/3号楼2单元501室/).waitFor();
});

step('a relative is confirmed by a signed paper, and stopped', async () => {
  const daughter = await signInPast(server.url, '/auth/wechat', { code: 'ok-chen' });
  const asked = await daughter.post<{ id: string }>('/proxies', {
    ...wang,
    relationship: 'other',
    scopes: ['book', 'record'],
    endsDay: addDays(dayOf(new Date()), 100),
  });
  expect(asked.status).toBe(201);
  await openPerson(wang);
  await button('家人代办').click();
  await desk.getByText('陈晓岚（其他家人）').waitFor();
  await desk.getByText('等待确认').waitFor();
  await expectSlidIn();
  await button('凭授权书确认 陈晓岚').click();
  await button('确认开通').click();
  await desk.getByText('请写明纸质授权书的日期和存放位置').waitFor();
  await desk.getByRole('checkbox', { name: '看健康档案' }).uncheck();
  await desk.getByLabel('纸质授权书的日期和存放位置').fill('今天签字，前台授权书夹第12号');
  await expectSlidIn();
  await button('确认开通').click();
  await desk.getByText('代办中').waitFor();
  await desk.getByText(/可以：帮忙预约 · .* · 前台凭纸质授权书确认/).waitFor();
  const { body } = await daughter.get<{ asked: { id: string; status: string; scopes: string[] }[] }>('/proxies');
  expect(body.asked.find(({ id }) => id === asked.body.id)).toMatchObject({ status: 'active', scopes: ['book'] });
  await button('停止代办 陈晓岚').click();
  await dialog().getByRole('button', { name: '停止代办' }).click();
  await desk.getByText('已停止', { exact: true }).waitFor();
  expect((await daughter.get(`/residents/${await residentIdOf(wang)}`)).status).toBe(404);
});

test('no page met a script error or broke the content policy', () => {
  expect(complaintsOf(desk)).toEqual([]);
});
