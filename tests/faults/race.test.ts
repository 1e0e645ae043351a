import { randomUUID } from 'node:crypto';
import { reconcileSeats } from '@linkang/server/modules/session';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { bodyOf, countOutcomes, outcomeOf } from '../support/answers';
import { book as ask, buildCrowd, cancel, openSession, type Citizen } from '../support/clinic';
import type { Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { inTurn, startPeer, type Peer } from '../support/peer';
import { startServer, type TestServer } from '../support/server';
import { acknowledge, insist, judge, type Told } from '../support/storm';

/** `LINKANG_STORM=full` for a long run. */
const FACTOR = process.env.LINKANG_STORM === 'full' ? 10 : 1;
const CROWD = 500;

let first: TestServer;
let second: Peer;
/** Every request goes to the one and the other in turn. */
let server: TestServer;
let crowd: Citizen[];

beforeAll(async () => {
  first = await startServer({ limits: false });
  second = await startPeer(first);
  server = inTurn(first, second);
  crowd = await buildCrowd(server, CROWD);
}, 180_000);
afterAll(async () => {
  await second.stop();
  await first.stop();
});

const db = () => server.deps.connection.getClient().db(server.deps.connection.name);
const seats = () => db().collection<{ _id: string; no: number; status: string; residentId?: string }>('seats');
const takenOf = (sessionId: string) => seats().find({ sessionId, status: 'booked' }).toArray();
const day = (n: number): string => `2026-07-${String(n).padStart(2, '0')}`;

/** Books; a machine that is too slow for the crowd says so, and is asked again with the same key. */
const book = (citizen: Citizen, sessionId: string, key: string = randomUUID()): Promise<Answer<Booking>> =>
  insist(() => ask(citizen, sessionId, key));

test('500 people at once on 30 seats: 30 are in, 470 hear that it is full, and a retry changes nothing', async () => {
  const { id } = await openSession(server, { day: day(1), capacity: 30 });
  const storm = () => Promise.all(crowd.map((citizen, i) => book(citizen, id, `storm-${i}`)));
  const answers = await storm();
  expect(countOutcomes(answers)).toEqual({ '201': 30, '409 BOOKING_SESSION_FULL': 470 });
  const rows = await takenOf(id);
  expect(rows).toHaveLength(30);
  expect(rows.map((row) => row.no).sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  const winners = answers.filter((answer) => answer.status === 201);
  expect(new Set(winners.map((answer) => answer.body.number)).size).toBe(30);
  expect(new Set(rows.map((row) => row.residentId))).toEqual(new Set(winners.map((answer) => answer.body.residentId)));

  const retried = await storm();
  expect(retried.map((answer) => (answer.status === 201 ? answer.body.id : outcomeOf(answer)))).toEqual(
    answers.map((answer) => (answer.status === 201 ? answer.body.id : outcomeOf(answer))),
  );
  expect(await takenOf(id)).toHaveLength(30);
  const history = answers.flatMap(({ status, body }, i) => {
    const again = () => book(crowd[i] as Citizen, id, `storm-${i}`);
    return status === 201 ? [acknowledge(`storm-${i}`, body, 'booked', again)] : [];
  });
  expect((await judge('T1 500 people on 30 seats', db(), history)).violations).toEqual([]);
}, 180_000);

test(
  '100 people at once on the last seat, five rounds: always one',
  async () => {
    for (let round = 0; round < 5 * FACTOR; round += 1) {
      const { id } = await openSession(server, {
        day: day(2 + (round % 25)),
        startTime: '07:00',
        endTime: '07:30',
        capacity: 2,
      });
      const [first, ...rest] = crowd.slice((round % 4) * 101, (round % 4) * 101 + 101);
      bodyOf(await book(first as Citizen, id), 201);
      const answers = await Promise.all(rest.map((citizen) => book(citizen, id)));
      expect(countOutcomes(answers)).toEqual({ '201': 1, '409 BOOKING_SESSION_FULL': 99 });
      expect(await takenOf(id)).toHaveLength(2);
    }
  },
  180_000 * FACTOR,
);

test('one person asks for every seat of a day at once: at most three, none twice', async () => {
  const on = day(28);
  const services = ['gp', 'tcm', 'expert', 'physical'];
  const sessions = await Promise.all(
    Array.from({ length: 12 }, (_, i) => {
      const startTime = `${String(8 + Math.floor(i / 4)).padStart(2, '0')}:00`;
      const endTime = `${String(9 + Math.floor(i / 4)).padStart(2, '0')}:00`;
      return openSession(server, { serviceCode: services[i % 4], day: on, startTime, endTime });
    }),
  );
  await Promise.all(
    crowd.slice(0, 20).flatMap((citizen) => sessions.map(async ({ id }) => outcomeOf(await book(citizen, id)))),
  );
  for (const citizen of crowd.slice(0, 20)) {
    const booked = await seats().countDocuments({ residentId: citizen.residentId, day: on, status: 'booked' });
    expect(booked).toBeGreaterThan(0);
    expect(booked).toBeLessThanOrEqual(3);
  }
  expect(await findViolations(db())).toEqual([]);
}, 180_000);

test(
  'cancel beside cancel: one wins, the seat comes back once',
  async () => {
    const { id } = await openSession(server, { day: day(29), capacity: 1 });
    const citizen = crowd[0] as Citizen;
    for (let round = 0; round < 100 * FACTOR; round += 1) {
      const booking = bodyOf(await book(citizen, id), 201);
      const answers = await Promise.all([cancel(citizen, booking.id), cancel(citizen, booking.id)]);
      expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
      expect(await seats().countDocuments({ sessionId: id, status: 'free' })).toBe(1);
    }
    expect(await seats().countDocuments({ sessionId: id })).toBe(100 * FACTOR + 1);
  },
  180_000 * FACTOR,
);

test(
  'cancel beside book: nobody loses a seat, nobody gets one that is taken',
  async () => {
    const { id } = await openSession(server, { day: day(30), capacity: 1 });
    let holder = crowd[0] as Citizen;
    let held = bodyOf(await book(holder, id), 201);
    for (let round = 1; round <= 200 * FACTOR; round += 1) {
      const next = crowd[round % CROWD] as Citizen;
      const key = `after-${round}`;
      const [cancelled, booked] = await Promise.all([cancel(holder, held.id), book(next, id, key)]);
      expect(outcomeOf(cancelled)).toBe('200');
      // Whoever came a moment too early asks again with the same key, and gets the seat that was freed.
      const answer = booked.status === 201 ? booked : await book(next, id, key);
      held = bodyOf(answer, 201);
      expect(held).toMatchObject({ number: 1, residentId: next.residentId, status: 'booked' });
      holder = next;
    }
    expect(await takenOf(id)).toHaveLength(1);
    expect(await findViolations(db())).toEqual([]);
  },
  180_000 * FACTOR,
);

/** One person books and gives back at will, and keeps what the server said. */
async function wander(citizen: Citizen, sessions: { id: string }[], steps: number, name: string): Promise<Told[]> {
  const history: Told[] = [];
  for (let step = 0; step < steps; step += 1) {
    const last = history.at(-1);
    if (last?.status === 'booked' && step % 3 !== 0) {
      const answer = await cancel(citizen, last.bookingId);
      if (answer.status === 200) last.status = 'cancelled';
      continue;
    }
    const key = `${name}-${step}`;
    const target = sessions[(step * 7 + name.length + Number(name)) % sessions.length];
    const answer = await book(citizen, target?.id ?? '', key);
    if (answer.status !== 201) continue;
    const again = () => book(citizen, target?.id ?? '', key);
    history.push(acknowledge(key, answer.body, 'booked', again));
    expect((await again()).body.id).toBe(answer.body.id);
  }
  return history;
}

test(
  '60 people book, repeat and give back over five full sessions: every rule holds afterwards',
  async () => {
    const sessions = await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        openSession(server, { day: '2026-08-03', startTime: `1${i}:00`, endTime: `1${i}:50`, capacity: 4 }),
      ),
    );
    const reconciling = setInterval(() => void reconcileSeats(server.deps), 100);
    const histories = await Promise.all(
      crowd.slice(0, 60).map((citizen, i) => wander(citizen, sessions, 8 * FACTOR, String(i))),
    ).finally(() => clearInterval(reconciling));
    await reconcileSeats(server.deps);
    const history = histories.flat();
    expect(history.length).toBeGreaterThan(60);
    expect(history.some((told) => told.status === 'cancelled')).toBe(true);
    expect((await judge('60 people wander', db(), history)).violations).toEqual([]);
    for (const { id } of sessions) {
      const free = await seats().countDocuments({ sessionId: id, status: 'free' });
      const shown = bodyOf(await (crowd[0] as Citizen).caller.get<{ remaining: number }>(`/sessions/${id}`)).remaining;
      expect(shown).toBe(free);
    }
  },
  180_000 * FACTOR,
);
