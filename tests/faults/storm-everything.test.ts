import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { bodyOf } from '../support/answers';
import { book, cancel, openSession, seeSession, type Citizen } from '../support/clinic';
import type { Answer } from '../support/http';
import type { TestServer } from '../support/server';
import { acknowledge, insist, randomFrom, scaled, type Told } from '../support/storm';
import { LONG_MS, month, openStormStage, stormOf, type StormStage } from '../support/storm-stage';

let stage: StormStage;
let server: TestServer;
let crowd: Citizen[];

beforeAll(async () => {
  stage = await openStormStage();
  ({ server, crowd } = stage);
}, LONG_MS);
afterAll(() => stage.stop());

const { desk, expectPeace, move, reconcileBeside } = stormOf(() => stage);

/** One step that anybody might take at any time; what was told is kept. */
async function act(
  citizen: Citizen,
  sessions: readonly Session[],
  random: () => number,
  key: string,
  mine: Told[],
): Promise<Answer<unknown>> {
  const { caller, residentId } = citizen;
  const session = sessions[Math.floor(random() * sessions.length)] as Session;
  const roll = random();
  if (roll < 0.45) {
    const coming = `/bookings?residentId=${residentId}&when=coming`;
    const { items } = bodyOf(await caller.get<{ items: Booking[] }>(coming));
    const one = items[Math.floor(random() * items.length)];
    if (one && roll < 0.25) return cancel(citizen, one.id);
    if (one) {
      const answer = await insist(() => move(citizen, one.id, session.id, key));
      if (answer.status === 201) mine.push(acknowledge(key, answer.body, 'some'));
      return answer;
    }
  }
  if (roll < 0.5) {
    const items = [session, sessions[0] as Session].map(({ id }) => ({ sessionId: id, residentId }));
    const answer = await insist(() => caller.post<{ items: Booking[] }>('/bookings/family', { items }, key));
    if (answer.status === 201)
      mine.push(...answer.body.items.map((made, i) => acknowledge(`${key}:${i}`, made, 'some')));
    return answer;
  }
  if (roll < 0.55) return caller.post('/waitlist', { sessionId: session.id, residentId, autoAccept: roll < 0.53 }, key);
  if (roll < 0.7) {
    const { items } = bodyOf(await caller.get<{ items: WaitlistEntry[] }>(`/waitlist?residentId=${residentId}`));
    const entry = items.find(({ status }) => status === 'offered') ?? items.find(({ status }) => status === 'waiting');
    if (entry) return caller.post(`/waitlist/${entry.id}/${roll < 0.68 ? 'accept' : 'leave'}`, {});
  }
  if (roll < 0.82) {
    const { items } = bodyOf(await caller.get<{ items: Booking[] }>(`/bookings?residentId=${residentId}&limit=100`));
    const called = items.find((booking) => booking.offer);
    if (called) return caller.post(`/bookings/${called.id}/${roll < 0.78 ? 'accept-offer' : 'decline-offer'}`);
  }
  const answer = await insist(() => book(citizen, session.id, key));
  if (answer.status === 201) mine.push(acknowledge(key, answer.body, 'some'));
  return answer;
}

/** What the desk does meanwhile. */
async function upset(sessions: readonly Session[], random: () => number): Promise<Answer<unknown>> {
  const { id } = sessions[Math.floor(random() * sessions.length)] as Session;
  const roll = random();
  if (roll < 0.04) return desk().post(`/sessions/${id}/suspend`, { reason: '停电' });
  if (roll < 0.5) return desk().post(`/sessions/${id}/resume`);
  const { rev } = await seeSession(desk(), id);
  return desk().post(`/sessions/${id}/capacity`, { capacity: 1 + Math.floor(random() * 20), rev });
}

test(
  'everything at once, with two reconcilers: every rule holds afterwards',
  async () => {
    const day = month();
    const seed = Number(process.env.STORM_SEED ?? 7);
    const sessions = await Promise.all(
      [1, 1, 2, 2, 3, 3].map((n, i) =>
        openSession(server, { day: day(n), startTime: i % 2 ? '14:00' : '09:00', endTime: i % 2 ? '15:00' : '10:00' }),
      ),
    );
    let running = true;
    const count = scaled(24, 120);
    let answered = 0;
    let nextLeap = count;
    const faults: unknown[] = [];
    const disturb = async (): Promise<void> => {
      const random = randomFrom(seed + 1000);
      while (running) {
        const answer = await upset(sessions, random);
        if (answer.status >= 500) faults.push(answer.body);
        // Offers and holds run out meanwhile, also in the middle of a request. Between two leaps everybody has time to
        // ask again, however slow the machine is: a hold that always runs out is never a booking.
        if (answered >= nextLeap) {
          server.clock.advanceMinutes(16);
          nextLeap = answered + count * 2;
        }
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    };
    const history: Told[] = [];
    const people = crowd.slice(0, count).map(async (citizen, i) => {
      const random = randomFrom(seed + i);
      const mine: Told[] = [];
      for (let step = 0; step < scaled(10, 200); step += 1) {
        const answer = await act(citizen, sessions, random, `all-${i}-${step}`, mine);
        answered += 1;
        if (answer.status >= 500) faults.push(answer.body);
      }
      history.push(...mine);
    });
    const acting = Promise.all(people).finally(() => (running = false));
    await Promise.all([acting, reconcileBeside(acting), disturb()]);
    expect(faults).toEqual([]);
    expect(history.length).toBeGreaterThan(20);
    for (const { id } of sessions) await desk().post(`/sessions/${id}/resume`);
    await expectPeace(`everything at once, seed ${seed}`, history);
  },
  LONG_MS,
);
