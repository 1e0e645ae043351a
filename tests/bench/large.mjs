// Staff's lists and a person's timeline among 10 000 people with three years of care, against among 1 000 in the same
// run. BENCH_LARGE_PEOPLE (10000).
import { MongoClient } from 'mongodb';
import { send } from './client.mjs';
import { signInDirector } from './people.mjs';
import { makeFolder, runScript, startServer } from './processes.mjs';

const API = '/api/v1';
const FEW = 1000;
const MANY = Number(process.env.BENCH_LARGE_PEOPLE ?? 10_000);
const ASKED = 60;
const GOAL = 3;

const p95 = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)];
const rounded = (value) => Number(value.toFixed(2));

/** A server with a database of its own that holds so many people. */
async function startWith(mongoUri, size) {
  const database = `large${size}`;
  const env = { MONGODB_URI: mongoUri(database), DATA_DIR: makeFolder(), NODE_ENV: 'development' };
  const startedMs = performance.now();
  await runScript('server/dist/scripts/seed.js', ['--size', String(size)], env);
  const seedSeconds = rounded((performance.now() - startedMs) / 1000);
  const server = await startServer({ ...env, WECHAT_BASE_URL: 'http://127.0.0.1:9' });
  const client = await MongoClient.connect(env.MONGODB_URI);
  const records = await client.db().collection('records').find({}, { limit: ASKED }).sort({ _id: 1 }).toArray();
  return {
    baseUrl: server.baseUrl,
    token: await signInDirector(server.baseUrl),
    ids: records.map(({ residentId }) => residentId),
    seedSeconds,
    async stop() {
      await server.stop();
      await client.db().dropDatabase();
      await client.close();
    },
  };
}

const questions = {
  'search by name': () => `${API}/residents?query=${encodeURIComponent('王秀')}`,
  contracts: () => `${API}/contracts?status=active&limit=50`,
  records: () => `${API}/records?limit=50`,
  record: (id) => `${API}/residents/${id}/record`,
  timeline: (id) => `${API}/residents/${id}/timeline`,
};

async function timeOf({ baseUrl, token }, path) {
  const startedMs = performance.now();
  const { status, body } = await send(baseUrl, 'GET', path, { token });
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return performance.now() - startedMs;
}

/** Each question in turn to both, so that whatever else the machine does meets both. */
async function compare(few, many, pathOf) {
  const times = { few: [], many: [] };
  for (let n = -5; n < ASKED; n += 1) {
    const at = Math.max(n, 0);
    const fewMs = await timeOf(few, pathOf(few.ids[at % few.ids.length]));
    const manyMs = await timeOf(many, pathOf(many.ids[at % many.ids.length]));
    if (n < 0) continue;
    times.few.push(fewMs);
    times.many.push(manyMs);
  }
  return { fewMs: p95(times.few), manyMs: p95(times.many) };
}

/** As quick among many as among few. */
export async function largeCentre({ mongoUri }) {
  const few = await startWith(mongoUri, FEW);
  const many = await startWith(mongoUri, MANY);
  try {
    for (const [name, pathOf] of Object.entries(questions)) {
      const { fewMs, manyMs } = await compare(few, many, pathOf);
      const line = {
        name: `large: ${name}, p95`,
        ratio: rounded(manyMs / fewMs),
        goal: `<= ${GOAL}`,
        people: MANY,
        manyMs: rounded(manyMs),
        fewPeople: FEW,
        fewMs: rounded(fewMs),
        seedSeconds: many.seedSeconds,
      };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  } finally {
    await many.stop();
    await few.stop();
  }
}
