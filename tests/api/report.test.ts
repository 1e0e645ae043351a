import type { ReportRoutes } from '@linkang/shared/api/report.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, cancel, openSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { openRoom, roomOf, TODAY } from '../support/queue';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

type Times = CallReply<ReportRoutes['times']>;

const RANGE = `fromDay=${TODAY}&toDay=${TODAY}`;
const NOTHING = { count: null, medianSeconds: null, p90Seconds: null, within: null };

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterAll(() => server.stop());
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  for (const name of ['sessions', 'seats']) await server.deps.connection.collection(name).deleteMany({});
});

const director = () => staffCaller(server, ['director']);
const read = async (query = RANGE): Promise<Times> => bodyOf(await director().get<Times>(`/reports/times?${query}`));

test('nobody without a sign-in, no resident and no other staff reads it', async () => {
  const citizen = await buildCitizen(server);
  const ask = (caller: Caller) => caller.get(`/reports/times?${RANGE}`);
  expect(outcomeOf(await ask(new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
  expect(outcomeOf(await ask(citizen.caller))).toBe('403 FORBIDDEN');
  for (const role of ['doctor', 'nurse', 'desk', 'editor'] as const)
    expect(outcomeOf(await ask(staffCaller(server, [role])))).toBe('403 FORBIDDEN');
  expect(outcomeOf(await ask(staffCaller(server, ['admin'])))).toBe('200');
});

test.each([
  ['', ['query.fromDay MISSING', 'query.toDay MISSING']],
  ['fromDay=2026-06-31&toDay=2026-07-01', ['query.fromDay DAY']],
  ['fromDay=2026-06-04&toDay=2026-06-03', ['query.toDay ORDER']],
  ['fromDay=2025-06-04&toDay=2026-06-05', ['query.toDay TOO_LONG']],
  [`${RANGE}&waitingWithin=0`, ['query.waitingWithin TOO_SMALL']],
  [`${RANGE}&bookingWithin=241`, ['query.bookingWithin TOO_LARGE']],
  [`${RANGE}&doctorId=a%20b`, ['query.doctorId ID']],
  [`${RANGE}&sessionId=a%20b`, ['query.sessionId ID']],
  [`${RANGE}&serviceCode=`, ['query.serviceCode EMPTY']],
])('a query of %p is refused', async (query, faults) => {
  const answer = await director().get(`/reports/times?${query}`);
  expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
  expect(faultsOf(answer)).toEqual(faults);
});

test('a whole year is read, and nothing is 0 and not hidden', async () => {
  const { waiting, booking, lastYear } = await read('fromDay=2025-06-05&toDay=2026-06-05');
  expect(lastYear).toEqual({ fromDay: '2024-06-05', toDay: '2025-06-05' });
  for (const { now, hours } of [waiting, booking]) {
    expect(now).toEqual({ ...NOTHING, count: 0 });
    expect(hours).toEqual([]);
  }
});

describe('waiting', () => {
  const room = roomOfToday();

  /** People check in at 14:45, and the n-th is called n times ten minutes later. */
  async function callEach(people: number, changes: Record<string, unknown> = {}) {
    const { session, visitors } = await openRoom(server, people, changes);
    server.clock.set('2026-06-04T06:45:00.000Z');
    await room().checkIn(...visitors);
    for (const _ of visitors) {
      server.clock.advanceMinutes(10);
      bodyOf(await room().next(session), 201);
    }
    return { session, visitors };
  }

  test('is counted from the check-in to the first call, whatever came then', async () => {
    const { session, visitors } = await callEach(5);
    await room().step(visitors[0] as (typeof visitors)[number], 'recall');
    await room().step(visitors[1] as (typeof visitors)[number], 'skip');
    server.clock.advanceMinutes(5);
    bodyOf(await room().next(session), 201);
    const { waiting } = await read();
    expect(waiting.now).toEqual({ count: 5, medianSeconds: 1800, p90Seconds: 3000, within: 0.6 });
    expect(waiting.hours).toEqual([{ ...waiting.now, weekday: 4, hour: 14 }]);
    expect(waiting.lastYear).toEqual({ ...NOTHING, count: 0 });
    expect((await read(`${RANGE}&waitingWithin=10`)).waiting.now.within).toBe(0.2);
  });

  test('stands beside the same days of last year', async () => {
    await callEach(5);
    const { waiting } = await read('fromDay=2027-06-04&toDay=2027-06-04');
    expect(waiting.now.count).toBe(0);
    expect(waiting.lastYear).toMatchObject({ count: 5, medianSeconds: 1800 });
  });

  test('says nothing of four, nor of those who were not called or whose step was taken back', async () => {
    const { session, visitors } = await openRoom(server, 6);
    server.clock.set('2026-06-04T06:45:00.000Z');
    await room().checkIn(...visitors);
    for (let called = 0; called < 5; called += 1) bodyOf(await room().next(session), 201);
    expect((await read()).waiting.now.count).toBe(5);
    await room().step(visitors[0] as (typeof visitors)[number], 'undo', { status: 'called' });
    expect((await read()).waiting.now).toEqual(NOTHING);
  });

  test('is narrowed to a service, a session and a doctor', async () => {
    const { session } = await callEach(5);
    const counts = async (query: string) => (await read(`${RANGE}&${query}`)).waiting.now.count;
    expect(await counts('serviceCode=gp')).toBe(5);
    expect(await counts('serviceCode=tcm')).toBe(0);
    expect(await counts(`sessionId=${session.id}`)).toBe(5);
    expect(await counts('sessionId=other')).toBe(0);
    expect(await counts('doctorId=nobody')).toBe(0);
    expect(await counts(`doctorId=nobody&sessionId=${session.id}`)).toBe(0);
    await server.deps.connection
      .collection<{ _id: string }>('sessions')
      .updateOne({ _id: session.id }, { $set: { doctorId: 'd1' } });
    expect(await counts('doctorId=d1')).toBe(5);
    expect(await counts(`doctorId=d1&sessionId=${session.id}`)).toBe(5);
  });
});

describe('booking', () => {
  test('is counted by the day on which it was done, also of what was given back, but not without a count', async () => {
    const { id: sessionId } = await openSession(server, { capacity: 10, day: '2026-06-08' });
    for (const tookSeconds of [20, 30, 40, 50, 600, undefined]) {
      const citizen = await buildCitizen(server);
      const { residentId } = citizen;
      const booking = bodyOf(
        await citizen.caller.post<{ id: string }>('/bookings', { sessionId, residentId, tookSeconds }),
        201,
      );
      if (tookSeconds === 20) bodyOf(await cancel(citizen, booking.id));
    }
    const { booking } = await read();
    expect(booking.now).toEqual({ count: 5, medianSeconds: 40, p90Seconds: 600, within: 0.8 });
    expect(booking.hours).toEqual([{ ...booking.now, weekday: 4, hour: 12 }]);
    expect((await read('fromDay=2026-06-08&toDay=2026-06-08')).booking.now.count).toBe(0);
    expect((await read(`${RANGE}&sessionId=${sessionId}`)).booking.now.count).toBe(5);
    expect((await read(`${RANGE}&serviceCode=tcm`)).booking.now.count).toBe(0);
  });
});

test('each measure has an index of its own rows', async () => {
  const seats = server.deps.connection.collection('seats');
  const indexes = await seats.indexes();
  expect(indexes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        key: { day: 1, serviceCode: 1, sessionId: 1 },
        partialFilterExpression: { arrivedAt: { $exists: true } },
      }),
      expect.objectContaining({
        key: { bookedAt: 1 },
        partialFilterExpression: { tookSeconds: { $exists: true } },
      }),
    ]),
  );
});

function roomOfToday() {
  return () => roomOf(server);
}
