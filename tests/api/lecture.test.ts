import { reconcileLectures } from '@linkang/server/modules/lecture/lecture.service';
import { reconcileSeats } from '@linkang/server/modules/session';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import type { Problem } from '@linkang/shared/errors';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import {
  book,
  buildCitizen,
  buildLectureBody,
  cancel,
  openSession,
  staffCaller,
  type Citizen,
} from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { eventually } from '../support/poll';
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
  await reconcileSeats(server.deps);
  const { connection } = server.deps;
  const violations = await findViolations(connection.getClient().db(connection.name));
  await server.stop();
  expect(violations).toEqual([]);
});

const editor = (): Caller => staffCaller(server, ['editor']);
const draft = async (changes: Record<string, unknown> = {}): Promise<Lecture> =>
  bodyOf(await editor().post<Lecture>('/lectures', buildLectureBody(changes)), 201);
const announce = async (changes: Record<string, unknown> = {}): Promise<Lecture> =>
  bodyOf(await editor().post<Lecture>(`/lectures/${(await draft(changes)).id}/publish`));
const register = ({ caller, residentId }: Citizen, lectureId: string, key?: string): Promise<Answer<Booking>> =>
  caller.post<Booking>(`/lectures/${lectureId}/registrations`, { residentId }, key);
const see = async (id: string, caller = anyone): Promise<Lecture> =>
  bodyOf(await caller.get<Lecture>(`/lectures/${id}`));
const idsOf = async (query: string, caller = anyone): Promise<string[]> =>
  bodyOf(await caller.get<{ items: Lecture[] }>(`/lectures?limit=100&${query}`)).items.map((item) => item.id);

describe('writing a lecture', () => {
  it('is for director and editor', async () => {
    const { id, rev } = await draft();
    const attempts = (caller: Caller) => [
      caller.post('/lectures', buildLectureBody()),
      caller.put(`/lectures/${id}`, { ...buildLectureBody(), rev }),
      caller.post(`/lectures/${id}/publish`),
      caller.post(`/lectures/${id}/cancel`, { reason: '停电' }),
    ];
    const outcomes = async (caller: Caller) => countOutcomes(await Promise.all(attempts(caller)));
    expect(await outcomes(anyone)).toEqual({ '401 AUTH_REQUIRED': 4 });
    expect(await outcomes((await buildCitizen(server)).caller)).toEqual({ '403 FORBIDDEN': 4 });
    expect(await outcomes(staffCaller(server, ['doctor', 'nurse', 'desk']))).toEqual({ '403 FORBIDDEN': 4 });
    expect(bodyOf(await staffCaller(server, ['director']).post('/lectures', buildLectureBody()), 201).state).toBe(
      'draft',
    );
  });

  const faulty: [Record<string, unknown>, string[]][] = [
    [{ title: '' }, ['body.title EMPTY']],
    [{ title: '讲'.repeat(61) }, ['body.title TOO_LONG']],
    [{ title: { $ne: '' } }, ['body.title TYPE']],
    [{ intro: '讲'.repeat(1001) }, ['body.intro TOO_LONG']],
    [{ speaker: undefined }, ['body.speaker MISSING']],
    [{ speaker: '林'.repeat(41) }, ['body.speaker TOO_LONG']],
    [{ day: '2026-02-29' }, ['body.day DAY']],
    [{ day: '2026-06-03' }, ['body.day PAST']],
    [{ day: '2026-06-04', startTime: '12:00' }, ['body.startTime PAST']],
    [{ startTime: '25:00' }, ['body.startTime TIME', 'body.endTime ORDER']],
    [{ endTime: '14:00' }, ['body.endTime ORDER']],
    [{ place: ' ' }, ['body.place EMPTY']],
    [{ capacity: 0 }, ['body.capacity TOO_SMALL']],
    [{ capacity: 900 }, ['body.capacity TOO_LARGE']],
    [{ capacity: '20' }, ['body.capacity TYPE']],
  ];

  it.each(faulty)('refuses %j, new and changed', async (changes, faults) => {
    const created = await editor().post('/lectures', buildLectureBody(changes));
    expect([outcomeOf(created), faultsOf(created)]).toEqual(['400 VALIDATION_FAILED', faults]);
    const { id, rev } = await draft();
    const changed = await editor().put(`/lectures/${id}`, { ...buildLectureBody(changes), rev });
    expect([outcomeOf(changed), faultsOf(changed)]).toEqual(['400 VALIDATION_FAILED', faults]);
  });

  it('makes one draft of twenty requests with the same key', async () => {
    const caller = editor();
    const body = buildLectureBody({ title: '二十次' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => caller.post<Lecture>('/lectures', body, 'k')));
    expect(countOutcomes(answers)).toEqual({ '201': 20 });
    expect(await server.deps.connection.collection('lectures').countDocuments({ title: '二十次' })).toBe(1);
    expect(outcomeOf(await caller.post('/lectures', { ...body, capacity: 21 }, 'k'))).toBe('422 IDEMPOTENCY_MISMATCH');
    expect(faultsOf(await caller.post('/lectures', body, null))).toEqual(['header.Idempotency-Key MISSING']);
  });

  it('keeps a draft from the public as if it were not there', async () => {
    const { id, state, sessionId } = await draft();
    expect([state, sessionId]).toEqual(['draft', null]);
    const citizen = await buildCitizen(server);
    const missing = sameBody(await anyone.get(`/lectures/${MISSING}`));
    for (const caller of [anyone, citizen.caller, staffCaller(server, ['doctor', 'nurse', 'desk'])])
      expect(sameBody(await caller.get(`/lectures/${id}`))).toEqual(missing);
    expect(sameBody(await register(citizen, id))).toEqual(missing);
    expect(await idsOf('')).not.toContain(id);
    expect(outcomeOf(await anyone.get('/lectures?state=draft'))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await citizen.caller.get('/lectures?state=draft'))).toBe('403 FORBIDDEN');
    expect(await idsOf('state=draft', editor())).toContain(id);
    expect(await see(id, editor())).toMatchObject({ id, state: 'draft' });
  });

  it('changes a draft at the revision that was read', async () => {
    const { id, rev } = await draft();
    const body = buildLectureBody({ title: '秋天的养生', capacity: 3 });
    const [one, other] = await Promise.all(
      [1, 2].map(() => editor().put<Lecture>(`/lectures/${id}`, { ...body, rev })),
    );
    expect([one, other].map((answer) => answer && outcomeOf(answer)).sort()).toEqual(['200', '409 STATE_CONFLICT']);
    expect(await see(id, editor())).toMatchObject({ title: '秋天的养生', capacity: 3, rev: rev + 1 });
    expect(outcomeOf(await editor().put(`/lectures/${MISSING}`, { ...body, rev }))).toBe('404 NOT_FOUND');
  });

  it('publishes once, and then neither text nor seats change any more', async () => {
    const { id, rev } = await draft({ capacity: 7 });
    const outcomes = await Promise.all(
      [1, 2, 3].map(async () => outcomeOf(await editor().post(`/lectures/${id}/publish`))),
    );
    expect(outcomes.sort()).toEqual(['200', '409 STATE_CONFLICT', '409 STATE_CONFLICT']);
    const lecture = await see(id);
    expect(lecture).toMatchObject({ state: 'open', remaining: 7, capacity: 7, sessionId: id });
    expect(await idsOf('')).toContain(id);
    expect(await server.deps.connection.collection('seats').countDocuments({ sessionId: id })).toBe(7);
    for (const at of [rev, lecture.rev])
      expect(outcomeOf(await editor().put(`/lectures/${id}`, { ...buildLectureBody(), rev: at }))).toBe(
        '409 STATE_CONFLICT',
      );
    expect(outcomeOf(await editor().post(`/lectures/${MISSING}/publish`))).toBe('404 NOT_FOUND');
  });

  it('does not publish what would have begun', async () => {
    const { id } = await draft({ day: '2026-06-04', startTime: '15:00', endTime: '16:00' });
    server.clock.set('2026-06-04T07:00:00.000Z');
    const answer = await editor().post(`/lectures/${id}/publish`);
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', ['body.startTime PAST']]);
  });
});

describe('registering for a lecture', () => {
  it('needs a resident, their own person and a key', async () => {
    const { id } = await announce();
    const [me, other] = [await buildCitizen(server), await buildCitizen(server)];
    const body = { residentId: me.residentId };
    expect(outcomeOf(await anyone.post(`/lectures/${id}/registrations`, body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await editor().post(`/lectures/${id}/registrations`, body))).toBe('403 FORBIDDEN');
    const forOther = await me.caller.post(`/lectures/${id}/registrations`, { residentId: other.residentId });
    expect(outcomeOf(forOther)).toBe('404 NOT_FOUND');
    expect(faultsOf(await me.caller.post(`/lectures/${id}/registrations`, {}))).toEqual(['body.residentId MISSING']);
    expect(faultsOf(await me.caller.post(`/lectures/${id}/registrations`, body, null))).toEqual([
      'header.Idempotency-Key MISSING',
    ]);
    expect(outcomeOf(await register(me, MISSING))).toBe('404 NOT_FOUND');
  });

  it('gives a booking on a seat of the lecture, once a person', async () => {
    const { id } = await announce({ day: '2026-06-22', capacity: 2, title: '怎样量血压' });
    const citizen = await buildCitizen(server);
    const booking = bodyOf(await register(citizen, id), 201);
    expect(booking).toMatchObject({
      number: 1,
      status: 'booked',
      serviceCode: 'lecture',
      serviceName: '健康讲座',
      lectureTitle: '怎样量血压',
      sessionId: id,
      residentId: citizen.residentId,
      day: '2026-06-22',
      startTime: '14:00',
      endTime: '15:30',
      cancelUntil: '2026-06-22T06:00:00.000Z',
      can: { cancel: true },
    });
    const again = await register(citizen, id);
    expect(outcomeOf(again)).toBe('409 BOOKING_DUPLICATE');
    expect((again.body as unknown as Problem).conflict).toEqual(booking);
    expect(outcomeOf(await book(citizen, id))).toBe('409 BOOKING_DUPLICATE');
    expect(await see(id)).toMatchObject({ remaining: 1, state: 'open' });
    const roster = await editor().get<{ items: unknown[] }>(`/sessions/${id}/bookings`);
    expect(bodyOf(roster).items).toEqual([expect.objectContaining({ number: 1, residentId: citizen.residentId })]);

    const twenty = await buildCitizen(server);
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(twenty, id, 'k')));
    expect(countOutcomes(answers)).toEqual({ '201': 20 });
    expect(new Set(answers.map((answer) => answer.body.number))).toEqual(new Set([2]));
    expect(await see(id)).toMatchObject({ remaining: 0, state: 'full' });
    const late = await buildCitizen(server);
    expect(outcomeOf(await register(late, id))).toBe('409 BOOKING_SESSION_FULL');
    bodyOf(await cancel(citizen, booking.id));
    expect(bodyOf(await register(late, id), 201).number).toBe(1);
  });

  it('may be for two lectures on a day, but not at the same time', async () => {
    const citizen = await buildCitizen(server);
    const day = '2026-06-23';
    const first = await announce({ day });
    const clashing = await announce({ day, startTime: '15:15', endTime: '16:00' });
    const later = await announce({ day, startTime: '16:00', endTime: '17:00' });
    const visit = await openSession(server, { day, startTime: '14:00', endTime: '15:00' });
    bodyOf(await register(citizen, first.id), 201);
    expect(outcomeOf(await register(citizen, clashing.id))).toBe('409 BOOKING_TIME_CLASH');
    expect(outcomeOf(await book(citizen, visit.id))).toBe('409 BOOKING_TIME_CLASH');
    expect(outcomeOf(await register(citizen, later.id))).toBe('201');
  });

  it('is open until the lecture begins, and can be given back until then', async () => {
    const { id } = await announce({ day: '2026-06-24' });
    const [early, late] = [await buildCitizen(server), await buildCitizen(server)];
    const booking = bodyOf(await register(early, id), 201);
    server.clock.set('2026-06-24T06:00:00.000Z');
    expect(await see(id)).toMatchObject({ state: 'ended', remaining: 0 });
    expect(outcomeOf(await register(late, id))).toBe('409 BOOKING_TOO_LATE');
    bodyOf(await cancel(early, booking.id));
    server.clock.set('2026-06-24T16:00:00.000Z');
    expect(await idsOf('')).not.toContain(id);
    expect(await idsOf('when=past')).toContain(id);
  });
});

describe('calling a lecture off', () => {
  it('ends the registrations and frees the people for other things at that time', async () => {
    const day = '2026-06-25';
    const { id } = await announce({ day, capacity: 3 });
    const visit = await openSession(server, { day, startTime: '14:00', endTime: '15:00' });
    const [first, second] = [await buildCitizen(server), await buildCitizen(server)];
    const bookings = [bodyOf(await register(first, id), 201), bodyOf(await register(second, id), 201)];
    expect(outcomeOf(await book(first, visit.id))).toBe('409 BOOKING_TIME_CLASH');

    expect(faultsOf(await editor().post(`/lectures/${id}/cancel`, { reason: ' ' }))).toEqual(['body.reason EMPTY']);
    expect(faultsOf(await editor().post(`/lectures/${id}/cancel`, {}))).toEqual(['body.reason MISSING']);
    const cancelled = bodyOf(await editor().post<Lecture>(`/lectures/${id}/cancel`, { reason: '老师生病' }));
    expect(cancelled).toMatchObject({ state: 'cancelled', remaining: 0 });
    expect(outcomeOf(await editor().post(`/lectures/${id}/cancel`, { reason: '再次' }))).toBe('409 STATE_CONFLICT');

    const told = bodyOf(await first.caller.get<Booking>(`/bookings/${bookings[0]?.id}`));
    expect(told).toMatchObject({ status: 'suspended', can: { cancel: false } });
    expect(outcomeOf(await cancel(first, bookings[0]?.id ?? ''))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await book(first, visit.id))).toBe('201');
    expect(outcomeOf(await book(second, visit.id))).toBe('201');
    // What was known of the session is kept for a second; until then "full" is the answer.
    await eventually('the session is seen as called off', async () => {
      const outcome = outcomeOf(await register(await buildCitizen(server), id));
      expect(['409 BOOKING_SESSION_FULL', '409 BOOKING_SESSION_CLOSED']).toContain(outcome);
      return outcome === '409 BOOKING_SESSION_CLOSED';
    });
    expect(await idsOf('')).not.toContain(id);
    expect(await see(id)).toMatchObject({ state: 'cancelled' });
  });

  it('beside registrations leaves nobody in it', async () => {
    const { id } = await announce({ day: '2026-06-26', capacity: 30 });
    const people = await Promise.all(Array.from({ length: 25 }, () => buildCitizen(server)));
    const registrations = people.map((citizen) => register(citizen, id));
    const called = editor().post(`/lectures/${id}/cancel`, { reason: '停电' });
    const answers = await Promise.all(registrations);
    bodyOf(await called);
    await reconcileLectures(server.deps);
    await reconcileSeats(server.deps);
    for (const answer of answers) expect(outcomeOf(answer)).toMatch(/^(201|409 BOOKING_SESSION_(FULL|CLOSED))$/);
    const seats = server.deps.connection.collection('seats');
    const states = await seats.distinct('status', { sessionId: id });
    expect(states.filter((state) => !['closed', 'suspended'].includes(state as string))).toEqual([]);
  });

  it('also when a crash left it without seats: nobody can register any more', async () => {
    const { id } = await draft({ day: '2026-06-27' });
    await server.deps.connection
      .collection<{ _id: string }>('lectures')
      .updateOne({ _id: id }, { $set: { state: 'cancelled' } });
    expect(outcomeOf(await register(await buildCitizen(server), id))).toBe('409 BOOKING_SESSION_CLOSED');
    expect(await server.deps.connection.collection('seats').countDocuments({ sessionId: id })).toBe(0);
  });

  it('a crash after publishing is finished by the first registration or the job', async () => {
    const lectures = server.deps.connection.collection<{ _id: string }>('lectures');
    const [first, second] = [
      await draft({ day: '2026-06-28' }),
      await draft({ day: '2026-06-28', startTime: '08:00' }),
    ];
    for (const { id } of [first, second]) await lectures.updateOne({ _id: id }, { $set: { state: 'published' } });
    expect(outcomeOf(await register(await buildCitizen(server), first.id))).toBe('201');
    await reconcileLectures(server.deps);
    expect(await see(second.id)).toMatchObject({ state: 'open', remaining: 20 });
  });
});

describe('GET /lectures', () => {
  it.each([
    ['when=soon', ['query.when TYPE']],
    ['state=secret', ['query.state TYPE']],
    ['limit=101', ['query.limit TOO_LARGE']],
    ['cursor=x', ['query.cursor CURSOR']],
    ['when[$ne]=coming&limit=a', ['query.limit TYPE']],
  ])('refuses ?%s', async (query, faults) => {
    const answer = await anyone.get(`/lectures?${query}`);
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', faults]);
  });

  it('pages through the coming ones, the nearest first', async () => {
    for (const day of ['2027-01-03', '2027-01-01', '2027-01-02']) await announce({ day });
    server.clock.set('2026-12-31T16:00:00.000Z');
    const page = async (query: string) =>
      bodyOf(await anyone.get<{ items: Lecture[]; nextCursor: string | null }>(`/lectures?limit=2${query}`));
    const first = await page('');
    expect([first.items.map((item) => item.day), first.nextCursor]).toEqual([['2027-01-01', '2027-01-02'], '2']);
    const second = await page('&cursor=2');
    expect([second.items.map((item) => item.day), second.nextCursor]).toEqual([['2027-01-03'], null]);
  });
});
