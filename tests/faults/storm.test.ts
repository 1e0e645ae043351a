import { reconcileSeats } from '@linkang/server/modules/session';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { bodyOf, countOutcomes, outcomeOf } from '../support/answers';
import { book, buildCrowd, cancel, openSession, seeSession, staffCaller, type Citizen } from '../support/clinic';
import type { Answer } from '../support/http';
import { inTurn, startPeer, type Peer } from '../support/peer';
import { startServer, TEST_NOW, type TestServer } from '../support/server';
import { acknowledge, insist, judge, randomFrom, scaled, STORM_SCALE, type Told } from '../support/storm';

/* Two server processes on one database; every request goes to the one and the other in turn. */

/** Long enough for a full storm on a busy machine. */
const LONG_MS = 1_800_000;

let first: TestServer;
let second: Peer;
let server: TestServer;
let crowd: Citizen[];

beforeAll(async () => {
  first = await startServer({ limits: false });
  second = await startPeer(first);
  server = inTurn(first, second);
  crowd = await buildCrowd(server, scaled(105, 700));
}, LONG_MS);
afterAll(async () => {
  await second.stop();
  await first.stop();
});

interface Row {
  _id: string;
  no: number;
  status: string;
  offer?: string;
  residentId?: string;
}
const db = () => server.deps.connection.getClient().db(server.deps.connection.name);
const seats = () => db().collection<Row>('seats');
const desk = () => staffCaller(server, ['desk']);
const person = (i: number): Citizen => crowd[i % crowd.length] as Citizen;
const move = (citizen: Citizen, id: string, sessionId: string, key?: string) =>
  citizen.caller.post<Booking>(`/bookings/${id}/move`, { sessionId }, key);
/** The reconciler runs twice when a later step of a round leaves work for an earlier one. */
const settle = async (): Promise<void> => {
  await reconcileSeats(server.deps);
  await reconcileSeats(server.deps);
};
/** The reconcilers of both go round and round as long as something else runs. */
async function reconcileBeside(work: Promise<unknown>): Promise<void> {
  await Promise.all([
    repeatBeside(work, () => reconcileSeats(server.deps)),
    repeatBeside(work, () => second.reconcile()),
  ]);
}
async function repeatBeside(work: Promise<unknown>, act: () => Promise<unknown>): Promise<void> {
  let running = true;
  const ended = () => (running = false);
  void work.then(ended, ended);
  while (running) {
    await act();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const expectPeace = async (name: string, history: Told[] = []): Promise<void> => {
  await settle();
  expect((await judge(name, db(), history)).violations).toEqual([]);
};
let months = 6;
/** A month of its own for each storm. */
const month = () => {
  months += 1;
  return (n: number): string => `2026-${String(months).padStart(2, '0')}-${String(n).padStart(2, '0')}`;
};

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
      const citizen = person(round);
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

test(
  'suspended in the middle of a rush: nobody is left in it, everybody has an offer or is telephoned',
  async () => {
    const day = month();
    const people = crowd.slice(0, scaled(60, 300));
    const { id } = await openSession(server, { day: day(1), capacity: people.length });
    const half = Math.ceil(people.length / 3);
    await openSession(server, { day: day(2), capacity: half });
    const rush = people.map((citizen, i) => book(citizen, id, `rush-${i}`));
    await Promise.race(rush);
    const suspending = desk().post(`/sessions/${id}/suspend`, { reason: '停电' });
    const answers = await Promise.all(rush);
    bodyOf(await suspending);
    await settle();
    const history = answers.flatMap(({ status, body }, i) => {
      const ask = () => book(people[i] as Citizen, id, `rush-${i}`);
      return status === 201 ? [acknowledge(`rush-${i}`, body, 'some', ask)] : [];
    });
    const told = history.length;
    expect(told).toBeGreaterThan(0);
    const rows = await seats()
      .find({ sessionId: id, residentId: { $exists: true } })
      .toArray();
    expect(rows.map((row) => row.status).filter((status) => status !== 'suspended')).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(told);
    const offers = rows.map((row) => row.offer);
    expect(offers.filter((offer) => offer === 'made')).toHaveLength(Math.min(half, rows.length));
    expect(offers.filter((offer) => offer === 'phone')).toHaveLength(Math.max(rows.length - half, 0));
    await Promise.all(
      rows.map(async (row) => {
        const citizen = crowd.find(({ residentId }) => residentId === row.residentId) as Citizen;
        if (row.offer !== 'made') return;
        const answer = await citizen.caller.post<Booking>(`/bookings/${row._id}/accept-offer`);
        history.push(acknowledge(`accept-${row._id}`, bodyOf(answer)));
      }),
    );
    await expectPeace('T12 suspended in a rush', history);
  },
  LONG_MS,
);

test(
  'the capacity goes up and down while people book and give back: the debt is paid in the end',
  async () => {
    const day = month();
    const people = crowd.slice(0, scaled(40, 300));
    const { id } = await openSession(server, { day: day(1), capacity: 20 });
    const history: Told[] = [];
    let running = true;
    const edit = async (): Promise<void> => {
      const random = randomFrom(13);
      while (running) {
        const { rev } = await seeSession(desk(), id);
        const capacity = 5 + Math.floor(random() * 30);
        expect(outcomeOf(await desk().post(`/sessions/${id}/capacity`, { capacity, rev }))).toMatch(
          /^(200|409 STATE_CONFLICT)$/,
        );
      }
    };
    const come = async (citizen: Citizen, i: number): Promise<void> => {
      for (let step = 0; step < 3; step += 1) {
        const key = `capacity-${i}-${step}`;
        const ask = () => book(citizen, id, key);
        const answer = await insist(ask);
        if (answer.status !== 201) continue;
        const told = acknowledge(key, answer.body, 'booked', ask);
        history.push(told);
        if (step < 2 && (await cancel(citizen, answer.body.id)).status === 200) told.status = 'cancelled';
        else return;
      }
    };
    const editing = Promise.all([edit(), edit()]);
    await Promise.all(people.map(come)).finally(() => (running = false));
    await editing;
    const { rev } = await seeSession(desk(), id);
    bodyOf(await desk().post(`/sessions/${id}/capacity`, { capacity: 5, rev }));
    await expectPeace('T13 capacity up and down', history);
    for (const told of history.filter(({ status }) => status === 'booked')) {
      const citizen = crowd.find(({ residentId }) => residentId === told.residentId) as Citizen;
      bodyOf(await cancel(citizen, told.bookingId));
      told.status = 'cancelled';
    }
    await settle();
    expect((await seeSession(desk(), id)).remaining).toBe(5);
    await expectPeace('T13 debt paid', history);
  },
  LONG_MS,
);

test(
  'seats are given back to a waiting line while outsiders try: filled in order, none by an outsider',
  async () => {
    const day = month();
    const count = Math.floor(crowd.length / 7);
    const [holders, line, outsiders] = [
      crowd.slice(0, count),
      crowd.slice(count, count * 4),
      crowd.slice(count * 4, count * 7),
    ];
    const { id } = await openSession(server, { day: day(1), capacity: count });
    const held = await Promise.all(holders.map(async (citizen) => bodyOf(await book(citizen, id), 201)));
    const entries: WaitlistEntry[] = [];
    for (const { caller, residentId } of line) {
      entries.push(bodyOf(await caller.post<WaitlistEntry>('/waitlist', { sessionId: id, residentId }), 201));
      server.clock.advanceMinutes(1 / 60);
      await second.inStep();
    }
    const answers = await Promise.all([
      ...outsiders.map((citizen) => insist<Booking>(() => book(citizen, id))),
      ...holders.map((citizen, i) => insist(() => cancel(citizen, held[i]?.id ?? ''))),
    ]);
    const late = await Promise.all(outsiders.map((citizen) => insist(() => book(citizen, id))));
    expect(countOutcomes(answers)).toEqual({ '200': count, '409 BOOKING_SESSION_FULL': outsiders.length });
    expect(countOutcomes(late)).toEqual({ '409 BOOKING_SESSION_FULL': outsiders.length });
    await settle();
    const status = async (i: number) =>
      bodyOf(await (line[i] as Citizen).caller.get<WaitlistEntry>(`/waitlist/${entries[i]?.id}`)).status;
    const statuses = await Promise.all(entries.map((_, i) => status(i)));
    expect(statuses).toEqual([...Array<string>(count).fill('offered'), ...Array<string>(count * 2).fill('waiting')]);
    const accepted = await Promise.all(
      line.slice(0, count).map(({ caller }, i) => caller.post<WaitlistEntry>(`/waitlist/${entries[i]?.id}/accept`, {})),
    );
    expect(countOutcomes(accepted)).toEqual({ '200': count });
    const rows = await seats().find({ sessionId: id, status: 'booked' }).toArray();
    const bookings = new Map(rows.map((row) => [row._id, row]));
    const history = accepted.map(({ body: { id: key, bookingId = '', residentId } }): Told => {
      return { key, bookingId, residentId, number: bookings.get(bookingId)?.no ?? 0, status: 'booked' };
    });
    expect(rows).toHaveLength(count);
    await expectPeace('T14 waiting line', history);
    server.clock.set(TEST_NOW);
  },
  LONG_MS,
);

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
    server.clock.set(TEST_NOW);
  },
  LONG_MS,
);
