import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { book, buildCitizen, buildSessionBody, cancel, openSession, seeSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

interface Page {
  items: Session[];
  nextCursor: string | null;
}

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const seatsOf = (sessionId: string) =>
  server.deps.connection
    .collection<{ _id: string; no: number; status: string; quota: string; startTime: string; endTime: string }>('seats')
    .find({ sessionId })
    .sort({ _id: 1 })
    .toArray();
const list = async (caller: Caller, query: string): Promise<Page> =>
  bodyOf(await caller.get<Page>(`/sessions?${query}`));

describe('POST /sessions', () => {
  it('is for the staff of the clinic', async () => {
    expect(outcomeOf(await anyone.post('/sessions', buildSessionBody()))).toBe('401 AUTH_REQUIRED');
    const { caller } = await buildCitizen(server);
    expect(outcomeOf(await caller.post('/sessions', buildSessionBody()))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['editor']).post('/sessions', buildSessionBody()))).toBe(
      '403 FORBIDDEN',
    );
    for (const role of ['director', 'doctor', 'nurse', 'desk'] as const)
      expect(outcomeOf(await staffCaller(server, [role]).post('/sessions', buildSessionBody()))).toBe('201');
  });

  it.each<[Record<string, unknown>, string[]]>([
    [{ serviceCode: undefined }, ['body.serviceCode MISSING']],
    [{ serviceCode: '' }, ['body.serviceCode EMPTY']],
    [{ serviceCode: 'x'.repeat(33) }, ['body.serviceCode TOO_LONG']],
    [{ serviceCode: { $ne: null } }, ['body.serviceCode TYPE']],
    [{ serviceCode: 'dentist' }, ['body.serviceCode UNKNOWN']],
    [{ serviceCode: 'lecture' }, ['body.serviceCode UNKNOWN']],
    [{ day: undefined }, ['body.day MISSING']],
    [{ day: '2026-02-30' }, ['body.day DAY']],
    [{ day: '2026-6-8' }, ['body.day DAY']],
    [{ day: 20260608 }, ['body.day TYPE']],
    [{ day: '2026-06-03' }, ['body.day PAST']],
    [{ day: '2026-06-03', serviceCode: 'dentist' }, ['body.serviceCode UNKNOWN', 'body.day PAST']],
    [{ day: '2026-06-04', startTime: '09:00', endTime: '12:00' }, ['body.endTime PAST']],
    [{ startTime: '24:00' }, ['body.startTime TIME', 'body.endTime ORDER']],
    [{ startTime: '9:00', endTime: '9:30' }, ['body.startTime TIME', 'body.endTime TIME']],
    [{ endTime: '10:60' }, ['body.endTime TIME']],
    [{ endTime: undefined }, ['body.endTime MISSING']],
    [{ startTime: '10:00' }, ['body.endTime ORDER']],
    [{ startTime: '11:00' }, ['body.endTime ORDER']],
    [{ capacity: undefined }, ['body.capacity MISSING']],
    [{ capacity: 0 }, ['body.capacity TOO_SMALL']],
    [{ capacity: 900 }, ['body.capacity TOO_LARGE']],
    [{ capacity: 1.5 }, ['body.capacity TYPE']],
    [{ capacity: '5' }, ['body.capacity TYPE']],
    [{ capacity: { $gt: 0 } }, ['body.capacity TYPE']],
    [{ place: undefined }, ['body.place EMPTY']],
    [{ place: undefined, roomId: 'nowhere' }, ['body.roomId UNKNOWN']],
    [{ roomId: 'no such id' }, ['body.roomId ID']],
    [{ roomId: 'nowhere', doctorId: 'nobody' }, ['body.roomId UNKNOWN', 'body.doctorId UNKNOWN']],
    [{ place: '  ' }, ['body.place EMPTY']],
    [{ place: '室'.repeat(61) }, ['body.place TOO_LONG']],
    [{ place: '诊室\u0007' }, ['body.place CONTROL_CHARACTER']],
    [{ doctorId: 'no such id' }, ['body.doctorId ID']],
    [{ doctorId: 'nobody' }, ['body.doctorId UNKNOWN']],
    [{ quotas: { online: 3, desk: 1, elder: 0 } }, ['body.quotas SUM']],
    [{ quotas: { online: 6, desk: -1, elder: 0 } }, ['body.quotas.desk TOO_SMALL']],
    [{ quotas: { online: 5 } }, ['body.quotas.desk MISSING', 'body.quotas.elder MISSING']],
    [{ quotas: 5 }, ['body.quotas TYPE']],
    [{ releaseAt: '2026-06-05' }, ['body.releaseAt INSTANT']],
    [{ releaseAt: '2026-06-05T08:00:00+08:00' }, ['body.releaseAt INSTANT']],
    [{ day: 1, place: '', capacity: 0 }, ['body.day TYPE', 'body.capacity TOO_SMALL', 'body.place EMPTY']],
  ])('refuses %j', async (changes, faults) => {
    const answer = await staffCaller(server, ['desk']).post('/sessions', buildSessionBody(changes));
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual(faults);
  });

  it('wants an Idempotency-Key of visible characters', async () => {
    const desk = staffCaller(server, ['desk']);
    expect(faultsOf(await desk.post('/sessions', buildSessionBody(), null))).toEqual([
      'header.Idempotency-Key MISSING',
    ]);
    expect(faultsOf(await desk.post('/sessions', buildSessionBody(), 'a b'))).toEqual(['header.Idempotency-Key TYPE']);
    expect(faultsOf(await desk.post('/sessions', buildSessionBody(), 'k'.repeat(129)))).toEqual([
      'header.Idempotency-Key TYPE',
    ]);
  });

  it('opens the session at once, and list and detail show it', async () => {
    const body = buildSessionBody({ day: '2026-07-01', startTime: '08:00', endTime: '11:00', capacity: 6 });
    const created = bodyOf(await staffCaller(server, ['nurse']).post<Session>('/sessions', body), 201);
    expect(created).toEqual({
      ...body,
      id: expect.any(String),
      serviceName: '全科门诊',
      remaining: 6,
      state: 'open',
      releaseAt: null,
      rev: 0,
    });
    expect(await seeSession(anyone, created.id)).toEqual(created);
    expect((await list(anyone, 'fromDay=2026-07-01&toDay=2026-07-01')).items).toEqual([created]);
    expect((await list(anyone, 'serviceCode=gp&fromDay=2026-07-01&toDay=2026-07-01')).items).toEqual([created]);
    expect((await list(anyone, 'serviceCode=tcm&fromDay=2026-07-01&toDay=2026-07-01')).items).toEqual([]);
  });

  it('deals the time of a long session out over its seats', async () => {
    const long = await openSession(server, { startTime: '08:00', endTime: '09:30', capacity: 4 });
    const seats = await seatsOf(long.id);
    expect(seats.map(({ no, startTime, endTime }) => [no, startTime, endTime])).toEqual([
      [1, '08:00', '08:15'],
      [2, '08:15', '08:30'],
      [3, '08:45', '09:00'],
      [4, '09:00', '09:15'],
    ]);
    const short = await openSession(server, { startTime: '08:00', endTime: '09:00', capacity: 3 });
    expect(new Set((await seatsOf(short.id)).map(({ startTime, endTime }) => `${startTime}-${endTime}`))).toEqual(
      new Set(['08:00-09:00']),
    );
    const vaccination = await openSession(server, { serviceCode: 'vaccination', startTime: '08:00', endTime: '11:00' });
    expect(new Set((await seatsOf(vaccination.id)).map((seat) => seat.startTime))).toEqual(new Set(['08:00']));
  });

  it('makes exactly one session and its seats of twenty requests with the same key', async () => {
    const desk = staffCaller(server, ['desk']);
    const body = buildSessionBody({ capacity: 40, place: '二楼' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => desk.post<Session>('/sessions', body, 'same')));
    expect(answers.map(outcomeOf)).toEqual(Array(20).fill('201'));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const sessions = await server.deps.connection.collection('sessions').find({ place: '二楼' }).toArray();
    expect(sessions).toHaveLength(1);
    const seats = await seatsOf(answers[0]?.body.id ?? '');
    expect(seats.map(({ no, status }) => [no, status])).toEqual(Array.from({ length: 40 }, (_, i) => [i + 1, 'free']));

    expect(bodyOf(await desk.post<Session>('/sessions', body, 'same'), 201).id).toBe(answers[0]?.body.id);
    const other = await desk.post('/sessions', { ...body, capacity: 41 }, 'same');
    expect(outcomeOf(other)).toBe('422 IDEMPOTENCY_MISMATCH');
    // The key belongs to the account: with another one it makes another session.
    const elsewhere = await staffCaller(server, ['desk']).post<Session>('/sessions', body, 'same');
    expect(bodyOf(elsewhere, 201).id).not.toBe(answers[0]?.body.id);
  });
});

describe('GET /sessions/:id', () => {
  it('answers 404 for an id that is not there, and 400 for none', async () => {
    expect(outcomeOf(await anyone.get('/sessions/665eaf2f9d2a4c0012345678'))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await anyone.get('/sessions/%24ne'))).toBe('400 VALIDATION_FAILED');
    expect(outcomeOf(await anyone.get(`/sessions/${'a'.repeat(65)}`))).toBe('400 VALIDATION_FAILED');
  });
});

describe('GET /sessions/:id/bookings', () => {
  it('shows staff who has a seat, and writes the reading down', async () => {
    const { id } = await openSession(server, { day: '2026-06-15', capacity: 3 });
    const first = await buildCitizen(server, {
      birthDay: '1950-05-05',
      name: '赵大爷',
      phone: '13900001234',
      sex: 'male',
    });
    const second = await buildCitizen(server, { name: '钱奶奶' });
    const gone = await buildCitizen(server, { name: '孙女士' });
    const bookings = [];
    for (const citizen of [first, gone, second]) bookings.push(bodyOf(await book(citizen, id), 201));
    bodyOf(await cancel(gone, bookings[1]?.id ?? ''));

    const staffId = 'staff-roster';
    const doctor = staffCaller(server, ['doctor'], staffId);
    const answer = await doctor.get<{ items: Record<string, unknown>[] }>(`/sessions/${id}/bookings`);
    expect(bodyOf(answer).items).toEqual([
      {
        id: bookings[0]?.id,
        number: 1,
        status: 'booked',
        residentId: first.residentId,
        residentName: '赵大爷',
        age: 76,
        sex: 'male',
        phoneMasked: '139****1234',
        startTime: '09:00',
        bookedAt: TEST_NOW,
      },
      expect.objectContaining({ number: 3, residentName: '钱奶奶', residentId: second.residentId }),
    ]);
    const audits = await server.deps.connection.collection('audits').find({ staffId }).toArray();
    const requestId = answer.headers.get('x-request-id');
    // Both are written at once, in whichever order.
    expect(new Set(audits.map((row) => row.residentId as string))).toEqual(
      new Set([first.residentId, second.residentId]),
    );
    const shared = { action: 'session.bookings', roles: ['doctor'], requestId };
    expect(audits).toMatchObject([shared, shared]);
  });

  it('is for the staff of the clinic', async () => {
    const { id } = await openSession(server);
    const { caller } = await buildCitizen(server);
    expect(outcomeOf(await anyone.get(`/sessions/${id}/bookings`))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await caller.get(`/sessions/${id}/bookings`))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['editor']).get(`/sessions/${id}/bookings`))).toBe('403 FORBIDDEN');
    const missing = await staffCaller(server, ['desk']).get('/sessions/665eaf2f9d2a4c0012345678/bookings');
    expect(outcomeOf(missing)).toBe('404 NOT_FOUND');
    expect(sameBody(missing)).toMatchObject({ code: 'NOT_FOUND', requestId: '' });
  });
});
