import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Problem } from '@linkang/shared/errors';
import { bodyOf, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { book, buildCitizen, cancel, openSession, seeSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { findViolations } from '../support/invariants';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(async () => {
  const { connection } = server.deps;
  const violations = await findViolations(connection.getClient().db(connection.name));
  await server.stop();
  expect(violations).toEqual([]);
});

const conflictOf = (answer: { body: unknown }): unknown => (answer.body as Problem).conflict;
const seatOf = (id: string) => server.deps.connection.collection<{ _id: string }>('seats').findOne({ _id: id });

describe('POST /bookings', () => {
  it('needs a resident or the clinic staff', async () => {
    const { id } = await openSession(server);
    const { residentId } = await buildCitizen(server);
    expect(outcomeOf(await anyone.post('/bookings', { sessionId: id, residentId }))).toBe('401 AUTH_REQUIRED');
    const editor = staffCaller(server, ['editor']);
    expect(outcomeOf(await editor.post('/bookings', { sessionId: id, residentId }))).toBe('403 FORBIDDEN');
  });

  it.each([
    [{}, ['body.sessionId MISSING', 'body.residentId MISSING']],
    [{ sessionId: '', residentId: 'a' }, ['body.sessionId ID']],
    [{ sessionId: 'a b', residentId: 'a'.repeat(65) }, ['body.sessionId ID', 'body.residentId ID']],
    [{ sessionId: { $ne: null }, residentId: ['a'] }, ['body.sessionId TYPE', 'body.residentId TYPE']],
    [{ sessionId: 1, residentId: null }, ['body.sessionId TYPE', 'body.residentId TYPE']],
  ])('refuses %j', async (body, faults) => {
    const { caller } = await buildCitizen(server);
    const answer = await caller.post('/bookings', body);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual(faults);
  });

  it('wants an Idempotency-Key', async () => {
    const { id } = await openSession(server);
    const { caller, residentId } = await buildCitizen(server);
    const answer = await caller.post('/bookings', { sessionId: id, residentId }, null);
    expect(faultsOf(answer)).toEqual(['header.Idempotency-Key MISSING']);
  });

  it('answers for another person as for nobody, and for a session that is not there', async () => {
    const { id } = await openSession(server);
    const [me, other] = [await buildCitizen(server), await buildCitizen(server)];
    const forOther = await me.caller.post('/bookings', { sessionId: id, residentId: other.residentId });
    const forNobody = await me.caller.post('/bookings', { sessionId: id, residentId: MISSING });
    expect(outcomeOf(forOther)).toBe('404 NOT_FOUND');
    expect(sameBody(forOther)).toEqual(sameBody(forNobody));
    expect(outcomeOf(await book(me, MISSING))).toBe('404 NOT_FOUND');
    expect((await seeSession(anyone, id)).remaining).toBe(5);
  });

  it('gives the next number, and everybody sees one seat less', async () => {
    const session = await openSession(server, {
      serviceCode: 'tcm',
      startTime: '08:00',
      endTime: '10:00',
      capacity: 2,
    });
    const citizen = await buildCitizen(server);
    const booking = bodyOf(await book(citizen, session.id), 201);
    expect(booking).toEqual({
      id: expect.any(String),
      number: 1,
      status: 'booked',
      sessionId: session.id,
      residentId: citizen.residentId,
      serviceCode: 'tcm',
      serviceName: '中医门诊',
      day: '2026-06-08',
      startTime: '08:00',
      endTime: '08:15',
      place: '一楼全科诊室',
      preparation: expect.arrayContaining([expect.any(String)]),
      bookedAt: TEST_NOW,
      can: { cancel: true },
      cancelUntil: '2026-06-07T22:00:00.000Z',
    });
    expect(bodyOf(await citizen.caller.get(`/bookings/${booking.id}`))).toEqual(booking);
    expect(await seeSession(anyone, session.id)).toMatchObject({ remaining: 1, state: 'open' });
    expect(bodyOf(await book(await buildCitizen(server), session.id), 201).number).toBe(2);
    expect(await seeSession(anyone, session.id)).toMatchObject({ remaining: 0, state: 'full' });
    expect(outcomeOf(await book(await buildCitizen(server), session.id))).toBe('409 BOOKING_SESSION_FULL');
  });

  it('takes the own person also with a token from before the registration', async () => {
    const { id } = await openSession(server);
    const citizen = await buildCitizen(server);
    const actor = { kind: 'resident', accountId: citizen.accountId, signInId: 'early' } as const;
    const early = anyone.as(server.deps.tokens.signAccess(actor));
    bodyOf(await early.post('/bookings', { sessionId: id, residentId: citizen.residentId }), 201);
  });

  it('says when the seats open, and what time it is', async () => {
    const releaseAt = '2026-06-05T23:00:00.000Z';
    const { id } = await openSession(server, { releaseAt });
    const answer = await book(await buildCitizen(server), id);
    expect(outcomeOf(answer)).toBe('409 BOOKING_NOT_RELEASED');
    expect(answer.body).toMatchObject({ serverTime: TEST_NOW, releaseAt });
  });

  it('is closed for services that are booked by telephone', async () => {
    const { id } = await openSession(server, { serviceCode: 'vaccination' });
    const answer = await book(await buildCitizen(server), id);
    expect(outcomeOf(answer)).toBe('409 BOOKING_SESSION_CLOSED');
    expect((answer.body as unknown as Problem).detail).toContain('电话');
  });

  it('is too late once the last seat has begun', async () => {
    const { id } = await openSession(server);
    const citizen = await buildCitizen(server);
    server.clock.set('2026-06-08T01:00:00.000Z');
    expect(outcomeOf(await book(citizen, id))).toBe('409 BOOKING_TOO_LATE');
  });
});

describe('rules about one person', () => {
  const conflictWith = async (citizen: Citizen, sessionId: string, outcome: string, first: Booking) => {
    const answer = await book(citizen, sessionId);
    expect(outcomeOf(answer)).toBe(outcome);
    expect(conflictOf(answer)).toEqual(first);
  };

  it('once a day a service, and again after cancelling', async () => {
    const citizen = await buildCitizen(server);
    const morning = await openSession(server);
    const afternoon = await openSession(server, { startTime: '14:00', endTime: '15:00' });
    const tomorrow = await openSession(server, { day: '2026-06-09' });
    const first = bodyOf(await book(citizen, morning.id), 201);
    await conflictWith(citizen, morning.id, '409 BOOKING_DUPLICATE', first);
    await conflictWith(citizen, afternoon.id, '409 BOOKING_DUPLICATE', first);
    expect(outcomeOf(await book(citizen, tomorrow.id))).toBe('201');
    expect(outcomeOf(await book(await buildCitizen(server), afternoon.id))).toBe('201');
    bodyOf(await cancel(citizen, first.id));
    expect(outcomeOf(await book(citizen, afternoon.id))).toBe('201');
  });

  it('nowhere twice at the same time, to the quarter of an hour', async () => {
    const citizen = await buildCitizen(server);
    const gp = await openSession(server, { startTime: '09:00', endTime: '10:00' });
    const overlapping = await openSession(server, { serviceCode: 'tcm', startTime: '09:45', endTime: '10:45' });
    const after = await openSession(server, { serviceCode: 'expert', startTime: '10:00', endTime: '11:00' });
    const first = bodyOf(await book(citizen, gp.id), 201);
    await conflictWith(citizen, overlapping.id, '409 BOOKING_TIME_CLASH', first);
    expect(outcomeOf(await book(citizen, after.id))).toBe('201');
  });

  it('three a day', async () => {
    const citizen = await buildCitizen(server);
    const hours = [
      ['gp', '08:00', '09:00'],
      ['tcm', '09:00', '10:00'],
      ['expert', '10:00', '11:00'],
      ['physical', '11:00', '12:00'],
    ] as const;
    const sessions = [];
    for (const [serviceCode, startTime, endTime] of hours)
      sessions.push(await openSession(server, { serviceCode, startTime, endTime }));
    const bookings = [];
    for (const session of sessions.slice(0, 3)) bookings.push(bodyOf(await book(citizen, session.id), 201));
    const fourth = sessions[3]?.id ?? '';
    expect(outcomeOf(await book(citizen, fourth))).toBe('409 BOOKING_DAY_LIMIT');
    bodyOf(await cancel(citizen, bookings[1]?.id ?? ''));
    expect(outcomeOf(await book(citizen, fourth))).toBe('201');
    expect(outcomeOf(await book(citizen, sessions[1]?.id ?? ''))).toBe('409 BOOKING_DAY_LIMIT');
  });

  it('four at once on one day: three get in', async () => {
    const citizen = await buildCitizen(server);
    const sessions = await Promise.all(
      ['gp', 'tcm', 'expert', 'physical'].map((serviceCode, i) =>
        openSession(server, { serviceCode, day: '2026-06-16', startTime: `1${i}:00`, endTime: `1${i}:45` }),
      ),
    );
    const outcomes = await Promise.all(sessions.map(async (session) => outcomeOf(await book(citizen, session.id))));
    expect(outcomes.sort()).toEqual(['201', '201', '201', '409 BOOKING_DAY_LIMIT']);
  });
});

describe('the free yearly physical', () => {
  const physical = (day: string) => openSession(server, { serviceCode: 'senior-physical', day });

  it('is for those who turn 65 within the year', async () => {
    const { id } = await physical('2026-06-17');
    expect(outcomeOf(await book(await buildCitizen(server, { birthDay: '1962-01-01' }), id))).toBe(
      '422 PHYSICAL_NOT_ELIGIBLE',
    );
    expect(outcomeOf(await book(await buildCitizen(server, { birthDay: '1961-12-31' }), id))).toBe('201');
    // The year of the examination counts, not that of the booking.
    const next = await physical('2027-01-05');
    expect(outcomeOf(await book(await buildCitizen(server, { birthDay: '1962-01-01' }), next.id))).toBe('201');
  });

  it('is once a calendar year, shows the first booking, and is free again next year and after cancelling', async () => {
    const citizen = await buildCitizen(server);
    const june = await physical('2026-06-18');
    const december = await physical('2026-12-30');
    const january = await physical('2027-01-04');
    const first = bodyOf(await book(citizen, june.id), 201);
    const second = await book(citizen, december.id);
    expect(outcomeOf(second)).toBe('409 PHYSICAL_ALREADY_USED');
    expect(conflictOf(second)).toEqual(first);
    expect(outcomeOf(await book(citizen, january.id))).toBe('201');
    bodyOf(await cancel(citizen, first.id));
    expect(outcomeOf(await book(citizen, december.id))).toBe('201');
    expect(outcomeOf(await book(citizen, june.id))).toBe('409 PHYSICAL_ALREADY_USED');
  });

  it('two dates at once: one is booked', async () => {
    const citizen = await buildCitizen(server);
    const dates = [await physical('2026-07-06'), await physical('2026-07-07')];
    const outcomes = await Promise.all(dates.map(async ({ id }) => outcomeOf(await book(citizen, id))));
    expect(outcomes.sort()).toEqual(['201', '409 PHYSICAL_ALREADY_USED']);
  });
});

describe('POST /bookings/:id/cancel', () => {
  it('gives the seat back as a new row, which others can book', async () => {
    const { id } = await openSession(server, { capacity: 1 });
    const [first, second] = [await buildCitizen(server), await buildCitizen(server)];
    const booking = bodyOf(await book(first, id), 201);
    expect(outcomeOf(await book(second, id))).toBe('409 BOOKING_SESSION_FULL');
    const cancelled = bodyOf(await cancel(first, booking.id));
    expect(cancelled).toEqual({ ...booking, status: 'cancelled', can: { cancel: false } });
    expect(bodyOf(await first.caller.get(`/bookings/${booking.id}`))).toEqual(cancelled);
    const next = bodyOf(await book(second, id), 201);
    expect([next.number, next.id]).toEqual([1, `${id}:001:2`]);
    const log = ((await seatOf(booking.id)) as unknown as { log: { by: string; what: string; at: Date }[] }).log;
    const by = first.accountId;
    expect(log).toEqual([
      { at: new Date(TEST_NOW), by, what: 'booked' },
      { at: new Date(TEST_NOW), by, what: 'cancelled' },
    ]);
  });

  it('works once', async () => {
    const citizen = await buildCitizen(server);
    const booking = bodyOf(await book(citizen, (await openSession(server)).id), 201);
    const cancelled = bodyOf(await cancel(citizen, booking.id));
    const again = await cancel(citizen, booking.id);
    expect(outcomeOf(again)).toBe('409 STATE_CONFLICT');
    expect(conflictOf(again)).toEqual(cancelled);
  });

  it('answers for another person as for nobody, and a free seat is nobody', async () => {
    const { id } = await openSession(server);
    const [owner, other] = [await buildCitizen(server), await buildCitizen(server)];
    const booking = bodyOf(await book(owner, id), 201);
    const missing = sameBody(await other.caller.get(`/bookings/${MISSING}`));
    expect(missing).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(sameBody(await other.caller.get(`/bookings/${booking.id}`))).toEqual(missing);
    expect(sameBody(await other.caller.get(`/bookings/${id}:002:1`))).toEqual(missing);
    expect(sameBody(await cancel(other, booking.id))).toEqual(missing);
    expect(sameBody(await cancel(other, MISSING))).toEqual(missing);
    expect(bodyOf(await owner.caller.get<Booking>(`/bookings/${booking.id}`)).status).toBe('booked');
    expect(outcomeOf(await anyone.get(`/bookings/${booking.id}`))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await anyone.post(`/bookings/${booking.id}/cancel`))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['editor']).get(`/bookings/${booking.id}`))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await owner.caller.get('/bookings/%24gt'))).toBe('400 VALIDATION_FAILED');
  });

  it.each([
    ['gp', 'two hours before the start', '2026-06-07T23:00:00.000Z'],
    ['physical', 'at 17:00 on the day before', '2026-06-07T09:00:00.000Z'],
  ])('ends for %s %s', async (serviceCode, _when, deadline) => {
    const { id } = await openSession(server, { serviceCode });
    const [punctual, late] = [await buildCitizen(server), await buildCitizen(server)];
    const bookings = [bodyOf(await book(punctual, id), 201), bodyOf(await book(late, id), 201)];
    expect(bookings[0]?.cancelUntil).toBe(deadline);
    server.clock.set(deadline);
    bodyOf(await cancel(punctual, bookings[0]?.id ?? ''));
    server.clock.set(new Date(Date.parse(deadline) + 1).toISOString());
    expect(outcomeOf(await cancel(late, bookings[1]?.id ?? ''))).toBe('409 BOOKING_TOO_LATE');
    const kept = bodyOf(await late.caller.get<Booking>(`/bookings/${bookings[1]?.id}`));
    expect(kept).toMatchObject({ status: 'booked', can: { cancel: false } });
  });
});
