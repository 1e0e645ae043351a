import path from 'node:path';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { mountWeapp, type MountedWeapp } from '../support/weapp/mount';

/* The built weapp output without network: what was opened is readable, a booking waits for its second try. */
jest.setTimeout(120_000);

const dist = path.resolve(__dirname, '../../miniapp/dist/weapp');
const KEPT = /没有网络，显示的是 今天 (凌晨|上午|中午|下午|晚上)\d+:\d\d 的内容/;
let server: DemoServer;
let app: MountedWeapp;

const connect = (isConnected: boolean): void => {
  app.side.isOffline = !isConnected;
  app.side.networkChanged?.({ isConnected, networkType: isConnected ? 'wifi' : 'none' });
};

beforeAll(async () => {
  server = await startDemoServer();
  app = await mountWeapp(dist, { apiUrl: server.url, loginCode: 'ok-wang' });
});
afterAll(() => server?.stop());

test('Mr Wang books with the second tap of the same attempt, and reads his card without network', async () => {
  await app.tap(/^找医生/);
  await app.tap(/^按服务预约/);
  await app.tap(/^全科门诊/);
  await app.tap(/上午.*余\d+号|下午.*余\d+号/);
  await app.tap('登录后预约');
  await app.tap(/^微信.*登录$/);
  await app.see('确认预约');
  connect(false);
  await app.see('现在没有网络');
  await app.tap('确认预约');
  await app.see('没有连上网络，还没有办好');
  connect(true);
  await app.tap('重试');
  await app.see('预约成功');
  const keys = app.side.sent.filter(({ call }) => call === 'POST /api/v1/bookings').map(({ key }) => key);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);

  await app.tap('看我的预约');
  await app.see('全科门诊');
  connect(false);
  await app.tap(/^全科门诊/);
  await app.see(KEPT);
  await app.see(/\d+号/);
  connect(true);
  await app.see(/^(?!.*没有网络)/);
});
