import { findSessionsById, reconcileSeats, type SessionRow } from '@linkang/server/modules/session';
import { sweepSession } from '@linkang/server/modules/session/seat.sweep';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, buildLectureBody, openSession, seeSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { findViolations } from '../support/invariants';
import { startServer, TEST_NOW, type TestServer } from '../support/server';
import { nextDays, suspensionsOf } from '../support/suspensions';

const MISSING = '665eaf2f9d2a4c0012345678';

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

const { desk, phoned, resume, see, seatOf, seats, suspend } = suspensionsOf(() => server);

describe('POST /sessions/:id/suspend and /resume', () => {
  it('are for the clinic staff', async () => {
    const { id } = await openSession(server);
    const { caller } = await buildCitizen(server);
    for (const [step, body] of [['suspend', { reason: '停电' }] as const, ['resume', undefined] as const]) {
      const at = `/sessions/${id}/${step}`;
      expect(outcomeOf(await new Caller(server.baseUrl).post(at, body))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await caller.post(at, body))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await staffCaller(server, ['editor']).post(at, body))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await desk().post(`/sessions/${MISSING}/${step}`, body))).toBe('404 NOT_FOUND');
    }
    expect((await seeSession(desk(), id)).state).toBe('open');
  });

  it.each([
    [{}, ['body.reason MISSING']],
    [{ reason: ' ' }, ['body.reason EMPTY']],
    [{ reason: 'x'.repeat(61) }, ['body.reason TOO_LONG']],
    [{ reason: 7 }, ['body.reason TYPE']],
  ])('suspend refuses %j', async (body, faults) => {
    expect(faultsOf(await suspend(MISSING, body))).toEqual(faults);
  });

  it('close a session, tell its people, free them, and open what is left again', async () => {
    const [day] = nextDays();
    const { id } = await openSession(server, { day, capacity: 3 });
    const other = await openSession(server, { serviceCode: 'tcm', day });
    const citizen = await buildCitizen(server);
    const booking = bodyOf(await book(citizen, id), 201);
    expect(outcomeOf(await book(citizen, other.id))).toBe('409 BOOKING_TIME_CLASH');
    expect(outcomeOf(await resume(id))).toBe('409 STATE_CONFLICT');

    expect(bodyOf(await suspend(id))).toMatchObject({ id, state: 'suspended', remaining: 0 });
    expect(outcomeOf(await suspend(id))).toBe('409 STATE_CONFLICT');
    expect(await see(citizen, booking.id)).toMatchObject({ status: 'suspended', can: { cancel: false } });
    expect((await seatOf(booking.id)).outbox?.at(-1)).toEqual(
      expect.objectContaining({
        kind: 'bookingSuspended',
        residentId: citizen.residentId,
        data: { service: '全科门诊', day, startTime: '09:00', place: '一楼全科诊室', number: 1, reason: '医生外出' },
      }),
    );
    expect(outcomeOf(await book(citizen, other.id))).toBe('201');
    expect(outcomeOf(await book(await buildCitizen(server), id))).toMatch(/^409 BOOKING_SESSION_(CLOSED|FULL)$/);

    expect(bodyOf(await resume(id))).toMatchObject({ id, state: 'open', remaining: 3 });
    expect(outcomeOf(await resume(id))).toBe('409 STATE_CONFLICT');
    expect((await see(citizen, booking.id)).status).toBe('suspended');
    const session = await server.deps.connection.collection<{ _id: string }>('sessions').findOne({ _id: id });
    expect(session).toMatchObject({ epoch: 1, swept: 3 });
  });

  it('leave people who have arrived to the staff', async () => {
    server.clock.set('2026-06-08T00:50:00.000Z');
    const { id } = await openSession(server, { capacity: 2 });
    const [here, away] = [await buildCitizen(server), await buildCitizen(server)];
    const [first, second] = [bodyOf(await book(here, id), 201), bodyOf(await book(away, id), 201)];
    bodyOf(await desk().post(`/bookings/${first.id}/check-in`));
    bodyOf(await suspend(id));
    expect((await see(here, first.id)).status).toBe('arrived');
    expect((await see(away, second.id)).status).toBe('suspended');
    bodyOf(await desk().post(`/bookings/${first.id}/finish`));
  });

  it('do not touch lectures, nor sessions that are over', async () => {
    const editor = staffCaller(server, ['editor']);
    const lecture = bodyOf(await editor.post<{ id: string }>('/lectures', buildLectureBody()), 201);
    bodyOf(await editor.post(`/lectures/${lecture.id}/publish`));
    expect(outcomeOf(await suspend(lecture.id))).toBe('409 STATE_CONFLICT');
    bodyOf(await editor.post(`/lectures/${lecture.id}/cancel`, { reason: '停电' }));
    expect(outcomeOf(await resume(lecture.id))).toBe('409 STATE_CONFLICT');
    const { id } = await openSession(server);
    server.clock.set('2026-06-08T02:00:00.000Z');
    expect(outcomeOf(await suspend(id))).toBe('409 STATE_CONFLICT');
  });

  it('resumed in the middle of a sweep: it ends, and every seat is back or was told', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [day] = nextDays();
      const { id } = await openSession(server, { day, capacity: 12 });
      const people = await Promise.all(Array.from({ length: 6 }, () => buildCitizen(server)));
      for (const citizen of people) bodyOf(await book(citizen, id), 201);
      const suspending = suspend(id);
      await new Promise((resolve) => setTimeout(resolve, 5 + round * 6));
      await Promise.all([suspending, resume(id)]);
      if ((await seeSession(desk(), id)).state === 'suspended') bodyOf(await resume(id));
      await reconcileSeats(server.deps);
      // Who lost a seat may be offered one of the very session that is open again.
      const states = await seats().distinct('status', { sessionId: id });
      expect(states.filter((state) => !['free', 'booked', 'held', 'suspended'].includes(state))).toEqual([]);
      const open = { $or: [{ status: { $in: ['free', 'booked'] } }, { status: 'held', heldFor: /^O:/ }] };
      const live = await seats().countDocuments({ sessionId: id, ...open });
      expect(live).toBe(12);
    }
  }, 60_000);

  it('a sweep of a suspension that is over changes nothing any more', async () => {
    const [day] = nextDays();
    const { id } = await openSession(server, { day, capacity: 2 });
    const citizen = await buildCitizen(server);
    bodyOf(await suspend(id));
    const [session] = await findSessionsById([id]);
    const late = () =>
      sweepSession({ session: session as SessionRow, service: '', by: 'test', at: new Date(TEST_NOW) });
    bodyOf(await resume(id));
    const booking = bodyOf(await book(citizen, id), 201);
    await late();
    expect((await see(citizen, booking.id)).status).toBe('booked');
    expect((await seeSession(desk(), id)).remaining).toBe(1);
    const sessions = server.deps.connection.collection<{ _id: string }>('sessions');
    await sessions.updateOne({ _id: id }, { $set: { state: 'suspended' }, $inc: { epoch: 1 } });
    await late();
    expect((await see(citizen, booking.id)).status).toBe('booked');
    bodyOf(await resume(id));
  });

  it('a sweep and a resumption that were broken off are finished by the reconciler', async () => {
    const [day] = nextDays();
    const { id } = await openSession(server, { day, capacity: 3 });
    const citizen = await buildCitizen(server);
    const booking = bodyOf(await book(citizen, id), 201);
    const sessions = server.deps.connection.collection<{ _id: string }>('sessions');
    await sessions.updateOne({ _id: id }, { $set: { state: 'suspended', suspendReason: '停电' }, $inc: { epoch: 1 } });
    await reconcileSeats(server.deps);
    expect((await see(citizen, booking.id)).status).toBe('suspended');
    expect((await seatOf(booking.id)).offer).toBe('phone');
    await sessions.updateOne({ _id: id }, { $set: { state: 'open' } });
    await reconcileSeats(server.deps);
    expect(await seeSession(desk(), id)).toMatchObject({ state: 'open', remaining: 3 });
    bodyOf(await phoned(booking.id));
  });
});
