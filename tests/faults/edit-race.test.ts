import { reconcileSeats } from '@linkang/server/modules/session';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { seatGrains, seatTimes } from '@linkang/shared/domain/seat-keys';
import { bodyOf, countOutcomes, outcomeOf } from '../support/answers';
import { book, buildCrowd, cancel, openSession, staffCaller, type Citizen } from '../support/clinic';
import type { Answer } from '../support/http';
import { findViolations, type Acknowledged } from '../support/invariants';
import { inTurn, startPeer, type Peer } from '../support/peer';
import { startServer, type TestServer } from '../support/server';

/** `LINKANG_STORM=full` for a long run. */
const ROUNDS = process.env.LINKANG_STORM === 'full' ? 20 : 3;
const BEFORE = 40;
const DURING = 50;
const CAPACITY = 100;
const NEW_TIME = { startTime: '13:00', endTime: '17:00' };
const NEW_PLACE = '二楼 205 诊室';

interface SeatDocument {
  _id: string;
  no: number;
  status: string;
  day: string;
  startTime: string;
  endTime: string;
  grains: string[];
  outbox?: { kind: string }[];
}

let first: TestServer;
let second: Peer;
/** Every request goes to the one and the other in turn. */
let server: TestServer;
let crowd: Citizen[];

beforeAll(async () => {
  first = await startServer({ limits: false });
  second = await startPeer(first);
  server = inTurn(first, second);
  crowd = await buildCrowd(server, BEFORE + DURING);
}, 180_000);
afterAll(async () => {
  await second.stop();
  await first.stop();
});

const db = () => server.deps.connection.getClient().db(server.deps.connection.name);
const dayOfRound = (round: number): string => `2026-07-${String(round + 1).padStart(2, '0')}`;

const acknowledge = (booking: Booking, status: Acknowledged['status']): Acknowledged => ({
  key: booking.id,
  bookingId: booking.id,
  residentId: booking.residentId,
  number: booking.number,
  status,
});

/** Time and place that a row must have in the end. */
function expectInLine(seat: SeatDocument, session: Session): void {
  const times = seatTimes({ ...NEW_TIME, capacity: session.capacity, shared: false }, seat.no);
  const grains = seatGrains(session.day, times);
  expect([seat._id, seat.day, seat.startTime, seat.endTime, seat.grains]).toEqual([
    seat._id,
    session.day,
    times.startTime,
    times.endTime,
    grains,
  ]);
}

/** People book and give back while the session moves; every third of those before gives back. */
async function storm(session: Session, before: Booking[]) {
  const desk = staffCaller(server, ['desk']);
  const body = { ...NEW_TIME, place: NEW_PLACE, reason: '医生上午开会', rev: session.rev };
  const edit = () => desk.send('PUT', `/sessions/${session.id}`, body);
  const later = async <T>(ms: number, act: () => Promise<T>): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return act();
  };
  const [edits, booked, cancelled] = await Promise.all([
    Promise.all([later(15, edit), later(20, edit)]),
    Promise.all(crowd.slice(BEFORE).map((citizen, i) => later(i, () => book(citizen, session.id)))),
    Promise.all(
      before.map((booking, i) =>
        i % 3 === 0 ? later(i, () => cancel(crowd[i] as Citizen, booking.id)) : Promise.resolve(null),
      ),
    ),
  ]);
  expect(countOutcomes(edits)).toEqual({ 200: 2 });
  expect(countOutcomes(booked)).toEqual({ 201: DURING });
  const gone = cancelled.filter((answer): answer is Answer<Booking> => answer !== null);
  expect(countOutcomes(gone)).toEqual({ 200: gone.length });
  return { booked: booked.map((answer) => answer.body), gone: new Set(gone.map((answer) => answer.body.id)) };
}

/** How often a seat's person is told of the change; that the booking was made has a message of its own. */
const toldOf = (seat: Pick<SeatDocument, 'outbox'> | undefined): number =>
  (seat?.outbox ?? []).filter(({ kind }) => kind === 'bookingChanged').length;

test(
  'a session moves while 50 people book and others give back: all are at the new time and told once',
  async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const morning = { day: dayOfRound(round), startTime: '08:00', endTime: '12:00', capacity: CAPACITY };
      const session = await openSession(server, morning);
      const before = await Promise.all(
        crowd.slice(0, BEFORE).map(async (citizen) => bodyOf(await book(citizen, session.id), 201)),
      );
      const { booked, gone } = await storm(session, before);
      await reconcileSeats(server.deps);

      const history = [
        ...before.map((booking) => acknowledge(booking, gone.has(booking.id) ? 'cancelled' : 'booked')),
        ...booked.map((booking) => acknowledge(booking, 'booked')),
      ];
      expect(await findViolations(db(), history)).toEqual([]);
      const rows = await db().collection<SeatDocument>('seats').find({ sessionId: session.id }).toArray();
      const byId = new Map(rows.map((row) => [row._id, row]));
      for (const row of rows) if (row.status !== 'cancelled') expectInLine(row, session);
      for (const booking of before) {
        const told = toldOf(byId.get(booking.id));
        // Who gave back in the same moment may have heard of the change before.
        if (gone.has(booking.id)) expect(told).toBeLessThanOrEqual(1);
        else expect(told).toBe(1);
      }
      for (const booking of booked) {
        const heard = booking.startTime >= NEW_TIME.startTime && booking.place === NEW_PLACE;
        // Either the answer said the new time already, or a message did.
        expect([booking.id, toldOf(byId.get(booking.id))]).toEqual([booking.id, heard ? 0 : 1]);
      }
    }
  },
  120_000 * ROUNDS,
);

test('a person books two sessions that are moved onto each other at once: both seats stay, one is marked', async () => {
  for (let round = 0; round < ROUNDS * 3; round += 1) {
    const day = addDays('2026-08-01', round);
    const gp = await openSession(server, { day, startTime: '08:00', endTime: '09:00' });
    const tcm = await openSession(server, { day, serviceCode: 'tcm', startTime: '10:00', endTime: '11:00' });
    const citizen = crowd[round] as Citizen;
    for (const { id } of [gp, tcm]) bodyOf(await book(citizen, id), 201);
    const desk = staffCaller(server, ['desk']);
    const body = { startTime: '14:00', endTime: '15:00', place: NEW_PLACE, reason: '换诊室', rev: 0 };
    const answers = await Promise.all([gp, tcm].map(({ id }) => desk.send('PUT', `/sessions/${id}`, body)));
    expect(answers.map(outcomeOf)).toEqual(['200', '200']);
    const rows = await db()
      .collection<SeatDocument & { clashKeys?: string[] }>('seats')
      .find({ residentId: citizen.residentId, day })
      .toArray();
    expect(rows.map((row) => [row.status, row.startTime, toldOf(row)])).toEqual([
      ['booked', '14:00', 1],
      ['booked', '14:00', 1],
    ]);
    expect(rows.filter((row) => row.clashKeys).length).toBeGreaterThanOrEqual(1);
    await reconcileSeats(server.deps);
    expect(await findViolations(db())).toEqual([]);
  }
}, 120_000);
