import { loadOrCreateSecrets } from '@linkang/server/platform/data-dir';
import { systemClock } from '@linkang/server/platform/clock';
import { makeTokens } from '@linkang/server/platform/tokens';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import type { Problem } from '@linkang/shared/errors';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { mongo } from 'mongoose';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, outcomeOf } from '../support/answers';
import { buildSessionBody } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations, type Acknowledged } from '../support/invariants';
import { eventually } from '../support/poll';
import { judge } from '../support/storm';
import {
  endLeftovers,
  freePort,
  launchServer,
  makeDataDir,
  readMongo,
  type LaunchOptions,
  type ServerProcess,
} from '../support/process-server';

/** `LINKANG_STORM=full` for a long run. */
const FULL = process.env.LINKANG_STORM === 'full';
const FACTOR = FULL ? 5 : 1;
const PEOPLE = 240 * FACTOR;
const SEATS = 160 * FACTOR;
const DAYS = 3;
/** So many people ask at a time. */
const AT_ONCE = 40;
const GIVE_UP_MS = 90_000;

const { dataDir, remove } = makeDataDir();
let options: LaunchOptions;
let server: ServerProcess;
let sessions: Session[];
const history: Acknowledged[] = [];

const start = async (more: Partial<LaunchOptions> = {}): Promise<void> => {
  server = launchServer({ ...options, ...more });
  await server.ready();
};
const tokens = () => makeTokens(loadOrCreateSecrets(dataDir).tokenSecret, systemClock);
const residentOf = (i: number): string => `storm-person-${i}`;
const callerOf = (i: number): Caller =>
  new Caller(
    server.baseUrl,
    tokens().signAccess({ kind: 'resident', accountId: `a-${i}`, signInId: `s-${i}`, ownResidentId: residentOf(i) }),
  );
const desk = (): Caller =>
  new Caller(
    server.baseUrl,
    tokens().signAccess({ kind: 'staff', accountId: 'desk', signInId: 'desk', roles: ['desk'], teamIds: [] }),
  );

async function withDatabase<T>(work: (db: mongo.Db) => Promise<T>): Promise<T> {
  const uri = `mongodb://127.0.0.1:${readMongo(dataDir).port}/?directConnection=true`;
  const client = new mongo.MongoClient(uri, { runtimeAdapters: { os } });
  try {
    return await work(client.db('linkang'));
  } finally {
    await client.close();
  }
}

/** The server's own words about what it did not expect; its log is written once a second. */
async function explain(): Promise<string> {
  await sleep(1500);
  const lines = readFileSync(path.join(dataDir, 'logs', 'server.log'), 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('{"level":50')).join('\n');
}

/** Asks until there is an answer that is one: a lost connection and a 503 say nothing about what was done. */
async function insist<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
  const deadlineMs = Date.now() + GIVE_UP_MS;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer && answer.status < 500) return answer;
    if (answer && answer.status !== 503) throw new Error(`answered ${answer.status}\n${await explain()}`);
    if (Date.now() > deadlineMs) throw new Error('no answer for too long');
    await sleep(100);
  }
}

/** Books, and of three people one gives the seat back; each asks with the same key until there is an answer. */
async function visit(i: number, session: Session, tag: string): Promise<void> {
  const key = `${tag}-${i}-${session.day}`;
  const residentId = residentOf(i);
  const booked = await insist(() => callerOf(i).post<Booking>('/bookings', { sessionId: session.id, residentId }, key));
  if (booked.status === 409) return expect(outcomeOf(booked)).toBe('409 BOOKING_SESSION_FULL');
  const { id, number, status } = bodyOf(booked, 201);
  expect(status).toBe('booked');
  const told: Acknowledged = { key, bookingId: id, residentId, number, status: 'booked' };
  history.push(told);
  if (i % 3) return;
  const cancelled = await insist(() => callerOf(i).post<Booking>(`/bookings/${id}/cancel`));
  // After a lost answer the repeat finds it cancelled already, and shows that.
  const shown =
    cancelled.status === 409 ? ((cancelled.body as unknown as Problem).conflict as Booking) : cancelled.body;
  expect(shown).toMatchObject({ id, status: 'cancelled' });
  told.status = 'cancelled';
}

/** Everybody visits every session, so many at a time. */
async function storm(tag: string, people: number): Promise<void> {
  const jobs = sessions.flatMap((session) => Array.from({ length: people }, (_, i) => () => visit(i, session, tag)));
  const work = async (): Promise<void> => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

const acknowledged = (count: number) =>
  eventually(`${count} bookings are acknowledged`, () => history.length >= count, { withinMs: GIVE_UP_MS, everyMs: 5 });

async function killNode(): Promise<void> {
  server.signal('SIGKILL');
  expect(await server.exited).toBe('SIGKILL');
  await start();
}

/** The running server starts its database again by itself. */
async function killMongod(): Promise<void> {
  const { pid } = readMongo(dataDir);
  process.kill(pid, 'SIGKILL');
  await eventually('another mongod runs', () => readMongo(dataDir).pid !== pid, { withinMs: GIVE_UP_MS });
  await server.ready();
}

/** The reconciler comes by every half minute; it has a minute, also when its last run was killed. */
const settled = () =>
  eventually(
    'nothing is left half-done',
    () =>
      withDatabase(async (db) => {
        const open = { $or: [{ status: 'pending' }, { reopen: true }] };
        return (await db.collection('seats').countDocuments(open)) === 0;
      }),
    { withinMs: 60_000, everyMs: 250 },
  );

beforeAll(async () => {
  options = { dataDir, port: await freePort() };
  await start();
  const today = dayOf(new Date());
  sessions = [];
  for (let i = 1; i <= DAYS; i += 1) {
    const body = buildSessionBody({ day: addDays(today, i + 20), capacity: SEATS });
    sessions.push(bodyOf(await desk().post<Session>('/sessions', body), 201));
  }
}, 180_000);

afterAll(async () => {
  server.signal('SIGKILL');
  await server.exited;
  await endLeftovers(dataDir);
  remove();
}, 60_000);

/** What is killed when so great a part of the seats is taken. */
const KILLS: [number, () => Promise<void>][] = FULL
  ? [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map((share, i) => [share, i % 3 === 1 ? killMongod : killNode])
  : [
      [0.15, killNode],
      [0.35, killMongod],
      [0.55, killNode],
      [0.75, killMongod],
    ];

test(
  'server and database are killed again and again in a storm: nothing that was acknowledged is lost or doubled',
  async () => {
    const total = SEATS * DAYS;
    const running = storm('storm', PEOPLE);
    let failed = false;
    void running.catch(() => (failed = true));
    const kills = (async () => {
      for (const [share, kill] of KILLS) {
        if (failed) return;
        await acknowledged(Math.floor(total * share));
        await kill();
      }
    })();
    await kills;
    await running;
    expect(history.length).toBeGreaterThanOrEqual(total * 0.8);
    expect(history.some((told) => told.status === 'cancelled')).toBe(true);

    // The same keys once more: the same seats, in their present state.
    const repeats = await Promise.all(
      history
        .filter((_, i) => i % 3 === 0)
        .map(async (told) => {
          const i = Number(told.key.split('-')[1]);
          const session = sessions.find(({ id }) => told.bookingId.startsWith(id)) as Session;
          const body = { sessionId: session.id, residentId: told.residentId };
          const answer = bodyOf(await insist(() => callerOf(i).post<Booking>('/bookings', body, told.key)), 201);
          return [answer.id, answer.status, answer.number].join();
        }),
    );
    const expected = history.filter((_, i) => i % 3 === 0);
    expect(repeats).toEqual(expected.map((told) => [told.bookingId, told.status, told.number].join()));
    await settled();
    const more = { kills: KILLS.length, resolvable: `${repeats.length} of ${expected.length}` };
    const verdict = await withDatabase((db) => judge('T2 T3 server and database killed', db, history, more));
    expect(verdict.violations).toEqual([]);
  },
  300_000 * FACTOR,
);

test('a second server on the same data folder, or on a taken port, says so and leaves the first alone', async () => {
  const second = launchServer({ dataDir, port: await freePort() });
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`已有一个邻康在运行（pid ${server.pid}）`);
  const other = makeDataDir();
  const onPort = launchServer({ dataDir: other.dataDir, port: options.port });
  expect(await onPort.exited).toBe(1);
  expect(onPort.output()).toContain(`端口 ${options.port} 已被占用`);
  expect(onPort.output()).not.toContain('    at ');
  await endLeftovers(other.dataDir);
  other.remove();
  await server.ready();
}, 90_000);

test('SIGTERM under load: not ready first, an end within ten seconds, and a new start keeps everything', async () => {
  const before = history.length;
  const day = addDays(dayOf(new Date()), 30);
  const late = bodyOf(await desk().post<Session>('/sessions', buildSessionBody({ day, capacity: 800 })), 201);
  let refused = 0;
  const work = async (worker: number): Promise<void> => {
    for (let i = worker; i < 800; i += AT_ONCE) {
      const body = { sessionId: late.id, residentId: residentOf(i) };
      const answer = await callerOf(i)
        .post<Booking>('/bookings', body, `late-${i}`)
        .catch(() => undefined);
      if (answer?.status === 201)
        history.push({
          key: `late-${i}`,
          bookingId: answer.body.id,
          residentId: residentOf(i),
          number: answer.body.number,
          status: 'booked',
        });
      else if (!answer && ++refused > 200) return;
    }
  };
  const load = Promise.all(Array.from({ length: AT_ONCE }, (_, worker) => work(worker)));
  await acknowledged(before + 100);

  const stoppedMs = Date.now();
  server.signal('SIGTERM');
  const readiness: (number | 'gone')[] = [];
  const watching = eventually(
    'nobody listens any more',
    async () => {
      const answer = await fetch(`${server.baseUrl}/readyz`, { headers: { Connection: 'close' } }).catch(
        () => undefined,
      );
      readiness.push(answer?.status ?? 'gone');
      return !answer;
    },
    { withinMs: 15_000, everyMs: 20 },
  );
  expect(await server.exited).toBe(0);
  expect(Date.now() - stoppedMs).toBeLessThan(10_000);
  await Promise.all([watching, load]);
  expect(readiness).toContain(503);
  expect(readiness.slice(readiness.indexOf(503))).not.toContain(200);
  expect(server.output()).not.toContain('停止时出错');

  const bookings = history.filter((told) => told.key.startsWith('late-')).length;
  await start({ stdinClosed: true });
  await settled();
  expect(await withDatabase((db) => findViolations(db, history))).toEqual([]);
  const shown = bodyOf(await desk().get<Session>(`/sessions/${late.id}`)).remaining;
  // What was booked without an answer counts too.
  expect(shown).toBeLessThanOrEqual(800 - bookings);
  expect(server.output()).not.toContain('已写入演示数据');
}, 180_000);
