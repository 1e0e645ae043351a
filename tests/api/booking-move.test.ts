import { reconcileSeats } from '@linkang/server/modules/session';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import {
  book,
  buildCitizen,
  buildLectureBody,
  cancel,
  openSession,
  seeSession,
  staffCaller,
  type Citizen,
} from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(async () => {
  await reconcileSeats(server.deps);
  const { connection } = server.deps;
  const violations = await findViolations(connection.getClient().db(connection.name));
  await server.stop();
  expect(violations).toEqual([]);
});

interface Row {
  _id: string;
  status: string;
  movedTo?: string;
  outbox?: { kind: string }[];
}
const seats = () => server.deps.connection.collection<Row>('seats');
const move = (citizen: Citizen, id: string, sessionId: string, key?: string): Promise<Answer<Booking>> =>
  citizen.caller.post<Booking>(`/bookings/${id}/move`, { sessionId }, key);
const bookAll = (caller: Caller, items: unknown, key?: string | null): Promise<Answer<{ items: Booking[] }>> =>
  caller.post<{ items: Booking[] }>('/bookings/family', { items }, key);
const remainingOf = async (id: string): Promise<number> => (await seeSession(new Caller(server.baseUrl), id)).remaining;
const afternoon = { startTime: '14:00', endTime: '15:00' };

async function booked(changes: Record<string, unknown> = {}): Promise<{ citizen: Citizen; booking: Booking }> {
  const citizen = await buildCitizen(server);
  return { citizen, booking: bodyOf(await book(citizen, (await openSession(server, changes)).id), 201) };
}

describe('POST /bookings/:id/move', () => {
  it('is for the person and the staff, and knows nobody else', async () => {
    const { citizen, booking } = await booked();
    const { id } = await openSession(server, { day: '2026-06-09' });
    const at = `/bookings/${booking.id}/move`;
    const other = await buildCitizen(server);
    expect(outcomeOf(await new Caller(server.baseUrl).post(at, { sessionId: id }))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['editor']).post(at, { sessionId: id }))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await move(other, booking.id, id))).toBe('404 NOT_FOUND');
    expect(sameBody(await move(other, booking.id, id))).toEqual(sameBody(await move(other, MISSING, id)));
    expect(outcomeOf(await move(citizen, booking.id, MISSING))).toBe('404 NOT_FOUND');
    expect(bodyOf(await staffCaller(server, ['desk']).post<Booking>(at, { sessionId: id }), 201).sessionId).toBe(id);
  });

  it.each([
    [{}, ['body.sessionId MISSING']],
    [{ sessionId: 'a b' }, ['body.sessionId ID']],
    [{ sessionId: { $ne: null } }, ['body.sessionId TYPE']],
  ])('refuses %j', async (body, faults) => {
    const { caller } = await buildCitizen(server);
    expect(faultsOf(await caller.post(`/bookings/${MISSING}/move`, body))).toEqual(faults);
    expect(faultsOf(await caller.post('/bookings/a%20b/move', { sessionId: 'a' }))).toEqual(['params.id ID']);
    expect(faultsOf(await caller.post(`/bookings/${MISSING}/move`, { sessionId: 'a' }, null))).toEqual([
      'header.Idempotency-Key MISSING',
    ]);
  });

  it('goes to another session of the service and nowhere else', async () => {
    const { citizen, booking } = await booked({ day: '2026-06-10' });
    const tcm = await openSession(server, { serviceCode: 'tcm', day: '2026-06-10', ...afternoon });
    for (const sessionId of [booking.sessionId, tcm.id])
      expect(faultsOf(await move(citizen, booking.id, sessionId))).toEqual(['body.sessionId UNKNOWN']);
    const editor = staffCaller(server, ['editor']);
    const lecture = bodyOf(await editor.post<{ id: string }>('/lectures', buildLectureBody()), 201);
    bodyOf(await editor.post(`/lectures/${lecture.id}/publish`));
    expect(faultsOf(await move(citizen, booking.id, lecture.id))).toEqual(['body.sessionId UNKNOWN']);
  });

  it('gives the old seat back in the moment the new one is booked, also on the same day at the same time', async () => {
    const { citizen, booking } = await booked({ day: '2026-06-11', capacity: 1 });
    const target = await openSession(server, { day: '2026-06-11', startTime: '09:30', endTime: '10:30', capacity: 1 });
    const moved = bodyOf(await move(citizen, booking.id, target.id, 'k1'), 201);
    expect(moved).toMatchObject({ sessionId: target.id, status: 'booked', number: 1, startTime: '09:30' });
    const old = bodyOf(await citizen.caller.get<Booking>(`/bookings/${booking.id}`));
    expect(old).toEqual({ ...booking, status: 'moved', can: { cancel: false } });
    expect((await seats().findOne({ _id: booking.id }))?.movedTo).toBe(moved.id);
    expect((await seats().findOne({ _id: moved.id }))?.outbox).toEqual([
      expect.objectContaining({ kind: 'bookingMoved' }),
    ]);
    expect([await remainingOf(booking.sessionId), await remainingOf(target.id)]).toEqual([1, 0]);

    expect(bodyOf(await move(citizen, booking.id, target.id, 'k1'), 201)).toEqual(moved);
    const again = await move(citizen, booking.id, target.id, 'k2');
    expect(outcomeOf(again)).toBe('409 BOOKING_SESSION_FULL');
    expect(outcomeOf(await move(citizen, booking.id, (await openSession(server)).id, 'k1'))).toBe(
      '422 IDEMPOTENCY_MISMATCH',
    );
    bodyOf(await cancel(citizen, moved.id));
    const repeated = bodyOf(await move(citizen, booking.id, target.id, 'k1'), 201);
    expect([repeated.id, repeated.status]).toEqual([moved.id, 'cancelled']);
    expect(outcomeOf(await move(citizen, booking.id, target.id, 'k3'))).toBe('409 STATE_CONFLICT');
    expect(await remainingOf(target.id)).toBe(1);
  });

  it('moves the yearly physical, which a second booking could not', async () => {
    const physical = (day: string) => openSession(server, { serviceCode: 'senior-physical', day });
    const [june, july] = [await physical('2026-06-12'), await physical('2026-07-13')];
    const citizen = await buildCitizen(server);
    const first = bodyOf(await book(citizen, june.id), 201);
    expect(outcomeOf(await book(citizen, july.id))).toBe('409 PHYSICAL_ALREADY_USED');
    expect(bodyOf(await move(citizen, first.id, july.id), 201)).toMatchObject({ day: '2026-07-13' });
    expect(outcomeOf(await book(citizen, june.id))).toBe('409 PHYSICAL_ALREADY_USED');
  });

  it('keeps what the person has when the new seat is refused', async () => {
    const { citizen, booking } = await booked({ day: '2026-06-15' });
    const tcm = await openSession(server, { serviceCode: 'tcm', day: '2026-06-16', ...afternoon });
    const clash = bodyOf(await book(citizen, tcm.id), 201);
    const target = await openSession(server, { day: '2026-06-16', ...afternoon });
    const answer = await move(citizen, booking.id, target.id);
    expect(outcomeOf(answer)).toBe('409 BOOKING_TIME_CLASH');
    expect(answer.body).toMatchObject({ conflict: { id: clash.id } });
    expect(await remainingOf(target.id)).toBe(5);
    const full = await openSession(server, { day: '2026-06-17', capacity: 1 });
    bodyOf(await book(await buildCitizen(server), full.id), 201);
    expect(outcomeOf(await move(citizen, booking.id, full.id))).toBe('409 BOOKING_SESSION_FULL');
    expect(bodyOf(await citizen.caller.get<Booking>(`/bookings/${booking.id}`))).toEqual(booking);
  });

  it('is too late when cancelling is, but not for staff', async () => {
    const { citizen, booking } = await booked({ day: '2026-06-18' });
    const { id } = await openSession(server, { day: '2026-06-19' });
    server.clock.set('2026-06-17T23:00:00.001Z');
    expect(outcomeOf(await move(citizen, booking.id, id))).toBe('409 BOOKING_TOO_LATE');
    bodyOf(await staffCaller(server, ['desk']).post(`/bookings/${booking.id}/move`, { sessionId: id }), 201);
  });

  it('twenty times at once with one key: one move, and every key finds it', async () => {
    const { citizen, booking } = await booked({ day: '2026-06-22' });
    const target = await openSession(server, { day: '2026-06-23' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => move(citizen, booking.id, target.id, 'k')));
    const counts = countOutcomes(answers);
    expect((counts['201'] ?? 0) + (counts['409 IDEMPOTENCY_IN_PROGRESS'] ?? 0)).toBe(20);
    expect(counts['201']).toBeGreaterThan(0);
    for (const answer of answers) if (answer.status === 409) expect(answer.headers.get('Retry-After')).toBe('1');
    bodyOf(await move(citizen, booking.id, target.id, 'k'), 201);
    expect(await remainingOf(target.id)).toBe(4);
  });

  it('a hold that a crash left is given back after two minutes', async () => {
    const { citizen, booking } = await booked({ day: '2026-06-24' });
    const target = await openSession(server, { day: '2026-06-25', capacity: 1 });
    const heldUntil = new Date(Date.parse(TEST_NOW) + 120_000);
    const held = { status: 'held', heldFor: 'B:x', holdKey: 'x:0', heldUntil };
    await seats().updateOne({ _id: `${target.id}:001:1` }, { $set: held });
    expect(outcomeOf(await move(citizen, booking.id, target.id))).toBe('409 BOOKING_SESSION_FULL');
    await reconcileSeats(server.deps);
    expect(await remainingOf(target.id)).toBe(0);
    server.clock.advanceMinutes(2);
    await reconcileSeats(server.deps);
    expect(await remainingOf(target.id)).toBe(1);
    expect(bodyOf(await move(citizen, booking.id, target.id), 201).id).toBe(`${target.id}:001:2`);
  });
});

describe('POST /bookings/family', () => {
  const day = '2026-06-29';

  it('needs somebody who signed in, a key, and one to seven items', async () => {
    const { caller, residentId } = await buildCitizen(server);
    const item = { sessionId: 'a', residentId };
    expect(outcomeOf(await bookAll(new Caller(server.baseUrl), [item]))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await bookAll(staffCaller(server, ['editor']), [item]))).toBe('403 FORBIDDEN');
    expect(faultsOf(await bookAll(caller, undefined))).toEqual(['body.items MISSING']);
    expect(faultsOf(await bookAll(caller, []))).toEqual(['body.items EMPTY']);
    expect(faultsOf(await bookAll(caller, Array(8).fill(item)))).toEqual(['body.items TOO_MANY']);
    expect(faultsOf(await bookAll(caller, [item, { sessionId: 'a b' }]))).toEqual([
      'body.items.1.sessionId ID',
      'body.items.1.residentId MISSING',
    ]);
    expect(faultsOf(await bookAll(caller, [item], null))).toEqual(['header.Idempotency-Key MISSING']);
    expect(outcomeOf(await bookAll(caller, [{ ...item, sessionId: MISSING }]))).toBe('404 NOT_FOUND');
  });

  it('books for everybody, or for nobody and says for whom it failed', async () => {
    const [me, mother, stranger] = [
      await buildCitizen(server, { birthDay: '1984-03-12' }),
      await buildCitizen(server, { name: '王秀英' }),
      await buildCitizen(server),
    ];
    await buildProxy(server, me, mother, { scopes: ['book'] });
    const gp = await openSession(server, { day, capacity: 2 });
    const tcm = await openSession(server, { serviceCode: 'tcm', day, ...afternoon, capacity: 1 });
    const items = [
      { sessionId: gp.id, residentId: me.residentId },
      { sessionId: gp.id, residentId: mother.residentId },
      { sessionId: tcm.id, residentId: mother.residentId },
    ];
    const forStranger = [...items, { sessionId: tcm.id, residentId: stranger.residentId }];
    expect(outcomeOf(await bookAll(me.caller, forStranger))).toBe('404 NOT_FOUND');

    const blocker = bodyOf(await book(stranger, tcm.id), 201);
    const refused = await bookAll(me.caller, items, 'family');
    expect([outcomeOf(refused), faultsOf(refused)]).toEqual([
      '409 BOOKING_SESSION_FULL',
      ['body.items.2 BOOKING_SESSION_FULL'],
    ]);
    expect(await remainingOf(gp.id)).toBe(2);

    bodyOf(await cancel(stranger, blocker.id));
    const made = bodyOf(await bookAll(me.caller, items, 'family'), 201);
    expect(made.items.map((booking) => [booking.sessionId, booking.residentId, booking.residentName])).toEqual([
      [gp.id, me.residentId, undefined],
      [gp.id, mother.residentId, '王秀英'],
      [tcm.id, mother.residentId, '王秀英'],
    ]);
    expect(bodyOf(await bookAll(me.caller, items, 'family'), 201)).toEqual(made);
    expect(outcomeOf(await bookAll(me.caller, items.slice(1), 'family'))).toBe('422 IDEMPOTENCY_MISMATCH');
    const twice = await bookAll(me.caller, items.slice(1));
    expect(outcomeOf(twice)).toBe('409 BOOKING_SESSION_FULL');
  });

  it('counts its own items among the rules about a person', async () => {
    const { caller, residentId } = await buildCitizen(server);
    const on = '2026-06-30';
    const [gp, again, early] = [
      await openSession(server, { day: on }),
      await openSession(server, { day: on, ...afternoon }),
      await openSession(server, { serviceCode: 'tcm', day: on }),
    ];
    const itemOf = ({ id }: { id: string }) => ({ sessionId: id, residentId });
    expect(outcomeOf(await bookAll(caller, [itemOf(gp), itemOf(again)]))).toBe('409 BOOKING_DUPLICATE');
    expect(outcomeOf(await bookAll(caller, [itemOf(gp), itemOf(early)]))).toBe('409 BOOKING_TIME_CLASH');
    const hours = ['08:00', '10:00', '11:00', '15:00'];
    const four = await Promise.all(
      ['gp', 'tcm', 'expert', 'physical'].map((serviceCode, i) =>
        openSession(server, { serviceCode, day: on, startTime: hours[i], endTime: `${hours[i]?.slice(0, 2)}:45` }),
      ),
    );
    const refused = await bookAll(caller, four.map(itemOf));
    expect([outcomeOf(refused), faultsOf(refused)]).toEqual([
      '409 BOOKING_DAY_LIMIT',
      ['body.items.3 BOOKING_DAY_LIMIT'],
    ]);
    expect(bodyOf(await bookAll(caller, four.slice(0, 3).map(itemOf)), 201).items).toHaveLength(3);
    expect(await seats().countDocuments({ status: 'held' })).toBe(0);
  });

  it('families of two at once on five seats: nobody gets one of two', async () => {
    const session = await openSession(server, { day: '2026-07-01', capacity: 5 });
    const families = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const [me, mother] = [await buildCitizen(server), await buildCitizen(server)];
        await buildProxy(server, me, mother, { scopes: ['book'] });
        return [me, mother] as const;
      }),
    );
    const answers = await Promise.all(
      families.map(([me, mother]) =>
        bookAll(
          me.caller,
          [me, mother].map(({ residentId }) => ({ sessionId: session.id, residentId })),
        ),
      ),
    );
    const won = answers.filter((answer) => answer.status === 201).length;
    expect(won).toBeLessThanOrEqual(2);
    expect(await seats().countDocuments({ sessionId: session.id, status: 'booked' })).toBe(won * 2);
    expect(await remainingOf(session.id)).toBe(5 - won * 2);
  }, 60_000);
});
