import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays, instantOf, timeOfMinutes } from '@linkang/shared/domain/clinic-day';
import { seatGrains } from '@linkang/shared/domain/seat-keys';
import fc from 'fast-check';
import { bodyOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, cancel, openSession, staffCaller, type Citizen } from '../support/clinic';
import { findViolations } from '../support/invariants';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

/*
 * Rules that hold whatever people do, tried with made-up cases over real HTTP. `PROPERTY_RUNS` says how many; a failing
 * case is shown with its seed and made as small as it can be.
 */
jest.setTimeout(600_000);

const SEED = 20_261_122;
const RUNS = Number(process.env.PROPERTY_RUNS ?? 12);
const FIRST_DAY = '2026-06-20';
const MAX_SEATS = 7;

let server: TestServer;
let adults: Citizen[];
let elders: Citizen[];
let days = 0;

beforeAll(async () => {
  server = await startServer({ limits: false });
  const group = (birthDay: string): Promise<Citizen[]> =>
    Promise.all(Array.from({ length: MAX_SEATS + 1 }, () => buildCitizen(server, { birthDay })));
  adults = await group('1986-03-12');
  elders = await group('1950-03-12');
}, 120_000);
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

/** A day on which nobody has been. */
const freshDay = (): string => addDays(FIRST_DAY, (days += 2));

const check = <T>(one: fc.Arbitrary<T>, holds: (value: T) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(one, holds), { seed: SEED, numRuns: RUNS });

/** The session as it is listed for somebody. */
async function listed({ caller, residentId }: Citizen, { id, day, serviceCode }: Session): Promise<Session> {
  const query = `serviceCode=${serviceCode}&fromDay=${day}&toDay=${day}&residentId=${residentId}`;
  const { items } = bodyOf(await caller.get<{ items: Session[] }>(`/sessions?${query}`));
  const found = items.find((session) => session.id === id);
  if (!found) throw new Error('the session is not listed');
  return found;
}

/** What a booking answers when the list says this. */
const refusals: Partial<Record<Session['state'], string>> = {
  notReleased: '409 BOOKING_NOT_RELEASED',
  full: '409 BOOKING_SESSION_FULL',
  ended: '409 BOOKING_TOO_LATE',
};

const offered = fc.record({
  serviceCode: fc.constantFrom('gp', 'tcm', 'expert'),
  quotas: fc
    .record({ online: fc.nat(3), desk: fc.nat(2), elder: fc.nat(2) })
    .filter(({ online, desk, elder }) => online + desk + elder > 0),
  startMinutes: fc.integer({ min: 8 * 60, max: 15 * 60 }),
  lengthMinutes: fc.integer({ min: 15, max: 180 }),
  /** When people look, before the start; negative after it. */
  lookMinutesBefore: fc.oneof(fc.integer({ min: -200, max: 120 }), fc.integer({ min: 0, max: 3 * 24 * 60 })),
  releaseMinutesBefore: fc.option(fc.integer({ min: 1, max: 2 * 24 * 60 }), { nil: undefined }),
  old: fc.boolean(),
});

test('as many seats as are listed can be booked by those for whom they are listed, and not one more', () =>
  check(offered, async (given) => {
    const { quotas, startMinutes, lengthMinutes, old } = given;
    const day = freshDay();
    const startTime = timeOfMinutes(startMinutes);
    const startMs = instantOf(day, startTime).getTime();
    const before = (minutes: number): string => new Date(startMs - minutes * 60_000).toISOString();
    const session = await openSession(server, {
      serviceCode: given.serviceCode,
      day,
      startTime,
      endTime: timeOfMinutes(startMinutes + lengthMinutes),
      capacity: quotas.online + quotas.desk + quotas.elder,
      quotas,
      ...(given.releaseMinutesBefore === undefined ? {} : { releaseAt: before(given.releaseMinutesBefore) }),
    });
    server.clock.set(before(given.lookMinutesBefore));
    const people = old ? elders : adults;
    const { state, remaining } = await listed(people[0] as Citizen, session);
    const seats = state === 'open' ? remaining : 0;
    for (const citizen of people.slice(0, seats)) bodyOf(await book(citizen, session.id), 201);
    const last = people[seats] as Citizen;
    const after = await listed(last, session);
    const refusal = outcomeOf(await book(last, session.id));
    expect([after.state === 'open', refusal]).toEqual([false, refusals[after.state]]);
    server.clock.set(TEST_NOW);
  }));

/** Sessions of two days, of which some overlap. */
const shapes = [
  { serviceCode: 'gp', startTime: '09:00', endTime: '10:00', capacity: 2, ahead: 0 },
  { serviceCode: 'tcm', startTime: '09:30', endTime: '10:30', capacity: 1, ahead: 0 },
  { serviceCode: 'expert', startTime: '09:45', endTime: '11:00', capacity: 2, ahead: 0 },
  { serviceCode: 'gp', startTime: '14:00', endTime: '15:00', capacity: 1, ahead: 0 },
  { serviceCode: 'physical', startTime: '14:30', endTime: '16:30', capacity: 2, ahead: 0 },
  { serviceCode: 'gp', startTime: '09:00', endTime: '10:00', capacity: 1, ahead: 1 },
  { serviceCode: 'tcm', startTime: '09:15', endTime: '10:00', capacity: 2, ahead: 1 },
];
const step = fc.record({
  what: fc.constantFrom('book', 'book', 'book', 'cancel', 'move'),
  who: fc.nat(3),
  session: fc.nat(shapes.length - 1),
  nth: fc.nat(20),
});
const expected = /^(20[01]|409 (BOOKING_\w+|STATE_CONFLICT)|400 VALIDATION_FAILED)$/;

/** Of each the bookings to come, on the days of a case. */
const comingOf = async ({ caller, residentId }: Citizen, sessions: readonly Session[]): Promise<Booking[]> => {
  const path = `/bookings?residentId=${residentId}&when=coming&limit=100`;
  const { items } = bodyOf(await caller.get<{ items: Booking[] }>(path));
  return items.filter(({ sessionId }) => sessions.some(({ id }) => id === sessionId));
};

function expectOnePlaceAtATime(bookings: readonly Booking[]): void {
  const grains = bookings.flatMap((booking) => seatGrains(booking.day, booking));
  expect(grains).toHaveLength(new Set(grains).size);
  const services = bookings.map(({ day, serviceCode }) => `${day} ${serviceCode}`);
  expect(services).toHaveLength(new Set(services).size);
  for (const day of new Set(bookings.map((booking) => booking.day)))
    expect(bookings.filter((booking) => booking.day === day).length).toBeLessThanOrEqual(3);
}

test('whatever people book, move and give back: nobody is in two places, and every seat is somebody’s or open', () =>
  check(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
    const day = freshDay();
    const sessions: Session[] = [];
    for (const { ahead, ...shape } of shapes)
      sessions.push(await openSession(server, { ...shape, day: addDays(day, ahead) }));
    const people = adults.slice(0, 4);
    const made: { citizen: Citizen; id: string }[] = [];
    const act = async ({ what, who, session, nth }: (typeof steps)[number]) => {
      const target = sessions[session] as Session;
      const one = made[nth % (made.length || 1)];
      if (what === 'book' || !one) {
        const citizen = people[who] as Citizen;
        const answer = await book(citizen, target.id);
        if (answer.status === 201) made.push({ citizen, id: answer.body.id });
        return answer;
      }
      if (what === 'cancel') return cancel(one.citizen, one.id);
      const answer = await one.citizen.caller.post<Booking>(`/bookings/${one.id}/move`, { sessionId: target.id });
      if (answer.status === 201) made.push({ citizen: one.citizen, id: answer.body.id });
      return answer;
    };
    for (const next of steps) {
      expect(outcomeOf(await act(next))).toMatch(expected);
      const bookings = await Promise.all(people.map((citizen) => comingOf(citizen, sessions)));
      bookings.forEach(expectOnePlaceAtATime);
      const desk = staffCaller(server, ['desk']);
      for (const { id, capacity } of sessions) {
        const { remaining } = bodyOf(await desk.get<Session>(`/sessions/${id}`));
        const taken = bookings.flat().filter(({ sessionId }) => sessionId === id).length;
        expect([id, remaining + taken]).toEqual([id, capacity]);
      }
    }
    const { connection } = server.deps;
    expect(await findViolations(connection.getClient().db(connection.name))).toEqual([]);
  }));
