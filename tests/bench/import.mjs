// Import of health records from a sheet, against a raw insertMany of the same rows: of the cells as they are into one
// collection, and of the very documents that the import leaves, with their indexes. BENCH_IMPORT_ROWS (100000).
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { MongoClient } from 'mongodb';
import { idNumber, median, send } from './client.mjs';
import { signInStaff } from './people.mjs';

const API = '/api/v1';
const ROWS = Number(process.env.BENCH_IMPORT_ROWS ?? 100_000);
const CHUNK = 1000;
const POLL_MS = 100;
const FAMILY = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗';
const GIVEN = '秀英桂兰玉珍建国志强淑芬海燕文华丽红德明';

/** Another year for each 27 972 people: there are as many numbers to a month. */
const birthMonth = (n) => `${1940 + Math.floor(n / 27_972)}0501`;

const cellsOf = (n) => [
  `${FAMILY[n % 20]}${GIVEN[Math.floor(n / 20) % 20]}${GIVEN[Math.floor(n / 400) % 20]}`,
  idNumber(n % 27_972, birthMonth(n)),
  `138${String(n).padStart(8, '0')}`,
  `${1 + (n % 40)}号楼${1 + (n % 6)}单元${100 + (n % 20)}室`,
  `DA-${String(n).padStart(7, '0')}`,
  `20${10 + (n % 10)}-0${1 + (n % 9)}-1${n % 9}`,
  ['A型', 'B型', 'O型', 'AB型'][n % 4],
  ['无', '青霉素', '青霉素、海鲜'][n % 3],
  ['高血压(2012)', '高血压、糖尿病', '无'][n % 3],
  ['独居老人', '残疾人', ''][n % 3],
];
const HEADING = [
  '姓名',
  '身份证号',
  '电话',
  '详细地址',
  '档案号',
  '建档日期',
  '血型',
  '药物过敏',
  '既往疾病',
  '人群标签',
];

const buildSheet = (rows) =>
  Buffer.from(
    [HEADING, ...Array.from({ length: rows }, (_, n) => cellsOf(n))].map((row) => row.join(',')).join('\r\n'),
  );

const rssMb = (pid) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

async function upload(baseUrl, token, sheet) {
  const response = await fetch(`${baseUrl}${API}/imports`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'idempotency-key': randomUUID(),
      'content-type': 'application/octet-stream',
    },
    body: sheet,
  });
  if (response.status !== 201) throw new Error(`the upload answered ${response.status}: ${await response.text()}`);
  return (await response.json()).id;
}

/** Waits until a run is at rest. @returns the run, the milliseconds and the most memory on the way */
async function follow({ baseUrl, pid }, token, id) {
  const startedMs = performance.now();
  const looks = [];
  for (;;) {
    looks.push(rssMb(pid));
    const { body } = await send(baseUrl, 'GET', `${API}/imports/${id}`, { token });
    const ms = performance.now() - startedMs;
    if (!['reading', 'importing'].includes(body.state)) return { run: body, ms, looks };
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Uploads a sheet and imports it. @returns how long reading and importing took */
async function importOnce(server, token, sheet) {
  const startedMs = performance.now();
  const id = await upload(server.baseUrl, token, sheet);
  const read = await follow(server, token, id);
  const readMs = performance.now() - startedMs;
  if (read.run.state !== 'checked' || read.run.faulty) throw new Error(JSON.stringify(read.run).slice(0, 500));
  await send(server.baseUrl, 'POST', `${API}/imports/${id}/start`, { token, key: randomUUID() });
  const written = await follow(server, token, id);
  return { run: written.run, readMs, writeMs: written.ms, looks: [...read.looks, ...written.looks] };
}

async function insertAll(collection, documents) {
  const startedMs = performance.now();
  for (let at = 0; at < documents.length; at += CHUNK)
    await collection.insertMany(documents.slice(at, at + CHUNK), { ordered: false });
  return performance.now() - startedMs;
}

/** The cells as they are, one document a row. */
async function insertCells(db) {
  const collection = db.collection('cells');
  await collection.drop().catch(() => undefined);
  const documents = Array.from({ length: ROWS }, (_, n) =>
    Object.fromEntries(cellsOf(n).map((cell, i) => [HEADING[i], cell])),
  );
  return insertAll(collection, documents);
}

/** What the import has left, into collections with the same indexes. */
async function insertSame(from, to, names) {
  let ms = 0;
  for (const name of names) {
    const target = to.collection(name);
    await target.drop().catch(() => undefined);
    for (const { v: _, ns: __, ...index } of await from.collection(name).indexes())
      if (index.name !== '_id_') await target.createIndex(index.key, { ...index });
    let part = [];
    const flush = async () => {
      ms += await insertAll(target, part);
      part = [];
    };
    for await (const row of from.collection(name).find({}, { batchSize: 5000 }))
      if (part.push(row) === 20_000) await flush();
    await flush();
  }
  return ms;
}

const rounded = (value) => Number(value.toFixed(2));

/** A whole sheet, then the same sheet again. */
export async function importRun({ baseUrl, pid, mongoUri }) {
  const token = await signInStaff(baseUrl, 'admin');
  const client = await MongoClient.connect(mongoUri('bare'), { writeConcern: { w: 'majority' } });
  const names = ['residents', 'records', 'recordEntries', 'importedRows', 'audits'];
  try {
    const sheet = buildSheet(ROWS);
    const cells = [await insertCells(client.db()), await insertCells(client.db()), await insertCells(client.db())];
    const idleMb = rssMb(pid);
    const first = await importOnce({ baseUrl, pid }, token, sheet);
    if (first.run.created !== ROWS) throw new Error(`${first.run.created} people were made`);
    const again = await importOnce({ baseUrl, pid }, token, sheet).catch((error) => error);
    const sameMs = await insertSame(client.db('linkang'), client.db('bareSame'), names);
    const half = Math.floor(first.looks.length / 2);
    const line = {
      name: 'import of a sheet',
      ratio: rounded(first.writeMs / sameMs),
      goal: '<= 4 of the same documents',
      ratioToCells: rounded(first.writeMs / median(cells)),
      rows: ROWS,
      readSeconds: rounded(first.readMs / 1000),
      writeSeconds: rounded(first.writeMs / 1000),
      sameSeconds: rounded(sameMs / 1000),
      cellsSeconds: rounded(median(cells) / 1000),
      againSeconds: again.readMs === undefined ? String(again) : rounded(again.readMs / 1000),
      rowsASecond: Math.round(ROWS / (first.writeMs / 1000)),
      idleMb: Math.round(idleMb),
      firstHalfMb: Math.round(Math.max(...first.looks.slice(0, half))),
      secondHalfMb: Math.round(Math.max(...first.looks.slice(half))),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  } finally {
    await client.db('bareSame').dropDatabase();
    await client.close();
  }
}
