import path from 'node:path';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { mountWeapp, type MountedWeapp } from '../support/weapp/mount';

/* The built weapp output under WeChat's own component framework, tapped through one booking on a real server. */
jest.setTimeout(120_000);

const dist = path.resolve(__dirname, '../../miniapp/dist/weapp');
let server: DemoServer;
let app: MountedWeapp;

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
  await app.tap('确认预约');
  await app.see('预约成功');
  await app.see(/\d+号/);
  expect(app.route()).toBe('packages/booking/pages/done/index');
});
