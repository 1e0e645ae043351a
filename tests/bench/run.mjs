// `npm run bench`: prints one JSON line a measurement. Ratios against a bare handler in the same run;
// nothing is asserted, machines differ.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { idNumber, inBatches, median, send, timeAll } from './client.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const PEOPLE = 500;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const API = '/api/v1';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'linkang-bench-'));
const children = [];

const start = (file, env) => {
  const child = spawn(process.execPath, [path.join(root, file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
};

const firstLine = (child, pattern) =>
  new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => pattern.test(line) && resolve(pattern.exec(line)));
    child.once('exit', () => reject(new Error('process ended early')));
  });

const stopAll = async () => {
  for (const child of children.reverse()) {
    if (child.exitCode !== null) continue;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await exited;
  }
  rmSync(dataDir, { recursive: true, force: true });
};

async function signUpPeople(baseUrl) {
  const { body: consents } = await send(baseUrl, 'GET', `${API}/consents`);
  const agreed = consents.items.map(({ purpose, version }) => ({ purpose, version }));
  return inBatches(Array.from({ length: PEOPLE }), 20, async (_, n) => {
    const code = `ok-bench-${n}`;
    const first = await send(baseUrl, 'POST', `${API}/auth/wechat`, { body: { code } });
    const resident = await send(baseUrl, 'POST', `${API}/residents`, {
      token: first.body.accessToken,
      key: randomUUID(),
      body: { name: '测试', idType: 'residentId', idNumber: idNumber(n), consents: agreed },
    });
    if (resident.status !== 201) throw new Error(`registration answered ${resident.status}`);
    const again = await send(baseUrl, 'POST', `${API}/auth/wechat`, { body: { code } });
    return { token: again.body.accessToken, residentId: resident.body.id };
  });
}

const dayAhead = (days) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

/** Opens a round's sessions on a day of its own, so that nobody has a booking there already. */
async function openSessions(baseUrl, token, day, count, capacity) {
  return inBatches(Array.from({ length: count }), 8, async () => {
    const { status, body } = await send(baseUrl, 'POST', `${API}/sessions`, {
      token,
      key: randomUUID(),
      body: { serviceCode: 'gp', day, startTime: '08:00', endTime: '11:30', capacity, place: '测试诊室' },
    });
    if (status !== 201) throw new Error(`opening a session answered ${status}`);
    return body.id;
  });
}

async function main() {
  const server = start('server/dist/src/main.js', {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    LIMITS: 'off',
    NODE_ENV: 'development',
    MONGODB_URI: '',
  });
  const [, baseUrl] = await firstLine(server, /(http:\/\/127\.0\.0\.1:\d+)/);
  const { readFileSync } = await import('node:fs');
  const { port } = JSON.parse(readFileSync(path.join(dataDir, 'mongo.json'), 'utf8'));
  const bareServer = start('tests/bench/bare.mjs', {
    BARE_MONGODB_URI: `mongodb://127.0.0.1:${port}/?directConnection=true`,
  });
  const [, barePort] = await firstLine(bareServer, /"port":(\d+)/);
  const bareUrl = `http://127.0.0.1:${barePort}`;

  const people = await signUpPeople(baseUrl);
  const staff = await send(baseUrl, 'POST', `${API}/auth/staff`, {
    body: { username: 'director', password: process.env.DEMO_PASSWORD ?? 'Linkang-demo-1' },
  });
  const token = staff.body.accessToken;

  const bareRound = () => timeAll(people.map(() => () => send(bareUrl, 'POST', '/', {})));
  const bookRound = async (day, sessions, capacity) => {
    const ids = await openSessions(baseUrl, token, day, sessions, capacity);
    const result = await timeAll(
      people.map(
        ({ token: own, residentId }, n) =>
          () =>
            send(baseUrl, 'POST', `${API}/bookings`, {
              token: own,
              key: randomUUID(),
              body: { sessionId: ids[n % sessions], residentId },
            }),
      ),
    );
    const refused = result.answers.filter((answer) => answer.status !== 201);
    if (refused.length)
      throw new Error(`${refused.length} bookings were refused, the first with ${JSON.stringify(refused[0].body)}`);
    return result;
  };

  let day = 20;
  for (const [name, sessions, capacity] of [
    ['R1 hot session', 1, 500],
    ['R2 spread over 100 sessions', 100, 5],
  ]) {
    const ours = [];
    const bare = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const b = await bareRound();
      const o = await bookRound(dayAhead((day += 1)), sessions, capacity);
      if (round === 0) continue;
      ours.push(o.ms);
      bare.push(b.ms);
    }
    const ratios = ours.map((ms, i) => bare[i] / ms);
    process.stdout.write(
      `${JSON.stringify({
        name,
        people: PEOPLE,
        ratio: Number(median(ratios).toFixed(3)),
        goal: 0.8,
        floor: 0.55,
        oursMs: Math.round(median(ours)),
        bareMs: Math.round(median(bare)),
        bookingsPerSecond: Math.round(PEOPLE / (median(ours) / 1000)),
        rounds: ratios.map((ratio) => Number(ratio.toFixed(2))),
      })}\n`,
    );
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exitCode = 1;
} finally {
  await stopAll();
}
