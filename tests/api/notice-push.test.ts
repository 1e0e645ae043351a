import { noticeKinds, type NoticeKind } from '@linkang/shared/api/notice-kinds';
import { makeWechatClient } from '@linkang/server/platform/wechat';
import { pageOf, templatesInUse, valuesOf, type UsedTemplate } from '@linkang/server/modules/notice/notice.templates';
import type { NoticeRow } from '@linkang/server/modules/notice/notice.model';
import { existsSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { bodyOf, outcomeOf } from '../support/answers';
import { buildResidentAccount, type ResidentAccount } from '../support/builders';
import { buildCitizen, openSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { runNoticeJob, sentBy, stubCall, type SentMessage } from '../support/notices';
import { startServer, TEST_NOW, type TestServer } from '../support/server';
import { startWechatStub, type Stub } from '../support/wechat-stub';

const TEMPLATE = 'demo-booking';
const CHANGE = 'demo-change';
let server: TestServer;
let people = 0;
/** The stub that took over in the middle. */
let again: Stub | undefined;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  await stubCall(server.stub.baseUrl, 'fail', { mode: 'ok' });
  for (const name of ['notices', 'noticeCredits']) await server.deps.connection.collection(name).deleteMany({});
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(async () => {
  await again?.stop();
  await server.stop();
});

interface Patient extends ResidentAccount {
  openId: string;
}

/** Somebody with a WeChat identity, who has accepted the booking's template so often here and there. */
async function buildPatient(credits: { here: number; there: number }, templateId = TEMPLATE): Promise<Patient> {
  people += 1;
  const name = `push-${people}`;
  const account = await buildResidentAccount(server, { code: `ok-${name}` });
  const openId = `openid-${name}`;
  await stubCall(server.stub.baseUrl, 'credits', { touser: openId, template_id: templateId, count: credits.there });
  for (let i = 0; i < credits.here; i += 1)
    expect((await account.caller.post('/notices/credits', { templateIds: [templateId] })).status).toBe(204);
  return { ...account, openId };
}

async function bookFor({ caller, residentId }: Patient, changes: Record<string, unknown> = {}): Promise<string> {
  const { id } = await openSession(server, changes);
  return bodyOf(await caller.post<{ id: string }>('/bookings', { sessionId: id, residentId }), 201).id;
}

const push = async (): Promise<void> => {
  await runNoticeJob(server, 'deliverNotices');
  await runNoticeJob(server, 'pushNotices');
};
const notices = () => server.deps.connection.collection<NoticeRow>('notices');
const stateOf = async ({ accountId }: Patient): Promise<string> => {
  const row = await notices().findOne({ accountId });
  return [row?.push.state, row?.push.errcode].filter(Boolean).join(' ');
};
const creditsOf = async ({ accountId }: Patient, templateId = TEMPLATE): Promise<number | undefined> =>
  (
    await server.deps.connection
      .collection<{ _id: string; count: number }>('noticeCredits')
      .findOne({ _id: `${accountId}:${templateId}` })
  )?.count;
const sentTo = async ({ openId }: Patient): Promise<SentMessage[]> =>
  (await sentBy(server.stub.baseUrl)).filter(({ touser }) => touser === openId);

describe('sending', () => {
  it('sends what the template asks for, once, and uses one permission', async () => {
    const patient = await buildPatient({ here: 2, there: 2 });
    const bookingId = await bookFor(patient);
    await push();
    await push();
    expect(await sentTo(patient)).toEqual([
      {
        touser: patient.openId,
        template_id: TEMPLATE,
        page: `packages/booking/pages/detail/index?id=${encodeURIComponent(bookingId)}`,
        miniprogram_state: 'developer',
        data: {
          thing1: { value: '全科门诊' },
          time2: { value: '2026年6月8日 09:00' },
          thing3: { value: '一楼全科诊室' },
          character_string4: { value: '1' },
          thing5: { value: '点开看详情' },
        },
      },
    ]);
    expect([await stateOf(patient), await creditsOf(patient)]).toEqual(['sent', 1]);
  });

  it('asks WeChat nothing without a permission', async () => {
    const patient = await buildPatient({ here: 0, there: 5 });
    await bookFor(patient);
    await push();
    expect([await stateOf(patient), await sentTo(patient)]).toEqual(['noPermission', []]);
  });

  it('forgets permissions that WeChat does not know of', async () => {
    const patient = await buildPatient({ here: 3, there: 0 });
    await bookFor(patient);
    await push();
    expect([await stateOf(patient), await creditsOf(patient)]).toEqual(['noPermission 43101', 0]);
  });

  it.each([40003, 40037, 41030, 47003])('gives up at %i and gives the permission back', async (errcode) => {
    const patient = await buildPatient({ here: 1, there: 1 });
    await bookFor(patient);
    await stubCall(server.stub.baseUrl, 'refuse', { errcodes: [errcode] });
    await push();
    server.clock.advanceMinutes(60);
    await push();
    expect([await stateOf(patient), await creditsOf(patient), await sentTo(patient)]).toEqual([
      `failed ${errcode}`,
      1,
      [],
    ]);
  });

  it.each([-1, 45009])('tries again later after %i', async (errcode) => {
    const patient = await buildPatient({ here: 1, there: 1 });
    await bookFor(patient);
    await stubCall(server.stub.baseUrl, 'refuse', { errcodes: [errcode] });
    await push();
    expect([await stateOf(patient), await creditsOf(patient)]).toEqual(['todo', 1]);
    await push();
    expect(await sentTo(patient)).toEqual([]);
    server.clock.advanceMinutes(1);
    await push();
    expect([await stateOf(patient), await creditsOf(patient), (await sentTo(patient)).length]).toEqual(['sent', 0, 1]);
  });

  it('fetches an expired token again once, and sends', async () => {
    const [one, two] = [await buildPatient({ here: 1, there: 1 }), await buildPatient({ here: 1, there: 1 })];
    await bookFor(one);
    await push();
    await stubCall(server.stub.baseUrl, 'expire-tokens', {});
    await bookFor(two);
    await push();
    expect([await stateOf(one), await stateOf(two)]).toEqual(['sent', 'sent']);
  });

  it.each([40001, 40014, 42001])('puts it off when even a fresh token is refused with %i', async (errcode) => {
    const patient = await buildPatient({ here: 1, there: 1 });
    await bookFor(patient);
    await stubCall(server.stub.baseUrl, 'refuse', { errcodes: [errcode, errcode] });
    await push();
    expect(await stateOf(patient)).toBe('todo');
    server.clock.advanceMinutes(1);
    await push();
    expect([await stateOf(patient), (await sentTo(patient)).length]).toEqual(['sent', 1]);
  });

  it('shares one token among all that send at once', async () => {
    const before = (await stubCall<{ tokenCalls: number }>(server.stub.baseUrl, 'sent')).tokenCalls;
    const settings = { appId: 'wx-test', secret: 'secret-test', miniProgram: 'formal' } as const;
    const wechat = makeWechatClient({ ...settings, baseUrl: server.stub.baseUrl }, pino({ level: 'silent' }));
    const message = { openId: 'openid-nobody', templateId: TEMPLATE, page: 'p', data: {} };
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => wechat.sendMessage(message)));
    expect(outcomes).toEqual(Array.from({ length: 8 }, () => ({ kind: 'noPermission', errcode: 43101 })));
    expect((await stubCall<{ tokenCalls: number }>(server.stub.baseUrl, 'sent')).tokenCalls).toBe(before + 1);
  });

  it('waits while WeChat cannot be reached, longer each time, and sends once afterwards', async () => {
    const patient = await buildPatient({ here: 1, there: 1 });
    await bookFor(patient);
    const port = Number(new URL(server.stub.baseUrl).port);
    await server.stub.stop();
    const pauses: number[] = [];
    try {
      await runNoticeJob(server, 'deliverNotices');
      for (let i = 0; i < 3; i += 1) {
        await runNoticeJob(server, 'pushNotices');
        const row = await notices().findOne({ accountId: patient.accountId });
        expect(row?.push.state).toBe('todo');
        pauses.push((row?.push.nextAt as Date).getTime() - server.clock.now().getTime());
        server.clock.set((row?.push.nextAt as Date).toISOString());
      }
    } finally {
      again = await startWechatStub(port);
    }
    expect(pauses).toEqual([5000, 10_000, 20_000]);
    await stubCall(server.stub.baseUrl, 'credits', { touser: patient.openId, template_id: TEMPLATE, count: 1 });
    await push();
    expect([await stateOf(patient), (await sentTo(patient)).length]).toEqual(['sent', 1]);
  });

  it('never sends again what WeChat may have received', async () => {
    const patient = await buildPatient({ here: 2, there: 2 });
    await bookFor(patient);
    await stubCall(server.stub.baseUrl, 'fail', { mode: 'slow' });
    await push();
    expect(await stateOf(patient)).toBe('unknown');
    await stubCall(server.stub.baseUrl, 'fail', { mode: 'ok' });
    server.clock.advanceMinutes(60);
    await push();
    expect([await stateOf(patient), await creditsOf(patient)]).toEqual(['unknown', 1]);
    expect((await sentTo(patient)).length).toBeLessThanOrEqual(1);
  }, 30_000);

  it('gives a claim up whose sender was killed', async () => {
    const patient = await buildPatient({ here: 1, there: 1 });
    await bookFor(patient);
    await runNoticeJob(server, 'deliverNotices');
    const lapsesAt = new Date(server.clock.now().getTime() + 30_000);
    await notices().updateOne(
      { accountId: patient.accountId },
      { $set: { 'push.state': 'sending', 'push.nextAt': lapsesAt } },
    );
    await push();
    expect(await stateOf(patient)).toBe('sending');
    server.clock.advanceMinutes(1);
    await push();
    expect([await stateOf(patient), await sentTo(patient)]).toEqual(['unknown', []]);
  });

  it('lists a visit that is over, and sends nothing about it', async () => {
    const [late, waiting] = [await buildPatient({ here: 1, there: 1 }), await buildPatient({ here: 1, there: 1 })];
    await bookFor(late, { day: '2026-06-04', startTime: '13:00', endTime: '14:00' });
    await bookFor(waiting, { day: '2026-06-04', startTime: '14:00', endTime: '15:00' });
    server.clock.set('2026-06-04T05:00:00.000Z');
    await runNoticeJob(server, 'deliverNotices');
    server.clock.set('2026-06-04T06:00:00.000Z');
    await push();
    for (const patient of [late, waiting])
      expect([await stateOf(patient), await sentTo(patient)]).toEqual(['none', []]);
    expect(await creditsOf(waiting)).toBe(1);
  });

  it('sends nothing to an account without WeChat', async () => {
    const citizen = await buildCitizen(server);
    const { id } = await openSession(server);
    bodyOf(await citizen.caller.post('/bookings', { sessionId: id, residentId: citizen.residentId }), 201);
    await push();
    expect((await notices().findOne({ accountId: citizen.accountId }))?.push.state).toBe('none');
  });

  it('never spends more permissions than there are, with many senders at once', async () => {
    const patient = await buildPatient({ here: 3, there: 100 }, CHANGE);
    for (const day of ['2026-06-08', '2026-06-09', '2026-06-10', '2026-06-11', '2026-06-12'])
      bodyOf(await patient.caller.post(`/bookings/${await bookFor(patient, { day })}/cancel`));
    await runNoticeJob(server, 'deliverNotices');
    await Promise.all(Array.from({ length: 4 }, () => runNoticeJob(server, 'pushNotices')));
    expect([await creditsOf(patient, CHANGE), (await sentTo(patient)).length]).toEqual([0, 3]);
    const told = await notices().find({ accountId: patient.accountId, kind: 'bookingCancelled' }).toArray();
    expect(told.map(({ push: { state } }) => state).sort()).toEqual([
      'noPermission',
      'noPermission',
      'sent',
      'sent',
      'sent',
    ]);
  });
});

describe('values of a template', () => {
  const template = (fields: UsedTemplate['fields']): UsedTemplate => ({
    group: 'test',
    templateId: 'test',
    kinds: ['bookingSuspended'],
    moments: [],
    fields,
  });
  const row = (data: NoticeRow['data']): NoticeRow =>
    ({ kind: 'bookingSuspended', data, at: new Date(TEST_NOW), targetId: 't' }) as unknown as NoticeRow;

  it.each<[string, UsedTemplate['fields'], NoticeRow['data'], Record<string, string>]>([
    ['20 characters of a thing', { thing1: 'reason' }, { reason: '好'.repeat(20) }, { thing1: '好'.repeat(20) }],
    ['21 are cut', { thing1: 'reason' }, { reason: '好'.repeat(21) }, { thing1: `${'好'.repeat(19)}…` }],
    [
      'by character, not by half of one',
      { thing1: 'reason' },
      { reason: '𠮷'.repeat(21) },
      { thing1: `${'𠮷'.repeat(19)}…` },
    ],
    ['no line breaks', { thing1: 'reason' }, { reason: '一\n二' }, { thing1: '一 二' }],
    ['nothing empty', { thing1: 'reason', number2: 'number' }, {}, { thing1: '点开看详情', number2: '0' }],
    ['a phrase of five', { phrase1: 'state' }, {}, { phrase1: '已停诊' }],
    ['the event for want of a visit', { time1: 'when' }, {}, { time1: '2026年6月4日 12:00' }],
  ])('%s', (_name, fields, data, expected) => {
    expect(valuesOf(template(fields), row(data))).toEqual(expected);
  });
});

describe('GET /notices/templates', () => {
  it('tells what to ask for at each moment, to residents', async () => {
    const { caller } = await buildCitizen(server);
    expect(bodyOf(await caller.get('/notices/templates?moment=booking'))).toEqual({
      items: [TEMPLATE, CHANGE, 'demo-reminder'],
    });
    expect(bodyOf(await caller.get('/notices/templates?moment=contract'))).toEqual({ items: ['demo-contract'] });
    expect(bodyOf(await caller.get('/notices/templates?moment=proxy'))).toEqual({ items: ['demo-proxy'] });
    for (const query of ['', '?moment=dinner'])
      expect(outcomeOf(await caller.get(`/notices/templates${query}`))).toBe('400 VALIDATION_FAILED');
    const path = '/notices/templates?moment=booking';
    expect(outcomeOf(await new Caller(server.baseUrl).get(path))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['nurse']).get(path))).toBe('403 FORBIDDEN');
  });
});

describe('POST /notices/credits', () => {
  it.each([
    [{}],
    [{ templateIds: [] }],
    [{ templateIds: ['nobody-knows-it'] }],
    [{ templateIds: [TEMPLATE, { $gt: '' }] }],
    [{ templateIds: [''] }],
    [{ templateIds: [TEMPLATE, CHANGE, 'demo-contract', 'demo-proxy'] }],
  ])('refuses %j and counts nothing', async (body) => {
    const patient = await buildPatient({ here: 0, there: 0 });
    expect(outcomeOf(await patient.caller.post('/notices/credits', body))).toBe('400 VALIDATION_FAILED');
    expect(await creditsOf(patient)).toBeUndefined();
  });

  it('counts each acceptance, also of many at once', async () => {
    const patient = await buildPatient({ here: 0, there: 0 });
    await Promise.all(
      Array.from({ length: 12 }, () => patient.caller.post('/notices/credits', { templateIds: [TEMPLATE, CHANGE] })),
    );
    expect([await creditsOf(patient), await creditsOf(patient, CHANGE)]).toEqual([12, 12]);
  });

  it('is for residents', async () => {
    const body = { templateIds: [TEMPLATE] };
    expect(outcomeOf(await new Caller(server.baseUrl).post('/notices/credits', body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['desk']).post('/notices/credits', body))).toBe('403 FORBIDDEN');
  });
});

test('in production a template without an id is neither asked for nor sent', async () => {
  const env = { ...server.deps.env, mode: 'production' as const };
  expect(templatesInUse({ config: server.deps.config, env })).toEqual([]);
  const [first, ...rest] = server.deps.config.notices.templates;
  const templates = [{ ...(first as (typeof rest)[number]), templateId: 'real-template-id' }, ...rest];
  const config = { ...server.deps.config, notices: { ...server.deps.config.notices, templates } };
  expect(templatesInUse({ config, env }).map(({ templateId }) => templateId)).toEqual(['real-template-id']);
});

test.each([
  ['seats', { 'outbox.dueAt': { $lte: new Date() } }],
  ['contracts', { 'outbox.dueAt': { $lte: new Date() } }],
  ['proxies', { 'outbox.dueAt': { $lte: new Date() } }],
  ['notices', { 'push.state': 'todo', 'push.nextAt': { $lte: new Date() } }],
  ['notices', { 'push.state': 'sending', 'push.nextAt': { $lte: new Date() } }],
  ['notices', { accountId: 'somebody', readAt: null }],
])('what the jobs look for every two seconds in %s is found by an index: %j', async (name, filter) => {
  const plan = JSON.stringify(await server.deps.connection.collection(name).find(filter).explain('queryPlanner'));
  const { winningPlan } = (JSON.parse(plan) as { queryPlanner: { winningPlan: unknown } }).queryPlanner;
  expect(JSON.stringify(winningPlan)).toContain('IXSCAN');
  expect(JSON.stringify(winningPlan)).not.toContain('COLLSCAN');
});

test.each<NoticeKind>(Object.keys(noticeKinds) as NoticeKind[])(
  'a message of %s opens a page that is there',
  (kind) => {
    const page = pageOf({ kind, targetId: 't' } as NoticeRow).replace(/\?.*$/, '');
    expect(existsSync(path.resolve(__dirname, '../../miniapp/src', `${page}.tsx`))).toBe(true);
  },
);
