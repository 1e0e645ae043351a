import type { Booking, BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, cancel, openSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { buildProxy as allow } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

type Proposal = CallReply<BookingRoutes['yearly']>;

/** The Thursday a year before `TEST_NOW`, and the day before it. */
const LAST_YEAR = '2025-06-05';
const BEFORE = '2025-06-04T04:00:00.000Z';
const PLACE = '二楼体检中心';

let server: TestServer;
let daughter: Citizen;
let mother: Citizen;
let father: Citizen;

const senior = (day: string, changes: Record<string, unknown> = {}) =>
  openSession(server, { serviceCode: 'senior-physical', day, startTime: '08:00', place: PLACE, ...changes });

const propose = async (citizen: Citizen): Promise<Proposal> =>
  bodyOf(await citizen.caller.get<Proposal>('/yearly-physical'));

const stateOf = ({ people }: Proposal, { residentId }: Citizen) =>
  people.find((person) => person.residentId === residentId);

const bookFamily = (items: { sessionId: string; residentId: string }[], changes: Record<string, unknown> = {}) =>
  daughter.caller.post<{ items: Booking[] }>('/bookings/family', { items, ...changes });

/** Everybody of the list had a physical last year. */
async function hadLastYear(people: Citizen[], serviceCode = 'senior-physical'): Promise<void> {
  server.clock.set(BEFORE);
  const { id } = await senior(LAST_YEAR, { serviceCode });
  for (const citizen of people) bodyOf(await book(citizen, id), 201);
  server.clock.set(TEST_NOW);
}

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  // Each test opens its own sessions, and no others may be proposed.
  for (const name of ['sessions', 'seats']) await server.deps.connection.collection(name).deleteMany({});
  daughter = await buildCitizen(server, { birthDay: '1985-05-05', name: '陈晓岚' });
  mother = await buildCitizen(server, { birthDay: '1950-04-08', name: '王秀英' });
  father = await buildCitizen(server, { birthDay: '1949-09-01', name: '陈志国', sex: 'male' });
  for (const parent of [mother, father]) await allow(server, daughter, parent);
});
afterAll(() => server.stop());

test('nobody without a sign-in, and no staff, is proposed anything', async () => {
  expect(outcomeOf(await new Caller(server.baseUrl).get('/yearly-physical'))).toBe('401 AUTH_REQUIRED');
  expect(outcomeOf(await staffCaller(server, ['director']).get('/yearly-physical'))).toBe('403 FORBIDDEN');
});

test('parents who had it last year get the same place, weekday and time together, and book it in one go', async () => {
  await hadLastYear([mother, father]);
  await senior('2026-06-05');
  await senior('2026-06-11', { place: '社区活动室' });
  const same = await senior('2026-06-11');
  const proposal = await propose(daughter);
  expect(proposal).toMatchObject({ year: 2026, differs: [], sessions: [{ id: same.id, state: 'open' }] });
  expect(proposal.people.map(({ residentId }) => residentId)).toEqual([
    daughter.residentId,
    mother.residentId,
    father.residentId,
  ]);
  expect(stateOf(proposal, daughter)).toMatchObject({ state: 'notEligible', serviceCode: null, sessionId: null });
  expect(stateOf(proposal, mother)).toMatchObject({
    state: 'due',
    serviceCode: 'senior-physical',
    last: { day: LAST_YEAR, startTime: '08:00', place: PLACE, doctorName: null },
    sessionId: same.id,
  });
  const items = proposal.people.flatMap(({ residentId, sessionId }) => (sessionId ? [{ residentId, sessionId }] : []));
  const booked = bodyOf(await bookFamily(items), 201).items;
  expect(booked.map(({ number }) => number)).toEqual([1, 2]);
  const after = await propose(daughter);
  expect(after.sessions).toEqual([]);
  expect(stateOf(after, father)).toMatchObject({
    state: 'booked',
    booking: { id: booked[1]?.id, day: '2026-06-11' },
    sessionId: null,
  });
});

test('somebody of 65 who never had it is proposed the soonest session', async () => {
  const soonest = await senior('2026-06-08');
  await senior('2026-06-11');
  const proposal = await propose(mother);
  expect(proposal.differs).toBeNull();
  expect(stateOf(proposal, mother)).toMatchObject({ state: 'due', last: null, sessionId: soonest.id });
});

test('nothing is like last year: the nearest is proposed, and what differs is said', async () => {
  await hadLastYear([mother]);
  const other = await senior('2026-06-12', { startTime: '09:00', endTime: '10:00' });
  const proposal = await propose(mother);
  expect(proposal.differs).toEqual(['weekday', 'time']);
  expect(proposal.sessions.map(({ id }) => id)).toEqual([other.id]);
});

test('a session that is not open, full, released later, of next year or at the time of another booking is left out', async () => {
  await hadLastYear([mother]);
  const called = await senior('2026-06-11');
  bodyOf(await staffCaller(server, ['desk']).post(`/sessions/${called.id}/suspend`, { reason: '医生外出' }));
  const full = await senior('2026-06-18', { capacity: 1 });
  bodyOf(await book(father, full.id), 201);
  await senior('2026-06-25', { releaseAt: '2026-06-20T00:00:00.000Z' });
  await senior('2026-07-02', { capacity: 2, quotas: { online: 0, desk: 2, elder: 0 } });
  const gp = await openSession(server, { day: '2026-07-09', startTime: '08:00', endTime: '08:30' });
  bodyOf(await book(mother, gp.id), 201);
  await senior('2026-07-09');
  expect(stateOf(await propose(mother), mother)).toMatchObject({ state: 'due', sessionId: null });
  server.clock.set('2026-12-30T04:00:00.000Z');
  await senior('2027-01-07');
  expect(stateOf(await propose(mother), mother)).toMatchObject({ state: 'due', sessionId: null });
});

test('where no session has a seat for both, each has one of their own', async () => {
  const first = await senior('2026-06-08', { capacity: 1 });
  const second = await senior('2026-06-09', { capacity: 1 });
  const proposal = await propose(daughter);
  expect(stateOf(proposal, mother)?.sessionId).toBe(first.id);
  expect(stateOf(proposal, father)?.sessionId).toBe(second.id);
});

test('seats kept for elders count for the elder', async () => {
  const kept = await senior('2026-06-08', { capacity: 2, quotas: { online: 0, desk: 0, elder: 2 } });
  expect(stateOf(await propose(daughter), mother)?.sessionId).toBe(kept.id);
});

test('the ordinary physical comes back for whoever had it, on the day of the parents', async () => {
  await hadLastYear([mother]);
  await hadLastYear([daughter], 'physical');
  await openSession(server, { serviceCode: 'physical', day: '2026-06-08', place: PLACE });
  const parents = await senior('2026-06-11');
  const own = await openSession(server, { serviceCode: 'physical', day: '2026-06-11', place: PLACE });
  const proposal = await propose(daughter);
  expect(stateOf(proposal, mother)?.sessionId).toBe(parents.id);
  expect(stateOf(proposal, daughter)).toMatchObject({
    state: 'due',
    serviceCode: 'physical',
    serviceName: '普通健康体检',
    sessionId: own.id,
  });
});

test('a visit that is over is done, one that was cancelled is due again', async () => {
  const { id } = await senior('2026-06-08');
  const own = bodyOf(await book(mother, id), 201);
  bodyOf(await book(father, id), 201);
  bodyOf(await cancel(mother, own.id));
  server.clock.set('2026-06-09T04:00:00.000Z');
  const proposal = await propose(daughter);
  expect(stateOf(proposal, father)).toMatchObject({ state: 'done', booking: { day: '2026-06-08' } });
  expect(stateOf(proposal, mother)).toMatchObject({ state: 'due', sessionId: null });
});

test('of somebody who did not allow booking nothing is told, and of strangers nothing at all', async () => {
  const aunt = await buildCitizen(server, { birthDay: '1951-03-03', name: '王秀兰' });
  const stranger = await buildCitizen(server, { birthDay: '1951-03-04' });
  await allow(server, daughter, aunt, { scopes: ['record'] });
  await hadLastYear([aunt]);
  await senior('2026-06-11');
  const proposal = await propose(daughter);
  expect(stateOf(proposal, aunt)).toEqual({
    residentId: aunt.residentId,
    state: 'notAllowed',
    serviceCode: null,
    serviceName: null,
    last: null,
    booking: null,
    pausedUntil: null,
    sessionId: null,
  });
  expect(stateOf(proposal, stranger)).toBeUndefined();
});

test('of two families who take the last two seats one gets both, the other none', async () => {
  const { id } = await senior('2026-06-08', { capacity: 2 });
  const others = [
    await buildCitizen(server, { birthDay: '1952-03-03' }),
    await buildCitizen(server, { birthDay: '1952-03-04' }),
  ] as const;
  await allow(server, others[0], others[1]);
  const itemsOf = (people: readonly Citizen[]) => people.map(({ residentId }) => ({ sessionId: id, residentId }));
  const answers = await Promise.all([
    bookFamily(itemsOf([mother, father])),
    others[0].caller.post('/bookings/family', { items: itemsOf(others) }),
  ]);
  const seats = server.deps.connection.collection('seats');
  const booked = await seats.countDocuments({ sessionId: id, status: 'booked' });
  expect([0, 2]).toContain(booked);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(booked / 2);
});

describe('how long booking took', () => {
  const seatOf = (booking: Booking) =>
    server.deps.connection.collection<{ _id: string; tookSeconds?: number }>('seats').findOne({ _id: booking.id });

  test.each([
    [0, 'TOO_SMALL'],
    [3601, 'TOO_LARGE'],
    [1.5, 'TYPE'],
    ['60', 'TYPE'],
  ])('is refused as %p', async (tookSeconds, code) => {
    const { id: sessionId } = await senior('2026-06-08');
    const item = { sessionId, residentId: mother.residentId };
    const answers = [
      await mother.caller.post('/bookings', { ...item, tookSeconds }),
      await bookFamily([item], { tookSeconds }),
    ];
    for (const answer of answers) expect(faultsOf(answer)).toEqual([`body.tookSeconds ${code}`]);
  });

  test('stands in the seat, and of a family in the first alone', async () => {
    const { id: sessionId } = await senior('2026-06-08');
    const own = bodyOf(
      await mother.caller.post<Booking>('/bookings', { sessionId, residentId: mother.residentId, tookSeconds: 41 }),
      201,
    );
    expect(await seatOf(own)).toMatchObject({ tookSeconds: 41 });
    bodyOf(await cancel(mother, own.id));
    const items = [mother, father].map(({ residentId }) => ({ sessionId, residentId }));
    const family = bodyOf(await bookFamily(items, { tookSeconds: 25 }), 201).items;
    const took = await Promise.all(family.map(async (booking) => (await seatOf(booking))?.tookSeconds));
    expect(took).toEqual([25, undefined]);
  });
});

test('one session is shown with the seats left for the person, within what was allowed', async () => {
  const kept = await senior('2026-06-08', { capacity: 2, quotas: { online: 0, desk: 0, elder: 2 } });
  const see = (citizen: Citizen, residentId: string) =>
    citizen.caller.get(`/sessions/${kept.id}?residentId=${residentId}`);
  expect(bodyOf(await see(daughter, daughter.residentId))).toMatchObject({ remaining: 0, state: 'full' });
  expect(bodyOf(await see(daughter, mother.residentId))).toMatchObject({ remaining: 2, state: 'open' });
  expect(outcomeOf(await see(mother, daughter.residentId))).toBe('404 NOT_FOUND');
});
