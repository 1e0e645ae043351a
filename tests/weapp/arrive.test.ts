import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { dayOf, minutesOf, timeOf, timeOfMinutes } from '@linkang/shared/domain/clinic-day';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { sendRaw } from '../support/raw-http';
import { mountWeapp, type MountedWeapp } from '../support/weapp/mount';

/* Mr Wang scans the code at the entrance with the camera that WeChat opens. */
jest.setTimeout(120_000);

const PASSWORD = process.env.DEMO_PASSWORD ?? 'Linkang-demo-1';
const dist = path.resolve(__dirname, '../../miniapp/dist/weapp');
let server: DemoServer;
let app: MountedWeapp;
let clerk: string;

/** Asks the server beside the mini-program; this world has no fetch. */
async function ask<T>(to: string, token?: string, body?: unknown): Promise<T> {
  const answer = await sendRaw(`${server.url}/api/v1${to}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.status >= 300) throw new Error(`answered ${answer.status}: ${answer.text}`);
  return answer.body as T;
}

const signIn = async (to: string, body: Record<string, string>): Promise<string> =>
  (await ask<{ accessToken: string }>(to, undefined, body)).accessToken;

/** A booking of Mr Wang's that begins in some minutes, or at the end of the day. */
async function bookToday(): Promise<void> {
  const wang = await signIn('/auth/wechat', { code: 'ok-wang' });
  const start = Math.min(minutesOf(timeOf(new Date())) + 5, 23 * 60 + 57);
  const times = { day: dayOf(new Date()), startTime: timeOfMinutes(start), endTime: timeOfMinutes(start + 2) };
  const session = { serviceCode: 'gp', ...times, capacity: 1, place: '一楼报到测试室' };
  const { id: sessionId } = await ask<{ id: string }>('/sessions', clerk, session);
  const { residents } = await ask<{ residents: { id: string; relation: string }[] }>('/me', wang);
  const residentId = residents.find(({ relation }) => relation === 'self')?.id;
  await ask('/bookings', wang, { sessionId, residentId });
}

beforeAll(async () => {
  server = await startDemoServer();
  clerk = await signIn('/auth/staff', { username: 'desk', password: PASSWORD });
  await bookToday();
  app = await mountWeapp(dist, { apiUrl: server.url, loginCode: 'ok-wang' });
  await app.tap('登录');
  await app.tap(/^微信.*登录$/);
  await app.see('一楼报到测试室');
});
afterAll(() => server?.stop());

const scan = async (text: string | undefined): Promise<void> => {
  if (text === undefined) delete app.side.scanned;
  else app.side.scanned = text;
  await app.tap('到了，扫码报到');
};

test('whoever closes the camera stays where they are', async () => {
  await scan(undefined);
  await app.see('约体检');
  expect(app.route()).toBe('pages/home/index');
});

test('another code than that of the entrance is told apart, and one that is out of date too', async () => {
  await scan('https://example.invalid/coupon');
  await app.see('这不是报到的码');
  await scan('https://example.invalid/#/packages/booking/pages/arrive/index?code=000000000000000000');
  await app.see('看我的预约');
  expect(app.route()).toBe('packages/booking/pages/arrive/index');
  expect(app.text()).not.toContain('已报到');
});

test('the code of the entrance checks him in', async () => {
  const { code } = await ask<{ code: string }>('/check-ins/desk-code', clerk);
  await scan(`https://example.invalid/#/packages/booking/pages/arrive/index?code=${code}`);
  await app.see('已报到');
  expect(app.route()).toBe('packages/booking/pages/detail/index');
  expect(app.side.sent.filter(({ call }) => call === 'POST /api/v1/check-ins')).toHaveLength(2);
});
