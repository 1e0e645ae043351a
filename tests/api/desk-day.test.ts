import type { Booking } from '@linkang/shared/api/booking.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { CallReply } from '@linkang/shared/api/route';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import type { Problem } from '@linkang/shared/errors';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, cancel, openSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { startServer, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const TODAY = '2026-06-04';
const deskId = '665eaf2f9d2a4c0000000001';

let server: TestServer;
let desk: Caller;

beforeAll(async () => {
  server = await startServer();
  desk = staffCaller(server, ['desk'], deskId);
});
afterAll(async () => {
  expect(await findViolations(server.deps.connection.getClient().db(server.deps.connection.name))).toEqual([]);
  await server.stop();
});

const openToday = (changes: Record<string, unknown> = {}) =>
  openSession(server, { day: TODAY, startTime: '15:00', endTime: '17:00', capacity: 8, ...changes });
const step = (bookingId: string, name: string, body?: unknown, caller = desk): Promise<Answer<Booking>> =>
  caller.post<Booking>(`/bookings/${bookingId}/${name}`, body);
const undo = (bookingId: string, status: string) => step(bookingId, 'undo', { status });

async function bookToday(): Promise<{ citizen: Citizen; booking: Booking }> {
  const { id } = await openToday();
  const citizen = await buildCitizen(server);
  return { citizen, booking: bodyOf(await book(citizen, id), 201) };
}

const logOf = async (id: string): Promise<string[]> => {
  const seats = server.deps.connection.collection<{ _id: string; log: { what: string }[] }>('seats');
  return (await seats.findOne({ _id: id }))?.log.map(({ what }) => what) ?? [];
};

describe('the steps of a visit', () => {
  it.each(['check-in', 'call', 'finish', 'undo'])('%s is for the clinic staff', async (name) => {
    const { citizen, booking } = await bookToday();
    const body = name === 'undo' ? { status: 'arrived' } : undefined;
    expect(outcomeOf(await step(booking.id, name, body, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await step(booking.id, name, body, citizen.caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await step(booking.id, name, body, staffCaller(server, ['editor'])))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await step(MISSING, name, body))).toBe('404 NOT_FOUND');
    expect(faultsOf(await step('a b', name, body))).toEqual(['params.id ID']);
  });

  it.each([
    [{}, 'TYPE'],
    [{ status: 'booked' }, 'TYPE'],
    [{ status: 7 }, 'TYPE'],
  ])('undo refuses %j', async (body, code) => {
    expect(faultsOf(await step(MISSING, 'undo', body))).toEqual([`body.status ${code}`]);
  });

  it('go on from arrival to the end and back again, each in the log', async () => {
    const { citizen, booking } = await bookToday();
    const status = (answer: Answer<Booking>) => bodyOf(answer).status;
    const arrived = bodyOf(await step(booking.id, 'check-in'));
    expect(arrived).toMatchObject({ id: booking.id, status: 'arrived', can: { cancel: false } });
    expect(outcomeOf(await cancel(citizen, booking.id))).toBe('409 STATE_CONFLICT');
    expect(status(await step(booking.id, 'call'))).toBe('called');
    expect(status(await step(booking.id, 'finish'))).toBe('done');
    expect(status(await undo(booking.id, 'done'))).toBe('called');
    expect(status(await undo(booking.id, 'called'))).toBe('arrived');
    expect(status(await step(booking.id, 'finish'))).toBe('done');
    expect(status(await undo(booking.id, 'done'))).toBe('arrived');
    expect(status(await undo(booking.id, 'arrived'))).toBe('booked');
    expect(await logOf(booking.id)).toEqual('booked arrived called done undo undo done undo undo'.split(' '));
    const audits = server.deps.connection.collection('audits');
    const count = (action: string) =>
      audits.countDocuments({ residentId: citizen.residentId, staffId: deskId, action });
    expect(await Promise.all(['checkIn', 'call', 'finish', 'undo'].map((key) => count(`booking.${key}`)))).toEqual([
      1, 1, 2, 4,
    ]);
    expect(bodyOf(await cancel(citizen, booking.id)).status).toBe('cancelled');
  });

  it.each([
    ['booked', ['call', 'finish']],
    ['arrived', ['check-in']],
    ['called', ['check-in', 'call']],
    ['done', ['check-in', 'call', 'finish']],
  ])('from %s cannot be taken out of order', async (state, names) => {
    const { booking } = await bookToday();
    const way = { booked: [], arrived: ['check-in'], called: ['check-in', 'call'], done: ['check-in', 'finish'] };
    for (const name of way[state as keyof typeof way]) bodyOf(await step(booking.id, name));
    for (const name of names) {
      const answer = await step(booking.id, name);
      expect(outcomeOf(answer)).toBe('409 STATE_CONFLICT');
      expect((answer.body as unknown as Problem).conflict).toMatchObject({ id: booking.id, status: state });
    }
  });

  it('are taken on the day itself alone', async () => {
    const { id } = await openSession(server);
    const booking = bodyOf(await book(await buildCitizen(server), id), 201);
    const answer = await step(booking.id, 'check-in');
    expect(outcomeOf(answer)).toBe('409 STATE_CONFLICT');
    expect((answer.body as unknown as Problem).detail).toContain('当天');
  });

  it('undo takes back what was seen and no more', async () => {
    const { booking } = await bookToday();
    for (const name of ['check-in', 'call']) bodyOf(await step(booking.id, name));
    const taps = await Promise.all(Array.from({ length: 6 }, () => undo(booking.id, 'called')));
    expect(countOutcomes(taps)).toEqual({ 200: 1, '409 STATE_CONFLICT': 5 });
    expect(bodyOf(await desk.get<Booking>(`/bookings/${booking.id}`)).status).toBe('arrived');
  });

  it('of an arrival and a cancellation at once one wins', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { citizen, booking } = await bookToday();
      const answers = await Promise.all([step(booking.id, 'check-in'), cancel(citizen, booking.id)]);
      expect(countOutcomes(answers)).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
      const { status } = bodyOf(await desk.get<Booking>(`/bookings/${booking.id}`));
      expect(status).toBe(answers[0].status === 200 ? 'arrived' : 'cancelled');
    }
  });

  it('of ten taps on one arrival one counts', async () => {
    const { booking } = await bookToday();
    const taps = await Promise.all(Array.from({ length: 10 }, () => step(booking.id, 'check-in')));
    expect(countOutcomes(taps)).toEqual({ 200: 1, '409 STATE_CONFLICT': 9 });
    expect(await logOf(booking.id)).toEqual(['booked', 'arrived']);
  });
});

describe('GET /day', () => {
  type Day = CallReply<SessionRoutes['day']>;
  const see = (query: string, caller = desk): Promise<Answer<Day>> => caller.get<Day>(`/day?${query}`);

  it('is for the clinic staff', async () => {
    const citizen = await buildCitizen(server);
    expect(outcomeOf(await see(`day=${TODAY}`, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await see(`day=${TODAY}`, citizen.caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await see(`day=${TODAY}`, staffCaller(server, ['editor'])))).toBe('403 FORBIDDEN');
    for (const role of ['director', 'doctor', 'nurse'] satisfies PolicyRole[])
      bodyOf(await see('day=2026-07-01', staffCaller(server, [role])));
  });

  it.each([
    ['', ['query.day MISSING']],
    ['day=2026-02-30', ['query.day DAY']],
    ['day=2026-06-04&place=&doctorId=a%20b', ['query.place EMPTY', 'query.doctorId ID']],
    [`day=2026-06-04&place=${'x'.repeat(61)}`, ['query.place TOO_LONG']],
  ])('refuses %j', async (query, faults) => {
    expect(faultsOf(await see(query))).toEqual(faults);
  });

  it('shows the rooms of the day with their people, and writes down whose names were read', async () => {
    const day = '2026-06-10';
    const room = await openSession(server, { day, place: '三楼中医诊室' });
    await openSession(server, { day, place: '一楼接种室', startTime: '10:00', endTime: '11:00' });
    const citizen = await buildCitizen(server, { name: '孙玉珍' });
    const booking = bodyOf(await book(citizen, room.id), 201);
    const away = await buildCitizen(server);
    bodyOf(await cancel(away, bodyOf(await book(away, room.id), 201).id));
    const all = bodyOf(await see(`day=${day}`)).items;
    expect(all.map((session) => session.place)).toEqual(['三楼中医诊室', '一楼接种室']);
    expect(all[0]?.bookings).toEqual([
      {
        id: booking.id,
        number: 1,
        status: 'booked',
        residentId: citizen.residentId,
        residentName: '孙玉珍',
        age: 68,
        sex: 'female',
        phoneMasked: '138****8000',
        startTime: booking.startTime,
        bookedAt: booking.bookedAt,
      },
    ]);
    const one = bodyOf(await see(`day=${day}&place=${encodeURIComponent('一楼接种室')}`)).items;
    expect(one.map((session) => [session.place, session.bookings])).toEqual([['一楼接种室', []]]);
    expect(bodyOf(await see(`day=${day}&doctorId=${MISSING}`)).items).toEqual([]);
    const audits = server.deps.connection.collection('audits');
    expect(await audits.countDocuments({ residentId: citizen.residentId, action: 'session.day' })).toBe(1);
    expect(await audits.countDocuments({ residentId: away.residentId, action: 'session.day' })).toBe(0);
  });
});
