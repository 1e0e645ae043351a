import http from 'node:http';
import path from 'node:path';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { mountWeapp, type MountedWeapp } from '../support/weapp/mount';
import type { PrivacyAnswer } from '../support/weapp/wx';

/*
 * The main job on the built weapp output, under WeChat's own component framework and a real server: Ms Li (66, new)
 * opens a shared lecture, signs in, registers by real name and for the lecture, signs with a team, books a doctor.
 */
jest.setTimeout(180_000);

const dist = path.resolve(__dirname, '../../miniapp/dist/weapp');
let server: DemoServer;
let lectureId: string;
let app: MountedWeapp;

/** The later steps build on the earlier: after a failure they fail at once. */
let failedStep: string | undefined;
const step = (name: string, run: () => Promise<void>): void =>
  test(name, async () => {
    if (failedStep) throw new Error(`the story ended at: ${failedStep}`);
    failedStep = name;
    await run();
    failedStep = undefined;
  });

/** The bodies that were sent to a route. */
const sentTo = (route: string): unknown[] =>
  app.side.requests
    .filter((request) => request.route === route)
    .map(({ data }) => (typeof data === 'string' ? (JSON.parse(data) as unknown) : data));

const goHome = async (): Promise<void> => {
  while (app.route() !== 'pages/home/index') await app.back();
};

/** A lecture that may be registered for. The page's environment has no fetch. */
const openLecture = (): Promise<string> =>
  new Promise((resolve, reject) => {
    http
      .get(`${server.url}/api/v1/lectures?limit=5`, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          const { items } = JSON.parse(text) as { items: { id: string; state: string }[] };
          resolve(items.find(({ state }) => state === 'open')?.id ?? '');
        });
      })
      .on('error', reject);
  });

beforeAll(async () => {
  server = await startDemoServer();
  lectureId = await openLecture();
  const startUrl = `/packages/lecture/pages/detail/index?id=${encodeURIComponent(lectureId)}`;
  app = await mountWeapp(dist, { apiUrl: server.url, loginCode: 'ok-li', startUrl });
});
afterAll(() => server?.stop());

step('a shared lecture opens by its address, and can be shared on', async () => {
  expect(app.warnings).toEqual([]);
  await app.see('登录后报名');
  const { message, timeline } = app.share();
  expect(message?.path).toBe(`/packages/lecture/pages/detail/index?id=${encodeURIComponent(lectureId)}`);
  expect(timeline?.query).toBe(`id=${encodeURIComponent(lectureId)}`);
  expect(message?.title).toBe(timeline?.title);
});

step('she signs in and registers by real name; a slip in the number is shown at once', async () => {
  await app.tap('登录后报名');
  await app.tap('微信一键登录');
  await app.see('登记本人的信息');
  await app.type('姓名', '李秀兰');
  await app.type('身份证号', '110101196002150041');
  await app.see('身份证号码有误');
  await app.type('身份证号', '110101196002150040');
  await app.see('1960年2月15日出生');
  await app.tap('用微信的手机号');
  expect(sentTo('POST /api/v1/auth/phone')).toEqual([]);
  app.side.phoneCode = 'phone-13800138066';
  await app.tap('用微信的手机号');
  await app.see('用微信的手机号');
  await app.tap('提交登记');
  await app.see('请先看完，再给要同意的说明打勾');
  for (const consent of await app.names(/^我同意《/)) await app.tap(consent);
  await app.tap('提交登记');
  await app.see('报名参加');
  expect(sentTo('POST /api/v1/residents')).toEqual([expect.objectContaining({ phone: '13800138066' })]);
});

step('she comes back to the lecture and registers for it', async () => {
  await app.see('报名参加');
  expect(app.route()).toBe('packages/lecture/pages/detail/index');
  await app.tap('报名参加');
  await app.see('报名成功');
});

step('she signs with a team by drawing her name', async () => {
  await app.tap('回首页');
  await app.see('家庭医生签约');
  await app.tap(/^家庭医生签约，/);
  await app.tap('选团队签约');
  await app.tap(/^青禾团队/);
  await app.tap('和这个团队签约');
  await app.tap(/^我看过了/);
  await app.tap('下一步：选服务');
  await app.tap('下一步：签名');
  await app.tap('提交签约申请');
  await app.see('请先在框里签名');
  await app.draw('手写签名区', [
    [0.2, 0.3],
    [0.4, 0.7],
    [0.6, 0.3],
    [0.8, 0.7],
  ]);
  await app.see('已经签名');
  await app.tap('提交签约申请');
  await app.see('待审核');
  expect(app.route()).toBe('packages/contract/pages/overview/index');
});

step('she books a doctor', async () => {
  await goHome();
  await app.tap(/^找医生/);
  await app.tap(/^按服务预约/);
  await app.tap(/^全科门诊/);
  await app.tap(/上午.*余\d+号|下午.*余\d+号/);
  await app.tap('确认预约');
  await app.see('预约成功');
});

step('home can be shared', async () => {
  await app.tap('回首页');
  await app.see('约体检');
  expect(app.share().message?.path).toBe('/pages/home/index');
  expect(app.share().timeline?.title).toMatch(/家庭医生/);
});

step("WeChat's question about privacy is asked in our words, and the answer goes back", async () => {
  const ask = (): PrivacyAnswer[] => {
    const answers: PrivacyAnswer[] = [];
    app.side.askPrivacy?.((answer) => answers.push(answer), { referrer: 'getPhoneNumber' });
    return answers;
  };
  const agreed = ask();
  await app.see('先看隐私说明');
  await app.tap('看隐私保护指引');
  await app.tap('同意并继续');
  expect(agreed.map(({ event }) => event)).toEqual(['exposureAuthorization', 'agree']);
  // WeChat counts the agreement only when the named button was tapped.
  expect(agreed[1]?.buttonId).toBe('agree-privacy');
  const refused = ask();
  await app.see('先看隐私说明');
  await app.tap('不同意');
  expect(refused.map(({ event }) => event)).toEqual(['exposureAuthorization', 'disagree']);
  expect(app.text()).not.toContain('先看隐私说明');
});

step('a new version is put in place only when she says so', async () => {
  app.side.confirm = false;
  app.side.updateReady?.();
  await app.see('约体检');
  expect(app.side.modals.map(({ title }) => title)).toEqual(['有新版本']);
  expect(app.side.updatesApplied).toBe(0);
  app.side.confirm = true;
  app.side.updateReady?.();
  await app.see('约体检');
  expect(app.side.updatesApplied).toBe(1);
});
