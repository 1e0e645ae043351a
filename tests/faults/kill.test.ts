import { setTimeout as sleep } from 'node:timers/promises';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import type { Problem } from '@linkang/shared/errors';
import { bodyOf, outcomeOf } from '../support/answers';
import type { Answer } from '../support/http';
import { eventually } from '../support/poll';
import { atOnce, makeCrowd, settled, type ProcessCrowd } from '../support/process-crowd';
import { startPair, type ProcessPair } from '../support/process-pair';
import { endLeftovers, freePort, launchServer, makeDataDir, readMongo } from '../support/process-server';
import { acknowledge, judge, scaled, type Told } from '../support/storm';

/* Two server processes on one database; every request goes to the one and the other in turn. */

const FULL = process.env.LINKANG_STORM === 'full';
const PEOPLE = scaled(600, 3000);
const DAYS = 3;
/** 2000 in a full storm. */
const SEATS = Math.ceil((PEOPLE * 2) / (3 * DAYS));
/** So many people ask at a time. */
const AT_ONCE = 40;
/** Of so many people one gives the seat back. */
const ONE_CANCELS_OF = 5;
const GIVE_UP_MS = 90_000;
/** An open question is answered within a second after a restart; the rest is for a busy machine. */
const RESOLVED_MS = 30_000;

let pair: ProcessPair;
let crowd: ProcessCrowd;
let sessions: Session[];
const history: Told[] = [];
/** Questions without an answer. */
const open = new Set<Promise<unknown>>();

function insist<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
  const question = crowd.insist(ask).finally(() => open.delete(question));
  open.add(question);
  return question;
}

/** Books, and sometimes gives the seat back; asks with the same key until there is an answer. */
async function visit(i: number, session: Session): Promise<void> {
  const key = `storm-${i}`;
  const residentId = crowd.residentOf(i);
  const ask = () => crowd.callerOf(i).post<Booking>('/bookings', { sessionId: session.id, residentId }, key);
  const booked = await insist(ask);
  if (booked.status === 409) return expect(outcomeOf(booked)).toBe('409 BOOKING_SESSION_FULL');
  const { id, status } = bodyOf(booked, 201);
  expect(status).toBe('booked');
  const told = acknowledge(key, booked.body, 'booked', ask);
  history.push(told);
  if (i % ONE_CANCELS_OF) return;
  const cancelled = await insist(() => crowd.callerOf(i).post<Booking>(`/bookings/${id}/cancel`));
  // After a lost answer the repeat finds it cancelled already, and shows that.
  const shown =
    cancelled.status === 409 ? ((cancelled.body as unknown as Problem).conflict as Booking) : cancelled.body;
  expect(shown).toMatchObject({ id, status: 'cancelled' });
  told.status = 'cancelled';
}

const killNode = (index: 0 | 1) => async (): Promise<void> => {
  const server = pair.servers[index];
  server?.signal('SIGKILL');
  expect(await server?.exited).toBe('SIGKILL');
  await pair.start(index);
};

/** The running server starts its database again by itself. */
async function killMongod(): Promise<void> {
  const { pid } = readMongo(pair.dataDir);
  process.kill(pid, 'SIGKILL');
  await eventually('another mongod runs', () => readMongo(pair.dataDir).pid !== pid, { withinMs: GIVE_UP_MS });
  for (const server of pair.servers) await server.ready();
}

/** What is killed in the course of the storm. */
const KILLS: (() => Promise<void>)[] = FULL
  ? [killNode(0), killMongod, killNode(1), killNode(0), killMongod, killNode(1), killMongod, killNode(0)]
  : [killNode(0), killMongod, killNode(1), killMongod];

beforeAll(async () => {
  pair = await startPair();
  crowd = makeCrowd(pair);
  sessions = [];
  for (let i = 1; i <= DAYS; i += 1) sessions.push(await crowd.openSession(i + 20, SEATS));
}, 180_000);

afterAll(() => pair.end(), 60_000);

test('servers and database are killed again and again in a storm: nothing acknowledged is lost or doubled', async () => {
  let done = 0;
  // Between two kills there is a part of the storm left for each, however long a restart takes.
  let limit = 0;
  const part = PEOPLE / (KILLS.length + 1);
  const jobs = Array.from({ length: PEOPLE }, (_, i) => async (): Promise<void> => {
    while (done >= limit) await sleep(10);
    await visit(i, sessions[i % DAYS] as Session);
    done += 1;
  });
  const storm = atOnce(AT_ONCE, jobs);
  const resolvedMs: number[] = [];
  const kills = (async () => {
    for (const [i, kill] of KILLS.entries()) {
      limit = part * (i + 1.9);
      const reached = () => done >= part * (i + 1);
      await eventually('the storm goes on', reached, { withinMs: GIVE_UP_MS, everyMs: 5 });
      await kill();
      const readyMs = Date.now();
      await Promise.all([...open]);
      resolvedMs.push(Date.now() - readyMs);
    }
    limit = Infinity;
  })();
  await Promise.all([storm, kills]);
  expect(history.length).toBeGreaterThanOrEqual(SEATS * DAYS);
  expect(history.some((told) => told.status === 'cancelled')).toBe(true);
  await settled(pair);
  const mongodKills = KILLS.filter((kill) => kill === killMongod).length;
  const kinds = `${mongodKills} of mongod and ${KILLS.length - mongodKills} of node`;
  const more = { kills: kinds, resolvedMsAfterEach: resolvedMs.join(' ') };
  const verdict = await pair.withDatabase((db) => judge('T2 T3 servers and database killed', db, history, more));
  expect(verdict.violations).toEqual([]);
  expect(Math.max(...resolvedMs)).toBeLessThan(RESOLVED_MS);
}, 1_200_000);

test('a second server on the same data folder, or on a taken port, says so and leaves the first alone', async () => {
  const [first] = pair.servers as [(typeof pair.servers)[number]];
  const second = launchServer({ dataDir: pair.dataDir, port: await freePort() });
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`已有一个邻康在运行（pid ${first.pid}）`);
  const other = makeDataDir();
  const port = Number(new URL(first.baseUrl).port);
  const onPort = launchServer({ dataDir: other.dataDir, port });
  expect(await onPort.exited).toBe(1);
  expect(onPort.output()).toContain(`端口 ${port} 已被占用`);
  expect(onPort.output()).not.toContain('    at ');
  await endLeftovers(other.dataDir);
  other.remove();
  await first.ready();
}, 90_000);

/** Ends a server as an operator does. @returns how long it took, and what its readiness was until then */
async function terminate(index: 0 | 1): Promise<{ ms: number; readiness: (number | 'gone')[] }> {
  const server = pair.servers[index] as ProcessPair['servers'][number];
  const stoppedMs = Date.now();
  server.signal('SIGTERM');
  const readiness: (number | 'gone')[] = [];
  const look = async (): Promise<boolean> => {
    const answer = await fetch(`${server.baseUrl}/readyz`, { headers: { Connection: 'close' } }).catch(() => undefined);
    readiness.push(answer?.status ?? 'gone');
    return !answer;
  };
  const watching = eventually('nobody listens any more', look, { withinMs: 15_000, everyMs: 20 });
  expect(await server.exited).toBe(0);
  const ms = Date.now() - stoppedMs;
  await watching;
  expect(server.output()).not.toContain('停止时出错');
  return { ms, readiness };
}

test('SIGTERM under load: not ready first, an end within ten seconds, and a new start keeps everything', async () => {
  const people = scaled(400, 800);
  const late = await crowd.openSession(30, people);
  const told: Told[] = [];
  const give = async (i: number): Promise<void> => {
    const key = `late-${i}`;
    const ask = () =>
      crowd.callerOf(i).post<Booking>('/bookings', { sessionId: late.id, residentId: `person-${i}` }, key);
    // The one that has ended refuses; the other one takes it, unless it has ended as well.
    for (let tries = 0; tries < 2; tries += 1) {
      const answer = await ask().catch(() => undefined);
      if (answer?.status === 201) return void told.push(acknowledge(key, answer.body, 'booked', ask));
    }
  };
  const load = atOnce(
    AT_ONCE,
    Array.from({ length: people }, (_, i) => () => give(i)),
  );
  const ends: Awaited<ReturnType<typeof terminate>>[] = [];
  // The database goes with the first server, so the second one ends before.
  for (const [step, index] of ([1, 0] as const).entries()) {
    const enough = () => told.length >= ((step + 1) * people) / 8;
    await eventually('the load is on', enough, { withinMs: GIVE_UP_MS, everyMs: 2 });
    ends.push(await terminate(index));
  }
  await load;
  for (const { ms, readiness } of ends) {
    expect(ms).toBeLessThan(10_000);
    expect(readiness).toContain(503);
    expect(readiness.slice(readiness.indexOf(503))).not.toContain(200);
  }

  await pair.start(0, { stdinClosed: true });
  await pair.start(1);
  await settled(pair);
  const more = { endedMs: ends.map(({ ms }) => ms).join(' and ') };
  const verdict = await pair.withDatabase((db) => judge('T47 SIGTERM under load', db, [...history, ...told], more));
  expect(verdict.violations).toEqual([]);
  const shown = bodyOf(await crowd.desk().get<Session>(`/sessions/${late.id}`)).remaining;
  // What was booked without an answer counts too.
  expect(shown).toBeLessThanOrEqual(people - told.length);
  expect(pair.servers[0]?.output()).not.toContain('已写入演示数据');
}, 300_000);
