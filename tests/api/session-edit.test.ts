import { placeOf, type Sealed } from '@linkang/server/platform/keyring';
import { reconcileSeats } from '@linkang/server/modules/session';
import { noticeKinds } from '@linkang/shared/api/notice-kinds';
import type { CallReply } from '@linkang/shared/api/route';
import type { Call } from '@linkang/shared/api/notice.routes';
import type { RosterRow, Session, SessionRoutes } from '@linkang/shared/api/session.routes';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { seatGrains } from '@linkang/shared/domain/seat-keys';
import type { Problem } from '@linkang/shared/errors';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, buildLectureBody, cancel, openSession, seeSession, staffCaller } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

type Edited = CallReply<SessionRoutes['update']>;
interface SeatDocument {
  _id: string;
  status: string;
  no: number;
  day: string;
  startTime: string;
  endTime: string;
  grains: string[];
  residentId?: string;
  keys?: string[];
  clashKeys?: string[];
  edit?: number;
  log: { what: string; by: string }[];
  outbox?: {
    id: string;
    kind: 'bookingChanged';
    residentId: string;
    targetId: string;
    data: Record<string, unknown>;
  }[];
}

const MISSING = '665eaf2f9d2a4c0012345678';
const deskId = '665eaf2f9d2a4c0000000002';

let server: TestServer;
let desk: Caller;

beforeAll(async () => {
  server = await startServer();
  desk = staffCaller(server, ['desk'], deskId);
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(async () => {
  await reconcileSeats(server.deps);
  expect(await findViolations(server.deps.connection.getClient().db(server.deps.connection.name))).toEqual([]);
  await server.stop();
});

const seats = () => server.deps.connection.collection<SeatDocument>('seats');
const sessions = () => server.deps.connection.collection<{ _id: string }>('sessions');
const seatsOf = (sessionId: string) => seats().find({ sessionId }).sort({ _id: 1 }).toArray();
const seatOf = async (id: string): Promise<SeatDocument> => {
  const seat = await seats().findOne({ _id: id });
  if (!seat) throw new Error(`no seat ${id}`);
  return seat;
};
/** The messages about the change; that the booking was made has its own. */
const toldOf = (seat: SeatDocument) => (seat.outbox ?? []).filter(({ kind }) => kind === 'bookingChanged');
const buildEdit = (session: Session, changes: Record<string, unknown> = {}) => ({
  startTime: '14:00',
  endTime: '15:00',
  place: '二楼 205 诊室',
  reason: '医生上午外出开会',
  rev: session.rev,
  ...changes,
});
const edit = (session: Session, changes: Record<string, unknown> = {}, caller = desk): Promise<Answer<Edited>> =>
  caller.send<Edited>('PUT', `/sessions/${session.id}`, buildEdit(session, changes));
const clashesOf = async (id: string): Promise<Call[]> =>
  bodyOf(await desk.get<{ items: Call[] }>(`/calls?topic=clash&sessionId=${id}`)).items;

describe('who may change a session', () => {
  it('clinic staff, an existing session', async () => {
    const session = await openSession(server);
    const citizen = await buildCitizen(server);
    expect(outcomeOf(await edit(session, {}, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await edit(session, {}, citizen.caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await edit(session, {}, staffCaller(server, ['editor'])))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await edit({ ...session, id: MISSING }))).toBe('404 NOT_FOUND');
  });

  it.each([
    [{ startTime: '9' }, ['body.startTime TIME', 'body.endTime ORDER']],
    [{ startTime: undefined }, ['body.startTime MISSING']],
    [{ endTime: '9:00' }, ['body.endTime TIME']],
    [{ endTime: '14:00' }, ['body.endTime ORDER']],
    [{ place: ' ' }, ['body.place EMPTY']],
    [{ place: '室'.repeat(61) }, ['body.place TOO_LONG']],
    [{ reason: '' }, ['body.reason EMPTY']],
    [{ reason: '因'.repeat(201) }, ['body.reason TOO_LONG']],
    [{ rev: -1 }, ['body.rev TOO_SMALL']],
    [{ rev: undefined }, ['body.rev MISSING']],
    [{ day: '2026-02-30' }, ['body.day DAY']],
    [{ day: '2026-06-03' }, ['body.day PAST']],
    [{ day: '2026-06-04', startTime: '11:00', endTime: '13:00' }, ['body.startTime PAST']],
    [{ day: '2026-06-04', startTime: '10:00', endTime: '11:00' }, ['body.startTime PAST', 'body.endTime PAST']],
    [{ startTime: '09:00', endTime: '10:00', place: '一楼全科诊室' }, ['body.startTime SAME']],
  ])('refuses %j', async (changes, faults) => {
    const answer = await edit(await openSession(server), changes);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual(faults);
  });

  it('not one that was changed meanwhile, has ended, was called off, or is a lecture', async () => {
    const session = await openSession(server);
    const stale = await edit(session, { rev: 7 });
    expect(outcomeOf(stale)).toBe('409 STATE_CONFLICT');
    expect((stale.body as unknown as Problem).conflict).toMatchObject({ id: session.id, rev: 0, startTime: '09:00' });
    server.clock.set('2026-06-08T01:30:00.000Z');
    const ended = await edit(session, {}, staffCaller(server, ['desk']));
    expect(outcomeOf(ended)).toBe('409 STATE_CONFLICT');
    server.clock.set(TEST_NOW);
    await sessions().updateOne({ _id: session.id }, { $set: { state: 'suspended' } });
    expect(outcomeOf(await edit(session))).toBe('409 STATE_CONFLICT');
    await sessions().updateOne({ _id: session.id }, { $set: { state: 'open' } });
    const editor = staffCaller(server, ['editor']);
    const lecture = bodyOf(await editor.post<{ id: string }>('/lectures', buildLectureBody()), 201);
    bodyOf(await editor.post(`/lectures/${lecture.id}/publish`));
    expect(outcomeOf(await edit({ ...session, id: lecture.id }))).toBe('409 STATE_CONFLICT');
    expect((await seatsOf(session.id)).every((seat) => seat.startTime === '09:00')).toBe(true);
  });
});

describe('a change of time and place', () => {
  it('takes seats, people, keys, lists and messages along', async () => {
    const session = await openSession(server, { endTime: '11:00', capacity: 8 });
    const [first, second] = [await buildCitizen(server), await buildCitizen(server)];
    const booking = bodyOf(await book(first, session.id), 201);
    const given = bodyOf(await book(second, session.id), 201);
    bodyOf(await cancel(second, given.id));
    const edited = bodyOf(await edit(session, { endTime: '16:00' }));
    const shown = { startTime: '14:00', endTime: '16:00', place: '二楼 205 诊室', rev: 1, remaining: 7 };
    expect(edited).toMatchObject({ ...shown, told: 1, clashes: 0 });
    expect(await seeSession(new Caller(server.baseUrl), session.id)).toMatchObject(shown);
    const seen = bodyOf(await first.caller.get<Booking>(`/bookings/${booking.id}`));
    expect(seen).toMatchObject({ startTime: '14:00', endTime: '14:15', place: '二楼 205 诊室', status: 'booked' });
    expect(seen).not.toHaveProperty('clash');

    const rows = await seatsOf(session.id);
    const live = rows.filter((seat) => seat.status !== 'cancelled');
    expect(live.map((seat) => seat.startTime).sort()).toEqual(
      '14:00 14:15 14:30 14:45 15:00 15:15 15:30 15:45'.split(' '),
    );
    for (const seat of live) expect(seat.grains).toEqual(seatGrains(seat.day, seat));
    expect(rows.find((seat) => seat._id === given.id)).toMatchObject({ startTime: '09:15', status: 'cancelled' });
    const seat = await seatOf(booking.id);
    const timeKeys = seat.keys?.filter((key) => key.startsWith('H:'));
    expect(timeKeys).toEqual([`H:${first.residentId}:2026-06-08T14:00`]);
    expect(seat.log.map(({ what }) => what)).toEqual(['booked', 'edited']);
    expect(toldOf(seat)).toHaveLength(1);
    const [entry] = toldOf(seat);
    expect(entry).toMatchObject({ kind: 'bookingChanged', residentId: first.residentId, targetId: booking.id });
    expect(noticeKinds.bookingChanged.say(entry?.data ?? {}).body).toBe(
      '现在是6月8日 周一 下午2:00，二楼 205 诊室，1号。原因：医生上午外出开会。',
    );
    expect(rows.filter((row) => toldOf(row).length)).toHaveLength(1);
    const audit = { action: 'session.update', staffId: deskId, residentId: first.residentId };
    const row = await server.deps.connection.collection<{ reason: Sealed }>('audits').findOne(audit);
    const reason = server.deps.keyring.decrypt(row?.reason as Sealed, placeOf('audits', 'reason', row?._id));
    expect(reason).toBe('医生上午外出开会');
  });

  it('frees the old time and takes the new one for the person', async () => {
    const session = await openSession(server);
    const citizen = await buildCitizen(server);
    bodyOf(await book(citizen, session.id), 201);
    bodyOf(await edit(session));
    const beside = { serviceCode: 'tcm', capacity: 1 };
    const morning = await openSession(server, beside);
    const afternoon = await openSession(server, { ...beside, startTime: '14:30', endTime: '15:30' });
    expect(outcomeOf(await book(citizen, afternoon.id))).toBe('409 BOOKING_TIME_CLASH');
    expect(outcomeOf(await book(citizen, morning.id))).toBe('201');
  });

  it('changes the day only while nobody has a seat', async () => {
    const session = await openSession(server);
    const citizen = await buildCitizen(server);
    const booking = bodyOf(await book(citizen, session.id), 201);
    expect(faultsOf(await edit(session, { day: '2026-06-09' }))).toEqual(['body.day BOOKED']);
    bodyOf(await cancel(citizen, booking.id));
    // Somebody who is refused leaves the old day in the server's memory for a second.
    const busy = await buildCitizen(server);
    bodyOf(await book(busy, (await openSession(server, { serviceCode: 'tcm' })).id), 201);
    expect(outcomeOf(await book(busy, session.id))).toBe('409 BOOKING_TIME_CLASH');
    expect(bodyOf(await edit(session, { day: '2026-06-09' }))).toMatchObject({ day: '2026-06-09', told: 0 });
    // Nobody gets a seat of the new day under the keys of the old one.
    expect(outcomeOf(await book(citizen, session.id))).toBe('409 BOOKING_SESSION_FULL');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(bodyOf(await book(citizen, session.id), 201).day).toBe('2026-06-09');
    expect((await seatsOf(session.id)).filter(({ status }) => status === 'free').map(({ day }) => day)).toEqual(
      Array.from({ length: 4 }, () => '2026-06-09'),
    );
  });

  it('leaves visits that are over, and a step back after it still finds its way', async () => {
    const session = await openSession(server, { day: '2026-06-04', startTime: '14:00', endTime: '15:00' });
    const [done, called] = [await buildCitizen(server), await buildCitizen(server)];
    const over = bodyOf(await book(done, session.id), 201);
    const here = bodyOf(await book(called, session.id), 201);
    const step = async (id: string, name: string, body?: unknown) =>
      bodyOf(await desk.post<Booking>(`/bookings/${id}/${name}`, body));
    for (const name of ['check-in', 'finish']) await step(over.id, name);
    for (const name of ['check-in', 'call']) await step(here.id, name);
    expect(bodyOf(await edit(session, { startTime: '14:15', endTime: '15:15' })).told).toBe(1);
    expect((await seatOf(over.id)).startTime).toBe('14:00');
    expect((await seatOf(here.id)).startTime).toBe('14:15');
    await step(here.id, 'finish');
    expect((await step(here.id, 'undo', { status: 'done' })).status).toBe('called');
  });
});

describe('a repeat of the change', () => {
  it('twenty at once and one later answer the same and tell nobody twice', async () => {
    const session = await openSession(server);
    const booking = bodyOf(await book(await buildCitizen(server), session.id), 201);
    const answers = await Promise.all(Array.from({ length: 20 }, () => edit(session)));
    answers.push(await edit(session));
    expect(countOutcomes(answers)).toEqual({ 200: 21 });
    for (const answer of answers) expect(answer.body).toMatchObject({ rev: 1, told: 1, clashes: 0 });
    expect(toldOf(await seatOf(booking.id))).toHaveLength(1);
    expect(outcomeOf(await edit(session, { reason: '别的原因' }))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await edit(session, {}, staffCaller(server, ['desk'])))).toBe('409 STATE_CONFLICT');
  });

  it('of two different ones at once one wins; the next one tells people again', async () => {
    const session = await openSession(server);
    const booking = bodyOf(await book(await buildCitizen(server), session.id), 201);
    const answers = await Promise.all([edit(session), edit(session, { startTime: '13:00' })]);
    expect(countOutcomes(answers)).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
    expect(toldOf(await seatOf(booking.id))).toHaveLength(1);
    bodyOf(await edit(session, { startTime: '16:00', endTime: '17:00', rev: 1 }));
    const seat = await seatOf(booking.id);
    const { startTime } = seat;
    const told = toldOf(seat);
    expect(startTime).toBe('16:00');
    expect(told).toHaveLength(2);
    expect(new Set(told.map(({ id }) => id)).size).toBe(2);
  });

  it('is finished by the reconciler when the server died half-way', async () => {
    const session = await openSession(server, { endTime: '11:00', capacity: 8 });
    const bookings: Booking[] = [];
    for (let i = 0; i < 4; i += 1) bookings.push(bodyOf(await book(await buildCitizen(server), session.id), 201));
    const before = await seatsOf(session.id);
    bodyOf(await edit(session, { endTime: '16:00' }));
    const after = await seatsOf(session.id);
    // As if it had died between two seats: the second half is as it was, the mark still stands.
    for (const seat of before.slice(2)) await seats().replaceOne({ _id: seat._id }, seat);
    await sessions().updateOne({ _id: session.id }, { $set: { editing: true } });
    await reconcileSeats(server.deps);
    expect(await seatsOf(session.id)).toEqual(after);
    expect(await sessions().findOne({ _id: session.id })).not.toHaveProperty('editing');
    for (const { id } of bookings) expect(toldOf(await seatOf(id))).toHaveLength(1);
  });

  it('reaches a seat that comes back from an older time', async () => {
    const session = await openSession(server, { capacity: 1 });
    const citizen = await buildCitizen(server);
    const booking = bodyOf(await book(citizen, session.id), 201);
    bodyOf(await cancel(citizen, booking.id));
    bodyOf(await edit(session));
    // As if the crash had come between giving up and reopening, before the change.
    await seats().deleteOne({ _id: `${session.id}:001:2` });
    await seats().updateOne({ _id: booking.id }, { $set: { reopen: true } });
    await reconcileSeats(server.deps);
    expect(await seatOf(`${session.id}:001:2`)).toMatchObject({ status: 'free', startTime: '14:00', edit: 1 });
  });
});

describe('somebody whose other booking is at the new time', () => {
  const tcm = { serviceCode: 'tcm', startTime: '14:30', endTime: '15:30', capacity: 3 };

  it('keeps the seat, is told, and stands on the list of those to be phoned until one is given back', async () => {
    const [session, other] = [await openSession(server), await openSession(server, tcm)];
    const citizen = await buildCitizen(server, { phone: '13911112222' });
    const booking = bodyOf(await book(citizen, session.id), 201);
    const otherBooking = bodyOf(await book(citizen, other.id), 201);
    const free = await buildCitizen(server);
    bodyOf(await book(free, session.id), 201);
    expect(bodyOf(await edit(session))).toMatchObject({ told: 2, clashes: 1 });

    const seat = await seatOf(booking.id);
    expect(seat).toMatchObject({ status: 'booked', startTime: '14:00' });
    expect(seat.clashKeys).toEqual(['14:30', '14:45'].map((time) => `H:${citizen.residentId}:2026-06-08T${time}`));
    expect(seat.keys).toContain(`H:${citizen.residentId}:2026-06-08T14:00`);
    expect(toldOf(seat)).toHaveLength(1);
    expect(bodyOf(await citizen.caller.get<Booking>(`/bookings/${booking.id}`)).clash).toBe(true);
    const roster = bodyOf(await desk.get<{ items: RosterRow[] }>(`/sessions/${session.id}/bookings`)).items;
    expect(roster.map((row) => [row.residentId, row.clash])).toEqual([
      [citizen.residentId, true],
      [free.residentId, undefined],
    ]);
    expect(await clashesOf(session.id)).toMatchObject([
      { residentId: citizen.residentId, phone: '13911112222', why: 'clash', startTime: '14:00' },
    ]);
    const audits = server.deps.connection.collection('audits');
    expect(await audits.countDocuments({ action: 'notice.calls', residentId: citizen.residentId })).toBe(1);

    await reconcileSeats(server.deps);
    expect(await clashesOf(session.id)).toHaveLength(1);
    bodyOf(await cancel(citizen, otherBooking.id));
    await reconcileSeats(server.deps);
    expect(await clashesOf(session.id)).toEqual([]);
    expect((await seatOf(booking.id)).keys).toHaveLength(6);
    expect(outcomeOf(await book(citizen, other.id))).toBe('409 BOOKING_TIME_CLASH');
  });

  it('is free of it by the next change, or by giving the seat up', async () => {
    const [session, other] = [await openSession(server), await openSession(server, tcm)];
    const citizen = await buildCitizen(server);
    const booking = bodyOf(await book(citizen, session.id), 201);
    bodyOf(await book(citizen, other.id), 201);
    expect(bodyOf(await edit(session)).clashes).toBe(1);
    const next = bodyOf(await edit(session, { startTime: '08:00', endTime: '09:00', rev: 1 }));
    expect(next.clashes).toBe(0);
    expect(await seatOf(booking.id)).not.toHaveProperty('clashKeys');
    expect(bodyOf(await edit(session, { startTime: '15:00', endTime: '16:00', rev: 2 })).clashes).toBe(1);
    bodyOf(await cancel(citizen, booking.id));
    expect(await clashesOf(session.id)).toEqual([]);
  });
});
