// Staff's lists and a person's timeline among 10 000 people with three years of care, against among 1 000 in the same
// run. BENCH_LARGE_PEOPLE (10000).
import { MongoClient } from 'mongodb';
import { send } from './client.mjs';
import { signInDirector, signInStaff } from './people.mjs';
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
    director: await signInDirector(server.baseUrl),
    doctor: await signInStaff(server.baseUrl, 'doctor'),
    ids: records.map(({ residentId }) => residentId),
    seedSeconds,
    async stop() {
      await server.stop();
      await client.db().dropDatabase();
      await client.close();
    },
  };
}

/** What is asked, and by whom. */
const questions = {
  'search by name': ['director', () => `${API}/residents?query=${encodeURIComponent('王秀')}`],
  contracts: ['director', () => `${API}/contracts?status=active&limit=50`],
  records: ['director', () => `${API}/records?limit=50`],
  record: ['director', (id) => `${API}/residents/${id}/record`],
  timeline: ['director', (id) => `${API}/residents/${id}/timeline`],
  "doctor's follow-ups": ['doctor', () => `${API}/follow-ups/due?scope=mine&status=overdue&limit=50`],
  "team's follow-ups": ['doctor', () => `${API}/follow-ups/due?scope=team&status=due&limit=50`],
  "team's tasks": ['doctor', () => `${API}/tasks?whose=team&limit=50`],
};

async function timeOf({ baseUrl, ...tokens }, who, path) {
  const startedMs = performance.now();
  const { status, body } = await send(baseUrl, 'GET', path, { token: tokens[who] });
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return performance.now() - startedMs;
}

/** Each question in turn to both, so that whatever else the machine does meets both. */
async function compare(few, many, [who, pathOf]) {
  const times = { few: [], many: [] };
  for (let n = -5; n < ASKED; n += 1) {
    const at = Math.max(n, 0);
    const fewMs = await timeOf(few, who, pathOf(few.ids[at % few.ids.length]));
    const manyMs = await timeOf(many, who, pathOf(many.ids[at % many.ids.length]));
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
    for (const [name, question] of Object.entries(questions)) {
      const { fewMs, manyMs } = await compare(few, many, question);
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
