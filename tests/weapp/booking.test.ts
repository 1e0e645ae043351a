import path from 'node:path';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { mountWeapp, type MountedWeapp } from '../support/weapp/mount';

/* The built weapp output under WeChat's own component framework, tapped through one booking on a real server. */
jest.setTimeout(120_000);

const dist = path.resolve(__dirname, '../../miniapp/dist/weapp');
let server: DemoServer;
/** The day of the first booking, as the page says it. */
let bookedDay: string;
let app: MountedWeapp;

const sentTo = (route: string): unknown[] =>
  app.side.requests
    .filter((request) => request.route === route)
    .map(({ data }) => (typeof data === 'string' ? (JSON.parse(data) as unknown) : data));

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Each page that asks has loaded what it will ask for. */
const templatesAreKnown = async (): Promise<void> => {
  const asked = (): number => sentTo('GET /api/v1/notices/templates').length;
  for (const deadline = Date.now() + 10_000; asked() <= app.side.subscriptions.length && Date.now() < deadline;)
    await pause(30);
  // The page takes the answer up in the next moment.
  await pause(50);
};

beforeAll(async () => {
  server = await startDemoServer();
  app = await mountWeapp(dist, { apiUrl: server.url, loginCode: 'ok-wang' });
});
afterAll(() => server?.stop());

test('Mr Wang opens the mini-program, signs in with WeChat and books a doctor', async () => {
  expect(app.warnings).toEqual([]);
  await app.see('约体检');
  await app.tap(/^找医生/);
  await app.tap(/^按服务预约/);
  await app.see('全科门诊');
  await app.tap(/^全科门诊/);
  await app.see(/余\d+/);
  await app.tap(/上午.*余\d+号|下午.*余\d+号/);
  await app.see('登录后预约');
  await app.tap('登录后预约');
  await app.see('微信');
  await app.tap(/^微信.*登录$/);
  await app.see('确认预约');
  await app.see('谁来看');
  app.side.subscriptionAnswers = ['accept', 'reject'];
  await templatesAreKnown();
  await app.tap('确认预约');
  await app.see('预约成功');
  await app.see(/\d+号/);
  bookedDay = /\d+月\d+日/.exec(app.text())?.[0] ?? '';
  expect(app.route()).toBe('packages/booking/pages/done/index');
  expect(app.side.subscriptions).toEqual([['demo-booking', 'demo-change', 'demo-reminder']]);
  expect(sentTo('POST /api/v1/notices/credits')).toEqual([{ templateIds: ['demo-booking'] }]);
});

test('somebody who refuses every message books all the same, and nothing is told to the server', async () => {
  await app.tap('回首页');
  await app.tap(/^找医生/);
  await app.tap(/^按服务预约/);
  await app.tap(/^中医/);
  await app.see(/余\d+/);
  // Another day: nobody is in two rooms at once.
  await app.tap(new RegExp(`^(?!${bookedDay})\\d+月\\d+日.*余\\d+号`));
  await app.tap(/上午.*余\d+号|下午.*余\d+号/);
  await app.see('谁来看');
  app.side.subscriptionAnswers = ['reject', 'ban'];
  await templatesAreKnown();
  await app.tap('确认预约');
  await app.see('预约成功');
  expect(app.side.subscriptions).toHaveLength(2);
  expect(sentTo('POST /api/v1/notices/credits')).toHaveLength(1);
});

test('the messages tell of both bookings, and open them', async () => {
  await app.tap('回首页');
  // They come within some seconds, and the page asks anew each time it shows.
  for (let tries = 0; tries < 15 && !app.text().includes('2条没看'); tries += 1) {
    await pause(1000);
    await app.tap(/^我的预约 /);
    await app.see('还没去的');
    await app.back();
  }
  await app.tap('消息，2条没看');
  await app.see('全科门诊约好了');
  await app.see('没看过');
  await app.tap(/^没看过，全科门诊约好了/);
  // Whether it can still be cancelled depends on the time of day.
  await app.see('加到手机日历');
  expect(app.route()).toBe('packages/booking/pages/detail/index');
  await app.back();
  await app.tap(/^全部标为已读/);
  await app.see(/^((?!没看过).)*已经到底了(?!.*没看过)/);
});
