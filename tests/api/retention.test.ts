import { modules } from '@linkang/server/modules';
import { closureModule, planTimed, removeTimed } from '@linkang/server/modules/closure';
import { verifyAudits } from '@linkang/server/modules/audit';
import { trailModule } from '@linkang/server/modules/trail';
import pino from 'pino';
import { bodyOf } from '../support/answers';
import { book, buildCitizen, cancel, openSession, staffCaller, type Citizen } from '../support/clinic';
import { keepClaim } from '../support/own-routes';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const lines: string[] = [];
let server: TestServer;
let person: Citizen;

beforeAll(async () => {
  server = await startServer({
    limits: false,
    log: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
  });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  person = await buildCitizen(server);
});
afterAll(() => server.stop());

const collection = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const planned = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await planTimed(server.deps, modules)).map(({ key, count }) => [key, count]));
const runJob = async (): Promise<void> =>
  void (await closureModule
    .jobs?.(server.deps, modules)
    .find(({ name }) => name === 'removeTimed')
    ?.run());
const oldNotice = (id: number, at: string) => ({
  _id: `old-${person.residentId}-${id}`,
  accountId: person.accountId,
  residentId: person.residentId,
  kind: 'bookingMade',
  data: {},
  targetId: 'seat',
  at: new Date(at),
  readAt: null,
  push: { state: 'none', tries: 0 },
});

it('anonymises bookings that nobody came to after three years, and visits after fifteen', async () => {
  const visited = bodyOf(await book(person, (await openSession(server)).id), 201).id;
  const given = bodyOf(await book(person, (await openSession(server, { day: '2026-06-09' })).id), 201).id;
  bodyOf(await cancel(person, given));
  await collection('seats').updateOne({ _id: visited }, { $set: { status: 'done' } });
  server.clock.set('2029-06-08T03:00:00.000Z');
  const before = (await planned()).appointments ?? 0;
  server.clock.set('2029-06-10T03:00:00.000Z');
  expect((await planned()).appointments).toBe(before + 1);
  await runJob();
  expect(await collection('seats').findOne({ _id: given })).toMatchObject({
    residentId: 'erased',
    bookedBy: 'erased',
    status: 'cancelled',
  });
  expect(await collection('seats').findOne({ _id: visited })).toMatchObject({ residentId: person.residentId });
  server.clock.set('2041-06-09T03:00:00.000Z');
  await runJob();
  const seat = await collection('seats').findOne({ _id: visited });
  expect(seat).toMatchObject({ residentId: 'erased', status: 'done', day: '2026-06-08' });
  expect(JSON.stringify(seat)).not.toContain(person.accountId);
  expect((await planned()).visits).toBe(0);
});

it('removes messages, calls, ended cards, claims, entries and runs that are beyond their time, and nothing newer', async () => {
  const { residentId } = person;
  const director = staffCaller(server, ['director']);
  await keepClaim(server, person);
  bodyOf(await director.post('/cards', { residentId }), 201);
  bodyOf(await director.post('/cards', { residentId }), 201);
  const session = await openSession(server, { day: '2026-06-12' });
  bodyOf(await director.post('/bookings/bulk/runs', { sessionIds: [session.id], residentIds: [residentId] }), 201);
  await collection('notices').insertMany([oldNotice(1, '2028-06-11T00:00:00Z'), oldNotice(2, '2028-06-15T00:00:00Z')]);
  server.clock.set('2029-06-13T03:00:00.000Z');
  const plan = await planned();
  expect(plan).toMatchObject({ claims: expect.any(Number) as number, cards: 1, messages: 1 });
  const counts = await removeTimed(server.deps, modules);
  expect(Object.fromEntries(counts.map(({ key, count }) => [key, count]))).toEqual(plan);
  expect(await collection('cards').find({ residentId }).toArray()).toMatchObject([{ validFor: residentId }]);
  expect(await collection('notices').find({ residentId }).toArray()).toMatchObject([
    oldNotice(2, '2028-06-15T00:00:00Z'),
  ]);
  for (const name of ['claims', 'bulkRuns', 'bulkOutcomes'])
    expect([name, await collection(name).countDocuments({})]).toEqual([name, 0]);
  expect(Object.values(await planned()).every((count) => count === 0)).toBe(true);
});

it('takes more than a batch, comes to the same end in two processes, and goes on after one was killed', async () => {
  await collection('notices').insertMany(Array.from({ length: 1203 }, (_, i) => oldNotice(i, '2026-06-04T00:00:00Z')));
  server.clock.set('2028-01-01T00:00:00.000Z');
  const store = modules.flatMap((module) => module.timedStores ?? []).find(({ key }) => key === 'messages');
  expect(await store?.remove(server.deps, new Date('2027-01-01T00:00:00Z'), 200)).toBe(200);
  await Promise.all([runJob(), runJob()]);
  expect(await collection('notices').countDocuments({ residentId: person.residentId })).toBe(0);
});

it('tells the log how many and of whom nothing', async () => {
  lines.length = 0;
  await collection('notices').insertOne(oldNotice(1, '2026-06-04T00:00:00Z'));
  server.clock.set('2028-02-01T00:00:00.000Z');
  await runJob();
  const told = lines.filter((line) => line.includes('beyond its time'));
  expect(told).toHaveLength(1);
  expect(JSON.parse(told[0] as string)).toMatchObject({ removed: { messages: 1 } });
  for (const secret of [person.residentId, person.accountId, person.name]) expect(told[0]).not.toContain(secret);
});

it('stops where nobody answers for a row', async () => {
  await expect(removeTimed(server.deps, [])).rejects.toThrow('nobody removes appointments');
});

it('leaves the audit log to its own job, whose chain still verifies after rows have gone', async () => {
  bodyOf(await staffCaller(server, ['director']).get(`/residents/${person.residentId}`));
  const job = (name: string) => trailModule.jobs?.(server.deps, modules).find((one) => one.name === name);
  await job('sealAudits')?.run();
  server.clock.set('2030-06-05T04:00:00.000Z');
  await runJob();
  expect(await collection('audits').countDocuments({ residentId: person.residentId })).toBe(1);
  await job('removeOldAudits')?.run();
  expect(await collection('audits').countDocuments({ residentId: person.residentId })).toBe(0);
  expect((await verifyAudits(server.deps)).findings).toEqual([]);
});
