import { systemClock } from '@linkang/server/platform/clock';
import { loadOrCreateSecrets } from '@linkang/server/platform/data-dir';
import { makeTokens } from '@linkang/server/platform/tokens';
import type { BulkRun } from '@linkang/shared/api/bulk.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { mongo } from 'mongoose';
import os from 'node:os';
import { bodyOf } from '../support/answers';
import { buildIdNumber } from '../support/builders';
import { buildSessionBody } from '../support/clinic';
import { Caller } from '../support/http';
import { findViolations } from '../support/invariants';
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

/** More than there are seats, so that some are refused, and enough to be killed in the middle. */
const PEOPLE = 150;
const SEATS = 60;
/** The database goes with the process: what was told to somebody counts, and nobody was told of these yet. */
const KILL_AT = 25;
const KEY = 'bulk-kill-test-0001';

const { dataDir, remove } = makeDataDir();
let options: LaunchOptions;
let server: ServerProcess;
let residentIds: string[];
let sessionIds: string[];

const desk = (): Caller => {
  const { tokenSecret } = loadOrCreateSecrets(dataDir);
  const actor = { kind: 'staff' as const, accountId: 'desk', signInId: 'desk', roles: ['desk' as const], teamIds: [] };
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

const countBooked = (): Promise<number> =>
  withDatabase((db) => db.collection('seats').countDocuments({ residentId: { $in: residentIds }, status: 'booked' }));

const send = () => desk().post<BulkRun>('/bookings/bulk/runs', { sessionIds, residentIds }, KEY);

async function register(birthDay: string): Promise<string> {
  const { items } = bodyOf(await desk().get<{ items: { purpose: string; version: string }[] }>('/consents'));
  const consents = items.map(({ purpose, version }) => ({ purpose, version }));
  const body = { name: '孙桂英', idType: 'residentId', idNumber: buildIdNumber({ birthDay }), consents };
  return bodyOf(await desk().post<{ id: string }>('/residents', body), 201).id;
}

beforeAll(async () => {
  options = { dataDir, port: await freePort() };
  server = launchServer(options);
  await server.ready();
  residentIds = [];
  for (let i = 0; i < PEOPLE; i += 1) residentIds.push(await register(`19${40 + (i % 20)}-02-0${1 + (i % 9)}`));
  const today = dayOf(new Date());
  const open = async (ahead: number): Promise<string> => {
    const body = buildSessionBody({ day: addDays(today, ahead), capacity: SEATS });
    return bodyOf(await desk().post<Session>('/sessions', body), 201).id;
  };
  sessionIds = [await open(25), await open(26)];
}, 240_000);

afterAll(async () => {
  server.signal('SIGKILL');
  await server.exited;
  await endLeftovers(dataDir);
  remove();
}, 60_000);

test('a run that is killed half-way and sent again comes to its end, with nobody twice', async () => {
  const lost = send().catch(() => undefined);
  await eventually('some are booked', async () => (await countBooked()) >= KILL_AT, { withinMs: 30_000, everyMs: 5 });
  server.signal('SIGKILL');
  expect(await server.exited).toBe('SIGKILL');
  expect(await lost).toBeUndefined();
  server = launchServer(options);
  await server.ready();
  const before = await countBooked();
  expect(before).toBeGreaterThanOrEqual(KILL_AT);
  expect(before).toBeLessThan(SEATS * sessionIds.length);

  const again = bodyOf(await send(), 201);
  const path = `/bookings/bulk/runs/${again.id}`;
  const read = async (): Promise<BulkRun> => bodyOf(await desk().get<BulkRun>(path));
  await eventually('the run is done', async () => (await read()).state === 'done', { withinMs: 90_000, everyMs: 500 });
  const done = await read();
  expect([done.booked, done.refused]).toEqual([SEATS * sessionIds.length, PEOPLE - SEATS * sessionIds.length]);
  const holders = done.rows.flatMap(({ state, booking }) => (state === 'booked' ? [booking?.residentId] : []));
  expect(holders).toEqual(done.rows.filter(({ state }) => state === 'booked').map(({ residentId }) => residentId));
  expect(await countBooked()).toBe(SEATS * sessionIds.length);
  const people = await withDatabase((db) =>
    db.collection('seats').distinct('residentId', { residentId: { $in: residentIds }, status: 'booked' }),
  );
  expect(people).toHaveLength(SEATS * sessionIds.length);
  expect(bodyOf(await send(), 201)).toEqual(done);
  expect(await withDatabase((db) => findViolations(db))).toEqual([]);
}, 180_000);
