import { randomUUID } from 'node:crypto';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Turn } from '@linkang/shared/api/queue.routes';
import type { Problem } from '@linkang/shared/errors';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, buildLectureBody, openSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { findViolations } from '../support/invariants';
import { openRoom, roomOf, seePlace, TODAY, type Visitor } from '../support/queue';
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
const logOf = async (id: string): Promise<string[]> => {
  const seats = server.deps.connection.collection<{ _id: string; log: { what: string }[] }>('seats');
  return (await seats.findOne({ _id: id }))?.log.map(({ what }) => what) ?? [];
};
/** Calls until nobody waits; the numbers in the order of the calls. */
async function callAll(session: { id: string }): Promise<number[]> {
  const numbers: number[] = [];
  for (;;) {
    const answer = await room.next(session);
    if (outcomeOf(answer) === '409 QUEUE_EMPTY') return numbers;
    numbers.push(bodyOf(answer, 201).number);
  }
}
const pick = (visitors: Visitor[], ...numbers: number[]): Visitor[] =>
  numbers.map((number) => visitors[number - 1] as Visitor);

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
    expect(await callAll(session)).toEqual([1, 3, 4]);
    const audits = server.deps.connection.collection('audits');
    for (const { citizen } of pick(visitors, 1, 3, 4))
      expect(await audits.countDocuments({ residentId: citizen.residentId, action: 'queue.next' })).toBe(1);
  });

  it('goes by the time of the seats in a long session', async () => {
    const { session, visitors } = await openRoom(server, 4, { endTime: '17:00' });
    expect(new Set(visitors.map(({ booking }) => booking.startTime)).size).toBe(4);
    await room.checkIn(...pick(visitors, 3, 2, 4));
    expect(await callAll(session)).toEqual([2, 3, 4]);
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
      expect(await logOf(visitor.booking.id)).toEqual(['booked', 'arrived', 'called']);
    }
  });
});

describe('the order', () => {
  it('puts a late person behind those who wait, and before those who come later', async () => {
    const { session, visitors } = await openRoom(server, 5, { endTime: '17:00' });
    await room.checkIn(...pick(visitors, 2, 3));
    at('15:10');
    await room.checkIn(...pick(visitors, 1, 4));
    expect(await callAll(session)).toEqual([2, 3, 1, 4]);
  });

  it('puts whoever comes more than half an hour late behind everybody', async () => {
    const { session, visitors } = await openRoom(server, 4, { endTime: '17:00' });
    await room.checkIn(...pick(visitors, 4));
    at('15:31');
    await room.checkIn(...pick(visitors, 1, 3));
    expect(await callAll(session)).toEqual([3, 4, 1]);
  });

  it('keeps the place of somebody whose call is taken back', async () => {
    const { session, visitors } = await openRoom(server, 3);
    const [first] = visitors as [Visitor];
    await room.checkIn(...visitors);
    bodyOf(await room.next(session), 201);
    bodyOf(await room.step(first, 'undo', { status: 'called' }));
    expect(await callAll(session)).toEqual([1, 2, 3]);
  });
});

describe('POST /bookings/{id}/skip and /recall', () => {
  it.each(['skip', 'recall'])('%s is for the clinic staff', async (name) => {
    const { visitors } = await openRoom(server, 1);
    const [visitor] = visitors as [Visitor];
    const path = `/bookings/${visitor.booking.id}/${name}`;
    expect(outcomeOf(await anyone().post(path))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await visitor.citizen.caller.post(path))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['editor']).post(path))).toBe('403 FORBIDDEN');
    const desk = staffCaller(server, ['desk']);
    expect(outcomeOf(await desk.post(`/bookings/${MISSING}/${name}`))).toBe('404 NOT_FOUND');
    expect(faultsOf(await desk.post(`/bookings/a%20b/${name}`))).toEqual(['params.id ID']);
  });

  it('skip puts whoever does not answer behind the next three', async () => {
    const { session, visitors } = await openRoom(server, 6);
    const [first] = visitors as [Visitor];
    await room.checkIn(...visitors);
    bodyOf(await room.next(session), 201);
    expect(bodyOf(await room.step(first, 'skip'))).toMatchObject({ status: 'arrived', ahead: 3 });
    expect(await callAll(session)).toEqual([2, 3, 4, 1, 5, 6]);
    expect(await logOf(first.booking.id)).toEqual(['booked', 'arrived', 'called', 'skipped', 'called']);
  });

  it('skip goes to the end where fewer wait, and is first again where nobody does', async () => {
    const { session, visitors } = await openRoom(server, 3);
    const [first] = visitors as [Visitor];
    await room.checkIn(...visitors);
    bodyOf(await room.next(session), 201);
    expect(bodyOf(await room.step(first, 'skip')).ahead).toBe(2);
    expect(await callAll(session)).toEqual([2, 3, 1]);
    expect(bodyOf(await room.step(first, 'skip')).ahead).toBe(0);
    expect(await callAll(session)).toEqual([1]);
  });

  it('undo takes a skip back to the call, and a call after a repeated one back to waiting', async () => {
    const { session, visitors } = await openRoom(server, 2);
    const [first] = visitors as [Visitor];
    await room.checkIn(...visitors);
    bodyOf(await room.next(session), 201);
    bodyOf(await room.step(first, 'skip'));
    expect(bodyOf(await room.step(first, 'undo', { status: 'arrived' })).status).toBe('called');
    bodyOf(await room.step(first, 'recall'));
    expect(bodyOf(await room.step(first, 'undo', { status: 'called' })).status).toBe('arrived');
    expect(bodyOf(await room.step(first, 'undo', { status: 'arrived' })).status).toBe('booked');
  });

  it('recall calls again without changing anything else', async () => {
    const { session, visitors } = await openRoom(server, 1, { place: '二楼重呼诊室' });
    const [first] = visitors as [Visitor];
    await room.checkIn(first);
    bodyOf(await room.next(session), 201);
    const seen = async () => (await room.board()).items.find((item) => item.sessionId === session.id)?.called[0];
    const before = await seen();
    server.clock.advanceMinutes(1);
    expect(bodyOf(await room.step(first, 'recall'))).toMatchObject({ status: 'called', ahead: null });
    const after = await seen();
    expect([before?.number, after?.number]).toEqual([1, 1]);
    expect(after?.calledAt).not.toBe(before?.calledAt);
    expect(bodyOf(await room.step(first, 'finish')).status).toBe('done');
  });

  it.each(['skip', 'recall'])('%s needs somebody who was called, today', async (name) => {
    const { visitors } = await openRoom(server, 1);
    const [visitor] = visitors as [Visitor];
    for (const before of ['booked', 'arrived']) {
      const answer = await room.step(visitor, name);
      expect(outcomeOf(answer)).toBe('409 STATE_CONFLICT');
      expect((answer.body as unknown as Problem).conflict).toMatchObject({ status: before });
      if (before === 'booked') await room.checkIn(visitor);
    }
  });

  it('of ten taps on skip one counts', async () => {
    const { session, visitors } = await openRoom(server, 2);
    const [first] = visitors as [Visitor];
    await room.checkIn(...visitors);
    bodyOf(await room.next(session), 201);
    const taps = await Promise.all(Array.from({ length: 10 }, () => room.step(first, 'skip')));
    expect(countOutcomes(taps)).toEqual({ 200: 1, '409 STATE_CONFLICT': 9 });
  });
});

describe('GET /bookings/{id}/queue', () => {
  it('is for the person and staff', async () => {
    const { visitors } = await openRoom(server, 1);
    const [{ citizen, booking }] = visitors as [Visitor];
    const path = `/bookings/${booking.id}/queue`;
    expect(outcomeOf(await anyone().get(path))).toBe('401 AUTH_REQUIRED');
    const stranger = await buildCitizen(server);
    expect(outcomeOf(await stranger.caller.get(path))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await staffCaller(server, ['editor']).get(path))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await citizen.caller.get(`/bookings/${MISSING}/queue`))).toBe('404 NOT_FOUND');
    expect(faultsOf(await citizen.caller.get('/bookings/a%20b/queue'))).toEqual(['params.id ID']);
    bodyOf(await staffCaller(server, ['doctor']).get(path));
  });

  it('counts down as people are called, and never more than the people there are', async () => {
    const { session, visitors } = await openRoom(server, 3);
    const third = visitors[2] as Visitor;
    expect(await seePlace(third)).toMatchObject({ status: 'booked', ahead: null, minutes: null, waiting: 0 });
    await room.checkIn(...visitors);
    expect(await seePlace(third)).toMatchObject({ status: 'arrived', number: 3, ahead: 2, waiting: 3, calling: [] });
    bodyOf(await room.next(session), 201);
    expect(await seePlace(third)).toMatchObject({ ahead: 1, calling: [1], waiting: 2 });
    bodyOf(await room.next(session), 201);
    server.clock.advanceMinutes(1);
    bodyOf(await room.next(session), 201);
    expect(await seePlace(third)).toMatchObject({ status: 'called', ahead: null, minutes: null, waiting: 0 });
    expect((await seePlace(third)).calling[0]).toBe(3);
  });

  it('estimates by the plan first, and by the pace of the day once three visits are over', async () => {
    // Ten minutes are planned for each of the six.
    const { session, visitors } = await openRoom(server, 6);
    const last = visitors[5] as Visitor;
    await room.checkIn(...visitors);
    expect(await seePlace(last)).toMatchObject({ ahead: 5, minutes: 50 });
    for (const minutes of [4, 20, 4]) {
      const { id } = bodyOf(await room.next(session), 201);
      server.clock.advanceMinutes(minutes);
      const visitor = visitors.find(({ booking }) => booking.id === id) as Visitor;
      bodyOf(await room.step(visitor, 'finish'));
    }
    expect(await seePlace(last)).toMatchObject({ ahead: 2, minutes: 8 });
    bodyOf(await room.next(session), 201);
    // One waits before them, and who was called has a minute left.
    server.clock.advanceMinutes(3);
    expect(await seePlace(last)).toMatchObject({ ahead: 1, minutes: 5 });
  });

  it('costs the crowd one reading', async () => {
    const { session, visitors } = await openRoom(server, 5);
    await room.checkIn(...visitors);
    await server.deps.connection.getClient().db(server.deps.connection.name).command({ profile: 2 });
    await Promise.all(Array.from({ length: 8 }, () => visitors.map((visitor) => seePlace(visitor))).flat());
    const database = server.deps.connection.getClient().db(server.deps.connection.name);
    await database.command({ profile: 0 });
    const reads = await database
      .collection('system.profile')
      .find({ op: 'query', 'command.filter.sessionId.$in': session.id, 'command.filter.turn': { $exists: true } })
      .toArray();
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.length).toBeLessThan(3);
    expect(reads[0]?.planSummary).toMatch(/IXSCAN \{ sessionId: 1, status: 1, turn: 1, no: 1 \}/);
  });
});

describe('GET /queue', () => {
  it('tells by number who is there, and names nobody', async () => {
    const { session, visitors } = await openRoom(server, 3);
    await room.checkIn(...pick(visitors, 1, 3));
    bodyOf(await room.next(session), 201);
    const turns = (await room.day()).filter((turn) => turn.sessionId === session.id);
    expect(turns.map(({ number, status, ahead }) => [number, status, ahead])).toEqual([
      [1, 'called', null],
      [3, 'arrived', 0],
    ]);
    expect(Object.keys(turns[0] as Turn).sort()).toEqual(['ahead', 'id', 'number', 'sessionId', 'status']);
    expect(await room.day('2026-07-01')).toEqual([]);
  });

  it.each([
    ['', ['query.day MISSING']],
    ['day=2026-02-30', ['query.day DAY']],
  ])('refuses %j', async (query, faults) => {
    expect(faultsOf(await staffCaller(server, ['desk']).get(`/queue?${query}`))).toEqual(faults);
  });

  it.each(['/queue?day=2026-06-04', '/queue-board', '/check-ins/desk-code'])(
    '%s is for the clinic staff',
    async (path) => {
      expect(outcomeOf(await anyone().get(path))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await (await buildCitizen(server)).caller.get(path))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await staffCaller(server, ['editor']).get(path))).toBe('403 FORBIDDEN');
      for (const role of ['director', 'doctor', 'nurse', 'desk'] satisfies PolicyRole[])
        bodyOf(await staffCaller(server, [role]).get(path));
    },
  );
});

describe('GET /queue-board', () => {
  it('shows a room with masked names: who is called, the latest first, and the next three', async () => {
    const place = '三楼屏幕诊室';
    const session = await openSession(server, { day: TODAY, startTime: '15:00', endTime: '16:00', capacity: 6, place });
    const visitors: Visitor[] = [];
    for (const name of ['张小明', '李娜', '欧阳修文', '王五', '赵德福', '孙玉珍']) {
      const citizen = await buildCitizen(server, { name });
      visitors.push({ citizen, booking: bodyOf(await book(citizen, session.id), 201) });
    }
    await room.checkIn(...visitors);
    bodyOf(await room.next(session), 201);
    server.clock.advanceMinutes(1);
    bodyOf(await room.next(session), 201);
    const board = await room.board(`?place=${encodeURIComponent(place)}`);
    expect(board.items).toHaveLength(1);
    expect(board.items[0]).toMatchObject({ sessionId: session.id, place, waiting: 4 });
    expect(board.items[0]?.called.map((one) => [one.number, one.maskedName])).toEqual([
      [2, '李*'],
      [1, '张*明'],
    ]);
    expect(board.items[0]?.next.map((one) => [one.number, one.maskedName])).toEqual([
      [3, '欧**文'],
      [4, '王*'],
      [5, '赵*福'],
    ]);
    const text = JSON.stringify(board);
    for (const { citizen, booking } of visitors)
      for (const secret of [citizen.name, citizen.residentId, booking.id]) expect(text).not.toContain(secret);
    expect((await room.board('?place=nowhere')).items).toEqual([]);
  });

  it.each([
    ['place=', ['query.place EMPTY']],
    [`place=${'x'.repeat(61)}`, ['query.place TOO_LONG']],
  ])('refuses %j', async (query, faults) => {
    expect(faultsOf(await staffCaller(server, ['desk']).get(`/queue-board?${query}`))).toEqual(faults);
  });

  it('has no lecture', async () => {
    const editor = staffCaller(server, ['editor']);
    const body = buildLectureBody({ day: TODAY, startTime: '15:00', endTime: '16:00' });
    const lecture = bodyOf(await editor.post<{ id: string }>('/lectures', body), 201);
    bodyOf(await editor.post(`/lectures/${lecture.id}/publish`));
    expect((await room.board()).items.some((item) => item.place === '三楼会议室')).toBe(false);
  });
});

describe('GET /day', () => {
  it('tells how long people waited', async () => {
    const { session, visitors } = await openRoom(server, 3, { place: '一楼等候诊室' });
    const waited = async () => {
      const path = `/day?day=${TODAY}&place=${encodeURIComponent('一楼等候诊室')}`;
      const { items } = bodyOf(
        await staffCaller(server, ['desk']).get<{ items: { waitingMinutes: number; bookings: Booking[] }[] }>(path),
      );
      return items[0]?.waitingMinutes;
    };
    expect(await waited()).toBeNull();
    await room.checkIn(...visitors);
    for (const minutes of [6, 10, 3]) {
      server.clock.advanceMinutes(minutes);
      bodyOf(await room.next(session), 201);
    }
    // 6, 16 and 19 minutes after they came.
    expect(await waited()).toBe(16);
  });
});
