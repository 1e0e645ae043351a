import { placeOf, type Sealed } from '@linkang/server/platform/keyring';
import { reconcileSeats } from '@linkang/server/modules/session';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, buildLectureBody, cancel, openSession, seeSession, staffCaller } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const deskId = '665eaf2f9d2a4c0000000001';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(async () => {
  await reconcileSeats(server.deps);
  const { connection } = server.deps;
  const violations = await findViolations(connection.getClient().db(connection.name));
  await server.stop();
  expect(violations).toEqual([]);
});

const desk = (): Caller => staffCaller(server, ['desk'], deskId);
const seats = () => server.deps.connection.collection<{ _id: string; log: object[] }>('seats');
const see = (id: string): Promise<Session> => seeSession(desk(), id);
const setCapacity = (id: string, capacity: number, rev: number): Promise<Answer<Session>> =>
  desk().post<Session>(`/sessions/${id}/capacity`, { capacity, rev });
const change = async (id: string, capacity: number): Promise<Session> =>
  bodyOf(await setCapacity(id, capacity, (await see(id)).rev));
const addSeat = (id: string, residentId: string, key?: string, caller = desk()): Promise<Answer<Booking>> =>
  caller.post<Booking>(`/sessions/${id}/extra-seats`, { residentId, reason: '老病人，发热' }, key);
const statesOf = async (sessionId: string) =>
  Object.fromEntries(
    (
      await seats()
        .aggregate<{ _id: string; n: number }>([
          { $match: { sessionId } },
          { $group: { _id: '$status', n: { $sum: 1 } } },
        ])
        .toArray()
    ).map(({ _id, n }) => [_id, n]),
  );
const fill = async (sessionId: string, count: number) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const citizen = await buildCitizen(server);
      return { citizen, booking: bodyOf(await book(citizen, sessionId), 201) };
    }),
  );

describe('POST /sessions/:id/capacity', () => {
  it('is for the clinic staff', async () => {
    const { id, rev } = await openSession(server);
    const at = `/sessions/${id}/capacity`;
    const body = { capacity: 9, rev };
    expect(outcomeOf(await new Caller(server.baseUrl).post(at, body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await (await buildCitizen(server)).caller.post(at, body))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['editor']).post(at, body))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await setCapacity(MISSING, 9, 0))).toBe('404 NOT_FOUND');
    expect((await see(id)).capacity).toBe(5);
  });

  it.each([
    [{}, ['body.capacity MISSING', 'body.rev MISSING']],
    [{ capacity: 0, rev: 0 }, ['body.capacity TOO_SMALL']],
    [{ capacity: 900, rev: -1 }, ['body.capacity TOO_LARGE', 'body.rev TOO_SMALL']],
    [{ capacity: 1.5, rev: 'a' }, ['body.capacity TYPE', 'body.rev TYPE']],
  ])('refuses %j', async (body, faults) => {
    expect(faultsOf(await desk().post(`/sessions/${MISSING}/capacity`, body))).toEqual(faults);
  });

  it('adds seats and takes free ones away, the last first', async () => {
    const { id } = await openSession(server, { startTime: '08:00', endTime: '10:00', capacity: 4 });
    expect(await change(id, 6)).toMatchObject({ capacity: 6, remaining: 6, rev: 1 });
    expect(await seats().distinct('startTime', { sessionId: id, no: { $gt: 4 } })).toEqual(['09:15', '09:30']);
    expect(await change(id, 2)).toMatchObject({ capacity: 2, remaining: 2 });
    expect(await seats().distinct('no', { sessionId: id, status: 'free' })).toEqual([1, 2]);
    expect(await change(id, 5)).toMatchObject({ capacity: 5, remaining: 5 });
    expect(await seats().countDocuments({ sessionId: id })).toBe(6);
  });

  it('closes seats that people have only once they give them back', async () => {
    const { id } = await openSession(server, { day: '2026-06-09', capacity: 4 });
    const taken = await fill(id, 4);
    expect(await change(id, 2)).toMatchObject({ capacity: 2, remaining: 0, state: 'full' });
    expect(await statesOf(id)).toEqual({ booked: 4 });
    for (const [i, { citizen, booking }] of taken.slice(0, 3).entries()) {
      bodyOf(await cancel(citizen, booking.id));
      expect((await see(id)).remaining).toBe(i < 2 ? 0 : 1);
    }
    expect(await statesOf(id)).toEqual({ booked: 1, cancelled: 3, closed: 2, free: 1 });
    expect(await change(id, 4)).toMatchObject({ remaining: 3 });
  });

  it('is refused at another revision, when the session is over, and for lectures', async () => {
    const { id, rev } = await openSession(server);
    const answers = await Promise.all([7, 8, 9].map((capacity) => setCapacity(id, capacity, rev)));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 2 });
    server.clock.set('2026-06-08T02:00:00.000Z');
    expect(outcomeOf(await setCapacity(id, 3, rev + 1))).toBe('409 STATE_CONFLICT');
    server.clock.set(TEST_NOW);
    const editor = staffCaller(server, ['editor']);
    const lecture = bodyOf(await editor.post<{ id: string }>('/lectures', buildLectureBody()), 201);
    bodyOf(await editor.post(`/lectures/${lecture.id}/publish`));
    expect(outcomeOf(await setCapacity(lecture.id, 30, 0))).toBe('409 STATE_CONFLICT');
  });

  it('what a crash left undone is finished by the reconciler, up and down', async () => {
    const sessions = server.deps.connection.collection<{ _id: string }>('sessions');
    const { id } = await openSession(server, { day: '2026-06-10', capacity: 3 });
    await sessions.updateOne({ _id: id }, { $set: { capacity: 5, made: 5, published: false } });
    await reconcileSeats(server.deps);
    expect((await see(id)).remaining).toBe(5);
    await sessions.updateOne({ _id: id }, { $set: { capacity: 2 } });
    await reconcileSeats(server.deps);
    expect((await see(id)).remaining).toBe(2);
    await sessions.updateOne({ _id: id }, { $set: { capacity: 5 } });
    await reconcileSeats(server.deps);
    expect((await see(id)).remaining).toBe(5);
  });

  it('beside a suspension: every seat is back afterwards', async () => {
    const { id } = await openSession(server, { day: '2026-06-11', capacity: 6 });
    await fill(id, 2);
    bodyOf(await desk().post(`/sessions/${id}/suspend`, { reason: '停电' }));
    expect(await change(id, 4)).toMatchObject({ state: 'suspended' });
    expect(bodyOf(await desk().post<Session>(`/sessions/${id}/resume`))).toMatchObject({ capacity: 4 });
    await reconcileSeats(server.deps);
    expect((await see(id)).remaining).toBe(4);
  });
});

describe('POST /sessions/:id/extra-seats', () => {
  it('is for the clinic staff, with a reason', async () => {
    const { id } = await openSession(server);
    const citizen = await buildCitizen(server);
    expect(outcomeOf(await addSeat(id, citizen.residentId, 'a', new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await addSeat(id, citizen.residentId, 'a', citizen.caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await addSeat(MISSING, citizen.residentId))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await addSeat(id, MISSING))).toBe('404 NOT_FOUND');
    const at = `/sessions/${id}/extra-seats`;
    expect(faultsOf(await desk().post(at, {}))).toEqual(['body.residentId MISSING', 'body.reason MISSING']);
    expect(faultsOf(await desk().post(at, { residentId: 'a b', reason: ' ' }))).toEqual([
      'body.residentId ID',
      'body.reason EMPTY',
    ]);
    expect(faultsOf(await desk().post(at, { residentId: 'a', reason: 'x'.repeat(61) }))).toEqual([
      'body.reason TOO_LONG',
    ]);
    expect(faultsOf(await desk().post(at, { residentId: 'a', reason: '发热' }, null))).toEqual([
      'header.Idempotency-Key MISSING',
    ]);
  });

  it('adds one beyond the capacity, whose number nobody gets afterwards', async () => {
    const { id } = await openSession(server, { day: '2026-06-12', capacity: 1 });
    await fill(id, 1);
    const citizen = await buildCitizen(server);
    const extra = bodyOf(await addSeat(id, citizen.residentId, 'k'), 201);
    expect(extra).toMatchObject({ number: 900, status: 'booked', residentId: citizen.residentId, startTime: '09:00' });
    expect(bodyOf(await addSeat(id, citizen.residentId, 'k'), 201)).toEqual(extra);
    expect(outcomeOf(await addSeat(id, (await buildCitizen(server)).residentId, 'k'))).toBe('422 IDEMPOTENCY_MISMATCH');
    const row = (await seats().findOne({ _id: extra.id })) as unknown as {
      bookedBy: string;
      extra: { reason: Sealed };
    };
    expect(row.bookedBy).toBe(deskId);
    const place = placeOf('seats', 'extra.reason', extra.id);
    expect(server.deps.keyring.decrypt(row.extra.reason, place)).toBe('老病人，发热');
    const twice = await addSeat(id, citizen.residentId);
    expect(outcomeOf(twice)).toBe('409 BOOKING_DUPLICATE');
    expect(twice.body).toMatchObject({ conflict: { id: extra.id } });
    expect((await see(id)).remaining).toBe(0);
    bodyOf(await cancel(citizen, extra.id));
    await reconcileSeats(server.deps);
    expect((await see(id)).remaining).toBe(0);
    expect(bodyOf(await addSeat(id, (await buildCitizen(server)).residentId), 201).number).toBe(901);
  });

  it('ten at once get ten numbers, and the same key one', async () => {
    const { id } = await openSession(server, { day: '2026-06-15', capacity: 1 });
    const people = await Promise.all(Array.from({ length: 10 }, () => buildCitizen(server)));
    const answers = await Promise.all(people.map(({ residentId }) => addSeat(id, residentId)));
    const numbers = answers.map((answer) => bodyOf(answer, 201).number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, i) => 900 + i));
    const one = await buildCitizen(server);
    const same = await Promise.all(Array.from({ length: 20 }, () => addSeat(id, one.residentId, 'same')));
    expect(new Set(same.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
  });

  it('goes until the end of an open session', async () => {
    const { id } = await openSession(server, { day: '2026-06-16' });
    const { residentId } = await buildCitizen(server);
    server.clock.set('2026-06-16T01:59:00.000Z');
    bodyOf(await addSeat(id, residentId), 201);
    server.clock.set('2026-06-16T02:00:00.000Z');
    expect(outcomeOf(await addSeat(id, (await buildCitizen(server)).residentId))).toBe('409 BOOKING_TOO_LATE');
    server.clock.set(TEST_NOW);
    bodyOf(await desk().post(`/sessions/${id}/suspend`, { reason: '停电' }));
    expect(outcomeOf(await addSeat(id, (await buildCitizen(server)).residentId))).toBe('409 BOOKING_SESSION_CLOSED');
  });
});
