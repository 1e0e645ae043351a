import type { Booking } from '@linkang/shared/api/booking.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Resident, ResidentRoutes } from '@linkang/shared/api/resident.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { Problem } from '@linkang/shared/errors';
import type mongoose from 'mongoose';
import { Writable } from 'node:stream';
import pino from 'pino';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildIdNumber, buildRegistration } from '../support/builders';
import { buildCitizen, openSession, revealTo, staffCaller } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

type Found = CallReply<ResidentRoutes['search']>;

const MISSING = '665eaf2f9d2a4c0012345678';
const clinic: PolicyRole[] = ['director', 'doctor', 'nurse', 'desk'];

let server: TestServer;
let desk: Caller;
let deskId: string;
const lines: string[] = [];

beforeAll(async () => {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  server = await startServer({ log: pino({ level: 'debug' }, stream) });
  deskId = '665eaf2f9d2a4c0000000001';
  desk = staffCaller(server, ['desk'], deskId);
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const searchAs = (caller: Caller, typed: string): Promise<Answer<Found>> =>
  caller.get<Found>(`/residents?query=${encodeURIComponent(typed)}`);
const namesOf = async (typed: string): Promise<string[]> =>
  bodyOf(await searchAs(desk, typed)).items.map((found) => found.name);
const auditsOf = (residentId: string, action: string) =>
  server.deps.connection.collection('audits').countDocuments({ residentId, action, staffId: deskId });
/** A registration at the desk, of somebody who has no phone. */
const buildPaper = (changes: Record<string, unknown> = {}) => {
  const { phone: _, ...body } = buildRegistration(server, changes);
  return body;
};

describe('GET /residents', () => {
  it('is for the clinic staff alone: residents cannot look for anybody', async () => {
    const citizen = await buildCitizen(server);
    expect(outcomeOf(await searchAs(new Caller(server.baseUrl), '李'))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await searchAs(citizen.caller, '李'))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await searchAs(staffCaller(server, ['editor']), '李'))).toBe('403 FORBIDDEN');
    for (const role of clinic) expect((await searchAs(staffCaller(server, [role]), '无此人')).status).toBe(200);
  });

  it.each([
    ['', 'EMPTY'],
    ['   ', 'EMPTY'],
    ['李'.repeat(65), 'TOO_LONG'],
    ['a'.repeat(10_240), 'TOO_LONG'],
    ['李\u0000', 'CONTROL_CHARACTER'],
  ])('refuses %j', async (typed, code) => {
    const answer = await searchAs(desk, typed);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual([`query.query ${code}`]);
  });

  it('wants something to look for', async () => {
    expect(faultsOf(await desk.get('/residents'))).toEqual(['query.query MISSING']);
  });

  it('finds by the whole ID number and the whole phone, masked, and writes down who was shown', async () => {
    const idNumber = buildIdNumber({ birthDay: '1949-10-02', sex: 'male' });
    const { residentId } = await buildCitizen(server, { name: '欧阳建国', idNumber, phone: '13912345678' });
    const found = {
      id: residentId,
      name: '欧**国',
      idNumberMasked: `${idNumber.slice(0, 6)}********${idNumber.slice(-4)}`,
      phoneMasked: '139****5678',
      sex: 'male',
      age: 76,
    };
    for (const typed of [idNumber, idNumber.toLowerCase(), ` ${idNumber} `, '13912345678', '+86 139-1234-5678'])
      expect(bodyOf(await searchAs(desk, typed))).toEqual({ items: [found], more: false });
    expect(await auditsOf(residentId, 'resident.search')).toBe(5);
    for (const part of [idNumber.slice(0, 17), idNumber.slice(0, 14), '1391234567', '5678'])
      expect(await namesOf(part)).toEqual([]);
  });

  it('finds by the beginning of the name, and reads no pattern in it', async () => {
    for (const name of ['慕容雪', '慕容雪梅', '慕容海']) await buildCitizen(server, { name });
    expect((await namesOf('慕容雪')).sort()).toEqual(['慕**梅', '慕*雪']);
    expect((await namesOf('慕')).sort()).toEqual(['慕**梅', '慕*海', '慕*雪']);
    for (const typed of ['.*', '^慕', '慕.*', '容', '慕|李', '(慕+)+$', '[慕]', '$ne', '\\', '{"$gt":""}'])
      expect(await namesOf(typed)).toEqual([]);
  });

  it('tells 20 people at most, and that there are more', async () => {
    for (let i = 0; i < 21; i += 1) await buildCitizen(server, { name: '端木平', birthDay: '1971-01-01' });
    const answer = bodyOf(await searchAs(desk, '端木'));
    expect([answer.items.length, answer.more]).toEqual([20, true]);
  });

  it('tells who is called exactly so before the many whose names go on', async () => {
    for (let i = 0; i < 45; i += 1) await buildCitizen(server, { name: '公孙雨晴', birthDay: '1972-01-01' });
    await buildCitizen(server, { name: '公孙雨' });
    const names = await namesOf('公孙雨');
    expect([names.length, names[0], names[19]]).toEqual([20, '公*雨', '公**晴']);
  });

  it('looks everything up in an index, without a name in it', async () => {
    const residents = server.deps.connection.collection('residents');
    const find = jest.spyOn(server.deps.connection.models.Resident as (typeof mongoose.models)[string], 'find');
    for (const typed of ['李', '李秀', buildIdNumber(), '13900000009']) await namesOf(typed);
    const filters = find.mock.calls.map(([filter]) => filter as unknown as Record<string, unknown>);
    find.mockRestore();
    expect(filters).toHaveLength(6);
    for (const filter of filters) {
      expect(JSON.stringify(filter)).not.toContain('李');
      const plan = await residents.find(filter).sort({ _id: 1 }).explain('queryPlanner');
      expect(JSON.stringify(plan)).not.toContain('COLLSCAN');
    }
  });

  it('leaves nothing of it in the log', async () => {
    const idNumber = buildIdNumber({ birthDay: '1951-05-05' });
    await buildCitizen(server, { name: '司马静', idNumber, phone: '13900001234' });
    lines.length = 0;
    for (const typed of [idNumber, '13900001234', '司马静']) await searchAs(desk, typed);
    await searchAs(desk, `司马静${'x'.repeat(80)}`);
    const log = lines.join('');
    expect(log).toContain('resident.search');
    for (const secret of [idNumber, '13900001234', '司马', encodeURIComponent('司马')])
      expect(log).not.toContain(secret);
  });
});

describe('POST /residents at the desk', () => {
  it('makes a person without account and phone, with the consents on paper', async () => {
    const resident = bodyOf(await desk.post<Resident>('/residents', buildPaper({ name: '诸葛安' })), 201);
    expect(resident).toMatchObject({ name: '诸葛安', phoneMasked: null, rev: 0 });
    const { connection } = server.deps;
    const row = await connection.collection<{ _id: string }>('residents').findOne({ _id: resident.id });
    expect(row).not.toHaveProperty('accountId');
    const consents = await connection.collection('consents').find({ residentId: resident.id }).toArray();
    expect(consents.map((consent) => [consent.channel, consent.takenBy, consent.accountId])).toEqual([
      ['desk', deskId, undefined],
      ['desk', deskId, undefined],
    ]);
    expect(await auditsOf(resident.id, 'resident.create')).toBe(1);
    expect(await namesOf('诸葛')).toEqual(['诸*安']);
  });

  it('wants the consents and a good number, and refuses the editor', async () => {
    expect(outcomeOf(await desk.post('/residents', buildPaper({ consents: [] })))).toBe('403 CONSENT_REQUIRED');
    const bad = await desk.post('/residents', buildPaper({ idNumber: '110101195803120011', name: '' }));
    expect(faultsOf(bad)).toEqual(['body.name EMPTY']);
    expect(faultsOf(await desk.post('/residents', buildPaper({ idNumber: '1101' })))).toEqual(['body.idNumber LENGTH']);
    const editor = staffCaller(server, ['editor']);
    expect(outcomeOf(await editor.post('/residents', buildPaper()))).toBe('403 FORBIDDEN');
  });

  it('answers for a known number with the person, as often as it is asked', async () => {
    const idNumber = buildIdNumber();
    const { residentId } = await buildCitizen(server, { idNumber });
    for (let i = 0; i < 7; i += 1) {
      const answer = await desk.post('/residents', buildPaper({ idNumber }));
      expect(outcomeOf(answer)).toBe('409 RESIDENT_EXISTS');
      expect((answer.body as unknown as Problem).conflict).toMatchObject({ id: residentId, name: '李秀兰' });
    }
    expect(await auditsOf(residentId, 'resident.create')).toBe(7);
    expect(await server.deps.connection.collection('consents').countDocuments({ residentId })).toBe(2);
  });

  it('makes one person of 20 repeats, and of two clerks with the same card', async () => {
    const body = buildPaper();
    const repeats = await Promise.all(
      Array.from({ length: 20 }, () => desk.post<Resident>('/residents', body, 'same')),
    );
    expect(new Set(repeats.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    expect(outcomeOf(await desk.post('/residents', { ...body, name: '别人' }, 'same'))).toBe(
      '422 IDEMPOTENCY_MISMATCH',
    );
    const card = buildPaper();
    const clerks = clinic.map((role) => staffCaller(server, [role]));
    expect(countOutcomes(await Promise.all(clerks.map((clerk) => clerk.post('/residents', card))))).toEqual({
      201: 1,
      '409 RESIDENT_EXISTS': 3,
    });
  });
});

describe('a resident at the desk', () => {
  it('is read and changed by the clinic staff, which is written down', async () => {
    const { residentId } = await buildCitizen(server);
    const url = `/residents/${residentId}`;
    await revealTo(desk, residentId);
    expect(bodyOf(await desk.get<Resident>(url)).id).toBe(residentId);
    const changed = bodyOf(await desk.put<Resident>(url, { rev: 0, phone: '13911112222' }));
    expect(changed).toMatchObject({ phoneMasked: '139****2222', rev: 1 });
    expect(outcomeOf(await desk.put(url, { rev: 0, phone: null }))).toBe('409 STATE_CONFLICT');
    expect(await auditsOf(residentId, 'resident.get')).toBe(1);
    expect(await auditsOf(residentId, 'resident.update')).toBe(2);
    for (const answer of [await desk.get(`/residents/${MISSING}`), await desk.put(`/residents/${MISSING}`, { rev: 0 })])
      expect(outcomeOf(answer)).toBe('404 NOT_FOUND');
    const editor = staffCaller(server, ['editor']);
    expect(outcomeOf(await editor.get(url))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await editor.put(url, { rev: 1 }))).toBe('403 FORBIDDEN');
  });
});

describe('booking at the desk', () => {
  const bookFor = (residentId: string, sessionId: string, caller = desk): Promise<Answer<Booking>> =>
    caller.post<Booking>('/bookings', { residentId, sessionId });

  it('serves a man without phone from the card to the cancelled seat', async () => {
    const { id: residentId } = bodyOf(await desk.post<Resident>('/residents', buildPaper({ name: '赵德福' })), 201);
    const session = await openSession(server);
    const booking = bodyOf(await bookFor(residentId, session.id), 201);
    expect(booking).toMatchObject({ residentId, number: 1, status: 'booked', can: { cancel: true } });
    const twice = await bookFor(residentId, session.id);
    expect(outcomeOf(twice)).toBe('409 BOOKING_DUPLICATE');
    expect((twice.body as unknown as Problem).conflict).toMatchObject({ id: booking.id, can: { cancel: true } });
    const coming = bodyOf(await desk.get<{ items: Booking[] }>(`/bookings?residentId=${residentId}&when=coming`));
    expect(coming.items).toEqual([booking]);
    expect(bodyOf(await desk.get(`/bookings/${booking.id}`))).toEqual(booking);
    expect(bodyOf(await desk.post(`/bookings/${booking.id}/cancel`))).toMatchObject({ status: 'cancelled' });
    for (const action of ['booking.create', 'booking.list', 'booking.get', 'booking.cancel'])
      expect(await auditsOf(residentId, action)).toBeGreaterThan(0);
  });

  it('answers 404 for nobody, 403 to the editor', async () => {
    const session = await openSession(server);
    const { residentId } = await buildCitizen(server);
    expect(outcomeOf(await bookFor(MISSING, session.id))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await bookFor(residentId, MISSING))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await desk.get(`/bookings?residentId=${MISSING}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await desk.get(`/bookings/${MISSING}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await desk.post(`/bookings/${MISSING}/cancel`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await bookFor(residentId, session.id, staffCaller(server, ['editor'])))).toBe('403 FORBIDDEN');
  });

  it('takes the seats kept for the desk, and services that are not booked online', async () => {
    const quotas = { online: 0, desk: 1, elder: 0 };
    const kept = await openSession(server, { capacity: 1, quotas });
    const citizen = await buildCitizen(server);
    const own = { residentId: citizen.residentId, sessionId: kept.id };
    expect(outcomeOf(await citizen.caller.post('/bookings', own))).toBe('409 BOOKING_SESSION_FULL');
    bodyOf(await bookFor(citizen.residentId, kept.id), 201);
    const vaccination = await openSession(server, { serviceCode: 'vaccination', startTime: '14:00', endTime: '15:00' });
    bodyOf(await bookFor(citizen.residentId, vaccination.id), 201);
  });

  it('cancels after the online deadline until the start, and the log says so', async () => {
    const { id } = await openSession(server);
    const citizen = await buildCitizen(server);
    const booking = bodyOf(await bookFor(citizen.residentId, id), 201);
    const other = bodyOf(await bookFor((await buildCitizen(server)).residentId, id), 201);
    server.clock.set('2026-06-08T00:59:00.000Z');
    expect(outcomeOf(await citizen.caller.post(`/bookings/${booking.id}/cancel`))).toBe('409 BOOKING_TOO_LATE');
    const clerk = staffCaller(server, ['desk'], deskId);
    expect(bodyOf(await clerk.post(`/bookings/${booking.id}/cancel`))).toMatchObject({ status: 'cancelled' });
    const seats = server.deps.connection.collection<{ _id: string; log: { what: string }[] }>('seats');
    expect((await seats.findOne({ _id: booking.id }))?.log.map(({ what }) => what)).toEqual(['booked', 'lateCancel']);
    server.clock.set('2026-06-08T02:00:00.000Z');
    const late = await staffCaller(server, ['desk']).post(`/bookings/${other.id}/cancel`);
    expect(outcomeOf(late)).toBe('409 BOOKING_TOO_LATE');
  });
});
