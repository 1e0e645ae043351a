import type { Booking } from '@linkang/shared/api/booking.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Turn } from '@linkang/shared/api/queue.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, buildLectureBody, openSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { findViolations } from '../support/invariants';
import { openRoom, pick, roomOf, seePlace, TODAY, type Visitor } from '../support/queue';
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

const anyone = (): Caller => new Caller(server.baseUrl);

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
