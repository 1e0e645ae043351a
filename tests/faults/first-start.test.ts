import os from 'node:os';
import { mongo } from 'mongoose';
import { eventually } from '../support/poll';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  endLeftovers,
  freePort,
  launchServer,
  makeDataDir,
  readMongo,
  type ServerProcess,
} from '../support/process-server';

const { dataDir, remove } = makeDataDir();
let server: ServerProcess | undefined;

afterAll(async () => {
  server?.signal('SIGKILL');
  await server?.exited;
  await endLeftovers(dataDir);
  remove();
}, 60_000);

async function withDatabase<T>(work: (db: mongo.Db) => Promise<T>): Promise<T> {
  const uri = `mongodb://127.0.0.1:${readMongo(dataDir).port}/?directConnection=true`;
  const client = new mongo.MongoClient(uri, { runtimeAdapters: { os }, serverSelectionTimeoutMS: 5000 });
  try {
    return await work(client.db('linkang'));
  } finally {
    await client.close();
  }
}

const mongodRuns = () => existsSync(path.join(dataDir, 'mongo.json')) && readMongo(dataDir).pid > 0;
const holds = (collection: string) =>
  withDatabase(async (db) => (await db.collection(collection).countDocuments()) > 0).catch(() => false);

test('a first start that is killed at any moment is finished by the next one', async () => {
  const port = await freePort();
  const moments: [string, () => Promise<boolean> | boolean][] = [
    ['the database has just started', mongodRuns],
    ['it migrates', () => holds('leases')],
    ['it seeds', () => holds('teams')],
    ['it has people', () => holds('residents')],
    ['it opens the sessions', () => holds('sessions')],
  ];
  for (const [moment, reached] of moments) {
    const killed = launchServer({ dataDir, port });
    await eventually(moment, reached, { withinMs: 40_000, everyMs: 5 });
    killed.signal('SIGKILL');
    expect(await killed.exited).toBe('SIGKILL');
  }
  server = launchServer({ dataDir, port });
  await server.ready();
  const counts = await withDatabase(async (db) => {
    const names = ['staffs', 'teams', 'articles', 'residents', 'lectures', 'sessions'];
    const unpublished = await db.collection('sessions').countDocuments({ published: false });
    const halfDone = await db.collection('seats').countDocuments({ status: 'pending' });
    const days = await db.collection('sessions').distinct('day', { serviceCode: { $ne: 'lecture' } });
    const found = await Promise.all(names.map(async (name) => [name, await db.collection(name).countDocuments()]));
    const counted = { unpublished, halfDone, days: days.length };
    return { ...(Object.fromEntries(found) as Record<string, number>), ...counted } as Record<string, number>;
  });
  expect(counts).toMatchObject({ staffs: 8, teams: 7, articles: 20, unpublished: 0, halfDone: 0 });
  expect(counts.residents).toBeGreaterThanOrEqual(2);
  expect(counts.lectures).toBeGreaterThanOrEqual(6);
  expect(counts.days).toBeGreaterThanOrEqual(10);
}, 300_000);
