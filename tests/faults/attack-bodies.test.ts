import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { systemClock } from '@linkang/server/platform/clock';
import { makeTokens } from '@linkang/server/platform/tokens';
import { lookAt } from '../support/process-memory';
import { freePort, launchServer, makeDataDir, type ServerProcess } from '../support/process-server';
import { percentile } from '../support/side-by-side';

/*
 * Bodies and headers that are made to hurt, against the built server in a process of its own, while others ask.
 * Memory is seen from outside; what the others wait is printed, and held to a bound that a busy machine keeps too.
 */
jest.setTimeout(180_000);

const MAX_GROWTH_MB = 100;
const MAX_OTHERS_P99_MS = 3000;
const ROUNDS = 20;
const tokenSecret = randomBytes(32).toString('hex');
const data = makeDataDir();
let server: ServerProcess;
let port: number;

beforeAll(async () => {
  const database = new URL(process.env.LINKANG_TEST_MONGODB_URI ?? '');
  database.pathname = '/attack-bodies';
  port = await freePort();
  const env = {
    MONGODB_URI: database.toString(),
    DEMO: 'off',
    REQUEST_TIMEOUT_SECONDS: '3',
    TOKEN_SECRET: tokenSecret,
  };
  server = launchServer({ dataDir: data.dataDir, port, env });
  await server.ready();
});
afterAll(async () => {
  server.signal('SIGTERM');
  await server.exited;
  data.remove();
});

const token = (): string =>
  makeTokens(tokenSecret, systemClock).signAccess({
    kind: 'staff',
    accountId: 'editor-1',
    signInId: 'attack',
    roles: ['editor', 'desk'],
    teamIds: [],
  });

type Outcome = number | string;

/** Sends as fast as the other side reads, until it answers or shuts; the status, or how the connection ended. */
const send = (path: string, headers: Record<string, string>, body: Iterable<Buffer | string> = []): Promise<Outcome> =>
  new Promise((resolve) => {
    const outgoing = request({ port, path: `/api/v1${path}`, method: 'POST', agent: false, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
      outgoing.destroy();
    });
    outgoing.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    const write = async (): Promise<void> => {
      for (const part of body) {
        if (outgoing.destroyed) return;
        if (!outgoing.write(part))
          await new Promise((drained) => outgoing.once('drain', drained).once('close', drained));
      }
      outgoing.end();
    };
    void write();
  });

const json = (): Record<string, string> => ({
  'Content-Type': 'application/json',
  'Idempotency-Key': randomBytes(8).toString('hex'),
  Authorization: `Bearer ${token()}`,
});

const megabyte = Buffer.alloc(1024 * 1024, 0x61);
function* fiftyMegabytes(): Generator<Buffer | string> {
  yield '{"title":"';
  for (let i = 0; i < 50; i += 1) yield megabyte;
  yield '"}';
}
const deep = (open: string, close: string): string => open.repeat(10_000) + close.repeat(10_000);
const manyKeys = `{${Array.from({ length: 100_000 }, (_, i) => `"${i.toString(36)}":0`).join()}}`;
const bomb = gzipSync(`{"title":"${'x'.repeat(50_000_000)}"}`);

/** Sends the start of a request and then a byte a second, until it is cut off. */
const drip = (): Promise<Outcome> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.on('error', () => undefined);
    socket.write(
      'POST /api/v1/auth/staff HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{',
    );
    const timer = setInterval(() => socket.write(' '), 1000);
    socket.once('close', () => {
      clearInterval(timer);
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0));
    });
  });

/** Who goes on writing may meet the end of the connection before reading why. */
const tooMuch: Outcome[] = [413, 'EPIPE', 'ECONNRESET'];

/** What each of them may answer: a refusal, or for headers that no parser takes a connection that is shut. */
const attacks: Record<string, { send: () => Promise<Outcome>; answers: Outcome[] }> = {
  '50 MB, told': {
    send: () => send('/articles', { ...json(), 'Content-Length': String(megabyte.length * 50 + 12) }, fiftyMegabytes()),
    answers: tooMuch,
  },
  '50 MB, not told': { send: () => send('/articles', json(), fiftyMegabytes()), answers: tooMuch },
  '50 MB to a sign-in': { send: () => send('/auth/staff', json(), fiftyMegabytes()), answers: tooMuch },
  'ten thousand lists': { send: () => send('/articles', json(), [`{"title":${deep('[', ']')}}`]), answers: [400] },
  'ten thousand objects': {
    send: () => send('/articles', json(), [deep('{"a":', '}').replace('}', '1}')]),
    answers: [400],
  },
  'a hundred thousand keys': { send: () => send('/articles', json(), [manyKeys]), answers: [400] },
  'a gzip bomb': {
    send: () => send('/articles', { ...json(), 'Content-Encoding': 'gzip' }, [bomb]),
    answers: [413],
  },
  '20,000 headers': {
    send: () =>
      send('/articles', {
        ...json(),
        ...Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`X-${i}`, 'x'])),
      }),
    answers: [431, 'ECONNRESET', 'EPIPE'],
  },
};

/** Others go on asking until they are told to stop; how long each answer took. */
async function others(stop: { now: boolean }): Promise<number[]> {
  const waits: number[] = [];
  const one = async (): Promise<void> => {
    while (!stop.now) {
      const startedMs = performance.now();
      const answer = await fetch(`${server.baseUrl}/api/v1/communities`);
      await answer.arrayBuffer();
      expect(answer.status).toBe(200);
      waits.push(performance.now() - startedMs);
      await sleep(5);
    }
  };
  await Promise.all([one(), one(), one()]);
  return waits;
}

async function highestWhile(stop: { now: boolean }): Promise<number> {
  let highest = 0;
  while (!stop.now) {
    highest = Math.max(highest, lookAt(server.pid).rssMb);
    await sleep(20);
  }
  return highest;
}

/** What others wait, and how high the memory goes, while something happens. */
async function during(work: () => Promise<void>): Promise<{ p99: number; highestMb: number }> {
  const stop = { now: false };
  const watching = Promise.all([others(stop), highestWhile(stop)]);
  await work().finally(() => (stop.now = true));
  const [waits, highestMb] = await watching;
  return { p99: percentile(waits, 0.99), highestMb };
}

test('they are refused, cost no memory, and others are served meanwhile', async () => {
  // Once around first: what is loaded at its first use is no growth.
  for (const { send: attack } of Object.values(attacks)) await attack();
  const quiet = await during(() => sleep(3000));
  const seen: Record<string, Set<Outcome>> = {};
  const hit = await during(async () => {
    const slow = Promise.all(Array.from({ length: 100 }, drip));
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [name, { send: attack }] of Object.entries(attacks)) (seen[name] ??= new Set()).add(await attack());
    seen['a byte a second'] = new Set(await slow);
  });
  const growthMb = hit.highestMb - quiet.highestMb;
  const [before, meanwhile] = [quiet.p99, hit.p99].map((ms) => ms.toFixed(1));
  process.stdout.write(
    `attack bodies: ${ROUNDS} rounds of ${Object.keys(attacks).length}, memory +${growthMb.toFixed(1)} MB, ` +
      `others' p99 ${before} → ${meanwhile} ms (${(hit.p99 / quiet.p99).toFixed(2)}×)\n`,
  );
  for (const [name, outcomes] of Object.entries(seen)) {
    const allowed = attacks[name]?.answers ?? [408];
    expect([name, [...outcomes].filter((outcome) => !allowed.includes(outcome))]).toEqual([name, []]);
    expect([name, outcomes.has(allowed[0] ?? 0) || name === '20,000 headers']).toEqual([name, true]);
  }
  expect(growthMb).toBeLessThan(MAX_GROWTH_MB);
  expect(hit.p99).toBeLessThan(MAX_OTHERS_P99_MS);
});
