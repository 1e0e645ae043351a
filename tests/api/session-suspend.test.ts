import { findSessionsById, reconcileSeats, type SessionRow } from '@linkang/server/modules/session';
import { sweepSession } from '@linkang/server/modules/session/seat.sweep';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Call } from '@linkang/shared/api/notice.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { book, buildCitizen, buildLectureBody, cancel, openSession, seeSession, staffCaller } from '../support/clinic';
import type { Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { addDoctor } from '../support/schedule';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

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

/** With a token that is good at the clock's present time. */
const desk = (): Caller => staffCaller(server, ['desk'], '665eaf2f9d2a4c0000000001');

interface Row {
  _id: string;
  status: string;
  offer?: string;
  outbox?: { kind: string; residentId: string; data: object }[];
}
const seats = () => server.deps.connection.collection<Row>('seats');
const seatOf = async (id: string): Promise<Row> => (await seats().findOne({ _id: id })) as Row;
const suspend = (id: string, body: object = { reason: '医生外出' }): Promise<Answer<Session>> =>
  desk().post<Session>(`/sessions/${id}/suspend`, body);
const resume = (id: string): Promise<Answer<Session>> => desk().post<Session>(`/sessions/${id}/resume`);
const accept = (citizen: Citizen, id: string) => citizen.caller.post<Booking>(`/bookings/${id}/accept-offer`);
const decline = (citizen: Citizen, id: string) => citizen.caller.post<Booking>(`/bookings/${id}/decline-offer`);
const see = async (citizen: Citizen, id: string) => bodyOf(await citizen.caller.get<Booking>(`/bookings/${id}`));
const phoneList = async () => bodyOf(await desk().get<{ items: Call[] }>('/calls?topic=offer&limit=100')).items;
const callTo = async (id: string) => (await phoneList()).find((row) => row.id === `offer:${id}`);
const phoned = async (id: string) =>
  desk().post(`/calls/offer:${id}/ticks`, { state: 'told', rev: (await callTo(id))?.rev ?? 0 });

let weeks = 0;
/** A Monday of its own for each test and the next days, so that no test offers another's seats. */
const nextDays = (): [string, string, string] => {
  weeks += 1;
  const at = (n: number): string => new Date(Date.UTC(2026, 6, 6 + weeks * 40 + n)).toISOString().slice(0, 10);
  return [at(0), at(1), at(2)];
};

/** Somebody whose visit was called off, with a session on the next day. */
async function calledOff(changes: { next?: object | null; person?: Record<string, string> } = {}) {
  const [day, nextDay] = nextDays();
  const { id } = await openSession(server, { day });
  const next = changes.next === null ? null : await openSession(server, { day: nextDay, capacity: 1, ...changes.next });
  const citizen = await buildCitizen(server, changes.person ?? {});
  const booking = bodyOf(await book(citizen, id), 201);
  bodyOf(await suspend(id));
  return { id, next, citizen, booking, nextDay };
}

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

describe('the seat that is offered instead', () => {
  it('is held, told of, and booked in one tap, also twice', async () => {
    const { next, citizen, booking, nextDay } = await calledOff();
    const offered = await see(citizen, booking.id);
    expect(offered.offer).toEqual({
      until: '2026-06-05T04:00:00.000Z',
      sessionId: next?.id,
      number: 1,
      day: nextDay,
      startTime: '09:00',
      endTime: '10:00',
      place: '一楼全科诊室',
    });
    const list = await citizen.caller.get<{ items: Booking[] }>(`/bookings?residentId=${citizen.residentId}`);
    expect(bodyOf(list).items).toEqual([offered]);
    const told = (await seatOf(booking.id)).outbox?.map(({ kind }) => kind);
    expect(told).toEqual(['bookingMade', 'bookingSuspended', 'bookingOffer']);
    expect(outcomeOf(await book(await buildCitizen(server), next?.id ?? ''))).toBe('409 BOOKING_SESSION_FULL');

    const booked = bodyOf(await accept(citizen, booking.id));
    expect(booked).toMatchObject({ sessionId: next?.id, status: 'booked', residentId: citizen.residentId, number: 1 });
    expect(bodyOf(await accept(citizen, booking.id))).toEqual(booked);
    expect((await see(citizen, booking.id)).offer).toBeUndefined();
    expect((await seatOf(booked.id)).outbox).toEqual([expect.objectContaining({ kind: 'bookingMade' })]);
    expect(outcomeOf(await decline(citizen, booking.id))).toBe('409 STATE_CONFLICT');
    const again = await openSession(server, { day: nextDay, startTime: '14:00', endTime: '15:00' });
    expect(outcomeOf(await book(citizen, again.id))).toBe('409 BOOKING_DUPLICATE');
    bodyOf(await cancel(citizen, booked.id));
  });

  it('can be accepted twenty times at once, or accepted and declined: one outcome', async () => {
    const { citizen, booking } = await calledOff();
    const answers = await Promise.all(Array.from({ length: 20 }, () => accept(citizen, booking.id)));
    expect(countOutcomes(answers)).toEqual({ '200': 20 });
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    for (let round = 0; round < 10; round += 1) {
      const one = await calledOff();
      const [accepted, declined] = await Promise.all([
        accept(one.citizen, one.booking.id),
        decline(one.citizen, one.booking.id),
      ]);
      expect([outcomeOf(accepted), outcomeOf(declined)].sort()).toEqual(['200', '409 STATE_CONFLICT']);
      const taken = await seats().countDocuments({ sessionId: one.next?.id ?? '', status: 'booked' });
      expect(taken).toBe(accepted.status === 200 ? 1 : 0);
    }
  }, 60_000);

  it('goes back to all when it is declined', async () => {
    const { next, citizen, booking } = await calledOff();
    expect((await seeSession(desk(), next?.id ?? '')).remaining).toBe(0);
    expect(bodyOf(await decline(citizen, booking.id)).offer).toBeUndefined();
    expect((await seeSession(desk(), next?.id ?? '')).remaining).toBe(1);
    expect(outcomeOf(await accept(citizen, booking.id))).toBe('409 STATE_CONFLICT');
  });

  it('belongs to its person', async () => {
    const { citizen, booking } = await calledOff();
    const other = await buildCitizen(server);
    for (const step of [accept, decline]) {
      const answer = await step(other, booking.id);
      expect(outcomeOf(answer)).toBe('404 NOT_FOUND');
      expect(sameBody(answer)).toEqual(sameBody(await step(other, MISSING)));
      expect(faultsOf(await step(other, 'a b'))).toEqual(['params.id ID']);
    }
    const anyone = new Caller(server.baseUrl);
    for (const step of ['accept-offer', 'decline-offer'])
      expect(outcomeOf(await anyone.post(`/bookings/${booking.id}/${step}`))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await desk().post(`/bookings/${booking.id}/accept-offer`))).toBe('200');
    expect((await see(citizen, booking.id)).offer).toBeUndefined();
  });

  it('is of the same doctor rather than nearer, and never when the person is elsewhere', async () => {
    const [day, nextDay, later] = nextDays();
    const doctorId = await addDoctor(`suspend-${weeks}`);
    const [near, own, ownLater] = [
      await openSession(server, { day: nextDay }),
      await openSession(server, { day: nextDay, startTime: '14:00', endTime: '15:00', doctorId }),
      await openSession(server, { day: later, doctorId }),
    ];
    const tcm = await openSession(server, { serviceCode: 'tcm', day: nextDay, startTime: '14:00', endTime: '15:00' });
    const { id } = await openSession(server, { day, doctorId });
    const [free, busy] = [await buildCitizen(server), await buildCitizen(server)];
    const bookings = [bodyOf(await book(free, id), 201), bodyOf(await book(busy, id), 201)];
    bodyOf(await book(busy, tcm.id), 201);
    bodyOf(await suspend(id));
    expect((await see(free, bookings[0]?.id ?? '')).offer).toMatchObject({ sessionId: own.id, doctorName: '林静秋' });
    expect((await see(busy, bookings[1]?.id ?? '')).offer?.sessionId).toBe(ownLater.id);
    expect((await seeSession(desk(), near.id)).remaining).toBe(5);
  });

  it('shows the other booking when the person booked meanwhile', async () => {
    const { citizen, booking, nextDay } = await calledOff();
    const other = await openSession(server, { day: nextDay, startTime: '14:00', endTime: '15:00' });
    const made = bodyOf(await book(citizen, other.id), 201);
    const answer = await accept(citizen, booking.id);
    expect(outcomeOf(answer)).toBe('409 BOOKING_DUPLICATE');
    expect(answer.body).toMatchObject({ conflict: { id: made.id } });
    expect((await see(citizen, booking.id)).offer).toBeDefined();
    bodyOf(await cancel(citizen, made.id));
    bodyOf(await accept(citizen, booking.id));
  });

  it('goes to the telephone list when it is not answered within a day', async () => {
    const { next, citizen, booking } = await calledOff({ person: { name: '王秀英', phone: '13800138009' } });
    server.clock.set('2026-06-05T04:00:00.000Z');
    expect(outcomeOf(await accept(citizen, booking.id))).toBe('409 STATE_CONFLICT');
    await reconcileSeats(server.deps);
    expect((await see(citizen, booking.id)).offer).toBeUndefined();
    expect((await seeSession(desk(), next?.id ?? '')).remaining).toBe(1);
    expect(await callTo(booking.id)).toMatchObject({
      residentName: '王秀英',
      phone: '13800138009',
      why: 'expired',
      body: expect.stringContaining('医生外出') as string,
    });
    bodyOf(await phoned(booking.id));
    expect(await callTo(booking.id)).toBeUndefined();
  });

  it('is looked for again when its own session is called off', async () => {
    const { next, citizen, booking, nextDay } = await calledOff();
    const later = await openSession(server, { day: nextDay, startTime: '14:00', endTime: '15:00' });
    bodyOf(await suspend(next?.id ?? ''));
    expect(outcomeOf(await accept(citizen, booking.id))).toBe('409 STATE_CONFLICT');
    await reconcileSeats(server.deps);
    expect((await see(citizen, booking.id)).offer?.sessionId).toBe(later.id);
  });

  it('is made once, whoever makes it', async () => {
    const { citizen, booking, next } = await calledOff({ next: { capacity: 5 } });
    const offers = await Promise.all(
      [1, 2, 3].map(async () => {
        await seats().updateOne({ _id: booking.id }, { $set: { offer: 'todo' } });
        await reconcileSeats(server.deps);
      }),
    );
    expect(offers).toHaveLength(3);
    await reconcileSeats(server.deps);
    expect(await seats().countDocuments({ sessionId: next?.id ?? '', status: 'held' })).toBe(1);
    expect((await see(citizen, booking.id)).offer?.sessionId).toBe(next?.id);
  });
});

describe('the telephone list', () => {
  it('holds who could be offered nothing, until they are told', async () => {
    const { booking } = await calledOff({ next: null });
    expect(await callTo(booking.id)).toMatchObject({ why: 'noSeat', state: 'open' });
    const callsToMake = async () => bodyOf(await desk().get<{ callsToMake: number }>('/today')).callsToMake;
    const owed = await callsToMake();
    bodyOf(await phoned(booking.id));
    expect((await seatOf(booking.id)).offer).toBe('phoned');
    expect(await callTo(booking.id)).toBeUndefined();
    expect(await callsToMake()).toBe(owed - 1);
  });

  it('holds who does without the offered seat', async () => {
    const { citizen, booking } = await calledOff();
    expect(await callTo(booking.id)).toBeUndefined();
    bodyOf(await decline(citizen, booking.id));
    expect(await callTo(booking.id)).toMatchObject({ why: 'declined', state: 'open' });
    bodyOf(await phoned(booking.id));
    expect(await callTo(booking.id)).toBeUndefined();
  });
});
