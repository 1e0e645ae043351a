import { reconcileSeats } from '@linkang/server/modules/session';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import {
  addCounted,
  announceActivity,
  checkInByStaff,
  DURING,
  readAttendance,
  readWall,
  scan,
  signUp,
  type Attendance,
} from '../support/activities';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { findViolations } from '../support/invariants';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const SECOND = 1000;

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

const later = (seconds: number): void =>
  server.clock.set(new Date(server.clock.now().getTime() + seconds * SECOND).toISOString());

/** A daughter who may book for her mother, both registered. */
async function buildFamily(lectureId: string): Promise<{ daughter: Citizen; mother: Citizen }> {
  const [daughter, mother] = [await buildCitizen(server), await buildCitizen(server, { birthDay: '1950-04-08' })];
  await buildProxy(server, daughter, mother);
  for (const { residentId } of [daughter, mother]) bodyOf(await signUp(daughter.caller, lectureId, residentId), 201);
  return { daughter, mother };
}

const countsOf = async (lectureId: string): Promise<Attendance['counts']> =>
  (await readAttendance(server, lectureId)).counts;

describe('who may do what on the day', () => {
  it('follows the policy table', async () => {
    const { id } = await announceActivity(server);
    const person = await buildCitizen(server);
    const calls = (caller: Caller) => [
      caller.get(`/lectures/${id}/code`),
      caller.get(`/lectures/${id}/attendance`),
      caller.post(`/lectures/${id}/counted`, { count: 1 }),
      caller.post(`/lecture-entries/${MISSING}/withdrawal`),
    ];
    const outcomes = async (caller: Caller) => countOutcomes(await Promise.all(calls(caller)));
    expect(await outcomes(anyone)).toEqual({ '401 AUTH_REQUIRED': 4 });
    expect(await outcomes(person.caller)).toEqual({ '403 FORBIDDEN': 4 });
    expect(await outcomes(staffCaller(server, ['admin', 'auditor']))).toEqual({ '403 FORBIDDEN': 4 });
    const body = { code: '1'.repeat(18) };
    expect(outcomeOf(await anyone.post(`/lectures/${id}/check-in`, body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['admin']).post(`/lectures/${id}/check-in`, body))).toBe(
      '403 FORBIDDEN',
    );
    expect(outcomeOf(await anyone.get(`/lectures/${id}/mine`))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['nurse']).get(`/lectures/${id}/mine`))).toBe('403 FORBIDDEN');
  });

  it('names every fault of a body', async () => {
    const { id } = await announceActivity(server);
    server.clock.set(DURING);
    const nurse = staffCaller(server, ['nurse']);
    const { caller } = await buildCitizen(server);
    const at = `/lectures/${id}/check-in`;
    expect(faultsOf(await nurse.post(at, {}))).toEqual(['body.residentId MISSING']);
    expect(faultsOf(await nurse.post(at, { residentId: 'x y' }))).toEqual(['body.residentId ID']);
    expect(faultsOf(await caller.post(at, {}))).toEqual(['body.code MISSING']);
    expect(faultsOf(await caller.post(at, { code: '12' }))).toEqual(['body.code CODE']);
    expect(faultsOf(await caller.post(at, { code: '1'.repeat(18), residentIds: [] }))).toEqual([
      'body.residentIds EMPTY',
    ]);
    const many = Array.from({ length: 8 }, (_, index) => `r${index}`);
    expect(faultsOf(await caller.post(at, { code: '1'.repeat(18), residentIds: many }))).toEqual([
      'body.residentIds TOO_MANY',
    ]);
    const counted = `/lectures/${id}/counted`;
    expect(faultsOf(await nurse.post(counted, { count: 0 }))).toEqual(['body.count TOO_SMALL']);
    expect(faultsOf(await nurse.post(counted, { count: 2001 }))).toEqual(['body.count TOO_LARGE']);
    expect(faultsOf(await nurse.post(counted, { count: 2, note: '班'.repeat(61) }))).toEqual(['body.note TOO_LONG']);
    expect(faultsOf(await nurse.post(counted, { count: 2 }, null))).toEqual(['header.Idempotency-Key MISSING']);
  });

  it('knows nothing of what is not there, nor of a draft', async () => {
    const nurse = staffCaller(server, ['nurse']);
    const person = await buildCitizen(server);
    const outcomes = await Promise.all([
      nurse.get(`/lectures/${MISSING}/code`),
      nurse.get(`/lectures/${MISSING}/attendance`),
      nurse.post(`/lectures/${MISSING}/counted`, { count: 1 }),
      nurse.post(`/lecture-entries/${MISSING}/withdrawal`),
      nurse.post(`/lectures/${MISSING}/check-in`, { residentId: person.residentId }),
      person.caller.get(`/lectures/${MISSING}/mine`),
      person.caller.post(`/lectures/${MISSING}/check-in`, { code: '1'.repeat(18) }),
    ]);
    expect(countOutcomes(outcomes)).toEqual({ '404 NOT_FOUND': 7 });
    const { id } = await announceActivity(server);
    server.clock.set(DURING);
    expect(outcomeOf(await checkInByStaff(server, id, MISSING))).toBe('404 NOT_FOUND');
    const stranger = await buildCitizen(server);
    const code = await readWall(server, id);
    expect(outcomeOf(await scan(stranger, id, code, [person.residentId]))).toBe('404 NOT_FOUND');
  });
});

describe('the code on the wall', () => {
  it('checks in whoever stands there, and the family that they choose', async () => {
    const { id } = await announceActivity(server);
    const { daughter, mother } = await buildFamily(id);
    server.clock.set(DURING);
    const asked = bodyOf(await scan(daughter, id, await readWall(server, id)));
    expect(asked.checkedIn).toEqual([]);
    expect(asked.choices.map(({ residentId }) => residentId)).toEqual([daughter.residentId, mother.residentId]);
    // While she chooses, the wall shows other codes; the pass is hers alone.
    later(120);
    const both = [daughter.residentId, mother.residentId];
    const pass = asked.pass ?? '';
    expect(outcomeOf(await scan(mother, id, pass, [mother.residentId]))).toBe('409 CHECK_IN_CODE_STALE');
    const done = bodyOf(await scan(daughter, id, pass, both));
    expect(done.checkedIn.map(({ residentId, via }) => [residentId, via])).toEqual(
      both.map((residentId) => [residentId, 'registered']),
    );
    expect(await countsOf(id)).toEqual({ registered: 2, walkIns: 0, counted: 0, total: 2 });
    later(600);
    expect(outcomeOf(await scan(daughter, id, pass, both))).toBe('409 CHECK_IN_CODE_STALE');
  });

  it('changes every half minute, and a picture that is passed on comes too late', async () => {
    const { id } = await announceActivity(server);
    const other = await announceActivity(server, { startTime: '14:30' });
    const person = await buildCitizen(server);
    bodyOf(await signUp(person.caller, id, person.residentId), 201);
    server.clock.set(DURING);
    const photo = await readWall(server, id);
    expect(outcomeOf(await scan(person, other.id, photo))).toBe('409 CHECK_IN_CODE_STALE');
    later(30);
    expect(await readWall(server, id)).not.toBe(photo);
    later(31);
    expect(outcomeOf(await scan(person, id, photo))).toBe('409 CHECK_IN_CODE_STALE');
    expect((await countsOf(id)).total).toBe(0);
    const fresh = await readWall(server, id);
    later(29);
    const answers = await Promise.all(Array.from({ length: 10 }, () => scan(person, id, fresh)));
    expect(countOutcomes(answers)).toEqual({ '200': 10 });
    expect(await countsOf(id)).toEqual({ registered: 1, walkIns: 0, counted: 0, total: 1 });
  });

  it('is only there around the activity, and only for those who registered', async () => {
    const { id } = await announceActivity(server);
    const person = await buildCitizen(server);
    for (const [instant, status] of [
      ['2026-06-09T05:29:59.000Z', 409],
      ['2026-06-09T05:30:00.000Z', 200],
      ['2026-06-09T07:30:00.000Z', 200],
      ['2026-06-09T07:30:01.000Z', 409],
    ] as const) {
      server.clock.set(instant);
      const answer = await staffCaller(server, ['nurse']).get(`/lectures/${id}/code`);
      expect([instant, answer.status]).toEqual([instant, status]);
    }
    server.clock.set(DURING);
    expect(outcomeOf(await scan(person, id, await readWall(server, id)))).toBe('409 CHECK_IN_NOT_NOW');
    bodyOf(await staffCaller(server, ['editor']).post(`/lectures/${id}/cancel`, { reason: '停电' }));
    expect(outcomeOf(await staffCaller(server, ['nurse']).get(`/lectures/${id}/code`))).toBe('409 CHECK_IN_NOT_NOW');
  });
});

describe('people who come without a phone or a seat', () => {
  it('are checked in by staff, with a seat or without, and counted once', async () => {
    const { id } = await announceActivity(server);
    const [registered, walkIn] = [await buildCitizen(server), await buildCitizen(server)];
    bodyOf(await signUp(registered.caller, id, registered.residentId), 201);
    expect(outcomeOf(await checkInByStaff(server, id, walkIn.residentId))).toBe('409 STATE_CONFLICT');
    server.clock.set(DURING);
    const answers = await Promise.all(
      [registered, walkIn].flatMap(({ residentId }) =>
        Array.from({ length: 6 }, () => checkInByStaff(server, id, residentId)),
      ),
    );
    expect(countOutcomes(answers)).toEqual({ '200': 12 });
    expect(answers.map(({ body }) => body.checkedIn[0]?.via).sort()).toEqual([
      ...Array.from({ length: 6 }, () => 'registered'),
      ...Array.from({ length: 6 }, () => 'walkIn'),
    ]);
    const { people, counts } = await readAttendance(server, id);
    expect(counts).toEqual({ registered: 1, walkIns: 1, counted: 0, total: 2 });
    expect(people.map(({ residentId, via, came }) => [residentId, via, came])).toEqual([
      [registered.residentId, 'registered', true],
      [walkIn.residentId, 'walkIn', true],
    ]);
    // The phone and the staff at the same moment.
    const both = await buildCitizen(server);
    server.clock.set(TEST_NOW);
    bodyOf(await signUp(both.caller, id, both.residentId), 201);
    server.clock.set(DURING);
    const code = await readWall(server, id);
    const raced = await Promise.all([scan(both, id, code), checkInByStaff(server, id, both.residentId)]);
    expect(countOutcomes(raced)).toEqual({ '200': 2 });
    expect((await countsOf(id)).total).toBe(3);
  });

  it('a note is taken back once, and then counts no more', async () => {
    const { id } = await announceActivity(server);
    const walkIn = await buildCitizen(server);
    server.clock.set(DURING);
    bodyOf(await checkInByStaff(server, id, walkIn.residentId));
    const entryId = (await readAttendance(server, id)).people[0]?.entryId ?? '';
    const nurse = staffCaller(server, ['nurse']);
    const answers = await Promise.all([1, 2].map(() => nurse.post(`/lecture-entries/${entryId}/withdrawal`)));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
    expect((await countsOf(id)).total).toBe(0);
    bodyOf(await checkInByStaff(server, id, walkIn.residentId));
    expect((await countsOf(id)).total).toBe(1);
  });

  it('groups are counted by a number, once for a key', async () => {
    const { id } = await announceActivity(server);
    expect(outcomeOf(await addCounted(server, id, 30))).toBe('409 STATE_CONFLICT');
    server.clock.set(DURING);
    const nurse = staffCaller(server, ['nurse']);
    const body = { count: 30, note: '六年级二班' };
    const post = (key: string) => nurse.post<{ id: string }>(`/lectures/${id}/counted`, body, key);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('k')));
    expect(countOutcomes(answers)).toEqual({ '201': 20 });
    const mismatch = await nurse.post(`/lectures/${id}/counted`, { ...body, count: 31 }, 'k');
    expect(outcomeOf(mismatch)).toBe('422 IDEMPOTENCY_MISMATCH');
    bodyOf(await post('another'), 201);
    expect(await countsOf(id)).toEqual({ registered: 0, walkIns: 0, counted: 60, total: 60 });
  });
});

it('a full activity has a waiting list: whoever waits gets the seat that is given back', async () => {
  const { id } = await announceActivity(server, { capacity: 1 });
  const [first, second] = [await buildCitizen(server), await buildCitizen(server)];
  const booking = bodyOf(await signUp(first.caller, id, first.residentId), 201);
  expect(outcomeOf(await signUp(second.caller, id, second.residentId))).toBe('409 BOOKING_SESSION_FULL');
  const wish = { sessionId: id, residentId: second.residentId, autoAccept: true };
  const waiting = bodyOf(await second.caller.post<{ id: string; lectureTitle: string }>('/waitlist', wish), 201);
  expect(waiting.lectureTitle).toBe('夏天怎样防中暑');
  bodyOf(await first.caller.post(`/bookings/${booking.id}/cancel`));
  await reconcileSeats(server.deps);
  expect(bodyOf(await second.caller.get(`/waitlist/${waiting.id}`))).toMatchObject({ status: 'booked' });
});
