import type { Booking } from '@linkang/shared/api/booking.routes';
import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { bodyOf, countOutcomes, outcomeOf } from '../support/answers';
import { book, cancel, openSession, seeSession, type Citizen } from '../support/clinic';
import type { Peer } from '../support/peer';
import type { TestServer } from '../support/server';
import { acknowledge, insist, randomFrom, scaled, type Told } from '../support/storm';
import { LONG_MS, month, openStormStage, stormOf, type StormStage } from '../support/storm-stage';

let stage: StormStage;
let server: TestServer;
let second: Peer;
let crowd: Citizen[];

beforeAll(async () => {
  stage = await openStormStage();
  ({ server, second, crowd } = stage);
}, LONG_MS);
afterAll(() => stage.stop());

const { desk, expectPeace, seats, settle } = stormOf(() => stage);

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
  },
  LONG_MS,
);
