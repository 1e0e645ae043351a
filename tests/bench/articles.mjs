// search: words of readers among 5 000 articles, p95. R7: one article, with all that stands before a handler, against a
// bare Koa that answers the same JSON.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { inBatches, median, send } from './client.mjs';
import { makeFolder, startServer } from './processes.mjs';
import { interleave, report } from './rounds.mjs';

const ARTICLES = 5000;
const LETTERS = 600;
const ASKED = 200;
const REQUESTS = 4000;
const WIDTH = 20;

const content = path.resolve(import.meta.dirname, '../../server/src/demo/content/articles.json');
const questions = [
  ...[
    '老人血压高怎么办',
    '血糖高要注意什么',
    '感冒发烧要不要吃消炎药',
    '高血压',
    '膝盖疼 锻炼',
    '流感打针',
    '老人吃什么',
  ],
  ...['晚上睡不着觉怎么办', '一天吃多少盐', '三高饮食运动'],
];

/** The same numbers each time. */
function makeRandom() {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function* generated() {
  const demo = JSON.parse(readFileSync(content, 'utf8'));
  const sentences = demo.flatMap(({ html }) => html.replace(/<[^>]+>/g, ' ').split(/(?<=[。！？])/));
  const random = makeRandom();
  for (let n = 0; n < ARTICLES; n += 1) {
    const { title, category } = demo[n % demo.length];
    let text = '';
    while (text.length < LETTERS) text += sentences[Math.floor(random() * sentences.length)];
    const at = new Date(Date.now() - n * 60_000);
    yield {
      _id: `generated-${n}`,
      title,
      category,
      html: `<p>${text}</p>`,
      summary: text.slice(0, 80),
      readMinutes: 2,
      coverFileId: null,
      fileIds: [],
      tokens: [],
      state: 'published',
      publishedAt: at,
      authorId: 'nobody',
      updatedAt: at,
      rev: 1,
    };
  }
}

async function startWith(mongoUri, database, rows) {
  const uri = mongoUri(database);
  const server = await startServer({ MONGODB_URI: uri, WECHAT_BASE_URL: 'http://127.0.0.1:9', DATA_DIR: makeFolder() });
  const client = await MongoClient.connect(uri);
  if (rows.length) await client.db().collection('articles').insertMany(rows);
  return {
    baseUrl: server.baseUrl,
    async stop() {
      await server.stop();
      await client.db().dropDatabase();
      await client.close();
    },
  };
}

async function timed(baseUrl, asked) {
  const startedMs = performance.now();
  const { status } = await send(baseUrl, 'GET', `/api/v1/articles?limit=10&q=${encodeURIComponent(asked)}`);
  if (status !== 200) throw new Error(`the search answered ${status}`);
  return performance.now() - startedMs;
}

/** Readers' questions among many articles; a number behind each keeps the kept replies out of it. */
export async function articleSearch({ mongoUri }) {
  const server = await startWith(mongoUri, 'articleSearch', [...generated()]);
  try {
    const firstMs = await timed(server.baseUrl, '高血压');
    const times = [];
    for (let n = 0; n < ASKED; n += 1)
      times.push(await timed(server.baseUrl, `${questions[n % questions.length]} ${n}`));
    times.sort((a, b) => a - b);
    const rounded = (ms) => Number(ms.toFixed(1));
    const line = {
      name: 'search among articles, p95',
      ms: rounded(times[Math.floor(ASKED * 0.95)]),
      goal: '< 100',
      p50Ms: rounded(median(times)),
      articles: ARTICLES,
      firstMs: rounded(firstMs),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  } finally {
    await server.stop();
  }
}

async function roundOf(baseUrl, pathOf) {
  const startedMs = performance.now();
  await inBatches(Array.from({ length: REQUESTS }), WIDTH, async () => {
    const { status } = await send(baseUrl, 'GET', pathOf);
    if (status !== 200) throw new Error(`${pathOf} answered ${status}`);
  });
  return performance.now() - startedMs;
}

/** Requests a second for one article, ours to bare. */
export async function articleAlone({ mongoUri, bareUrl }) {
  const server = await startWith(mongoUri, 'articleAlone', [[...generated()][0]]);
  try {
    const ourPath = '/api/v1/articles/generated-0';
    const { body } = await send(server.baseUrl, 'GET', ourPath);
    await send(bareUrl, 'POST', '/json', { body });
    const { lefts: ours, rights: bare } = await interleave(
      () => roundOf(server.baseUrl, ourPath),
      () => roundOf(bareUrl, '/json'),
    );
    report({
      name: 'R7 GET article against a bare JSON handler, requests a second',
      goal: '>= 0.6',
      ours,
      bare,
      ratioOf: (ms, bareMs) => bareMs / ms,
      more: { requests: REQUESTS, width: WIDTH },
    });
  } finally {
    await server.stop();
  }
}
