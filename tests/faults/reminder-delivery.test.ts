import { systemClock } from '@linkang/server/platform/clock';
import { makeTokens } from '@linkang/server/platform/tokens';
import type { NoticeRow } from '@linkang/server/modules/notice/notice.model';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Call } from '@linkang/shared/api/notice.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import { mongo } from 'mongoose';
import { bodyOf } from '../support/answers';
import { buildIdNumber } from '../support/builders';
import { buildSessionBody } from '../support/clinic';
import { makeConfigDir } from '../support/config-dir';
import { Caller } from '../support/http';
import { sentBy, stubCall } from '../support/notices';
import { eventually } from '../support/poll';
import { freePort, launchServer, makeDataDir, type ServerProcess } from '../support/process-server';
import { freshDatabaseUri } from '../support/server';
import { startWechatStub, type Stub } from '../support/wechat-stub';

/*
 * Two server processes on one database remind of tomorrow's visits and are killed in the middle of sending: nobody is
 * reminded twice, and who may not have been reached is on the list of those whom the desk telephones.
 */
jest.setTimeout(240_000);

const PEOPLE = 8;
const TEMPLATE = 'demo-reminder';
const tokenSecret = randomBytes(32).toString('hex');
const uri = freshDatabaseUri();
const folders = [makeDataDir(), makeDataDir()];
/** The test runs at any hour, and every visit of tomorrow is due since midnight. */
const config = makeConfigDir({
  'notices.json': { quietHours: null },
  'booking.json': { reminders: { dayBeforeTime: '00:00', hoursBefore: null } },
});
const env = {
  MONGODB_URI: uri,
  CONFIG_DIR: config.configDir,
  TOKEN_SECRET: tokenSecret,
  DATA_KEYS: `t1:${randomBytes(32).toString('base64')}`,
  LOOKUP_KEY: randomBytes(32).toString('hex'),
  WECHAT_APPID: 'wx-test',
  WECHAT_SECRET: 'secret-test',
  LIMITS: 'off',
  DEMO: 'off',
};

let stub: Stub;
const client = new mongo.MongoClient(uri, { runtimeAdapters: { os } });
const servers: ServerProcess[] = [];
const bookings: string[] = [];

const as = (token?: string, index = 0): Caller => new Caller((servers[index] as ServerProcess).baseUrl, token);
const desk = (): Caller => {
  const actor = { kind: 'staff', accountId: 'staff-1', signInId: 's', roles: ['desk'], teamIds: [] } as const;
  return as(makeTokens(tokenSecret, systemClock).signAccess({ ...actor, roles: ['desk'], teamIds: [] }));
};
const reminders = () => client.db().collection<NoticeRow>('notices').find({ kind: 'bookingReminder' }).toArray();

async function start(index: number): Promise<void> {
  const { dataDir } = folders[index] as (typeof folders)[number];
  const server = launchServer({ dataDir, port: await freePort(), env: { ...env, WECHAT_BASE_URL: stub.baseUrl } });
  await server.ready();
  servers[index] = server;
}

/** Somebody with a seat of tomorrow, booked the day before yesterday, who allows two reminders. */
async function buildVisit(sessionId: string, index: number): Promise<void> {
  const code = `ok-remind-${index}`;
  const { accessToken } = bodyOf(await as().post<{ accessToken: string }>('/auth/wechat', { code }));
  const { items } = bodyOf(await as().get<{ items: { purpose: string; version: string }[] }>('/consents'));
  const idNumber = buildIdNumber({ birthDay: `195${index}-04-08` });
  const consents = items.map(({ purpose, version }) => ({ purpose, version }));
  const body = { name: '王秀英', idType: 'residentId', idNumber, consents };
  const { id: residentId } = bodyOf(await as(accessToken).post<{ id: string }>('/residents', body), 201);
  const again = bodyOf(await as().post<{ accessToken: string }>('/auth/wechat', { code })).accessToken;
  for (let i = 0; i < 2; i += 1) await as(again).post('/notices/credits', { templateIds: [TEMPLATE] });
  await stubCall(stub.baseUrl, 'credits', { touser: `openid-remind-${index}`, template_id: TEMPLATE, count: 2 });
  bookings.push(bodyOf(await as(again).post<Booking>('/bookings', { sessionId, residentId }), 201).id);
}

beforeAll(async () => {
  await client.connect();
  stub = await startWechatStub();
  await start(0);
  await start(1);
}, 120_000);

afterAll(async () => {
  for (const server of servers) server.signal('SIGKILL');
  await Promise.all(servers.map((server) => server.exited));
  await client.db().dropDatabase();
  await client.close();
  await stub.stop();
  for (const folder of [...folders, config]) folder.remove();
}, 60_000);

test('two servers, killed while they send: each visit is reminded of once, or telephoned', async () => {
  const day = addDays(dayOf(new Date()), 1);
  const { id } = bodyOf(await desk().post<Session>('/sessions', buildSessionBody({ day, capacity: PEOPLE })), 201);
  for (let index = 0; index < PEOPLE; index += 1) await buildVisit(id, index);
  await stubCall(stub.baseUrl, 'fail', { mode: 'slow' });
  await client
    .db()
    .collection<{ _id: string }>('seats')
    .updateMany({ _id: { $in: bookings } }, { $set: { bookedAt: new Date(Date.now() - 48 * 3_600_000) } });
  const cutOff = await eventually(
    'some are under way',
    async () => {
      const rows = (await reminders()).filter(({ push }) => push.state === 'sending');
      return rows.length > 0 && rows;
    },
    { withinMs: 90_000, everyMs: 5 },
  );
  for (const server of servers) server.signal('SIGKILL');
  await Promise.all(servers.map((server) => server.exited));
  await stubCall(stub.baseUrl, 'fail', { mode: 'ok' });
  await start(0);
  await start(1);
  const rows = await eventually(
    'all that can be sent is sent, and a whole round of the timers is over',
    async () => {
      const found = await reminders();
      const isOpen = found.some(({ push }) => push.state === 'todo' || push.state === 'sending');
      return found.length >= PEOPLE && !isOpen && found;
    },
    { withinMs: 90_000, everyMs: 250 },
  );
  expect(rows.map(({ targetId }) => targetId).sort()).toEqual([...bookings].sort());
  const stateOf = new Map(rows.map((row) => [row._id, row.push.state]));
  for (const { _id } of cutOff) expect(stateOf.get(_id)).toBe('unknown');
  const sent = (await sentBy(stub.baseUrl)).filter((message) => message.template_id === TEMPLATE);
  const perPerson = new Map<string, number>();
  for (const { touser } of sent) perPerson.set(touser, (perPerson.get(touser) ?? 0) + 1);
  expect(Math.max(...perPerson.values())).toBe(1);

  const { items } = bodyOf(await desk().get<{ items: Call[] }>('/calls?topic=reminder'));
  const unknown = rows.filter(({ push }) => push.state === 'unknown');
  expect(items.map((call) => call.why)).toEqual(unknown.map(() => 'unknown'));
  expect(items.map((call) => call.residentId).sort()).toEqual(unknown.map(({ residentId }) => residentId).sort());
});
