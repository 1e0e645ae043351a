import type { Room } from '@linkang/shared/api/centre.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, openSession, seeSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let admin: Caller;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
  admin = staffCaller(server, ['admin']);
  anyone = new Caller(server.baseUrl);
});
afterAll(() => server.stop());

let made = 0;
const buildRoomBody = (changes: Record<string, unknown> = {}) => {
  made += 1;
  return { name: `${600 + made} 诊室`, floor: '2楼', serviceCodes: ['gp'], active: true, order: made, ...changes };
};
const addRoom = async (changes: Record<string, unknown> = {}): Promise<Room> =>
  bodyOf(await admin.post<Room>('/rooms', buildRoomBody(changes)), 201);
const changeRoom = ({ id, place: _, ...room }: Room, changes: Partial<Room>) =>
  admin.put<Room>(`/rooms/${id}`, { ...room, ...changes });

describe('rooms', () => {
  it('are added, changed and listed in their order, for anybody', async () => {
    const second = await addRoom({ name: '中医1诊室', floor: '二楼', serviceCodes: [], order: 901 });
    const first = await addRoom({ name: '203 诊室', serviceCodes: ['gp', 'gp'], order: 900 });
    expect(first).toEqual({
      id: expect.any(String),
      name: '203 诊室',
      floor: '2楼',
      place: '2楼 203 诊室',
      serviceCodes: ['gp'],
      active: true,
      order: 900,
      rev: 0,
    });
    expect(second.place).toBe('二楼中医1诊室');
    const closed = bodyOf(await changeRoom(first, { active: false, name: '204 诊室' }));
    expect(closed).toEqual({ ...first, name: '204 诊室', place: '2楼 204 诊室', active: false, rev: 1 });
    const { items } = bodyOf(await anyone.get<{ items: Room[] }>('/rooms'));
    expect(items.slice(-2)).toEqual([closed, second]);
  });

  it('give sessions their place, which stays when the room is renamed', async () => {
    const room = await addRoom({ name: '301 诊室', floor: '3楼' });
    const session = await openSession(server, { roomId: room.id, place: undefined });
    expect(session).toMatchObject({ roomId: room.id, place: '3楼 301 诊室' });
    bodyOf(await changeRoom(room, { name: '302 诊室' }));
    expect(await seeSession(anyone, session.id)).toMatchObject({ roomId: room.id, place: '3楼 301 诊室' });
    expect(await openSession(server, { roomId: room.id, place: '门口' })).toMatchObject({ place: '3楼 302 诊室' });
    expect(await openSession(server, { place: '门口' })).not.toHaveProperty('roomId');
  });

  it('are not given to sessions any more when they are closed', async () => {
    const room = await addRoom({ active: false });
    const answer = await staffCaller(server, ['desk']).post('/sessions', {
      serviceCode: 'gp',
      day: '2026-06-08',
      startTime: '09:00',
      endTime: '10:00',
      capacity: 5,
      roomId: room.id,
    });
    expect(faultsOf(answer)).toEqual(['body.roomId UNKNOWN']);
  });

  it('hold two sessions at a time: staff are only warned', async () => {
    const { id: roomId } = await addRoom();
    await openSession(server, { roomId });
    expect((await openSession(server, { roomId })).roomId).toBe(roomId);
  });

  it('have a name once a floor', async () => {
    const room = await addRoom({ name: '501 诊室', floor: '5楼' });
    const twin = buildRoomBody({ name: '501 诊室', floor: '5楼' });
    expect(outcomeOf(await admin.post('/rooms', twin))).toBe('409 NAME_TAKEN');
    const other = await addRoom({ name: '501 诊室', floor: '6楼' });
    expect(outcomeOf(await changeRoom(other, { floor: '5楼' }))).toBe('409 NAME_TAKEN');
    expect(bodyOf(await changeRoom(room, { order: 3 })).rev).toBe(1);
  });

  it('are made once of twenty repeats, and one of twenty with a name', async () => {
    const body = buildRoomBody();
    const repeats = await Promise.all(Array.from({ length: 20 }, () => admin.post<Room>('/rooms', body, 'room-key')));
    expect(new Set(repeats.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    expect(outcomeOf(await admin.post('/rooms', { ...body, order: 77 }, 'room-key'))).toBe('422 IDEMPOTENCY_MISMATCH');
    const name = buildRoomBody();
    const race = await Promise.all(Array.from({ length: 20 }, () => admin.post('/rooms', name)));
    expect(countOutcomes(race)).toEqual({ 201: 1, '409 NAME_TAKEN': 19 });
  });

  it('take one of two changes at once', async () => {
    const room = await addRoom();
    const changes = await Promise.all([changeRoom(room, { order: 1 }), changeRoom(room, { order: 2 })]);
    expect(countOutcomes(changes)).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
  });

  it.each([
    [{ name: undefined }, ['body.name MISSING']],
    [{ name: ' ' }, ['body.name EMPTY']],
    [{ name: '室'.repeat(31) }, ['body.name TOO_LONG']],
    [{ floor: '' }, ['body.floor EMPTY']],
    [{ floor: '楼'.repeat(11) }, ['body.floor TOO_LONG']],
    [{ floor: undefined }, ['body.floor MISSING']],
    [{ serviceCodes: undefined }, ['body.serviceCodes MISSING']],
    [{ serviceCodes: ['gp', 'dentist'] }, ['body.serviceCodes.1 UNKNOWN']],
    [{ serviceCodes: [1] }, ['body.serviceCodes.0 TYPE']],
    [{ serviceCodes: Array(31).fill('gp') }, ['body.serviceCodes TOO_MANY']],
    [{ active: 'yes' }, ['body.active TYPE']],
    [{ active: undefined }, ['body.active MISSING']],
    [{ order: -1 }, ['body.order TOO_SMALL']],
    [{ order: 10_000 }, ['body.order TOO_LARGE']],
    [{ order: undefined }, ['body.order MISSING']],
  ])('refuse %j', async (changes, faults) => {
    const body = buildRoomBody(changes);
    expect(faultsOf(await admin.post('/rooms', body))).toEqual(faults);
    const room = await addRoom();
    expect(faultsOf(await admin.put(`/rooms/${room.id}`, { ...body, rev: 0 }))).toEqual(faults);
  });

  it('refuse a change without its revision, and one of a room that is not there', async () => {
    const room = await addRoom();
    expect(faultsOf(await admin.put(`/rooms/${room.id}`, buildRoomBody()))).toEqual(['body.rev MISSING']);
    expect(outcomeOf(await admin.put(`/rooms/${MISSING}`, { ...buildRoomBody(), rev: 0 }))).toBe('404 NOT_FOUND');
    expect(faultsOf(await admin.put('/rooms/a%20b', { ...buildRoomBody(), rev: 0 }))).toEqual(['params.id ID']);
  });

  it.each<PolicyRole>(['doctor', 'nurse', 'desk', 'editor'])('are not for %s to change', async (role) => {
    const caller = staffCaller(server, [role]);
    expect(outcomeOf(await caller.post('/rooms', buildRoomBody()))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await caller.put(`/rooms/${MISSING}`, buildRoomBody()))).toBe('403 FORBIDDEN');
  });

  it('are not for others to change', async () => {
    expect(outcomeOf(await anyone.post('/rooms', buildRoomBody()))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await anyone.put(`/rooms/${MISSING}`, buildRoomBody()))).toBe('401 AUTH_REQUIRED');
    const { caller } = await buildCitizen(server);
    expect(outcomeOf(await caller.post('/rooms', buildRoomBody()))).toBe('403 FORBIDDEN');
  });
});
