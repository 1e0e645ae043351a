import { reconcileSeats } from '@linkang/server/modules/session';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { book, buildCitizen, buildCrowd, cancel, openSession, seeSession } from '../support/clinic';
import { Caller } from '../support/http';
import { findViolations } from '../support/invariants';
import { addDoctor } from '../support/schedule';
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

const { calledOff, callTo, accept, decline, desk, phoned, see, seatOf, seats, suspend } = suspensionsOf(() => server);

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
    const doctorId = await addDoctor('suspend');
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
    const { next, citizen, booking, nextDay } = await calledOff();
    const other = await openSession(server, { day: nextDay, startTime: '14:00', endTime: '15:00' });
    const made = bodyOf(await book(citizen, other.id), 201);
    const answer = await accept(citizen, booking.id);
    expect(outcomeOf(answer)).toBe('409 BOOKING_DUPLICATE');
    expect(answer.body).toMatchObject({ conflict: { id: made.id } });
    expect((await see(citizen, booking.id)).offer).toMatchObject({ sessionId: next?.id });
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

describe('a session of many people', () => {
  it('is offered what there is in order of preference, and the telephone for the rest', async () => {
    const [day, nextDay, later] = nextDays();
    const doctorId = await addDoctor('suspend-many');
    const near = await openSession(server, { day: nextDay, capacity: 4 });
    const own = await openSession(server, { day: later, capacity: 3, doctorId });
    const { id } = await openSession(server, { day, capacity: 12, doctorId });
    const people = await buildCrowd(server, 12);
    for (const citizen of people) bodyOf(await book(citizen, id), 201);
    bodyOf(await suspend(id));
    const offered = await seats().find({ sessionId: id }).toArray();
    const count = (sessionId: string) => offered.filter((row) => row.offerSeatId?.startsWith(sessionId)).length;
    expect([count(own.id), count(near.id)]).toEqual([3, 4]);
    expect(offered.filter((row) => row.offer === 'phone')).toHaveLength(5);
  });

  it('is not waited for to its end: the reconciler goes on', async () => {
    const [day] = nextDays();
    const { id } = await openSession(server, { day });
    const { residentId } = await buildCitizen(server);
    const seat = {
      sessionId: id,
      day,
      serviceCode: 'gp',
      startTime: '09:00',
      endTime: '10:00',
      grains: [],
      residentId,
    };
    const many = Array.from({ length: 899 }, (_, i) => ({ ...seat, _id: `${id}:${i + 1}:9`, no: i + 1, log: [] }));
    await seats().insertMany(many.map((row) => ({ ...row, status: 'suspended', offer: 'todo' })));
    bodyOf(await suspend(id));
    const owed = () => seats().countDocuments({ sessionId: id, offer: 'todo' });
    expect(await owed()).toBe(599);
    await reconcileSeats(server.deps);
    expect(await owed()).toBe(0);
    await seats().deleteMany({ _id: { $in: many.map((row) => row._id) } });
  });
});
