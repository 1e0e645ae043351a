import path from 'node:path';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { mountWeapp, type MountedWeapp } from '../support/weapp/mount';

/* Shared cards in the built weapp output: what they carry, and where they lead before the sign-in. */
jest.setTimeout(120_000);

const dist = path.resolve(__dirname, '../../miniapp/dist/weapp');
const FAMILY = '/packages/proxy/pages/family/index';
const SESSIONS = '/packages/booking/pages/sessions/index?service=gp';
const UNKNOWN = '/packages/article/pages/detail/index?id=0123456789abcdef01234567';
let server: DemoServer;

beforeAll(async () => {
  server = await startDemoServer();
});
afterAll(() => server?.stop());

const start = (startUrl: string): Promise<MountedWeapp> =>
  mountWeapp(dist, { apiUrl: server.url, loginCode: 'ok-ma', startUrl });

test('the family page opens by its address, after the sign-in', async () => {
  const app = await start(FAMILY);
  await app.tap('登录');
  await app.tap(/^微信.*登录$/);
  await app.see('帮我办事的家人');
  expect(app.route()).toBe(FAMILY.slice(1));
});

test('the sessions of a service can be shared, and lead to themselves', async () => {
  const app = await start(SESSIONS);
  await app.see(/余\d+/);
  expect(app.share().message).toEqual({ title: '全科门诊：看看哪天有号', path: SESSIONS });
  expect(app.share().timeline?.query).toBe('service=gp');
});

test('what is not there leads home', async () => {
  const app = await start(UNKNOWN);
  await app.see('找不到这个内容');
  await app.tap('回首页');
  await app.see('约体检');
});
