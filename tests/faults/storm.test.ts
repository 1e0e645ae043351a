import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf, countOutcomes, outcomeOf } from '../support/answers';
import { book, cancel, openSession, type Citizen } from '../support/clinic';
import { TEST_NOW, type TestServer } from '../support/server';
import { acknowledge, insist, randomFrom, scaled, STORM_SCALE, type Told } from '../support/storm';
import { LONG_MS, month, openStormStage, stormOf, type StormStage } from '../support/storm-stage';

let stage: StormStage;
let server: TestServer;
let crowd: Citizen[];

beforeAll(async () => {
  stage = await openStormStage();
  ({ server, crowd } = stage);
}, LONG_MS);
afterAll(() => stage.stop());

const { db, desk, expectPeace, move, reconcileBeside, seats } = stormOf(() => stage);

test(
  'cancel beside check-in, cancel beside move: one wins, and the seat is freed at most once',
  async () => {
    const today = TEST_NOW.slice(0, 10);
    const visits = await openSession(server, { day: today, startTime: '18:00', endTime: '19:00', capacity: 1 });
    const [from, to] = [
      await openSession(server, { day: month()(1), capacity: 1 }),
      await openSession(server, { day: '2026-07-02', capacity: 1 }),
    ];
    for (let round = 0; round < (STORM_SCALE >= 10 ? 1000 : scaled(15)); round += 1) {
      const citizen = crowd[round % crowd.length] as Citizen;
      const visit = bodyOf(await book(citizen, visits.id), 201);
      const arrivals = await Promise.all([cancel(citizen, visit.id), desk().post(`/bookings/${visit.id}/check-in`)]);
      expect(countOutcomes(arrivals)).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
      if (arrivals[1].status === 200) {
        bodyOf(await desk().post(`/bookings/${visit.id}/undo`, { status: 'arrived' }));
        bodyOf(await cancel(citizen, visit.id));
      }
      const old = bodyOf(await book(citizen, from.id), 201);
      const [cancelled, moved] = await Promise.all([cancel(citizen, old.id), move(citizen, old.id, to.id)]);
      expect(
        [outcomeOf(cancelled), outcomeOf(moved)].filter((outcome) => outcome === '409 STATE_CONFLICT'),
      ).toHaveLength(1);
      if (moved.status === 201) bodyOf(await cancel(citizen, moved.body.id));
      for (const { id } of [visits, from, to])
        expect(await seats().countDocuments({ sessionId: id, status: 'free' })).toBe(1);
    }
    await expectPeace('T10 cancel beside check-in and move');
  },
  LONG_MS,
);

test(
  'people swap among five sessions: nobody ends with none or two',
  async () => {
    const day = month();
    const people = crowd.slice(0, scaled(50, 200));
    const capacity = Math.ceil(people.length / 4);
    const sessions = await Promise.all([1, 2, 3, 4, 5].map((n) => openSession(server, { day: day(n), capacity })));
    const history: Told[] = [];
    const random = randomFrom(11);
    const start = async (citizen: Citizen, i: number): Promise<Told> => {
      const ask = () => book(citizen, sessions[i % 5]?.id ?? '', `swap-${i}`);
      return acknowledge(`swap-${i}`, bodyOf(await ask(), 201), 'booked', ask);
    };
    history.push(...(await Promise.all(people.map(start))));
    const swap = async (citizen: Citizen, i: number): Promise<void> => {
      let told = history[i] as Told;
      for (let step = 0; step < 4; step += 1) {
        const target = sessions[Math.floor(random() * 5)] as Session;
        const key = `swap-${i}-${step}`;
        const { bookingId } = told;
        const ask = () => move(citizen, bookingId, target.id, key);
        const answer = await insist(ask);
        expect(outcomeOf(answer)).toMatch(/^(201|409 BOOKING_SESSION_FULL|400 VALIDATION_FAILED)$/);
        if (answer.status !== 201) continue;
        told.status = 'moved';
        told = acknowledge(key, answer.body, 'booked', ask);
        history.push(told);
      }
    };
    const swapping = Promise.all(people.map(swap));
    await reconcileBeside(swapping);
    await swapping;
    expect(history.some((told) => told.status === 'moved')).toBe(true);
    for (const { residentId } of people) {
      const ids = sessions.map(({ id }) => id);
      const count = await db()
        .collection('seats')
        .countDocuments({ residentId, sessionId: { $in: ids }, status: 'booked' });
      expect(count).toBe(1);
    }
    await expectPeace('T11 swaps', history);
  },
  LONG_MS,
);
