import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { bodyOf, outcomeOf } from '../support/answers';
import type { Acknowledged } from '../support/invariants';
import { makeCrowd } from '../support/process-crowd';
import {
  endLeftovers,
  freePort,
  launchServer,
  makeDataDir,
  readMongo,
  type ServerProcess,
} from '../support/process-server';
import { acknowledge, judge, scaled } from '../support/storm';

const STALL_MS = scaled(7000, 20_000);
const PEOPLE = scaled(30, 200);
/** An answer comes within five seconds; the rest is for a busy machine. */
const ANSWER_MS = 6000;

const { dataDir, remove } = makeDataDir();
let server: ServerProcess;

beforeAll(async () => {
  server = launchServer({ dataDir, port: await freePort() });
  await server.ready();
}, 180_000);
afterAll(async () => {
  server.signal('SIGKILL');
  await server.exited;
  await endLeftovers(dataDir);
  remove();
}, 60_000);

test('the database stands still: people are told within seconds to come back, and nothing is told that is not so', async () => {
  const crowd = makeCrowd(dataDir, server.baseUrl);
  const session = await crowd.openSession(20, PEOPLE * 2);
  const { pid, port } = readMongo(dataDir);
  const early = Array.from({ length: PEOPLE }, (_, i) => crowd.book(i, session, `early-${i}`));
  await Promise.race(early);
  process.kill(pid, 'SIGSTOP');
  const stalled = Array.from({ length: PEOPLE }, async (_, i) => {
    const startedMs = Date.now();
    const answer = await crowd.book(PEOPLE + i, session, `stalled-${i}`);
    return { answer, ms: Date.now() - startedMs };
  });
  try {
    await sleep(STALL_MS);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  const told = await Promise.all(stalled);
  for (const { answer, ms } of told) {
    expect(ms).toBeLessThan(ANSWER_MS);
    expect(answer && outcomeOf(answer)).toBe('503 BUSY');
    expect(answer?.headers.get('Retry-After')).not.toBeNull();
  }
  await server.ready();
  const history: Acknowledged[] = [];
  for (const [i, answer] of (await Promise.all(early)).entries()) {
    const again = bodyOf((await crowd.book(i, session, `early-${i}`)) ?? { status: 0, body: {} as never }, 201);
    if (answer?.status === 201) expect(again).toEqual(answer.body);
    history.push(acknowledge(`early-${i}`, again));
  }
  for (let i = 0; i < PEOPLE; i += 1) {
    const again = await crowd.book(PEOPLE + i, session, `stalled-${i}`);
    history.push(acknowledge(`stalled-${i}`, bodyOf(again ?? { status: 0, body: {} as never }, 201)));
  }
  const client = new mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    runtimeAdapters: { os },
  });
  try {
    const verdict = await judge('T5 the database stands still', client.db('linkang'), history, { stallMs: STALL_MS });
    expect(verdict.violations).toEqual([]);
  } finally {
    await client.close();
  }
}, 180_000);
