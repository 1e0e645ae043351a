import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { prepareThings, type Things } from '../support/page-things';
import { at, openAt, see, signInOnPhone, tap, visible } from '../support/pages';
import { eventually } from '../support/poll';

/*
 * The server does what it is asked, and the answer is lost on the way back. The same tap again gives the one thing that
 * was made, not a second one; and two taps at once are one request.
 */
jest.setTimeout(180_000);

let server: DemoServer;
let browser: Browser;
let things: Things;
let phone: Page;

interface Sent {
  key: string;
  /** Status that the server answered with. */
  status: number;
  /** Id of what the answer names. */
  id: string;
}

/** Lets requests reach the server and loses the answers to the first ones. @returns what was sent */
async function loseAnswers(path: string, { lost }: { lost: number }): Promise<Sent[]> {
  const sent: Sent[] = [];
  await phone.context().route(new RegExp(`/api/v1${path}$`), async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const answer = await route.fetch();
    const { id = '' } = (await answer.json()) as { id?: string };
    sent.push({ key: route.request().headers()['idempotency-key'] ?? '', status: answer.status(), id });
    return sent.length <= lost ? route.abort('connectionreset') : route.fulfill({ response: answer });
  });
  return sent;
}

/** Each try had the same key and the server made one thing. */
function expectOne(sent: Sent[], tries: number): void {
  expect(sent).toHaveLength(tries);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  expect(sent[0]?.key).not.toBe('');
  expect(sent.map(({ status }) => status).every((status) => status >= 200 && status < 300)).toBe(true);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
}

beforeAll(async () => {
  server = await startDemoServer();
  browser = await openBrowser();
  things = await prepareThings(server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(async () => {
  phone = await openPhone(browser, server.url);
});
afterEach(async () => {
  const complaints = complaintsOf(phone);
  await phone.context().close();
  expect(complaints).toEqual([]);
});

test('a booking whose answer was lost twice is one booking', async () => {
  await signInOnPhone(phone, server.url, /^陈女士(?!的)/);
  await openAt(phone, server.url, '/packages/booking/pages/sessions/index?service=gp', '全科门诊');
  await tap(phone, /余\d+号/);
  await see(phone, '确认预约');
  const sent = await loseAnswers('/bookings', { lost: 2 });
  await tap(phone, '确认预约');
  await see(phone, '还没有办好');
  await tap(phone, '重试');
  await eventually('the second try was answered', async () => sent.length === 2);
  await see(phone, '还没有办好');
  await tap(phone, '重试');
  await at(phone, '预约成功');
  expectOne(sent, 3);
});

test('a seat in a lecture whose answer was lost is one seat', async () => {
  await signInOnPhone(phone, server.url, /^陈女士(?!的)/);
  await openAt(phone, server.url, `/packages/lecture/pages/detail/index?id=${things.lecture}`, '健康讲座');
  const sent = await loseAnswers('/bookings', { lost: 1 });
  await tap(phone, /报名/);
  await see(phone, '还没有办好');
  await tap(phone, '重试');
  await eventually('the second try was answered', async () => sent.length === 2);
  expectOne(sent, 2);
});

test('a reading whose answer was lost is one reading', async () => {
  await signInOnPhone(phone, server.url, /^王大爷/);
  await openAt(phone, server.url, '/packages/measurement/pages/enter/index?kind=bloodPressure', '记一次');
  await visible(phone.getByLabel('高压')).fill('131');
  await visible(phone.getByLabel('低压')).fill('79');
  const sent = await loseAnswers('/residents/\\w+/measurements', { lost: 1 });
  await tap(phone, /^记下/);
  await see(phone, '先存在手机里了');
  await tap(phone, '现在再送一次');
  await see(phone, '记下了，您的医生团队也能看到');
  expectOne(sent, 2);
});

test('two taps at once send once', async () => {
  await signInOnPhone(phone, server.url, /^陈女士的母亲/);
  await openAt(phone, server.url, '/packages/booking/pages/sessions/index?service=gp', '全科门诊');
  await tap(phone, /余\d+号/);
  await see(phone, '确认预约');
  const sent = await loseAnswers('/bookings', { lost: 0 });
  // Both within the same turn of the page, before it can draw that it is busy.
  await visible(phone.getByRole('button', { name: '确认预约' })).evaluate((node: HTMLElement) => {
    node.click();
    node.click();
  });
  await at(phone, '预约成功');
  expectOne(sent, 1);
});
