import { createCommunities } from '@linkang/server/modules/centre';
import { createDemoResident } from '@linkang/server/modules/resident';
import { bulkModule } from '@linkang/server/modules/bulk';
import type { BulkRoutes, BulkRun } from '@linkang/shared/api/bulk.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildIdNumber } from '../support/builders';
import { buildCitizen, buildLectureBody, openSession, staffCaller } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const KEY = 'bulk-test-key-0001';

type Candidates = CallReply<BulkRoutes['candidates']>;

let server: TestServer;
let communityId: string;

beforeAll(async () => {
  server = await startServer({ limits: false });
  communityId = await makeCommunity('和平里社区');
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(async () => {
  const { connection } = server.deps;
  expect(await findViolations(connection.getClient().db(connection.name))).toEqual([]);
  await server.stop();
});

async function makeCommunity(name: string): Promise<string> {
  await createCommunities([{ name, teamId: null }] as never);
  const { body } = await new Caller(server.baseUrl).get<{ items: { id: string; name: string }[] }>('/communities');
  return body.items.find((row) => row.name === name)?.id ?? '';
}

const anyone = (): Caller => new Caller(server.baseUrl);
const desk = (): Caller => staffCaller(server, ['desk'], 'desk-of-bulk');
let people = 0;
const neighbour = (person: { birthDay?: string; addressDetail?: string; name?: string } = {}): Promise<string> => {
  people += 1;
  const { birthDay = `19${40 + (people % 18)}-0${1 + (people % 9)}-11`, addressDetail, name = '孙桂英' } = person;
  return createDemoResident(server.deps, {
    name,
    idNumber: buildIdNumber({ birthDay }),
    ...(addressDetail === undefined ? {} : { communityId, addressDetail }),
  } as never);
};
const neighbours = (count: number): Promise<string[]> => Promise.all(Array.from({ length: count }, () => neighbour()));
const run = (sessions: Pick<Session, 'id'>[], residentIds: string[], key?: string): Promise<Answer<BulkRun>> =>
  desk().post<BulkRun>('/bookings/bulk/runs', { sessionIds: sessions.map(({ id }) => id), residentIds }, key);
const causesOf = ({ rows }: BulkRun): Record<string, number> =>
  countOutcomes(rows.map(({ state, cause }) => ({ status: 0, body: { code: cause ?? state } })));
const count = (filter: object): Promise<number> => server.deps.connection.collection('seats').countDocuments(filter);
const bookOne = (session: Pick<Session, 'id'>, residentId: string) =>
  desk().post('/bookings', { sessionId: session.id, residentId });

describe('POST /bookings/bulk/candidates', () => {
  const ask = (changes: Record<string, unknown> = {}, caller = desk()): Promise<Answer<Candidates>> =>
    caller.post<Candidates>('/bookings/bulk/candidates', {
      communityId,
      serviceCode: 'senior-physical',
      minAge: 65,
      onlyUnbooked: true,
      ...changes,
    });

  it('is for the clinic staff, and tells each bad field', async () => {
    expect(outcomeOf(await ask({}, anyone()))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await ask({}, (await buildCitizen(server)).caller))).toBe('403 FORBIDDEN');
    for (const role of ['editor', 'admin'] satisfies PolicyRole[])
      expect(outcomeOf(await ask({}, staffCaller(server, [role])))).toBe('403 FORBIDDEN');
    expect(faultsOf(await ask({ communityId: 'a b' }))).toEqual(['body.communityId ID']);
    expect(faultsOf(await ask({ communityId: MISSING }))).toEqual(['body.communityId UNKNOWN']);
    expect(faultsOf(await ask({ serviceCode: 'nothing' }))).toEqual(['body.serviceCode UNKNOWN']);
    expect(faultsOf(await ask({ minAge: -1 }))).toEqual(['body.minAge TOO_SMALL']);
    expect(faultsOf(await ask({ building: '' }))).toEqual(['body.building EMPTY']);
    expect(faultsOf(await ask({ onlyUnbooked: 'yes' }))).toEqual(['body.onlyUnbooked TYPE']);
  });

  it('finds the people of a building by door, of the age, without a booking this year, and audits each', async () => {
    const eighth = await neighbour({ birthDay: '1950-02-02', addressDetail: '3号楼 10单元' });
    const second = await neighbour({ birthDay: '1951-02-02', addressDetail: '３号楼2单元' });
    const turning = await neighbour({ birthDay: '1961-12-30', addressDetail: '3号楼 11单元' });
    await neighbour({ birthDay: '1962-01-01', addressDetail: '3号楼 4单元' });
    await neighbour({ birthDay: '1950-02-02', addressDetail: '5号楼 3单元' });
    const building = '3 号楼';
    const idsOf = async (changes: object) => bodyOf(await ask({ building, ...changes })).items.map(({ id }) => id);
    // The yearly physical counts by the calendar year.
    expect(await idsOf({})).toEqual([second, eighth, turning]);
    const session = await openSession(server, { serviceCode: 'senior-physical', day: '2026-06-09' });
    bodyOf(await bookOne(session, eighth), 201);
    expect(await idsOf({})).toEqual([second, turning]);
    const all = bodyOf(await ask({ building, onlyUnbooked: false }));
    expect(all.items.find(({ id }) => id === eighth)).toMatchObject({
      bookedDay: '2026-06-09',
      addressDetail: '3号楼 10单元',
      hasAccount: false,
    });
    expect(all.more).toBe(false);
    const audits = server.deps.connection.collection('audits');
    expect(await audits.countDocuments({ residentId: turning, action: 'bulk.candidates' })).toBe(3);
  });
});

describe('POST /bookings/bulk/runs', () => {
  it('is for the clinic staff, with a key, and tells each bad field', async () => {
    const session = await openSession(server);
    const id = await neighbour();
    const path = '/bookings/bulk/runs';
    const body = { sessionIds: [session.id], residentIds: [id] };
    expect(outcomeOf(await anyone().post(path, body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await (await buildCitizen(server)).caller.post(path, body))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['editor']).post(path, body))).toBe('403 FORBIDDEN');
    expect(faultsOf(await desk().post(path, body, null))).toEqual(['header.Idempotency-Key MISSING']);
    const faults = async (changes: object) => faultsOf(await desk().post(path, { ...body, ...changes }));
    expect(await faults({ sessionIds: [] })).toEqual(['body.sessionIds EMPTY']);
    expect(await faults({ residentIds: [] })).toEqual(['body.residentIds EMPTY']);
    expect(await faults({ residentIds: [id, id] })).toEqual(['body.residentIds REPEATED']);
    expect(await faults({ residentIds: ['a b'] })).toEqual(['body.residentIds.0 ID']);
    const many = Array.from({ length: 501 }, (_, i) => `p${i}`);
    expect(await faults({ residentIds: many })).toEqual(['body.residentIds TOO_MANY']);
    expect(await faults({ sessionIds: many.slice(0, 31) })).toEqual(['body.sessionIds TOO_MANY']);
    const other = await openSession(server, { serviceCode: 'tcm', startTime: '10:00', endTime: '11:00' });
    expect(await faults({ sessionIds: [session.id, other.id] })).toEqual(['body.sessionIds UNKNOWN']);
    const editor = staffCaller(server, ['editor']);
    const { id: lectureId } = bodyOf(await editor.post<{ id: string }>('/lectures', buildLectureBody()), 201);
    bodyOf(await editor.post(`/lectures/${lectureId}/publish`));
    expect(await faults({ sessionIds: [lectureId] })).toEqual(['body.sessionIds UNKNOWN']);
    expect(outcomeOf(await run([{ id: MISSING }], [id]))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await run([session], [id, MISSING]))).toBe('404 NOT_FOUND');
    expect(await count({ residentId: id })).toBe(0);
  });

  it('deals the seats of several sessions, and says of each person what became of them', async () => {
    const day = '2026-07-06';
    const first = await openSession(server, { serviceCode: 'senior-physical', day, capacity: 3 });
    const times = { startTime: '10:00', endTime: '11:00' };
    const second = await openSession(server, { serviceCode: 'senior-physical', day, ...times, capacity: 3 });
    const used = await openSession(server, { serviceCode: 'senior-physical', day: '2026-06-10' });
    const [usedUp, young, full, plain] = await Promise.all([
      neighbour({ birthDay: '1950-01-05' }),
      neighbour({ birthDay: '1990-01-05' }),
      neighbour({ birthDay: '1949-01-05' }),
      neighbour({ birthDay: '1951-01-05', name: '欧阳建国' }),
    ]);
    bodyOf(await bookOne(used, usedUp), 201);
    for (const startTime of ['13:00', '14:00', '15:00']) {
      const other = await openSession(server, {
        serviceCode: { '13:00': 'gp', '14:00': 'tcm' }[startTime] ?? 'physical',
        day,
        startTime,
        endTime: `${startTime.slice(0, 2)}:30`,
      });
      bodyOf(await bookOne(other, full), 201);
    }
    const answer = bodyOf(await run([second, first], [plain, usedUp, young, full, ...(await neighbours(6))]), 201);
    expect(answer).toMatchObject({ state: 'done', people: 10, booked: 6, refused: 4, fromDay: day, toDay: day });
    expect(causesOf(answer)).toEqual({
      '0 booked': 6,
      '0 PHYSICAL_ALREADY_USED': 1,
      '0 PHYSICAL_NOT_ELIGIBLE': 1,
      '0 BOOKING_DAY_LIMIT': 1,
      '0 BOOKING_SESSION_FULL': 1,
    });
    const row = answer.rows.find(({ residentId }) => residentId === plain);
    // Several are booked at a time: whoever is first in the list may be overtaken.
    expect([first.id, second.id]).toContain(row?.booking?.sessionId);
    expect(row).toMatchObject({ residentName: '欧阳建国', booking: { status: 'booked' } });
    expect(answer.rows.find(({ residentId }) => residentId === usedUp)?.inTheWay).toMatchObject({ day: '2026-06-10' });
    expect(await count({ sessionId: { $in: [first.id, second.id] }, status: 'booked' })).toBe(6);
    const audits = server.deps.connection.collection('audits');
    expect(await audits.countDocuments({ residentId: plain, action: 'bulk.create' })).toBe(1);
  });

  it('leaves out who has the service on one of the days, and seats people round their other bookings', async () => {
    const days = ['2026-07-13', '2026-07-14'] as const;
    const long = { startTime: '08:00', endTime: '10:00', capacity: 8 };
    const [monday, tuesday] = [
      await openSession(server, { day: days[0], ...long }),
      await openSession(server, { day: days[1], ...long }),
    ];
    const [has, busy, elsewhere] = (await neighbours(3)) as [string, string, string];
    bodyOf(await bookOne(tuesday, has), 201);
    const early = { serviceCode: 'tcm', day: days[0], startTime: '08:00', endTime: '08:15' };
    bodyOf(await bookOne(await openSession(server, early), busy), 201);
    const whole = { serviceCode: 'tcm', day: days[0], startTime: '08:30', endTime: '09:30' };
    bodyOf(await bookOne(await openSession(server, whole), elsewhere), 201);
    const short = await openSession(server, { day: days[0], startTime: '08:30', endTime: '09:00', capacity: 3 });
    const dealt = bodyOf(await run([tuesday, monday], [has, busy]), 201);
    expect(dealt.rows.map(({ cause, inTheWay }) => [cause, inTheWay?.day])).toEqual([
      ['BOOKING_DUPLICATE', days[1]],
      [null, undefined],
    ]);
    // Not the first number, whose time is taken.
    expect(dealt.rows[1]?.booking).toMatchObject({ day: days[0], startTime: '08:15' });
    const clash = bodyOf(await run([short], [elsewhere]), 201);
    expect(clash.rows[0]).toMatchObject({ cause: 'BOOKING_TIME_CLASH', inTheWay: { startTime: '08:30' } });
  });

  it('gives the same run for the same key, twenty at once, and refuses another body', async () => {
    const session = await openSession(server, { day: '2026-07-20', capacity: 30 });
    const ids = await neighbours(12);
    const answers = await Promise.all(Array.from({ length: 20 }, () => run([session], ids, KEY)));
    expect(countOutcomes(answers)).toEqual({ '201': 20 });
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ body }) => body.booked)).toEqual(answers.map(() => 12));
    expect(await count({ sessionId: session.id, status: 'booked' })).toBe(12);
    expect(outcomeOf(await run([session], ids.slice(1), KEY))).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  it('books nobody twice when two runs ask for the same people and seats at once', async () => {
    const days = ['2026-07-27', '2026-07-28'];
    const sessions = await Promise.all(days.map((day) => openSession(server, { day, capacity: 10 })));
    const ids = await neighbours(30);
    const [one, two] = await Promise.all([run(sessions, ids), run([...sessions].reverse(), [...ids].reverse())]);
    const runs = [bodyOf(one, 201), bodyOf(two, 201)];
    const seats = await server.deps.connection
      .collection('seats')
      .find({ sessionId: { $in: sessions.map(({ id }) => id) }, status: 'booked' })
      .toArray();
    expect(seats).toHaveLength(20);
    expect(new Set(seats.map(({ residentId }) => String(residentId))).size).toBe(20);
    expect(runs.map(({ booked }) => booked).sort((a, b) => a - b)).toEqual([0, 20]);
    const later = runs.find(({ booked }) => booked === 0) as BulkRun;
    expect(causesOf(later)).toEqual({ '0 BOOKING_DUPLICATE': 20, '0 BOOKING_SESSION_FULL': 10 });
  });

  it('is finished by the job when its process was killed, and finds what that had booked', async () => {
    const session = await openSession(server, { day: '2026-08-03', capacity: 8 });
    const ids = await neighbours(10);
    const whole = bodyOf(await run([session], ids, 'bulk-test-key-kill'), 201);
    const runs = server.deps.connection.collection<{ _id: string }>('bulkRuns');
    const outcomes = server.deps.connection.collection('bulkOutcomes');
    // As a kill leaves it between the seats and the run: some of what was booked is not written down.
    await runs.updateOne({ _id: whole.id }, { $set: { state: 'running', booked: 0, refused: 0 } });
    await outcomes.deleteMany({ runId: whole.id, residentId: { $in: ids.slice(0, 5) } });
    const seen = bodyOf(await desk().get<BulkRun>(`/bookings/bulk/runs/${whole.id}`));
    expect(seen).toMatchObject({ state: 'running', people: 10, rows: [] });
    for (const job of bulkModule.jobs?.(server.deps) ?? []) await job.run();
    const after = bodyOf(await desk().get<BulkRun>(`/bookings/bulk/runs/${whole.id}`));
    expect(after).toEqual(whole);
    expect(bodyOf(await run([session], ids, 'bulk-test-key-kill'), 201)).toEqual(whole);
    expect(await count({ sessionId: session.id, status: 'booked' })).toBe(8);
  });
});

describe('GET /bookings/bulk/runs', () => {
  it('lists the latest runs without naming anybody', async () => {
    expect(outcomeOf(await anyone().get('/bookings/bulk/runs'))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['admin']).get('/bookings/bulk/runs'))).toBe('403 FORBIDDEN');
    const session = await openSession(server, { day: '2026-08-10' });
    const { rows, ...head } = bodyOf(await run([session], await neighbours(2)), 201);
    expect(rows).toHaveLength(2);
    const { items } = bodyOf(await desk().get<CallReply<BulkRoutes['list']>>('/bookings/bulk/runs'));
    expect(items).toContainEqual(head);
    expect(JSON.stringify(items)).not.toContain('孙桂英');
  });

  it('shows a run with its bookings as they are now, to the clinic staff, audited', async () => {
    const session = await openSession(server, { day: '2026-08-11' });
    const [id] = (await neighbours(1)) as [string];
    const made = bodyOf(await run([session], [id]), 201);
    const path = `/bookings/bulk/runs/${made.id}`;
    expect(outcomeOf(await anyone().get(path))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await (await buildCitizen(server)).caller.get(path))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await desk().get(`/bookings/bulk/runs/${MISSING}`))).toBe('404 NOT_FOUND');
    expect(faultsOf(await desk().get('/bookings/bulk/runs/a%20b'))).toEqual(['params.id ID']);
    bodyOf(await desk().post(`/bookings/${made.rows[0]?.booking?.id}/cancel`));
    const seen = bodyOf(await desk().get<BulkRun>(path));
    expect(seen.rows[0]).toMatchObject({ state: 'booked', booking: { status: 'cancelled' } });
    const audits = server.deps.connection.collection('audits');
    expect(await audits.countDocuments({ residentId: id, action: 'bulk.get' })).toBe(1);
  });
});
