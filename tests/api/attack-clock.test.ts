import { reconcileSeats } from '@linkang/server/modules/session';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { bodyOf, countOutcomes, outcomeOf } from '../support/answers';
import { signInResident, signInStaff, STAFF_PASSWORD } from '../support/builders';
import { book, buildCitizen, cancel, openSession, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { findViolations } from '../support/invariants';
import { inboxOf } from '../support/notices';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

/*
 * A clock that jumps ten minutes to and fro, as one does that is set right: nothing happens twice, and nothing that
 * has ended begins again. Reminders are tried in the same way in `reminder.test.ts`.
 */
type Pair = CallReply<AuthRoutes['refresh']>;

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
beforeEach(() => server.clock.set(TEST_NOW));
afterEach(() => jest.restoreAllMocks());
afterAll(() => server.stop());

interface Waiting {
  citizen: Citizen;
  entryId: string;
}

const see = async ({ citizen, entryId }: Waiting): Promise<WaitlistEntry> =>
  bodyOf(await citizen.caller.get<WaitlistEntry>(`/waitlist/${entryId}`));

/** A full session whose holder gives the seat back to three who wait. */
async function giveToLine(): Promise<{ sessionId: string; line: Waiting[] }> {
  const { id: sessionId } = await openSession(server, { day: '2026-06-10', capacity: 1 });
  const holder = await buildCitizen(server);
  const booking = bodyOf(await book(holder, sessionId), 201);
  const line: Waiting[] = [];
  for (let i = 0; i < 3; i += 1) {
    const citizen = await buildCitizen(server);
    const body = { sessionId, residentId: citizen.residentId };
    line.push({ citizen, entryId: bodyOf(await citizen.caller.post<WaitlistEntry>('/waitlist', body), 201).id });
    server.clock.advanceMinutes(1);
  }
  bodyOf(await cancel(holder, booking.id));
  return { sessionId, line };
}

describe('an offer', () => {
  it('is made and ends once, whoever reconciles before, at and after its end', async () => {
    const { sessionId, line } = await giveToLine();
    const seen: string[] = [];
    for (const minutes of [25, -10, 10, 10, -10, -10, 10, 10, 10, -10, 10]) {
      server.clock.advanceMinutes(minutes);
      await Promise.all([1, 2, 3].map(() => reconcileSeats(server.deps)));
      seen.push((await Promise.all(line.map(see))).map(({ status }) => status).join());
    }
    // Those who had their turn never have it again, and there is one offer at a time.
    const turn = (states: string): number => states.split(',').indexOf('offered');
    expect(seen[0]).toBe('offered,waiting,waiting');
    expect(seen.map(turn)).toEqual([...seen.map(turn)].sort());
    expect(seen.at(-1)).toMatch(/^expired,/);
    const offers = await Promise.all(
      line.map(async ({ citizen }) =>
        (await inboxOf(server, citizen.caller)).items.filter(({ opens }) => opens === 'waitlist'),
      ),
    );
    const turns = turn(seen.at(-1) ?? '') + 1;
    expect(offers.map(({ length }) => length)).toEqual(line.map((_, place) => (place < turns ? 1 : 0)));
    const seats = server.deps.connection.collection('seats');
    expect(await seats.countDocuments({ sessionId, status: 'booked' })).toBe(0);
  });

  it('is taken once when the clock jumps over its end and back meanwhile', async () => {
    const { sessionId, line } = await giveToLine();
    const { citizen, entryId } = line[0] as Waiting;
    server.clock.advanceMinutes(25);
    const accepting = Array.from({ length: 6 }, async (_, i) => {
      server.clock.advanceMinutes(i % 2 ? -10 : 10);
      return citizen.caller.post(`/waitlist/${entryId}/accept`, {});
    });
    const answers = await Promise.all([
      ...accepting,
      reconcileSeats(server.deps).then(() => ({ status: 0, body: {} })),
    ]);
    await reconcileSeats(server.deps);
    const booked = await server.deps.connection.collection('seats').countDocuments({ sessionId, status: 'booked' });
    expect(booked).toBe((countOutcomes(answers)['200'] ?? 0) > 0 ? 1 : 0);
    const { connection } = server.deps;
    expect(await findViolations(connection.getClient().db(connection.name))).toEqual([]);
  });
});

describe('a sign-in', () => {
  const refresh = (refreshToken: string) =>
    new Caller(server.baseUrl).send<Pair>('POST', '/auth/refresh', { refreshToken });

  it('goes on with one successor, and a token from the future is no token', async () => {
    const { accessToken, refreshToken } = await signInResident(server, 'ok-clock');
    const me = async (token: string): Promise<string> => outcomeOf(await new Caller(server.baseUrl, token).get('/me'));
    server.clock.advanceMinutes(10);
    expect(await me(accessToken)).toBe('200');
    server.clock.advanceMinutes(-20);
    expect(await me(accessToken)).toBe('401 AUTH_EXPIRED');
    const second = bodyOf(await refresh(refreshToken));
    expect(await me(second.accessToken)).toBe('200');
    // The used one gives the same successor or none, never another.
    server.clock.advanceMinutes(-10);
    const repeated = await refresh(refreshToken);
    if (repeated.status === 200) expect(repeated.body.refreshToken).toBe(second.refreshToken);
    server.clock.advanceMinutes(20);
    expect(outcomeOf(await refresh(refreshToken))).toBe('401 AUTH_EXPIRED');
    expect(outcomeOf(await refresh(second.refreshToken))).toBe('401 AUTH_EXPIRED');
  });

  it('that has ended stays ended', async () => {
    const { caller } = await signInResident(server, 'ok-clock-out');
    expect(outcomeOf(await caller.post('/auth/logout'))).toBe('204');
    for (const minutes of [-10, 10, 10]) {
      server.clock.advanceMinutes(minutes);
      await server.deps.revocations.refresh();
      expect(outcomeOf(await caller.get('/me'))).toBe('401 AUTH_EXPIRED');
    }
  });
});

describe('a limit', () => {
  const guess = (username: string) =>
    new Caller(server.baseUrl).post('/auth/staff', { username, password: `${STAFF_PASSWORD}-wrong` });
  /** The machine's own clock, which counts for limits, beside that of the test. */
  const setMachine = (minutes: number): void => {
    jest.restoreAllMocks();
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + minutes * 60_000);
    server.clock.set(new Date(Date.parse(TEST_NOW) + minutes * 60_000).toISOString());
  };

  it('gives five tries, however the clock jumps between them, and stays shut', async () => {
    await signInStaff(server, ['nurse'], { username: 'clock-nurse' });
    const outcomes: string[] = [];
    for (const minutes of [0, 10, 0, -10, 0, 10, -10, 0]) {
      setMachine(minutes);
      outcomes.push(outcomeOf(await guess('clock-nurse')));
    }
    expect(outcomes).toEqual([
      ...Array<string>(5).fill('401 AUTH_FAILED'),
      ...Array<string>(3).fill('429 RATE_LIMITED'),
    ]);
    const right = { username: 'clock-nurse', password: STAFF_PASSWORD };
    expect(outcomeOf(await new Caller(server.baseUrl).post('/auth/staff', right))).toBe('429 RATE_LIMITED');
  });
});
