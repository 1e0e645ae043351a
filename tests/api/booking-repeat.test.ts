import { expireIdempotency } from '@linkang/server/platform/idempotency';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, cancel, openSession, seeSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const seats = () => server.deps.connection.collection<{ _id: string }>('seats');
const countBooked = (residentId: string) => seats().countDocuments({ residentId });

describe('the same Idempotency-Key', () => {
  it('twenty times at once makes one booking and twenty equal answers', async () => {
    const { id } = await openSession(server);
    const citizen = await buildCitizen(server);
    const answers = await Promise.all(Array.from({ length: 20 }, () => book(citizen, id, 'twenty')));
    expect(answers.map(outcomeOf)).toEqual(Array(20).fill('201'));
    for (const answer of answers) expect(answer.body).toEqual(answers[0]?.body);
    expect(await countBooked(citizen.residentId)).toBe(1);
    expect((await seeSession(anyone, id)).remaining).toBe(4);
  });

  it('with another body is refused, and nothing is written', async () => {
    const [{ id }, other] = [await openSession(server), await openSession(server, { day: '2026-06-09' })];
    const citizen = await buildCitizen(server);
    bodyOf(await book(citizen, id, 'k'), 201);
    const before = await seats().find().toArray();
    expect(outcomeOf(await book(citizen, other.id, 'k'))).toBe('422 IDEMPOTENCY_MISMATCH');
    expect(await seats().find().toArray()).toEqual(before);
  });

  it('gives the first answer when the session is full by then', async () => {
    const { id } = await openSession(server, { capacity: 1 });
    const citizen = await buildCitizen(server);
    const first = bodyOf(await book(citizen, id, 'k'), 201);
    expect(outcomeOf(await book(await buildCitizen(server), id))).toBe('409 BOOKING_SESSION_FULL');
    expect(bodyOf(await book(citizen, id, 'k'), 201)).toEqual(first);
  });

  it('gives the first answer when the session has begun by then', async () => {
    const { id } = await openSession(server, { day: '2026-06-04', startTime: '13:00', endTime: '14:00' });
    const citizen = await buildCitizen(server);
    const first = bodyOf(await book(citizen, id, 'k'), 201);
    server.clock.set('2026-06-04T05:30:00.000Z');
    expect(bodyOf(await book(citizen, id, 'k'), 201)).toEqual({ ...first, can: { cancel: false } });
    expect(outcomeOf(await book(citizen, id, 'other'))).toBe('409 BOOKING_TOO_LATE');
  });

  it('gives the present state after cancelling, and never books again', async () => {
    const { id } = await openSession(server);
    const citizen = await buildCitizen(server);
    const first = bodyOf(await book(citizen, id, 'k'), 201);
    bodyOf(await cancel(citizen, first.id));
    expect(bodyOf(await book(citizen, id, 'k'), 201)).toEqual({
      ...first,
      status: 'cancelled',
      can: { cancel: false },
    });
    expect(await countBooked(citizen.residentId)).toBe(1);
    const second = bodyOf(await book(citizen, id, 'k2'), 201);
    expect(second.id).not.toBe(first.id);
    expect(bodyOf(await book(citizen, id, 'k'), 201).id).toBe(first.id);
  });

  it('may be tried again after a refusal', async () => {
    const { id } = await openSession(server, { capacity: 1 });
    const [holder, waiting] = [await buildCitizen(server), await buildCitizen(server)];
    const held = bodyOf(await book(holder, id), 201);
    expect(outcomeOf(await book(waiting, id, 'k'))).toBe('409 BOOKING_SESSION_FULL');
    bodyOf(await cancel(holder, held.id));
    expect(outcomeOf(await book(waiting, id, 'k'))).toBe('201');
  });

  it('belongs to one account', async () => {
    const { id } = await openSession(server);
    const [one, other] = [await buildCitizen(server), await buildCitizen(server)];
    expect(bodyOf(await book(one, id, 'k'), 201).number).toBe(1);
    expect(bodyOf(await book(other, id, 'k'), 201).number).toBe(2);
  });

  it('is forgotten after 24 hours', async () => {
    const { id } = await openSession(server, { day: '2026-06-20' });
    const citizen = await buildCitizen(server);
    const first = bodyOf(await book(citizen, id, 'k'), 201);
    server.clock.set('2026-06-05T04:00:00.000Z');
    await expireIdempotency(server.deps);
    expect(bodyOf(await book(citizen, id, 'k'), 201)).toEqual(first);
    server.clock.set('2026-06-05T04:00:00.001Z');
    await expireIdempotency(server.deps);
    expect(outcomeOf(await book(citizen, id, 'k'))).toBe('409 BOOKING_DUPLICATE');
    expect(await seats().findOne({ _id: first.id })).toMatchObject({
      status: 'booked',
      residentId: citizen.residentId,
    });
  });
});

describe('GET /bookings', () => {
  interface Page {
    items: Booking[];
    nextCursor: string | null;
  }

  it.each([
    ['', ['query.residentId MISSING']],
    ['residentId[$ne]=', ['query.residentId MISSING']],
    ['residentId=a&residentId=b', ['query.residentId TYPE']],
    ['residentId=a&when=soon', ['query.when TYPE']],
    ['residentId=a&limit=0', ['query.limit TOO_SMALL']],
  ])('refuses ?%s', async (query, faults) => {
    const { caller } = await buildCitizen(server);
    const answer = await caller.get(`/bookings?${query}`);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual(faults);
  });

  it('is for the own person', async () => {
    const [me, other] = [await buildCitizen(server), await buildCitizen(server)];
    expect(outcomeOf(await anyone.get(`/bookings?residentId=${me.residentId}`))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await me.caller.get(`/bookings?residentId=${other.residentId}`))).toBe('404 NOT_FOUND');
    const staff = staffCaller(server, ['editor']);
    expect(outcomeOf(await staff.get(`/bookings?residentId=${me.residentId}`))).toBe('403 FORBIDDEN');
    expect(faultsOf(await me.caller.get(`/bookings?residentId=${me.residentId}&cursor=x`))).toEqual([
      'query.cursor CURSOR',
    ]);
  });

  it('tells coming ones nearest first, past ones and all newest first, in pages', async () => {
    const citizen = await buildCitizen(server);
    const days = ['2026-06-05', '2026-06-12', '2026-06-09', '2026-06-10', '2026-06-11'];
    for (const day of days) bodyOf(await book(citizen, (await openSession(server, { day })).id), 201);
    const list = async (query: string): Promise<Page> =>
      bodyOf(await citizen.caller.get<Page>(`/bookings?residentId=${citizen.residentId}&${query}`));
    const daysOf = (page: Page) => page.items.map((item) => item.day.slice(-2));
    const gone = (await list('when=all')).items.find((item) => item.day === '2026-06-11');
    bodyOf(await cancel(citizen, gone?.id ?? ''));
    server.clock.set('2026-06-09T16:00:00.000Z');

    expect(daysOf(await list('when=coming'))).toEqual(['10', '12']);
    expect(daysOf(await list('when=past'))).toEqual(['11', '09', '05']);
    const first = await list('limit=2');
    expect([daysOf(first), first.nextCursor]).toEqual([['12', '11'], '2']);
    const second = await list(`limit=2&cursor=${first.nextCursor}`);
    expect([daysOf(second), second.nextCursor]).toEqual([['10', '09'], '4']);
    const third = await list(`limit=2&cursor=${second.nextCursor}`);
    expect([daysOf(third), third.nextCursor]).toEqual([['05'], null]);
  });
});
