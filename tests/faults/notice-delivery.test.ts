import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import type { NoticeKind } from '@linkang/shared/api/notice-kinds';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays, addYears, dayOf } from '@linkang/shared/domain/clinic-day';
import { bodyOf } from '../support/answers';
import { buildLectureBody, buildSessionBody } from '../support/clinic';
import type { Caller } from '../support/http';
import { sentBy, stubCall, type Inbox } from '../support/notices';
import { eventually } from '../support/poll';
import { buildAsk } from '../support/proxies';
import { startWechatPair, type Patient, type WechatPair } from '../support/wechat-pair';

/*
 * Two server processes on one database, and WeChat's stand-in. Everything that happens to an elder reaches the
 * lists of the elder and the relative, and WeChat, exactly once, while WeChat is gone for a while and both
 * servers are killed in the middle of sending.
 */
jest.setTimeout(240_000);

const SLOW_WITHIN = { withinMs: 90_000, everyMs: 250 };
const PERMISSIONS = 60;
const TEMPLATES = ['demo-booking', 'demo-change', 'demo-contract', 'demo-proxy'];

let wechat: WechatPair;
let elder: Patient;
let relative: Patient;

const as = (token?: string): Caller => wechat.as(token);
const staff = (role: PolicyRole): Caller => wechat.staff(role);
const allow = async (): Promise<void> => {
  for (const person of [elder, relative]) await wechat.allow(person, TEMPLATES, PERMISSIONS);
};
const day = (ahead: number): string => addDays(dayOf(new Date()), ahead);
const openSession = async (ahead: number): Promise<string> =>
  bodyOf(await staff('desk').post<Session>('/sessions', buildSessionBody({ day: day(ahead) })), 201).id;
const bookBy = async ({ token }: Patient, sessionId: string): Promise<string> =>
  bodyOf(await as(token).post<Booking>('/bookings', { sessionId, residentId: elder.residentId }), 201).id;

async function decideContract(id: string, decision: 'approve' | 'reject'): Promise<void> {
  await wechat.db.collection<{ _id: string }>('contracts').insertOne({
    _id: id,
    residentId: elder.residentId,
    status: 'pendingReview',
    kind: 'first',
    slots: ['now', 'next'],
    history: [],
    teamId: 'team-1',
    packages: [],
    packageVersion: '1',
    termYears: 1,
    textVersion: '1',
    signedAt: new Date(),
    signedBy: elder.accountId,
    evidence: { channel: 'h5' },
    startDay: null,
    endDay: null,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    rev: 0,
  } as never);
  bodyOf(await staff('director').post(`/contracts/${id}/${decision}`, { reason: '请补充住址' }));
}

const ask = async (): Promise<string> => {
  const body = buildAsk(elder, { scopes: ['book', 'record'], endsDay: addYears(day(0), 1) });
  return bodyOf(await as(relative.token).post<Proxy>('/proxies', body), 201).id;
};

/** How often each kind stands in somebody's list. */
async function kindsOf({ accountId }: Patient): Promise<Partial<Record<NoticeKind, number>>> {
  const counts: Partial<Record<NoticeKind, number>> = {};
  for (const { kind } of await wechat.notices.find({ accountId }).toArray()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

const settled = (what: string) =>
  eventually(
    what,
    async () => {
      const owed = await Promise.all(
        ['seats', 'contracts', 'proxies'].map((name) =>
          wechat.db.collection(name).countDocuments({ outbox: { $exists: true } }),
        ),
      );
      const open = await wechat.notices.countDocuments({ 'push.state': { $in: ['todo', 'sending'] } });
      return open === 0 && owed.every((count) => count === 0);
    },
    SLOW_WITHIN,
  );

/** How often each message came to WeChat. */
async function sentCounts(): Promise<number[]> {
  const counts = new Map<string, number>();
  for (const { touser, template_id, page, data } of await sentBy(wechat.stubUrl)) {
    const key = JSON.stringify([touser, template_id, page, data]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()];
}

beforeAll(async () => {
  // The test runs at any hour.
  wechat = await startWechatPair({ 'notices.json': { quietHours: null } });
  const allowed = { templateIds: TEMPLATES, times: PERMISSIONS };
  elder = await wechat.register('elder', { name: '王秀英', birthDay: '1950-04-08' }, allowed);
  relative = await wechat.register('relative', { name: '陈晓岚', birthDay: '1980-02-03' }, allowed);
  await allow();
}, 180_000);

afterAll(() => wechat.stop(), 60_000);

test('every event, with two servers: once in each list and once at WeChat', async () => {
  const refused = await ask();
  bodyOf(await as(elder.token).post(`/proxies/${refused}/reject`));
  bodyOf(await as(elder.token).post(`/proxies/${await ask()}/confirm`, {}));
  const cancelled = await bookBy(relative, await openSession(2));
  bodyOf(await as(elder.token).post(`/bookings/${cancelled}/cancel`));
  const lectureBody = buildLectureBody({ day: day(4) });
  const { id: lectureId } = bodyOf(await staff('editor').post<Lecture>('/lectures', lectureBody), 201);
  bodyOf(await staff('editor').post(`/lectures/${lectureId}/publish`));
  const { residentId } = elder;
  bodyOf(await as(relative.token).post(`/lectures/${lectureId}/registrations`, { residentId }), 201);
  bodyOf(await staff('editor').post(`/lectures/${lectureId}/cancel`, { reason: '讲课医生生病' }));
  await decideContract('contract-no', 'reject');
  await decideContract('contract-yes', 'approve');
  await settled('all is sent');
  const both = {
    proxyRejected: 1,
    proxyConfirmed: 1,
    bookingMade: 2,
    bookingCancelled: 1,
    bookingSuspended: 1,
    contractRejected: 1,
    contractApproved: 1,
  };
  expect(await kindsOf(elder)).toEqual({ ...both, proxyAsked: 2 });
  expect(await kindsOf(relative)).toEqual(both);
  expect(await wechat.notices.distinct('push.state')).toEqual(['sent']);
  const sent = await sentBy(wechat.stubUrl);
  expect(sent.filter(({ touser }) => touser === elder.openId)).toHaveLength(10);
  expect(sent.filter(({ touser }) => touser === relative.openId)).toHaveLength(8);
});

test('WeChat is gone for a while: what happens meanwhile comes once, later', async () => {
  await wechat.stopWechat();
  const before = await wechat.notices.countDocuments();
  for (let ahead = 5; ahead < 15; ahead += 1) await bookBy(ahead % 2 ? elder : relative, await openSession(ahead));
  const tried = await eventually(
    'all was tried in vain',
    async () => {
      const rows = await wechat.notices.find({ 'push.state': 'todo', 'push.tries': { $gte: 1 } }).toArray();
      return rows.length === 20 && rows;
    },
    SLOW_WITHIN,
  );
  expect(await wechat.notices.countDocuments()).toBe(before + 20);
  await wechat.startWechat();
  await allow();
  await settled('all is sent after all');
  const states = await wechat.notices.find({ _id: { $in: tried.map(({ _id }) => _id) } }).toArray();
  expect(new Set(states.map(({ push }) => push.state))).toEqual(new Set(['sent']));
  expect(await sentCounts()).toEqual(Array.from({ length: 20 }, () => 1));
});

test('both servers are killed while they send: a message under way is not sent again, all others come once', async () => {
  await stubCall(wechat.stubUrl, 'fail', { mode: 'slow' });
  const sessions: string[] = [];
  for (let ahead = 15; ahead < 25; ahead += 1) sessions.push(await openSession(ahead));
  for (const id of sessions) await bookBy(elder, id);
  const cutOff = await eventually(
    'some are under way',
    async () => {
      const rows = await wechat.notices.find({ 'push.state': 'sending' }).toArray();
      return rows.length > 0 && rows;
    },
    { withinMs: 30_000, everyMs: 5 },
  );
  await wechat.kill();
  await stubCall(wechat.stubUrl, 'fail', { mode: 'ok' });
  await wechat.restart();
  await settled('all that can be sent is sent');

  const rows = await wechat.notices
    .find({ kind: 'bookingMade', targetId: { $in: await targetsOf(sessions) } })
    .toArray();
  expect(rows).toHaveLength(20);
  expect(new Set(rows.map(({ _id }) => _id)).size).toBe(20);
  const states = new Map(rows.map((row) => [row._id, row.push.state]));
  for (const { _id } of cutOff) expect(states.get(_id)).toBe('unknown');
  // Those whose sending was cut off may have come; nothing came twice, and nothing else is missing.
  const counts = await sentCounts();
  expect(Math.max(...counts)).toBe(1);
  const sent = [...states.values()].filter((state) => state === 'sent').length;
  const unknown = [...states.values()].filter((state) => state === 'unknown').length;
  expect(sent + unknown).toBe(20);
  expect(sent).toBeGreaterThan(0);
  expect(counts.length).toBeGreaterThanOrEqual(20 + sent);
  // In the list stands every one of them.
  const inbox = bodyOf(await as(elder.token).get<Inbox>('/notices?limit=100'));
  for (const row of rows.filter(({ accountId }) => accountId === elder.accountId))
    expect(inbox.items.map(({ id }) => id)).toContain(row._id);
});

/** The bookings of sessions. */
async function targetsOf(sessionIds: readonly string[]): Promise<string[]> {
  const rows = await wechat.db
    .collection<{ _id: string }>('seats')
    .find({ sessionId: { $in: [...sessionIds] }, status: 'booked' } as never)
    .toArray();
  return rows.map(({ _id }) => _id);
}
