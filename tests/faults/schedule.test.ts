import { connectDatabase } from '@linkang/server/platform/database';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import type { PlannedRange, Template } from '@linkang/shared/api/schedule.routes';
import mongoose, { type Connection } from 'mongoose';
import { bodyOf } from '../support/answers';
import { Caller } from '../support/http';
import { eventually } from '../support/poll';
import { freePort, launchServer, makeDataDir, type ServerProcess } from '../support/process-server';
import { buildTemplateBody } from '../support/schedule';
import { freshDatabaseUri } from '../support/database-uri';

/*
 * Two servers on one database are told to open the same month at the same moment, and one of them is killed in the
 * middle of it. The clock of the machine runs here, so the days are counted from today.
 */
jest.setTimeout(240_000);

const today = dayOf(new Date());
const range = { fromDay: addDays(today, 1), toDay: addDays(today, 28) };
const CAPACITY = 40;
const TEMPLATES = 7;

const uri = freshDatabaseUri();
const folders = [makeDataDir(), makeDataDir()];
let servers: ServerProcess[] = [];
let database: Connection;

const start = async (dataDir: string): Promise<ServerProcess> => {
  const server = launchServer({ dataDir, port: await freePort(), env: { MONGODB_URI: uri, NODE_ENV: 'development' } });
  await server.ready();
  return server;
};

const signIn = async ({ baseUrl }: ServerProcess): Promise<Caller> => {
  const caller = new Caller(baseUrl);
  const password = 'Linkang-demo-1';
  const { accessToken } = bodyOf(
    await caller.post<{ accessToken: string }>('/auth/staff', { username: 'director', password }, null),
  );
  return caller.as(accessToken);
};

const sessions = () => database.collection<{ _id: string; templateId: string; day: string }>('sessions');
const openAll = (caller: Caller) => caller.post<PlannedRange>('/schedule/publish', range);

beforeAll(async () => {
  database = await connectDatabase(uri);
  servers = [await start(folders[0]?.dataDir ?? ''), await start(folders[1]?.dataDir ?? '')];
});

afterAll(async () => {
  for (const server of servers) server.signal('SIGTERM');
  await Promise.all(servers.map(({ exited }) => exited));
  await database.dropDatabase();
  await mongoose.disconnect();
  for (const folder of folders) folder.remove();
});

/** Each weekday has one session of a day, and each session all of its seats. */
async function expectEachOnce(ids: readonly string[]): Promise<void> {
  const made = await sessions()
    .find({ templateId: { $in: [...ids] } })
    .toArray();
  expect(made.map(({ day }) => day).sort()).toEqual(
    Array.from({ length: 28 }, (_, index) => addDays(range.fromDay, index)),
  );
  const seats = database.collection('seats');
  for (const { _id } of made) expect(await seats.countDocuments({ sessionId: _id, status: 'free' })).toBe(CAPACITY);
}

/** A template for each weekday, on which no holiday falls. */
async function addWeek(caller: Caller): Promise<string[]> {
  for (let index = 0; index < 28; index += 1) {
    const day = addDays(range.fromDay, index);
    // The machine's own days may be holidays; what is there already stays.
    await caller.post('/schedule/days', { day, serviceCode: null, kind: 'usual', name: '照常', weekday: null });
  }
  const added = Array.from({ length: TEMPLATES }, (_, index) =>
    caller.post<Template>('/schedule/templates', {
      ...buildTemplateBody({ weekday: index + 1, capacity: CAPACITY, validFromDay: today }),
    }),
  );
  return (await Promise.all(added)).map((answer) => bodyOf(answer, 201).id);
}

test('two servers at once make each session once', async () => {
  const [one, other] = await Promise.all(servers.map(signIn));
  const ids = await addWeek(one as Caller);
  const answers = await Promise.all([openAll(one as Caller), openAll(other as Caller), openAll(other as Caller)]);
  const opened = answers.flatMap((answer) => bodyOf(answer).items).filter(({ outcome }) => outcome === 'opened');
  expect(opened.filter(({ templateId }) => ids.includes(templateId))).toHaveLength(28);
  await expectEachOnce(ids);
});

test('what a killed server left half done, the other finishes', async () => {
  const [one, other] = await Promise.all(servers.map(signIn));
  const ids = await addWeek(one as Caller);
  const cut = openAll(one as Caller).catch(() => undefined);
  const count = () => sessions().countDocuments({ templateId: { $in: ids } });
  await eventually('some are made', async () => (await count()) >= 5, { withinMs: 30_000, everyMs: 5 });
  servers[0]?.signal('SIGKILL');
  await cut;
  await servers[0]?.exited;
  expect(await count()).toBeLessThan(28);
  bodyOf(await openAll(other as Caller));
  // The seats of the session at which it was killed are the reconciler's.
  await eventually(
    'no session lacks seats',
    async () => (await sessions().countDocuments({ published: false } as never)) === 0,
    {
      withinMs: 60_000,
      everyMs: 500,
    },
  );
  await expectEachOnce(ids);
});
