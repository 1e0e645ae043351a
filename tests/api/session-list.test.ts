import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, cancel, openSession, seeSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

interface Page {
  items: Session[];
  nextCursor: string | null;
}

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const seatsOf = (sessionId: string) =>
  server.deps.connection
    .collection<{ _id: string; quota: string }>('seats')
    .find({ sessionId })
    .sort({ _id: 1 })
    .toArray();
const list = async (caller: Caller, query: string): Promise<Page> =>
  bodyOf(await caller.get<Page>(`/sessions?${query}`));

describe('GET /sessions', () => {
  it.each([
    ['', ['query.fromDay MISSING', 'query.toDay MISSING']],
    ['fromDay=2026-06-08', ['query.toDay MISSING']],
    ['fromDay=2026-06-08&toDay=2026-06-07', ['query.toDay ORDER']],
    ['fromDay=2026-06-01&toDay=2026-07-03', ['query.toDay TOO_LONG']],
    ['fromDay=2026-02-30&toDay=2026-03-01', ['query.fromDay DAY']],
    ['fromDay=2026-06-08&toDay=2026-06-08&limit=0', ['query.limit TOO_SMALL']],
    ['fromDay=2026-06-08&toDay=2026-06-08&limit=101', ['query.limit TOO_LARGE']],
    ['fromDay=2026-06-08&toDay=2026-06-08&limit=a', ['query.limit TYPE']],
    ['fromDay=2026-06-08&toDay=2026-06-08&cursor=$', ['query.cursor CURSOR']],
    ['fromDay=2026-06-08&toDay=2026-06-08&cursor=abc', ['query.cursor CURSOR']],
    ['fromDay=2026-06-08&toDay=2026-06-08&serviceCode=', ['query.serviceCode EMPTY']],
    ['fromDay[$gt]=2026-06-08&toDay=2026-06-08', ['query.fromDay MISSING']],
    ['fromDay=2026-06-08&fromDay=2026-06-09&toDay=2026-06-09', ['query.fromDay TYPE']],
  ])('refuses ?%s', async (query, faults) => {
    const answer = await anyone.get(`/sessions?${query}`);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual(faults);
  });

  it('takes a month of 31 days more', async () => {
    expect((await anyone.get('/sessions?fromDay=2026-06-01&toDay=2026-07-02')).status).toBe(200);
  });

  it('pages through in order of time, each session once', async () => {
    const days = ['2026-08-03', '2026-08-04'];
    for (const day of days)
      for (const startTime of ['13:00', '08:00', '08:00', '10:00'])
        await openSession(server, { day, startTime, endTime: '14:00', capacity: 1 });
    const seen: Session[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null; pages += 1) {
      expect(pages).toBeLessThan(3);
      const more: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page = await list(anyone, `fromDay=2026-08-01&toDay=2026-08-31&limit=3${more}`);
      expect(page.items.length).toBe(pages < 2 ? 3 : 2);
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(seen.map(({ day, startTime }) => `${day} ${startTime}`)).toEqual(
      days.flatMap((day) => ['08:00', '08:00', '10:00', '13:00'].map((time) => `${day} ${time}`)),
    );
    expect(new Set(seen.map((session) => session.id)).size).toBe(8);
  });

  it('shows the state: notReleased, open, full, ended', async () => {
    const releaseAt = '2026-06-04T05:00:00.000Z';
    const { id } = await openSession(server, { day: '2026-06-10', endTime: '11:00', capacity: 1, releaseAt });
    const citizen = await buildCitizen(server);
    const state = async () => {
      const session = await seeSession(anyone, id);
      const listed = (await list(anyone, 'fromDay=2026-06-10&toDay=2026-06-10')).items.find((item) => item.id === id);
      expect(listed).toEqual(session);
      return [session.state, session.remaining, session.releaseAt];
    };
    expect(await state()).toEqual(['notReleased', 1, releaseAt]);
    server.clock.set('2026-06-04T04:59:59.999Z');
    expect(outcomeOf(await book(citizen, id))).toBe('409 BOOKING_NOT_RELEASED');
    server.clock.set(releaseAt);
    expect(await state()).toEqual(['open', 1, releaseAt]);
    const booking = bodyOf(await book(citizen, id), 201);
    expect(await state()).toEqual(['full', 0, releaseAt]);
    bodyOf(await cancel(citizen, booking.id));
    expect(await state()).toEqual(['open', 1, releaseAt]);
    server.clock.set('2026-06-10T00:59:59.000Z');
    expect(await state()).toEqual(['open', 1, releaseAt]);
    server.clock.set('2026-06-10T01:00:00.000Z');
    expect(await state()).toEqual(['ended', 0, releaseAt]);
  });

  it('counts only the seats that still start, on the day itself', async () => {
    const day = '2026-06-11';
    const { id } = await openSession(server, { day, startTime: '08:00', endTime: '10:00', capacity: 8 });
    server.clock.set('2026-06-11T00:31:00.000Z');
    expect(await seeSession(anyone, id)).toMatchObject({ state: 'open', remaining: 5 });
    const booking = bodyOf(await book(await buildCitizen(server), id), 201);
    expect(booking).toMatchObject({ number: 4, startTime: '08:45' });
  });
});

describe('seats kept for the desk and for elders', () => {
  const quotas = { online: 1, desk: 1, elder: 2 };

  it('are for them until noon of the day before', async () => {
    const { id } = await openSession(server, { day: '2026-06-12', capacity: 4, quotas });
    const young = await buildCitizen(server, { birthDay: '1990-01-01' });
    const almost = await buildCitizen(server, { birthDay: '1961-06-13' });
    const elder = await buildCitizen(server, { birthDay: '1961-06-04' });
    const remaining = async (caller: Caller) => (await seeSession(caller, id)).remaining;
    expect(await remaining(anyone)).toBe(1);
    expect(await remaining(young.caller)).toBe(1);
    expect(await remaining(almost.caller)).toBe(1);
    expect(await remaining(elder.caller)).toBe(3);
    expect(await remaining(staffCaller(server, ['desk']))).toBe(2);

    expect(outcomeOf(await book(young, id))).toBe('201');
    expect(outcomeOf(await book(almost, id))).toBe('409 BOOKING_SESSION_FULL');
    expect(await seeSession(young.caller, id)).toMatchObject({ state: 'full', remaining: 0 });
    // Full for one is not full for the other, also within the second in which "full" is remembered.
    const elderBooking = bodyOf(await book(elder, id), 201);
    const quota = (await seatsOf(id)).find((seat) => seat._id === elderBooking.id)?.quota;
    expect(quota).toBe('elder');

    server.clock.set('2026-06-11T03:59:59.000Z');
    expect(await remaining(almost.caller)).toBe(0);
    server.clock.set('2026-06-11T04:00:00.000Z');
    expect(await remaining(almost.caller)).toBe(2);
    expect(outcomeOf(await book(almost, id))).toBe('201');
    expect(outcomeOf(await book(await buildCitizen(server, { birthDay: '1991-01-01' }), id))).toBe('201');
    expect(await remaining(anyone)).toBe(0);
  });

  it('stay with their quota when they are given back', async () => {
    const { id } = await openSession(server, {
      day: '2026-06-12',
      capacity: 2,
      quotas: { online: 1, desk: 0, elder: 1 },
    });
    const elder = await buildCitizen(server);
    const booking = bodyOf(await book(elder, id), 201);
    bodyOf(await cancel(elder, booking.id));
    expect((await seatsOf(id)).map(({ _id, quota }) => [_id.slice(id.length), quota])).toEqual([
      [':001:1', 'elder'],
      [':001:2', 'elder'],
      [':002:1', 'online'],
    ]);
  });
});

describe('the seats left for another person', () => {
  const day = '2026-06-15';
  const query = `fromDay=${day}&toDay=${day}`;

  it('are those that the claim would give: the desk books for an elder and for a young person all that it sees', async () => {
    const { id } = await openSession(server, { day, capacity: 6, quotas: { online: 1, desk: 2, elder: 3 } });
    const desk = staffCaller(server, ['desk']);
    for (const [birthDay, seen] of [
      ['1955-02-02', 6],
      ['1990-02-02', 0],
    ] as const) {
      const { residentId } = await buildCitizen(server, { birthDay });
      const listed = (await list(desk, `${query}&residentId=${residentId}`)).items.find((item) => item.id === id);
      expect(listed?.remaining).toBe(seen);
      for (let i = 0; i < seen; i += 1) {
        const twin = await buildCitizen(server, { birthDay });
        const booked = await desk.post('/bookings', { sessionId: id, residentId: twin.residentId });
        expect(outcomeOf(booked)).toBe('201');
      }
      const next = { sessionId: id, residentId };
      expect(outcomeOf(await desk.post('/bookings', next))).toBe('409 BOOKING_SESSION_FULL');
    }
  });

  it('are counted for an elder whom a relative books for', async () => {
    const { id } = await openSession(server, { day, capacity: 3, quotas: { online: 1, desk: 0, elder: 2 } });
    const [daughter, mother] = [
      await buildCitizen(server, { birthDay: '1985-05-05' }),
      await buildCitizen(server, { birthDay: '1955-02-02' }),
    ];
    const forMother = `/sessions?${query}&residentId=${mother.residentId}`;
    expect(outcomeOf(await daughter.caller.get(forMother))).toBe('404 NOT_FOUND');
    await buildProxy(server, daughter, mother);
    expect((await seeSession(daughter.caller, id)).remaining).toBe(1);
    const { items } = bodyOf(await daughter.caller.get<Page>(forMother));
    expect(items.find((item) => item.id === id)?.remaining).toBe(3);
  });

  it('are nobody else’s business', async () => {
    const [citizen, other, relative] = [
      await buildCitizen(server),
      await buildCitizen(server),
      await buildCitizen(server),
    ];
    await buildProxy(server, relative, citizen, { scopes: ['record'] });
    const ask = (caller: Caller, residentId: string) => caller.get(`/sessions?${query}&residentId=${residentId}`);
    expect(outcomeOf(await ask(anyone, citizen.residentId))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await ask(other.caller, citizen.residentId))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await ask(staffCaller(server, ['desk']), '665eaf2f9d2a4c0012345678'))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await ask(relative.caller, citizen.residentId))).toBe('403 PROXY_SCOPE_MISSING');
    expect(outcomeOf(await ask(citizen.caller, citizen.residentId))).toBe('200');
    expect(faultsOf(await ask(anyone, 'a%20b'))).toEqual(['query.residentId ID']);
  });
});

/** A small generator with a fixed seed: the same sessions in each run. */
const makeRandom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
};

describe('what the list promises', () => {
  const online = ['gp', 'tcm', 'expert', 'physical'];

  it('can be booked by whoever sees it, and nothing else can', async () => {
    const random = makeRandom(7);
    const days = ['2026-09-01', '2026-09-02'];
    for (let i = 0; i < 24; i += 1) {
      const startHour = 8 + random(6);
      const [onlineSeats, desk, elder] = [random(2), random(2), random(2)];
      const capacity = onlineSeats + desk + elder;
      if (!capacity) continue;
      await openSession(server, {
        serviceCode: online[random(4)],
        day: days[random(2)],
        startTime: `${String(startHour).padStart(2, '0')}:00`,
        endTime: `${String(startHour + 1 + random(3)).padStart(2, '0')}:30`,
        capacity,
        quotas: { online: onlineSeats, desk, elder },
        ...(random(4) === 0 ? { releaseAt: '2026-09-01T01:00:00.000Z' } : {}),
      });
    }
    const expected = { open: '201', full: '409 BOOKING_SESSION_FULL', notReleased: '409 BOOKING_NOT_RELEASED' };
    const seen = new Set<string>();
    for (const instant of ['2026-08-20T02:00:00.000Z', '2026-09-01T00:20:00.000Z', '2026-09-01T02:40:00.000Z']) {
      server.clock.set(instant);
      for (const birthDay of ['1990-02-02', '1955-02-02']) {
        const viewer = await buildCitizen(server, { birthDay });
        for (const session of (await list(viewer.caller, 'fromDay=2026-09-01&toDay=2026-09-02&limit=100')).items) {
          // Somebody of the same age, so that no other booking of the viewer is in the way.
          const twin = await buildCitizen(server, { birthDay });
          const answer = outcomeOf(await book(twin, session.id));
          const promise = session.state === 'ended' ? '409 BOOKING_TOO_LATE' : expected[session.state as 'open'];
          expect([session.state, session.remaining > 0 || session.state !== 'open', answer]).toEqual([
            session.state,
            true,
            promise,
          ]);
          seen.add(session.state);
        }
      }
    }
    expect([...seen].sort()).toEqual(['ended', 'full', 'notReleased', 'open']);
  });
});
