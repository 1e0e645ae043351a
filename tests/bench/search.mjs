// R5: the session search among a million seats against among a thousand. R6: against its aggregate alone.
import { MongoClient } from 'mongodb';
import { median, send } from './client.mjs';
import { fillSeats } from './seats.mjs';
import { dayAhead } from './people.mjs';
import { startServer } from './processes.mjs';
import { interleave, report } from './rounds.mjs';

const SEATS = Number(process.env.BENCH_SEATS ?? 1_000_000);
const FEW_SEATS = 1000;
const ASKED = 60;

/** A server with a database of its own that holds so many seats, the week that is asked for being the same. */
async function startWith(mongoUri, seats) {
  const database = `search${seats}`;
  const uri = mongoUri(database);
  const server = await startServer({ MONGODB_URI: uri, WECHAT_BASE_URL: 'http://127.0.0.1:9' });
  const client = await MongoClient.connect(uri);
  const fillMs = await fillSeats(client.db(database), seats);
  return {
    baseUrl: server.baseUrl,
    database,
    fillMs,
    async stop() {
      await server.stop();
      await client.db(database).dropDatabase();
      await client.close();
    },
  };
}

async function p50(baseUrl, path) {
  const times = [];
  for (let n = 0; n < ASKED; n += 1) {
    const startedMs = performance.now();
    const { status } = await send(baseUrl, 'GET', path);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    times.push(performance.now() - startedMs);
  }
  return median(times);
}

const week = () => `serviceCode=gp&fromDay=${dayAhead(0)}&toDay=${dayAhead(6)}`;
const searchPath = () => `/api/v1/sessions?${week()}&limit=50`;

/** Among many seats as quick as among few. */
export async function growth({ mongoUri }) {
  const few = await startWith(mongoUri, FEW_SEATS);
  const many = await startWith(mongoUri, SEATS);
  try {
    const { lefts: ours, rights: bare } = await interleave(
      () => p50(many.baseUrl, searchPath()),
      () => p50(few.baseUrl, searchPath()),
    );
    const more = { seats: SEATS, fewSeats: FEW_SEATS, fillSeconds: Math.round(many.fillMs / 1000) };
    report({ name: 'R5 session search, p50', goal: '<= 1.5', ours, bare, ratioOf: (ms, fewMs) => ms / fewMs, more });
  } finally {
    await many.stop();
    await few.stop();
  }
}

/** Against the same counting through the driver alone. */
export async function overhead({ mongoUri, bareUrl }) {
  const few = await startWith(mongoUri, FEW_SEATS);
  try {
    const { lefts: ours, rights: bare } = await interleave(
      () => p50(few.baseUrl, searchPath()),
      () => p50(bareUrl, `/aggregate?database=${few.database}&${week()}`),
    );
    report({
      name: 'R6 session search against its aggregate, p50',
      goal: '<= 2.5',
      ours,
      bare,
      ratioOf: (a, b) => a / b,
    });
  } finally {
    await few.stop();
  }
}
