import { openReason, reasonPlace } from '@linkang/server/platform/outbox';
import type { Booking, BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { Problem } from '@linkang/shared/errors';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { book, buildCitizen, cancel, openSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(async () => {
  const { connection } = server.deps;
  const violations = await findViolations(connection.getClient().db(connection.name));
  await server.stop();
  expect(violations).toEqual([]);
});

interface Row {
  _id: string;
  keys?: string[];
  outbox?: { id: string; kind: string; data: { reason?: string } }[];
}
const seatOf = (id: string) => server.deps.connection.collection<Row>('seats').findOne({ _id: id });
const desk = (): Caller => staffCaller(server, ['desk'], '665eaf2f9d2a4c0000000001');
const confirm = (id: string): Promise<Answer<Booking>> => desk().post<Booking>(`/bookings/${id}/no-show`);
const undo = (id: string): Promise<Answer<Booking>> => desk().post<Booking>(`/bookings/${id}/undo-no-show`);
const say = (citizen: Citizen, id: string, body: object = { text: '住院了' }) =>
  citizen.caller.post<Booking>(`/bookings/${id}/appeal`, body);
const answer = (id: string, body: object) => desk().post<Booking>(`/bookings/${id}/answer-appeal`, body);
const afterwards = (day: string): void => server.clock.set(`${day}T02:00:00.000Z`);
const young = () => buildCitizen(server, { birthDay: '1988-05-06' });

let days = 0;
const nextDay = (): string => addDays('2026-06-08', (days += 1));

/** A visit that is over, to which the person did not come. */
async function missed(citizen?: Citizen, changes: Record<string, unknown> = {}) {
  const who = citizen ?? (await young());
  const day = nextDay();
  server.clock.set(TEST_NOW);
  const { id } = await openSession(server, { day, ...changes });
  const booking = bodyOf(await book(who, id), 201);
  afterwards(day);
  return { citizen: who, booking, day };
}
/** So many absences, confirmed; the clock stands after the last. */
async function absent(citizen: Citizen, count: number, changes: Record<string, unknown> = {}): Promise<Booking[]> {
  const made = [];
  for (let i = 0; i < count; i += 1) made.push((await missed(citizen, changes)).booking);
  for (const booking of made) bodyOf(await confirm(booking.id));
  return made;
}

describe('POST /bookings/:id/no-show and /undo-no-show', () => {
  it.each(['no-show', 'undo-no-show'])('%s is for the clinic staff', async (step) => {
    const { citizen, booking } = await missed();
    const at = `/bookings/${booking.id}/${step}`;
    expect(outcomeOf(await new Caller(server.baseUrl).post(at))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await citizen.caller.post(at))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['editor']).post(at))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await desk().post(`/bookings/${MISSING}/${step}`))).toBe('404 NOT_FOUND');
    expect(faultsOf(await desk().post(`/bookings/a%20b/${step}`))).toEqual(['params.id ID']);
  });

  it('confirm once the visit is over, tell the person, and can be taken back', async () => {
    const { citizen, booking, day } = await missed();
    server.clock.set(`${day}T01:59:00.000Z`);
    expect(outcomeOf(await confirm(booking.id))).toBe('409 STATE_CONFLICT');
    afterwards(day);
    const keys = (await seatOf(booking.id))?.keys;
    expect(outcomeOf(await undo(booking.id))).toBe('409 STATE_CONFLICT');
    const answers = await Promise.all([confirm(booking.id), confirm(booking.id)]);
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
    const seat = await seatOf(booking.id);
    expect([seat?.keys, seat?.outbox?.at(-1)?.kind]).toEqual([undefined, 'bookingNoShow']);
    const shown = bodyOf(await citizen.caller.get<Booking>(`/bookings/${booking.id}`));
    expect(shown).toMatchObject({ status: 'noShow', absence: { appeal: null, answer: null } });
    expect(bodyOf(await undo(booking.id)).status).toBe('booked');
    expect((await seatOf(booking.id))?.keys).toEqual(keys);
  });

  it('cannot be taken back beside the booking that took its place', async () => {
    const { citizen, booking, day } = await missed();
    bodyOf(await confirm(booking.id));
    const later = await openSession(server, { day, startTime: '14:00', endTime: '15:00' });
    const made = bodyOf(await book(citizen, later.id), 201);
    const refused = await undo(booking.id);
    expect(outcomeOf(refused)).toBe('409 BOOKING_DUPLICATE');
    expect((refused.body as unknown as Problem).conflict).toMatchObject({ id: made.id });
    bodyOf(await cancel(citizen, made.id));
    bodyOf(await undo(booking.id));
  });

  it('do not touch who was received', async () => {
    const { booking, day } = await missed();
    server.clock.set(`${day}T01:10:00.000Z`);
    bodyOf(await desk().post(`/bookings/${booking.id}/check-in`));
    afterwards(day);
    expect(outcomeOf(await confirm(booking.id))).toBe('409 STATE_CONFLICT');
  });
});

describe('three absences in 90 days', () => {
  const tryToBook = async (citizen: Citizen, changes: Record<string, unknown> = {}) =>
    book(citizen, (await openSession(server, { day: nextDay(), ...changes })).id);

  it('pause online booking for 30 days; the desk stays open, and a repeat finds its booking', async () => {
    const citizen = await young();
    const kept = await openSession(server, { day: '2026-07-31' });
    const before = bodyOf(await book(citizen, kept.id, 'before'), 201);
    const [first] = await absent(citizen, 2);
    expect((await tryToBook(citizen)).status).toBe(201);
    await absent(citizen, 1);
    const refused = await tryToBook(citizen);
    expect(outcomeOf(refused)).toBe('403 BOOKING_PAUSED');
    expect((refused.body as unknown as Problem).detail).toMatch(
      /^线上预约暂停到7月\d+日 周.，可以打电话或到前台预约。$/,
    );
    expect(bodyOf(await book(citizen, kept.id, 'before'), 201).id).toBe(before.id);
    const { id } = await openSession(server, { day: nextDay() });
    const items = [{ sessionId: id, residentId: citizen.residentId }];
    expect(outcomeOf(await citizen.caller.post('/bookings/family', { items }))).toBe('403 BOOKING_PAUSED');
    expect(outcomeOf(await citizen.caller.post('/waitlist', items[0]))).toBe('403 BOOKING_PAUSED');
    bodyOf(await desk().post('/bookings', { sessionId: id, residentId: citizen.residentId }), 201);

    bodyOf(await undo(first?.id ?? ''));
    expect((await tryToBook(citizen)).status).toBe(201);
    bodyOf(await confirm(first?.id ?? ''));
    expect(outcomeOf(await tryToBook(citizen))).toBe('403 BOOKING_PAUSED');
    const now = server.deps.clock.now().getTime();
    server.clock.set(new Date(now + 30 * 86_400_000).toISOString());
    expect((await tryToBook(citizen, { day: '2026-09-01' })).status).toBe(201);
  });

  it('bar nobody from 65 on, and no protected service', async () => {
    const [elder, mother] = [await buildCitizen(server, { birthDay: '1961-01-01' }), await young()];
    await absent(elder, 3);
    expect((await tryToBook(elder)).status).toBe(201);
    const visits = [];
    for (let i = 0; i < 3; i += 1) {
      const day = nextDay();
      server.clock.set(TEST_NOW);
      const { id } = await openSession(server, { day, serviceCode: 'child' });
      const body = { sessionId: id, residentId: mother.residentId };
      visits.push(bodyOf(await desk().post<Booking>('/bookings', body), 201));
      afterwards(day);
    }
    for (const { id } of visits) bodyOf(await confirm(id));
    expect((await tryToBook(mother)).status).toBe(201);
  });
});

describe('what the person says to it', () => {
  it('is said once, by the person', async () => {
    const { citizen, booking } = await missed();
    expect(outcomeOf(await say(citizen, booking.id))).toBe('409 STATE_CONFLICT');
    bodyOf(await confirm(booking.id));
    const other = await young();
    expect(sameBody(await say(other, booking.id))).toEqual(sameBody(await say(other, MISSING)));
    expect(outcomeOf(await say(other, booking.id))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await new Caller(server.baseUrl).post(`/bookings/${booking.id}/appeal`, {}))).toBe(
      '401 AUTH_REQUIRED',
    );
    expect(outcomeOf(await desk().post(`/bookings/${booking.id}/appeal`, { text: 'x' }))).toBe('403 FORBIDDEN');
    expect(faultsOf(await say(citizen, booking.id, {}))).toEqual(['body.text MISSING']);
    expect(faultsOf(await say(citizen, booking.id, { text: 'x'.repeat(201) }))).toEqual(['body.text TOO_LONG']);
    const answers = await Promise.all([say(citizen, booking.id), say(citizen, booking.id)]);
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
    expect(bodyOf(await citizen.caller.get<Booking>(`/bookings/${booking.id}`)).absence?.appeal).toBe('住院了');
  });

  it('is answered once, by staff, and an accepted absence does not count', async () => {
    const citizen = await young();
    const [first, second] = await absent(citizen, 3);
    const { id } = await openSession(server, { day: nextDay() });
    expect(outcomeOf(await answer(first?.id ?? '', { accepted: true, text: '好的' }))).toBe('409 STATE_CONFLICT');
    for (const booking of [first, second]) bodyOf(await say(citizen, booking?.id ?? ''));
    const at = `/bookings/${first?.id}/answer-appeal`;
    expect(outcomeOf(await citizen.caller.post(at, { accepted: true, text: '好' }))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await new Caller(server.baseUrl).post(at, {}))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await answer(MISSING, { accepted: true, text: '好' }))).toBe('404 NOT_FOUND');
    expect(faultsOf(await answer(first?.id ?? '', {}))).toEqual(['body.accepted MISSING', 'body.text MISSING']);
    expect(faultsOf(await answer(first?.id ?? '', { accepted: 1, text: ' ' }))).toEqual([
      'body.accepted TYPE',
      'body.text EMPTY',
    ]);
    bodyOf(await answer(first?.id ?? '', { accepted: false, text: '请下次提前取消。' }));
    expect(outcomeOf(await book(citizen, id))).toBe('403 BOOKING_PAUSED');
    const accepted = bodyOf(await answer(second?.id ?? '', { accepted: true, text: '祝您早日康复。' }));
    expect(accepted.absence).toEqual({ appeal: '住院了', answer: { accepted: true, text: '祝您早日康复。' } });
    const told = (await seatOf(second?.id ?? ''))?.outbox?.at(-1);
    expect(told?.kind).toBe('noShowAnswered');
    expect(openReason(told?.data ?? {}, reasonPlace(told?.id ?? ''))).toMatchObject({ reason: '祝您早日康复。' });
    expect(outcomeOf(await answer(second?.id ?? '', { accepted: false, text: '好' }))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await book(citizen, id))).toBe('201');
  });
});

describe('GET /no-shows', () => {
  const list = (query: string, caller = desk()) =>
    caller.get<CallReply<BookingRoutes['noShows']>>(`/no-shows?${query}`);

  it('suggests who did not come and shows who was confirmed, and is audited', async () => {
    const { citizen, booking, day } = await missed();
    const query = `fromDay=${day}&toDay=${day}`;
    expect(outcomeOf(await list(query, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await list(query, citizen.caller))).toBe('403 FORBIDDEN');
    expect(faultsOf(await list(''))).toEqual(['query.fromDay MISSING', 'query.toDay MISSING']);
    expect(faultsOf(await list('fromDay=2026-06-02&toDay=2026-06-01'))).toEqual(['query.toDay ORDER']);
    expect(faultsOf(await list('fromDay=2026-06-01&toDay=2026-07-03'))).toEqual(['query.toDay TOO_LONG']);
    const row = bodyOf(await list(query)).items;
    expect(row).toEqual([
      {
        bookingId: booking.id,
        residentId: citizen.residentId,
        residentName: '李秀兰',
        age: 38,
        serviceName: '全科门诊',
        day,
        startTime: '09:00',
        number: 1,
        state: 'suggested',
        appeal: null,
        answer: null,
      },
    ]);
    bodyOf(await confirm(booking.id));
    expect(bodyOf(await list(query)).items[0]?.state).toBe('confirmed');
    server.clock.set(`${day}T01:00:00.000Z`);
    expect(bodyOf(await list(query)).items).toEqual([]);
    const audits = server.deps.connection.collection('audits');
    const filter = { action: 'booking.noShows', residentId: citizen.residentId };
    expect(await audits.countDocuments(filter)).toBe(2);
  });
});
