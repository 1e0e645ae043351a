import { createDoctors } from '@linkang/server/modules/doctor';
import { callOffSession } from '@linkang/server/modules/session';
import type { Doctor } from '@linkang/shared/api/doctor.routes';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { Problem } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, buildSessionBody, cancel, openSession, seeSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { drawPicture, upload } from '../support/pictures';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

type Overview = CallReply<SessionRoutes['overview']>;

let server: TestServer;
let desk: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
  desk = staffCaller(server, ['desk']);
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

let made = 0;
const makeDoctor = async (name = '林静秋'): Promise<string> => {
  made += 1;
  const id = `doctor-${made}`;
  const profile = { title: '主任医师', specialities: [], intro: '', teamId: null, visitingFrom: '市第一人民医院' };
  await createDoctors([{ id, name, ...profile }]);
  return id;
};
const open = (doctorId: string, startTime: string, endTime: string, key?: string) =>
  desk.post<Problem>('/sessions', buildSessionBody({ doctorId, startTime, endTime }), key);
const changeDoctor = async (id: string, changes: Partial<Doctor>): Promise<Doctor> => {
  const director = staffCaller(server, ['director']);
  const { photoUrl: _, teamName: __, id: ___, ...body } = bodyOf(await director.get<Doctor>(`/doctors/${id}`));
  return bodyOf(await director.put<Doctor>(`/doctors/${id}`, { ...body, ...changes }));
};

describe('the doctor of a session', () => {
  it('is told with title and photo, the photo as it is now', async () => {
    const doctorId = await makeDoctor();
    const session = await openSession(server, { doctorId });
    expect(session.doctor).toEqual({ id: doctorId, name: '林静秋', title: '主任医师', photoUrl: null });
    const photo = bodyOf(await upload(staffCaller(server, ['director']), await drawPicture(300, 300)), 201);
    const { photoUrl } = await changeDoctor(doctorId, { photoFileId: photo.id, name: '林秋' });
    expect(photoUrl).toContain(photo.id);
    const anyone = new Caller(server.baseUrl);
    const shown = { id: doctorId, name: '林静秋', title: '主任医师', photoUrl };
    expect((await seeSession(anyone, session.id)).doctor).toEqual(shown);
    const { items } = bodyOf(
      await anyone.get<{ items: { id: string }[] }>('/sessions?fromDay=2026-06-08&toDay=2026-06-08'),
    );
    expect(items.find(({ id }) => id === session.id)).toMatchObject({ doctor: shown });
    const day = bodyOf(await desk.get<{ items: { id: string }[] }>('/day?day=2026-06-08'));
    expect(day.items.find(({ id }) => id === session.id)).toMatchObject({ doctor: shown });
  });

  it('narrows a list to their sessions', async () => {
    const doctorId = await makeDoctor();
    const { id } = await openSession(server, { doctorId, day: '2026-06-10' });
    await openSession(server, { day: '2026-06-10' });
    const see = (doctor: string) => desk.get(`/sessions?fromDay=2026-06-09&toDay=2026-06-11&doctorId=${doctor}`);
    const { items } = bodyOf(await see(doctorId)) as { items: { id: string }[] };
    expect(items.map((session) => session.id)).toEqual([id]);
    expect(bodyOf(await see('nobody'))).toEqual({ items: [], nextCursor: null });
    expect(faultsOf(await see('a%20b'))).toEqual(['query.doctorId ID']);
  });

  it('is nobody without a profile, and nobody who has left', async () => {
    expect(faultsOf(await open('nobody', '09:00', '10:00'))).toEqual(['body.doctorId UNKNOWN']);
    const doctorId = await makeDoctor();
    await changeDoctor(doctorId, { active: false });
    expect(faultsOf(await open(doctorId, '09:00', '10:00'))).toEqual(['body.doctorId UNKNOWN']);
  });
});

describe('a doctor in two places', () => {
  it('is refused with the session in the way', async () => {
    const doctorId = await makeDoctor();
    const first = bodyOf(await open(doctorId, '09:00', '11:00'), 201) as unknown as { id: string };
    const refusal = await open(doctorId, '10:30', '12:00');
    expect(outcomeOf(refusal)).toBe('409 SESSION_DOCTOR_BUSY');
    expect(refusal.body.conflict).toEqual({
      id: first.id,
      serviceName: '全科门诊',
      day: '2026-06-08',
      startTime: '09:00',
      endTime: '11:00',
      place: '一楼全科诊室',
    });
    expect(outcomeOf(await open(doctorId, '11:00', '12:00'))).toBe('201');
    expect(outcomeOf(await open(doctorId, '08:00', '09:00'))).toBe('201');
    expect(outcomeOf(await open(await makeDoctor(), '09:00', '11:00'))).toBe('201');
    expect(outcomeOf(await desk.post('/sessions', buildSessionBody({ doctorId, day: '2026-06-09' })))).toBe('201');
  });

  it('is decided by the database: of twenty at once one is opened, with all its seats', async () => {
    const doctorId = await makeDoctor();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => open(doctorId, `13:${String(i * 2).padStart(2, '0')}`, '15:00')),
    );
    expect(countOutcomes(answers)).toEqual({ 201: 1, '409 SESSION_DOCTOR_BUSY': 19 });
    const sessions = await server.deps.connection.collection('sessions').find({ doctorId }).toArray();
    expect(sessions).toHaveLength(1);
    const seats = server.deps.connection.collection('seats');
    expect(await seats.countDocuments({ sessionId: String(sessions[0]?._id) })).toBe(5);
  });

  it('does not stand in the way of repeats of the one request', async () => {
    const doctorId = await makeDoctor();
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(doctorId, '16:00', '17:00', 'busy-key')));
    expect(countOutcomes(answers)).toEqual({ 201: 20 });
    expect(new Set(answers.map(({ body }) => (body as unknown as { id: string }).id)).size).toBe(1);
  });

  it('is none after the first session was called off', async () => {
    const doctorId = await makeDoctor();
    const { id } = bodyOf(await open(doctorId, '09:00', '10:00'), 201) as unknown as { id: string };
    await callOffSession(id, '医生外出', 'test', server.clock.now());
    expect(outcomeOf(await open(doctorId, '09:00', '10:00'))).toBe('201');
    expect((await seeSession(desk, id)).doctor?.id).toBe(doctorId);
  });
});

describe('GET /day/overview', () => {
  const see = async (day: string): Promise<Overview['items']> =>
    bodyOf(await desk.get<Overview>(`/day/overview?day=${day}`)).items;

  it('counts who has a seat, who came and who waits', async () => {
    const day = '2026-06-04';
    const doctorId = await makeDoctor('沈怀仁');
    const times = { day, startTime: '15:00', endTime: '16:00' };
    const later = await openSession(server, { ...times, startTime: '15:30', doctorId });
    const session = await openSession(server, { ...times, capacity: 5 });
    const people = await Promise.all(Array.from({ length: 5 }, () => buildCitizen(server)));
    const ids: string[] = [];
    for (const person of people) ids.push(bodyOf(await book(person, session.id), 201).id);
    const step = async (index: number, name: string) => bodyOf(await desk.post(`/bookings/${ids[index]}/${name}`));
    for (const index of [0, 1, 2]) await step(index, 'check-in');
    for (const index of [0, 1]) await step(index, 'call');
    await step(0, 'finish');
    bodyOf(await cancel(people[4] as (typeof people)[0], ids[4] as string));
    const items = await see(day);
    expect(items.map(({ id }) => id)).toEqual([session.id, later.id]);
    expect(items[0]).toEqual({
      id: session.id,
      serviceName: '全科门诊',
      startTime: '15:00',
      endTime: '16:00',
      place: '一楼全科诊室',
      capacity: 5,
      state: 'open',
      booked: 4,
      arrived: 3,
      waiting: 1,
    });
    expect(items[1]).toMatchObject({ booked: 0, arrived: 0, waiting: 0, doctor: { id: doctorId, name: '沈怀仁' } });
  });

  it('is empty on a day without sessions', async () => {
    expect(await see('2026-07-20')).toEqual([]);
  });

  it('reads sessions and seats once each, however many there are', async () => {
    const day = '2026-07-21';
    for (let hour = 8; hour < 16; hour += 1)
      await openSession(server, {
        day,
        startTime: `${hour}:00`.padStart(5, '0'),
        endTime: `${hour + 1}:00`.padStart(5, '0'),
      });
    const reads: string[] = [];
    mongoose.set('debug', (collection: string, method: string) => void reads.push(`${collection} ${method}`));
    const items = await see(day);
    mongoose.set('debug', false);
    expect(items).toHaveLength(8);
    expect(reads).toEqual(['sessions find', 'seats aggregate']);
  });

  it.each([
    ['', ['query.day MISSING']],
    ['?day=today', ['query.day DAY']],
    ['?day=2026-02-30', ['query.day DAY']],
  ])('refuses %j', async (query, faults) => {
    expect(faultsOf(await desk.get(`/day/overview${query}`))).toEqual(faults);
  });

  it('is for those who receive people', async () => {
    const path = '/day/overview?day=2026-06-04';
    expect(outcomeOf(await new Caller(server.baseUrl).get(path))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await (await buildCitizen(server)).caller.get(path))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['editor']).get(path))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['doctor']).get(path))).toBe('200');
  });
});
