import type { NoticeRow } from '@linkang/server/modules/notice/notice.model';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { bodyOf, countOutcomes } from '../support/answers';
import { sentBy, stubCall } from '../support/notices';
import { eventually } from '../support/poll';
import { atOnce, makeCrowd, settled, type ProcessCrowd } from '../support/process-crowd';
import type { ProcessPair } from '../support/process-pair';
import { acknowledge, judge, report, type Told } from '../support/storm';
import { startWechatPair, type Patient, type WechatPair } from '../support/wechat-pair';

/* Two server processes on one database, and WeChat's stand-in, which fails. */
jest.setTimeout(240_000);

const PEOPLE = 24;
const TEMPLATES = ['demo-booking', 'demo-change', 'demo-contract'];
/** WeChat's answer is waited for five seconds; a booking must know nothing of that. */
const BOOKED_MS = 2500;
/** Messages under way in the moment of the failure: four a server. */
const MAY_BE_UNKNOWN = 8;

let wechat: WechatPair;
let pair: ProcessPair;
let crowd: ProcessCrowd;
const people: Patient[] = [];
const history: Told[] = [];

const setMode = (mode: 'ok' | 'down' | 'slow' | 'wrong') => stubCall(wechat.stubUrl, 'fail', { mode });

/** Somebody who accepted the templates often enough. */
async function buildPerson(i: number): Promise<Patient> {
  const allowed = { templateIds: TEMPLATES, times: 6 };
  const person = await wechat.register(String(i), { name: '王秀英', birthDay: '1950-04-08' }, allowed);
  await wechat.allow(person, TEMPLATES, 9);
  return person;
}

const rowsOf = (bookingIds: readonly string[]): Promise<NoticeRow[]> =>
  pair.withDatabase((db) =>
    db
      .collection<NoticeRow>('notices')
      .find({ targetId: { $in: [...bookingIds] } })
      .toArray(),
  );
const countState = (rows: readonly NoticeRow[], ...states: string[]): number =>
  rows.filter(({ push }) => states.includes(push.state)).length;

/** Everybody books. @returns the bookings, and how long the slowest took */
async function bookAll(daysAhead: number): Promise<{ ids: string[]; slowestMs: number }> {
  const session = await crowd.openSession(daysAhead, PEOPLE);
  let slowestMs = 0;
  const bookings = await Promise.all(
    people.map(async (person, i) => {
      const key = `day-${daysAhead}-${i}`;
      const body = { sessionId: session.id, residentId: person.residentId };
      const ask = () => wechat.as(person.token).post<Booking>('/bookings', body, key);
      const startedMs = Date.now();
      const answer = await ask();
      slowestMs = Math.max(slowestMs, Date.now() - startedMs);
      history.push(acknowledge(key, bodyOf(answer, 201), 'booked', ask));
      return answer.body.id;
    }),
  );
  return { ids: bookings, slowestMs };
}

const sent = (ids: readonly string[]) =>
  eventually(
    'nothing waits any more',
    async () => {
      const rows = await rowsOf(ids);
      return rows.length === ids.length && countState(rows, 'todo', 'sending') === 0 && rows;
    },
    { withinMs: 120_000, everyMs: 250 },
  );

beforeAll(async () => {
  wechat = await startWechatPair();
  ({ pair } = wechat);
  crowd = makeCrowd(pair);
  const jobs = Array.from({ length: PEOPLE }, (_, i) => async () => void people.push(await buildPerson(i)));
  await atOnce(4, jobs);
  // Both know a token before anything fails.
  const { ids } = await bookAll(20);
  expect(countState(await sent(ids), 'sent')).toBe(PEOPLE);
}, 180_000);
afterAll(() => wechat.stop(), 60_000);
afterEach(() => setMode('ok'));

test.each(['down', 'slow', 'wrong'] as const)('WeChat is %s: booking goes on, and messages wait', async (mode) => {
  await setMode(mode);
  const { ids, slowestMs } = await bookAll({ down: 21, slow: 22, wrong: 23 }[mode]);
  expect(slowestMs).toBeLessThan(BOOKED_MS);
  const tried = await eventually(
    'sending was tried in vain',
    async () => {
      const rows = await rowsOf(ids);
      return rows.length === PEOPLE && rows.some(({ push }) => push.state === 'todo' && push.tries > 0) && rows;
    },
    { withinMs: 60_000, everyMs: 100 },
  );
  expect(countState(tried, 'sent')).toBe(0);
  expect(countState(tried, 'unknown')).toBeLessThanOrEqual(MAY_BE_UNKNOWN);
  await setMode('ok');
  const rows = await sent(ids);
  const [came, unknown] = [countState(rows, 'sent'), countState(rows, 'unknown')];
  expect([came + unknown, unknown <= MAY_BE_UNKNOWN]).toEqual([PEOPLE, true]);
  report(`T48 WeChat ${mode}`, { booked: ids.length, slowestBookingMs: slowestMs, sentLater: came, unknown });
});

test('an expired token is fetched once by each server, however many ask, and never forced', async () => {
  type Said = { tokenCalls: number; forcedTokenCalls: number };
  for (const person of people.slice(0, 2))
    bodyOf(await wechat.as(person.token).post('/auth/phone', { code: 'phone-13800138001' }));
  const before = await stubCall<Said>(wechat.stubUrl, 'sent');
  await stubCall(wechat.stubUrl, 'expire-tokens', {});
  const answers = await Promise.all(
    [...people, ...people].map((person) => wechat.as(person.token).post('/auth/phone', { code: 'phone-13800138001' })),
  );
  expect(countOutcomes(answers)).toEqual({ '200': PEOPLE * 2 });
  const after = await stubCall<Said>(wechat.stubUrl, 'sent');
  expect(after.tokenCalls - before.tokenCalls).toBe(pair.servers.length);
  expect(after.forcedTokenCalls).toBe(0);
});

test('afterwards nothing came twice, and every booking is there', async () => {
  const counts = new Map<string, number>();
  for (const { touser, page } of await sentBy(wechat.stubUrl))
    counts.set(`${touser} ${page}`, (counts.get(`${touser} ${page}`) ?? 0) + 1);
  expect(Math.max(...counts.values())).toBe(1);
  await settled(pair);
  const verdict = await pair.withDatabase((db) => judge('T48 bookings while WeChat fails', db, history));
  expect(verdict.violations).toEqual([]);
});
