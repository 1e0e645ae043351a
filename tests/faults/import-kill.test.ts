import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '@linkang/server/platform/clock';
import { loadOrCreateSecrets } from '@linkang/server/platform/data-dir';
import { makeTokens } from '@linkang/server/platform/tokens';
import { mongo } from 'mongoose';
import { bodyOf } from '../support/answers';
import { buildIdNumber } from '../support/builders';
import { Caller } from '../support/http';
import { countsOf, csvSheet, uploadSheet, type SeenRun, type TypedRow } from '../support/imports';
import { eventually } from '../support/poll';
import {
  endLeftovers,
  freePort,
  launchServer,
  makeDataDir,
  readMongo,
  type LaunchOptions,
  type ServerProcess,
} from '../support/process-server';
import { scaled } from '../support/storm';

/** Several batches; `STORM_SCALE=50` makes it the full size. */
const PEOPLE = scaled(2000, 100_000);
const FAULTY = 7;
const root = path.resolve(__dirname, '../..');

const { dataDir, remove } = makeDataDir();
const folder = mkdtempSync(path.join(tmpdir(), 'linkang-sheet-'));
const file = path.join(folder, 'sheet.csv');
let options: LaunchOptions;
let server: ServerProcess;
let sheet: Buffer;

const admin = (): Caller => {
  const { tokenSecret } = loadOrCreateSecrets(dataDir);
  const actor = {
    kind: 'staff' as const,
    accountId: 'staff-admin',
    signInId: 'admin',
    roles: ['admin' as const],
    teamIds: [],
  };
  return new Caller(server.baseUrl, makeTokens(tokenSecret, systemClock).signAccess(actor));
};

async function withDatabase<T>(work: (db: mongo.Db) => Promise<T>): Promise<T> {
  const uri = `mongodb://127.0.0.1:${readMongo(dataDir).port}/?directConnection=true`;
  const client = new mongo.MongoClient(uri, { runtimeAdapters: { os } });
  try {
    return await work(client.db('linkang'));
  } finally {
    await client.close();
  }
}

const count = (name: string, filter: object = {}): Promise<number> =>
  withDatabase((db) => db.collection(name).countDocuments(filter));

/** How many records, parts and remembered rows there are, and of how many people. */
/** How much the sheet has made: records, people with one, first and later versions, rows that are known. */
const counts = (): Promise<number[]> =>
  withDatabase(async (db) => {
    const records = await db
      .collection('records')
      .find({ number: /^KILL-/ })
      .toArray();
    const ofThem = { recordId: { $in: records.map(({ _id }) => _id as unknown) } };
    return [
      records.length,
      new Set(records.map(({ residentId }) => residentId as unknown)).size,
      await db.collection('recordEntries').countDocuments({ ...ofThem, version: 1 }),
      await db.collection('recordEntries').countDocuments({ ...ofThem, version: { $ne: 1 } }),
      await db.collection('importedRows').countDocuments({}),
    ];
  });

const rowOf = (n: number): TypedRow => ({
  name: '孙桂英',
  idNumber: buildIdNumber({
    birthDay: `19${40 + (n % 50)}-0${1 + (Math.floor(n / 50) % 9)}-1${Math.floor(n / 450) % 9}`,
  }),
  phone: `138${String(n).padStart(8, '0')}`,
  recordNo: `KILL-${n}`,
  bloodType: 'A',
  illnesses: '高血压',
});

const read = async (id: string): Promise<SeenRun> => bodyOf(await admin().get<SeenRun>(`/imports/${id}`));
const isState = (id: string, state: string) => async (): Promise<boolean> => (await read(id)).state === state;
const wait = { withinMs: 120_000 + PEOPLE * 10, everyMs: 200 };

async function killAndStart(): Promise<void> {
  server.signal('SIGKILL');
  expect(await server.exited).toBe('SIGKILL');
  server = launchServer(options);
  await server.ready();
}

beforeAll(async () => {
  const faulty = Array.from({ length: FAULTY }, (_, n) => ({ name: '孙桂英', idNumber: `9901011958031200${n}${n}` }));
  sheet = csvSheet([...Array.from({ length: PEOPLE }, (_, n) => rowOf(n)), ...faulty]);
  writeFileSync(file, sheet);
  options = { dataDir, port: await freePort() };
  server = launchServer(options);
  await server.ready();
}, 240_000);

afterAll(async () => {
  server.signal('SIGKILL');
  await server.exited;
  await endLeftovers(dataDir);
  remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

test('an import that is killed while reading and while writing comes to the same end, and again changes nothing', async () => {
  const { id } = bodyOf(await uploadSheet(admin(), sheet), 201);
  await eventually('some is read', async () => (await count('importBatches', { runId: id })) >= 1, {
    ...wait,
    everyMs: 5,
  });
  await killAndStart();
  await eventually('the sheet is read', isState(id, 'checked'), wait);
  expect(countsOf(await read(id))).toEqual([PEOPLE, 0, 0, FAULTY]);
  expect((await counts()).slice(0, 3)).toEqual([0, 0, 0]);

  bodyOf(await admin().post(`/imports/${id}/start`));
  await eventually('some are imported', async () => (await count('records', { number: /^KILL-/ })) >= 1, {
    ...wait,
    everyMs: 5,
  });
  await killAndStart();
  expect((await counts())[0]).toBeLessThan(PEOPLE);
  await eventually('the sheet is imported', isState(id, 'done'), wait);
  expect(countsOf(await read(id))).toEqual([PEOPLE, 0, 0, FAULTY]);
  const whole = [PEOPLE, PEOPLE, PEOPLE * 2, 0, PEOPLE];
  expect(await counts()).toEqual(whole);

  const again = bodyOf(await uploadSheet(admin(), sheet), 201);
  await eventually('it is read again', isState(again.id, 'checked'), wait);
  expect(countsOf(await read(again.id))).toEqual([0, 0, PEOPLE, FAULTY]);
  bodyOf(await admin().post(`/imports/${again.id}/start`));
  await eventually('it is imported again', isState(again.id, 'done'), wait);
  expect(await counts()).toEqual(whole);
}, 600_000);

test('the command imports the same way', async () => {
  server.signal('SIGTERM');
  await server.exited;
  const script = path.join(root, 'server/dist/scripts/import.js');
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    MONGOD_BINARY: process.env.MONGOD_BINARY,
    DATA_DIR: dataDir,
  };
  const run = (...args: string[]): Promise<{ code: number | null; output: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [script, ...args], { env: env as NodeJS.ProcessEnv, cwd: root });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.once('close', (code) => resolve({ code, output }));
    });
  const rehearsed = await run('--file', file, '--dry-run');
  expect(rehearsed.output).toContain(`没有变化 ${PEOPLE} 人`);
  expect(rehearsed.output).toContain(`${FAULTY} 行有错`);
  expect(rehearsed.output).not.toMatch(/01011958/);
  expect(rehearsed.code).toBe(0);
  const nothing = await run();
  expect([nothing.code, nothing.output]).toEqual([1, expect.stringContaining('--file')]);
  expect((await run('--file', path.join(folder, 'nothing.csv'))).code).toBe(1);
  expect((await run('--file', file, '--by', 'director')).output).toContain('--by');
}, 240_000);
