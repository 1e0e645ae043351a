import type { Problem } from '@linkang/shared/errors';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { findViolations } from '../support/invariants';
import { callAll, logOf, openRoom, roomOf, type Visitor } from '../support/queue';
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
    expect(await callAll(room, session)).toEqual([2, 3, 4, 1, 5, 6]);
    expect(await logOf(server, first.booking.id)).toEqual(['booked', 'arrived', 'called', 'skipped', 'called']);
  });

  it('skip goes to the end where fewer wait, and is first again where nobody does', async () => {
    const { session, visitors } = await openRoom(server, 3);
    const [first] = visitors as [Visitor];
    await room.checkIn(...visitors);
    bodyOf(await room.next(session), 201);
    expect(bodyOf(await room.step(first, 'skip')).ahead).toBe(2);
    expect(await callAll(room, session)).toEqual([2, 3, 1]);
    expect(bodyOf(await room.step(first, 'skip')).ahead).toBe(0);
    expect(await callAll(room, session)).toEqual([1]);
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
