import { setTimeout as sleep } from 'node:timers/promises';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { bodyOf, outcomeOf } from '../support/answers';
import { makeCrowd } from '../support/process-crowd';
import { startPair, type ProcessPair } from '../support/process-pair';
import { readMongo } from '../support/process-server';
import { acknowledge, judge, scaled, type Told } from '../support/storm';

const STALL_MS = scaled(7000, 20_000);
const PEOPLE = scaled(30, 200);
/** An answer comes within five seconds; the rest is for a busy machine. */
const ANSWER_MS = 6000;

let pair: ProcessPair;

beforeAll(async () => {
  pair = await startPair();
}, 180_000);
afterAll(() => pair.end(), 60_000);

test('the only database stands still: people are told within seconds to come back, and nothing is told that is not so', async () => {
  const crowd = makeCrowd(pair);
  const session = await crowd.openSession(20, PEOPLE * 2);
  const { pid } = readMongo(pair.dataDir);
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
  for (const server of pair.servers) await server.ready();
  const history: Told[] = [];
  const resolve = async (i: number, key: string): Promise<Booking> => {
    const body = { sessionId: session.id, residentId: crowd.residentOf(i) };
    const again = () => crowd.callerOf(i).post<Booking>('/bookings', body, key);
    const booking = bodyOf(await crowd.insist(again), 201);
    history.push(acknowledge(key, booking, 'booked', again));
    return booking;
  };
  for (const [i, answer] of (await Promise.all(early)).entries()) {
    const booking = await resolve(i, `early-${i}`);
    if (answer?.status === 201) expect(booking).toEqual(answer.body);
  }
  for (let i = 0; i < PEOPLE; i += 1) await resolve(PEOPLE + i, `stalled-${i}`);
  const more = { stallMs: STALL_MS, slowestAnswerMs: Math.max(...told.map(({ ms }) => ms)) };
  const verdict = await pair.withDatabase((db) => judge('T5 the only database stands still', db, history, more));
  expect(verdict.violations).toEqual([]);
}, 180_000);
