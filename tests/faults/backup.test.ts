import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { systemClock } from '@linkang/server/platform/clock';
import { loadOrCreateSecrets } from '@linkang/server/platform/data-dir';
import { verifyBackup } from '@linkang/server/platform/backup/restore';
import { startEmbeddedMongo } from '@linkang/server/platform/embedded-mongo';
import { makeTokens } from '@linkang/server/platform/tokens';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { mongo } from 'mongoose';
import { bodyOf } from '../support/answers';
import { buildSessionBody } from '../support/clinic';
import { Caller } from '../support/http';
import { findViolations, type Acknowledged } from '../support/invariants';
import { eventually } from '../support/poll';
import {
  endLeftovers,
  freePort,
  launchServer,
  makeDataDir,
  readMongo,
  type ServerProcess,
} from '../support/process-server';
import { freshDatabaseUri } from '../support/database-uri';
import { insist, randomFrom } from '../support/storm';

/* A backup is made while everybody books; it opens on a blank machine and nowhere else. */

const root = path.resolve(__dirname, '../..');
const BACKUP_KEY = 'backup-key-of-this-test-0123456789abcdef';
const PEOPLE = 240;
const SEATS = 150;
const AT_ONCE = 20;
const SAMPLE = 1000;
const LARGE_MB = 300;

const source = makeDataDir();
const target = makeDataDir();
let server: ServerProcess;
let file: string;
const history: Acknowledged[] = [];
/** What had been acknowledged before the backup began. */
let before: Acknowledged[];
let sample: Row[];
let living: Record<string, string>;

const residentOf = (i: number): string => `storm-person-${i}`;
const tokens = () => makeTokens(loadOrCreateSecrets(source.dataDir).tokenSecret, systemClock);
const callerOf = (i: number): Caller =>
  new Caller(
    server.baseUrl,
    tokens().signAccess({ kind: 'resident', accountId: `a-${i}`, signInId: `s-${i}`, ownResidentId: residentOf(i) }),
  );
const desk = (): Caller =>
  new Caller(
    server.baseUrl,
    tokens().signAccess({ kind: 'staff', accountId: 'desk', signInId: 'desk', roles: ['desk'], teamIds: [] }),
  );

interface Row {
  collection: string;
  id: unknown;
  text: string;
}

interface Ended {
  code: number;
  output: string;
}

/** Runs one of the built commands, as npm does. */
const run = (script: string, args: string[], env: Record<string, string>): Promise<Ended> =>
  new Promise((resolve) => {
    const { PATH, HOME, MONGOD_BINARY = '' } = process.env;
    execFile(
      process.execPath,
      [path.join(root, 'server/dist/scripts', script), ...args],
      { cwd: root, env: { PATH, HOME, MONGOD_BINARY, BACKUP_KEY, ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });

async function withDatabase<T>(dataDir: string, work: (db: mongo.Db) => Promise<T>): Promise<T> {
  const uri = `mongodb://127.0.0.1:${readMongo(dataDir).port}/?directConnection=true`;
  const client = new mongo.MongoClient(uri, { runtimeAdapters: { os } });
  try {
    return await work(client.db('linkang'));
  } finally {
    await client.close();
  }
}

/** Everything that a person asks for: a seat in each session, and every third gives it back. */
async function visit(i: number, session: Session): Promise<void> {
  const key = `storm-${i}-${session.day}`;
  const residentId = residentOf(i);
  const booked = await insist(() => callerOf(i).post<Booking>('/bookings', { sessionId: session.id, residentId }, key));
  if (booked.status === 409) return;
  const { id: bookingId, number } = bodyOf(booked, 201);
  const told: Acknowledged = { key, bookingId, residentId, number, status: 'some' };
  history.push(told);
  if (i % 3 === 0) bodyOf(await insist(() => callerOf(i).post<Booking>(`/bookings/${bookingId}/cancel`)));
}

async function storm(sessions: readonly Session[]): Promise<void> {
  const jobs = sessions.flatMap((session) => Array.from({ length: PEOPLE }, (_, i) => () => visit(i, session)));
  const work = async (): Promise<void> => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

const textOf = (row: mongo.BSON.Document): string => mongo.BSON.EJSON.stringify(row, { relaxed: false });

/** Rows by chance as they were at an instant, read beside the backup. */
async function readSample(db: mongo.Db, atClusterTime: mongo.Timestamp, names: readonly string[]): Promise<Row[]> {
  const random = randomFrom(41);
  const rows: Row[] = [];
  for (const collection of names) {
    const readConcern = { level: 'snapshot', atClusterTime };
    const reply = await db.command({ find: collection, batchSize: 100_000, singleBatch: true, readConcern });
    for (const row of (reply.cursor as { firstBatch: mongo.BSON.Document[] }).firstBatch)
      rows.push({ collection, id: row._id, text: textOf(row) });
  }
  return Array.from({ length: SAMPLE }, () => rows[Math.floor(random() * rows.length)] as Row);
}

/** Every document of a database, hashed by collection. */
async function hashesOf(db: mongo.Db): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const { name } of await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray()) {
    const hash = createHash('sha256');
    for await (const row of db.collection(name).find().sort({ _id: 1 })) hash.update(textOf(row));
    hashes[name] = hash.digest('hex');
  }
  return hashes;
}

/** Works on the database of a data folder on which no server runs. */
async function withStopped<T>(dataDir: string, work: (db: mongo.Db) => Promise<T>): Promise<T> {
  const mongod = await startEmbeddedMongo({ dataDir, log: { info: () => undefined, warn: () => undefined } });
  try {
    return await withDatabase(dataDir, work);
  } finally {
    await mongod.stop();
  }
}

beforeAll(async () => {
  server = launchServer({ dataDir: source.dataDir, port: await freePort() });
  await server.ready();
  const today = dayOf(new Date());
  const sessions: Session[] = [];
  for (let i = 1; i <= 3; i += 1) {
    const body = buildSessionBody({ day: addDays(today, i + 20), capacity: SEATS });
    sessions.push(bodyOf(await desk().post<Session>('/sessions', body), 201));
  }
  const running = storm(sessions);
  await eventually('the storm blows', () => history.length >= 60, { withinMs: 60_000, everyMs: 5 });
  before = history.map((told) => ({ ...told }));
  const made = await run('backup.js', [], { DATA_DIR: source.dataDir });
  const during = history.length - before.length;
  expect(made).toMatchObject({ code: 0 });
  expect(during).toBeGreaterThan(0);
  const folder = path.join(source.dataDir, 'backups');
  expect(readdirSync(folder)).toHaveLength(1);
  file = path.join(folder, readdirSync(folder)[0] as string);
  const { clusterTime, collections } = await verifyBackup({ file, backupKey: BACKUP_KEY });
  const names = collections.map(({ name }) => name);
  sample = await withDatabase(source.dataDir, (db) => readSample(db, clusterTime, names));
  await running;
  server.signal('SIGTERM');
  await server.exited;
  living = await withStopped(source.dataDir, hashesOf);
}, 300_000);

afterAll(async () => {
  server.signal('SIGKILL');
  await server.exited;
  for (const { dataDir, remove } of [source, target]) {
    await endLeftovers(dataDir);
    remove();
  }
}, 60_000);

/** A copy of the backup with something done to it. */
function spoil(name: string, change: (bytes: Buffer) => Buffer): string {
  const spoiled = path.join(target.dataDir, name);
  writeFileSync(spoiled, change(readFileSync(file)));
  return spoiled;
}

const flip =
  (at: (length: number) => number) =>
  (bytes: Buffer): Buffer => {
    const place = at(bytes.length);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    return bytes;
  };

test.each<[string, (bytes: Buffer) => Buffer, string]>([
  ['cut off in the middle', (bytes) => bytes.subarray(0, bytes.length >> 1), '不完整'],
  ['cut off by one byte', (bytes) => bytes.subarray(0, -1), '不完整'],
  ['cut off to nothing', () => Buffer.alloc(0), '不完整'],
  ['with a bit altered in the middle', flip((length) => length >> 1), '改动过'],
  ['with a bit altered at the end', flip((length) => length - 1), '改动过'],
  ['with a bit altered in its header', flip(() => 40), '改动过'],
  ['with something added', (bytes) => Buffer.concat([bytes, Buffer.from('more')]), '改动过'],
  ['of something else', () => Buffer.from('not a backup\n'), '不是'],
])(
  'a file %s is refused, and the living data stay',
  async (name, change, words) => {
    const spoiled = spoil(`${name.replaceAll(' ', '-')}.backup`, change);
    const refused = await run('restore.js', [spoiled, '--replace'], { DATA_DIR: source.dataDir });
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(words);
    expect(refused.output).not.toContain('    at ');
  },
  120_000,
);

test('after all these tries the living data are what they were', async () => {
  expect(await withStopped(source.dataDir, hashesOf)).toEqual(living);
}, 60_000);

test('neither another key nor none opens it', async () => {
  const other = await run('restore.js', [file], { DATA_DIR: target.dataDir, BACKUP_KEY: `another-${BACKUP_KEY}` });
  expect(other).toMatchObject({ code: 1, output: expect.stringContaining('备份密钥不对') as string });
  const none = await run('restore.js', [file], { DATA_DIR: target.dataDir, BACKUP_KEY: '' });
  expect(none).toMatchObject({ code: 1, output: expect.stringContaining('BACKUP_KEY') as string });
  expect(readFileSync(file).includes('residents')).toBe(false);
});

test('on a blank machine it is the database of one instant, with every row and index, and works on', async () => {
  const { collections } = await verifyBackup({ file, backupKey: BACKUP_KEY });
  const restored = await run('restore.js', [file], { DATA_DIR: target.dataDir });
  expect(restored).toMatchObject({ code: 0, output: expect.stringContaining('恢复完成') as string });
  copyFileSync(path.join(source.dataDir, 'secrets.json'), path.join(target.dataDir, 'secrets.json'));

  const again = await run('restore.js', [file], { DATA_DIR: target.dataDir });
  expect(again).toMatchObject({ code: 1, output: expect.stringContaining('--replace') as string });
  expect(await run('restore.js', [file, '--replace'], { DATA_DIR: target.dataDir })).toMatchObject({ code: 0 });

  await withStopped(target.dataDir, async (db) => {
    for (const { collection, id, text } of sample) {
      const row = await db.collection(collection).findOne({ _id: id as never });
      expect(row && textOf(row)).toBe(text);
    }
    for (const { name, count } of collections)
      expect([name, await db.collection(name).countDocuments()]).toEqual([name, count]);
    const indexes = await db.collection('seats').indexes();
    expect(indexes.filter(({ unique }) => unique).length).toBeGreaterThanOrEqual(4);
  });
  expect(collections.find(({ name }) => name === 'pictures.chunks')?.count).toBeGreaterThan(0);
  server = launchServer({ dataDir: target.dataDir, port: await freePort() });
  await server.ready();
  await withDatabase(target.dataDir, async (db) => {
    await eventually(
      'nothing is left half-done',
      async () =>
        (await db.collection('seats').countDocuments({ $or: [{ status: 'pending' }, { reopen: true }] })) === 0,
      { withinMs: 90_000, everyMs: 250 },
    );
    expect(before.length).toBeGreaterThan(0);
    expect(await findViolations(db, before)).toEqual([]);
  });
}, 240_000);

test('neither way takes more memory for a large database', async () => {
  const MONGODB_URI = freshDatabaseUri();
  const client = new mongo.MongoClient(MONGODB_URI, { runtimeAdapters: { os } });
  const folder = path.join(target.dataDir, 'large');
  const env = { MONGODB_URI, DATA_DIR: target.dataDir };
  const memoryOf = ({ output }: Ended): number => Number(/内存最多 (\d+) MB/.exec(output)?.[1]);
  try {
    for (let i = 0; i < LARGE_MB / 5; i += 1)
      await client
        .db()
        .collection('chunks')
        .insertMany(Array.from({ length: 20 }, () => ({ data: randomBytes(250_000) })));
    const made = await run('backup.js', [folder], env);
    const restored = await run('restore.js', [path.join(folder, readdirSync(folder)[0] as string), '--replace'], env);
    expect([made.code, restored.code]).toEqual([0, 0]);
    // Either needs some 250 MB for whatever it reads; one that held the data would have them besides.
    for (const ended of [made, restored]) expect(memoryOf(ended)).toBeLessThan(1.25 * LARGE_MB);
  } finally {
    await client.db().dropDatabase();
    await client.close();
  }
}, 240_000);
