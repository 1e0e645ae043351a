import { randomUUID } from 'node:crypto';
import type { PolicyRole } from '@linkang/shared/api/policy';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { openSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { findViolations } from '../support/invariants';
import { callAll, logOf, openRoom, pick, roomOf, TODAY, type Visitor } from '../support/queue';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let room: ReturnType<typeof roomOf>;

beforeAll(async () => {
  server = await startServer({ limits: false });
  room = roomOf(server);
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(async () => {
  expect(await findViolations(server.deps.connection.getClient().db(server.deps.connection.name))).toEqual([]);
  await server.stop();
});

/** The clock in Shanghai on the day of the tests. */
const at = (time: string): void => server.clock.set(`${TODAY}T${time}:00.000+08:00`);
const anyone = (): Caller => new Caller(server.baseUrl);

describe('POST /sessions/{id}/calls', () => {
  it('is for the clinic staff, with a key, on a session that there is', async () => {
    const { session, visitors } = await openRoom(server, 1);
    const [visitor] = visitors as [Visitor];
    expect(outcomeOf(await room.next(session, undefined, anyone()))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await room.next(session, undefined, visitor.citizen.caller))).toBe('403 FORBIDDEN');
    for (const role of ['editor', 'admin'] satisfies PolicyRole[])
      expect(outcomeOf(await room.next(session, undefined, staffCaller(server, [role])))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await room.next({ id: MISSING }))).toBe('404 NOT_FOUND');
    expect(faultsOf(await room.next({ id: 'a b' }))).toEqual(['params.id ID']);
    const keyless = await staffCaller(server, ['desk']).post(`/sessions/${session.id}/calls`, undefined, null);
    expect(faultsOf(keyless)).toEqual(['header.Idempotency-Key MISSING']);
  });

  it('calls by number those who came in time, whoever came first, and nobody who is not there', async () => {
    const { session, visitors } = await openRoom(server, 4);
    await room.checkIn(...pick(visitors, 4, 1, 3));
    expect(await callAll(room, session)).toEqual([1, 3, 4]);
    const audits = server.deps.connection.collection('audits');
    for (const { citizen } of pick(visitors, 1, 3, 4))
      expect(await audits.countDocuments({ residentId: citizen.residentId, action: 'queue.next' })).toBe(1);
  });

  it('goes by the time of the seats in a long session', async () => {
    const { session, visitors } = await openRoom(server, 4, { endTime: '17:00' });
    expect(new Set(visitors.map(({ booking }) => booking.startTime)).size).toBe(4);
    await room.checkIn(...pick(visitors, 3, 2, 4));
    expect(await callAll(room, session)).toEqual([2, 3, 4]);
  });

  it('is empty when nobody waits, and only for today', async () => {
    const { session } = await openRoom(server, 1);
    expect(outcomeOf(await room.next(session))).toBe('409 QUEUE_EMPTY');
    expect(outcomeOf(await room.next(await openSession(server)))).toBe('409 STATE_CONFLICT');
  });

  it('names the same person for the same key, also twenty times at once, and another for another', async () => {
    const { session, visitors } = await openRoom(server, 3);
    await room.checkIn(...visitors);
    const key = randomUUID();
    const caller = staffCaller(server, ['desk'], MISSING);
    const answers = await Promise.all(Array.from({ length: 20 }, () => room.next(session, key, caller)));
    expect(answers.map((answer) => bodyOf(answer, 201).number)).toEqual(Array<number>(20).fill(1));
    expect(bodyOf(await room.next(session, randomUUID(), caller), 201).number).toBe(2);
    const { session: other } = await openRoom(server, 1);
    expect(outcomeOf(await room.next(other, key, caller))).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  it('calls nobody twice and leaves nobody out when desks call at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { session, visitors } = await openRoom(server, 12);
      await room.checkIn(...visitors);
      const desks = Array.from({ length: 6 }, () => roomOf(server, () => staffCaller(server, ['nurse'])));
      // Each desk calls again as soon as it has an answer.
      const called = await Promise.all(
        desks.map(async (desk) => {
          const numbers: number[] = [];
          for (let i = 0; i < 2; i += 1) numbers.push(bodyOf(await desk.next(session), 201).number);
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
          return numbers;
        }),
      );
      expect(called.flat().sort((a, b) => a - b)).toEqual(visitors.map(({ booking }) => booking.number));
      expect(outcomeOf(await room.next(session))).toBe('409 QUEUE_EMPTY');
    }
  });

  it('takes the first ones when more people wait than desks call', async () => {
    const { session, visitors } = await openRoom(server, 8);
    await room.checkIn(...visitors);
    const answers = await Promise.all(Array.from({ length: 3 }, () => room.next(session)));
    expect(answers.map((answer) => bodyOf(answer, 201).number).sort()).toEqual([1, 2, 3]);
  });

  it('and a call of one person at once never both count', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { session, visitors } = await openRoom(server, 1);
      const [visitor] = visitors as [Visitor];
      await room.checkIn(visitor);
      const answers = [await Promise.all([room.next(session), room.step(visitor, 'call')])].flat();
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
      expect(await logOf(server, visitor.booking.id)).toEqual(['booked', 'arrived', 'called']);
    }
  });
});

describe('the order', () => {
  it('puts a late person behind those who wait, and before those who come later', async () => {
    const { session, visitors } = await openRoom(server, 5, { endTime: '17:00' });
    await room.checkIn(...pick(visitors, 2, 3));
    at('15:10');
    await room.checkIn(...pick(visitors, 1, 4));
    expect(await callAll(room, session)).toEqual([2, 3, 1, 4]);
  });

  it('puts whoever comes more than half an hour late behind everybody', async () => {
    const { session, visitors } = await openRoom(server, 4, { endTime: '17:00' });
    await room.checkIn(...pick(visitors, 4));
    at('15:31');
    await room.checkIn(...pick(visitors, 1, 3));
    expect(await callAll(room, session)).toEqual([3, 4, 1]);
  });

  it('keeps the place of somebody whose call is taken back', async () => {
    const { session, visitors } = await openRoom(server, 3);
    const [first] = visitors as [Visitor];
    await room.checkIn(...visitors);
    bodyOf(await room.next(session), 201);
    bodyOf(await room.step(first, 'undo', { status: 'called' }));
    expect(await callAll(room, session)).toEqual([1, 2, 3]);
  });
});
