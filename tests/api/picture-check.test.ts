import { createHash } from 'node:crypto';
import { fileModule } from '@linkang/server/modules/file';
import type { Picture } from '@linkang/shared/api/file.routes';
import { bodyOf } from '../support/answers';
import { staffCaller } from '../support/clinic';
import { stubCall } from '../support/notices';
import { drawPicture, upload } from '../support/pictures';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const TOKEN = 'Push8Token';
const PUBLIC = 'https://linkang.example.cn';

let server: TestServer;
let bytes: Buffer;

interface Asked {
  trace_id: string;
  media_url: string;
}

beforeAll(async () => {
  server = await startServer({ env: { PUBLIC_URL: `${PUBLIC}/`, WECHAT_PUSH_TOKEN: TOKEN, WECHAT_APPID: 'wx-test' } });
  bytes = await drawPicture(40, 20);
});
beforeEach(() => server.clock.set(TEST_NOW));
afterEach(async () => {
  await stubCall(server.stub.baseUrl, 'fail', { mode: 'ok' });
  await server.deps.connection.collection('files').deleteMany({});
});
afterAll(() => server.stop());

const keep = async (): Promise<string> =>
  bodyOf<Picture>(await upload(staffCaller(server, ['editor']), bytes, {}), 201).id;
const runJob = async (): Promise<void> => {
  const job = fileModule.jobs?.(server.deps).find(({ name }) => name === 'sendToCheck');
  await job?.run();
};
const askedAbout = async (id: string): Promise<Asked[]> =>
  (await stubCall<{ pictures: Asked[] }>(server.stub.baseUrl, 'checked')).pictures.filter(({ media_url: url }) =>
    url.endsWith(id),
  );
const checkOf = async (id: string): Promise<Record<string, unknown>> =>
  (
    (await server.deps.connection.collection<{ _id: string }>('files').findOne({ _id: id })) as unknown as {
      check: Record<string, unknown>;
    }
  ).check;
const statusOf = async (id: string): Promise<number> => (await fetch(`${server.baseUrl}/api/v1/files/${id}`)).status;

const address = (token = TOKEN, more = ''): string => {
  const [timestamp, nonce] = ['1780000000', '42'];
  const signature = createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex');
  return `${server.baseUrl}/wechat/push?signature=${signature}&timestamp=${timestamp}&nonce=${nonce}${more}`;
};
const push = (body: object, token?: string): Promise<Response> =>
  fetch(address(token), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ MsgType: 'event', Event: 'wxa_media_check', appid: 'wx-test', version: 2, ...body }),
  });
const answer = (asked: Asked | undefined, suggest: string, more: object = {}): Promise<Response> =>
  push({ trace_id: asked?.trace_id, errcode: 0, errmsg: 'ok', result: { suggest, label: 100 }, ...more });

/** A picture about which WeChat has been asked. */
async function sent(): Promise<{ id: string; asked: Asked | undefined }> {
  const id = await keep();
  await runJob();
  const [asked] = await askedAbout(id);
  return { id, asked };
}

describe('a picture that others will be shown', () => {
  it('is fetched by WeChat, once, and shown until it answers', async () => {
    const { id, asked } = await sent();
    expect(asked?.media_url).toBe(`${PUBLIC}/api/v1/files/${id}`);
    expect(await checkOf(id)).toMatchObject({ state: 'sent', traceId: asked?.trace_id });
    await runJob();
    expect([(await askedAbout(id)).length, await statusOf(id)]).toEqual([1, 200]);
  });

  it.each([
    ['pass', 'passed', 200],
    ['review', 'review', 200],
    ['risky', 'risky', 404],
  ])('is judged by what WeChat pushes: %s', async (suggest, state, status) => {
    const { id, asked } = await sent();
    const reply = await answer(asked, suggest);
    expect([reply.status, await reply.text()]).toEqual([200, 'success']);
    expect(await checkOf(id)).toMatchObject({ state });
    expect(await statusOf(id)).toBe(status);
    // A second word on it changes nothing, and it is not asked about again.
    await answer(asked, suggest === 'risky' ? 'pass' : 'risky');
    server.clock.advanceMinutes(60);
    await runJob();
    expect([(await checkOf(id)).state, (await askedAbout(id)).length]).toEqual([state, 1]);
  });

  it('is asked about again when no answer comes, or WeChat could not fetch it', async () => {
    const { id, asked } = await sent();
    await answer(asked, 'pass', { errcode: -1008, result: undefined });
    expect((await checkOf(id)).state).toBe('unknown');
    server.clock.advanceMinutes(1);
    await runJob();
    expect([(await checkOf(id)).state, (await askedAbout(id)).length]).toEqual(['sent', 2]);
    server.clock.advanceMinutes(36);
    await runJob();
    expect((await askedAbout(id)).length).toBe(3);
    await answer(asked, 'risky');
    expect((await checkOf(id)).state).toBe('sent');
  });

  it.each(['down', 'wrong', 'slow'])('waits while WeChat is %s', async (mode) => {
    const id = await keep();
    await stubCall(server.stub.baseUrl, 'fail', { mode });
    await runJob();
    expect(['todo', 'unknown']).toContain((await checkOf(id)).state);
    await stubCall(server.stub.baseUrl, 'fail', { mode: 'ok' });
    server.clock.advanceMinutes(5);
    await stubCall(server.stub.baseUrl, 'expire-tokens', {});
    await runJob();
    expect((await checkOf(id)).state).toBe('sent');
  });
});

describe('the address for what WeChat pushes', () => {
  it('answers its first question, and nobody without the token', async () => {
    const echoed = await fetch(address(TOKEN, '&echostr=8899'));
    expect([echoed.status, await echoed.text()]).toEqual([200, '8899']);
    expect((await fetch(address('Other', '&echostr=8899'))).status).toBe(404);
    expect((await fetch(`${server.baseUrl}/wechat/push?echostr=1`)).status).toBe(404);
  });

  it('believes neither a wrong signature nor another mini-program', async () => {
    const { id, asked } = await sent();
    const judged = { trace_id: asked?.trace_id, errcode: 0, result: { suggest: 'risky' } };
    expect((await push(judged, 'Other')).status).toBe(404);
    await push({ ...judged, appid: 'wx-other' });
    await push({ ...judged, trace_id: { $ne: '' } });
    expect((await checkOf(id)).state).toBe('sent');
  });

  it('is polite about everything else', async () => {
    const reply = await push({ Event: 'subscribe_msg_popup_event' });
    expect([reply.status, await reply.text()]).toEqual([200, 'success']);
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(address(), { method: 'POST', headers, body: '{"Event":' })).status).toBe(400);
  });
});
