import { reconcileSeats } from '@linkang/server/modules/session';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { book, buildCitizen, cancel, openSession, seeSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(async () => {
  await reconcileSeats(server.deps);
  const { connection } = server.deps;
  const violations = await findViolations(connection.getClient().db(connection.name));
  await server.stop();
  expect(violations).toEqual([]);
});

interface Row {
  _id: string;
  outbox?: { kind: string; residentId: string; dueAt: Date; targetId: string }[];
}
const seats = () => server.deps.connection.collection<Row>('seats');
const entries = () => server.deps.connection.collection<{ _id: string; status: string }>('waitlist');
const anyone = (): Caller => new Caller(server.baseUrl);
const join = (citizen: Citizen, sessionId: string, more: object = {}, key?: string): Promise<Answer<WaitlistEntry>> =>
  citizen.caller.post<WaitlistEntry>('/waitlist', { sessionId, residentId: citizen.residentId, ...more }, key);
const see = async (citizen: Citizen, id: string) => bodyOf(await citizen.caller.get<WaitlistEntry>(`/waitlist/${id}`));
const accept = (citizen: Citizen, id: string, body: object = {}) =>
  citizen.caller.post<WaitlistEntry>(`/waitlist/${id}/accept`, body);
const leave = (citizen: Citizen, id: string) => citizen.caller.post<WaitlistEntry>(`/waitlist/${id}/leave`);
const bookingOf = async (citizen: Citizen, id: string) => bodyOf(await citizen.caller.get<Booking>(`/bookings/${id}`));
/** People do not come in the same moment. */
const moment = (): void => server.clock.advanceMinutes(1);

/** A full session of one seat, its holder, and people who wait in this order. */
async function waitingLine(count: number, session: Record<string, unknown> = {}, more: object = {}) {
  const { id } = await openSession(server, { day: '2026-06-10', capacity: 1, ...session });
  const holder = await buildCitizen(server);
  const booking = bodyOf(await book(holder, id), 201);
  const line: { citizen: Citizen; entryId: string }[] = [];
  for (let i = 0; i < count; i += 1) {
    const citizen = await buildCitizen(server);
    line.push({ citizen, entryId: bodyOf(await join(citizen, id, more), 201).id });
    moment();
  }
  return { id, holder, booking, line, give: async () => bodyOf(await cancel(holder, booking.id)) };
}
type Line = Awaited<ReturnType<typeof waitingLine>>['line'];
const statusesOf = (line: Line) =>
  Promise.all(line.map(async ({ citizen, entryId }) => (await see(citizen, entryId)).status));

describe('POST /waitlist', () => {
  it('is for a person, relatives with the scope, and the staff', async () => {
    const { id } = await waitingLine(0);
    const [me, other] = [await buildCitizen(server), await buildCitizen(server)];
    const body = { sessionId: id, residentId: me.residentId };
    expect(outcomeOf(await anyone().post('/waitlist', body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['editor']).post('/waitlist', body))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await other.caller.post('/waitlist', body))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await join(me, MISSING))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await staffCaller(server, ['desk']).post('/waitlist', body))).toBe('201');
  });

  it.each([
    [{}, ['body.sessionId MISSING', 'body.residentId MISSING']],
    [
      { sessionId: 'a b', residentId: 1, autoAccept: 'yes' },
      ['body.sessionId ID', 'body.residentId TYPE', 'body.autoAccept TYPE'],
    ],
  ])('refuses %j', async (body, faults) => {
    const { caller } = await buildCitizen(server);
    expect(faultsOf(await caller.post('/waitlist', body))).toEqual(faults);
    const good = { sessionId: 'a', residentId: 'b' };
    expect(faultsOf(await caller.post('/waitlist', good, null))).toEqual(['header.Idempotency-Key MISSING']);
  });

  it('gives a place in the line, once', async () => {
    const { id, line } = await waitingLine(2);
    const citizen = await buildCitizen(server);
    const answers = await Promise.all(Array.from({ length: 20 }, () => join(citizen, id, { autoAccept: true }, 'k')));
    expect(countOutcomes(answers)).toEqual({ '201': 20 });
    const entry = answers[0]?.body as WaitlistEntry;
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(entry).toEqual({
      id: expect.any(String),
      sessionId: id,
      residentId: citizen.residentId,
      serviceName: '全科门诊',
      day: '2026-06-10',
      startTime: '09:00',
      endTime: '10:00',
      place: '一楼全科诊室',
      status: 'waiting',
      autoAccept: true,
      joinedAt: expect.any(String),
      position: 3,
    });
    expect(outcomeOf(await join(citizen, id, {}, 'k'))).toBe('422 IDEMPOTENCY_MISMATCH');
    const twice = await join(citizen, id);
    expect(outcomeOf(twice)).toBe('409 WAITLIST_DUPLICATE');
    expect(twice.body).toMatchObject({ conflict: { id: entry.id } });
    const first = line[0] as Line[number];
    bodyOf(await leave(first.citizen, first.entryId));
    expect((await see(citizen, entry.id)).position).toBe(2);
    const roster = await staffCaller(server, ['nurse']).get<{ waitlisted: number }>(`/sessions/${id}/bookings`);
    expect(bodyOf(roster).waitlisted).toBe(2);
    const list = await citizen.caller.get<{ items: WaitlistEntry[] }>(`/waitlist?residentId=${citizen.residentId}`);
    expect(bodyOf(list).items.map((item) => item.id)).toEqual([entry.id]);
  });

  it('is not needed while there is a seat, and not open to those who could not book', async () => {
    const { id } = await openSession(server, { day: '2026-06-11' });
    expect(outcomeOf(await join(await buildCitizen(server), id))).toBe('409 WAITLIST_NOT_NEEDED');
    const { id: full, holder } = await waitingLine(0);
    expect(outcomeOf(await join(holder, full))).toBe('409 BOOKING_DUPLICATE');
    const physical = await waitingLine(0, { serviceCode: 'senior-physical', day: '2026-06-12' });
    expect(outcomeOf(await join(await buildCitizen(server, { birthDay: '1990-01-01' }), physical.id))).toBe(
      '422 PHYSICAL_NOT_ELIGIBLE',
    );
    server.clock.set('2026-06-10T00:01:00.000Z');
    expect(outcomeOf(await join(await buildCitizen(server), full))).toBe('409 BOOKING_TOO_LATE');
    const later = await openSession(server, { day: '2026-06-15', releaseAt: '2026-06-14T23:00:00.000Z' });
    expect(outcomeOf(await join(await buildCitizen(server), later.id))).toBe('409 BOOKING_NOT_RELEASED');
  });
});

describe('an entry', () => {
  it('belongs to its person', async () => {
    const { line } = await waitingLine(1);
    const { citizen, entryId } = line[0] as Line[number];
    const other = await buildCitizen(server);
    const missing = sameBody(await other.caller.get(`/waitlist/${MISSING}`));
    expect(sameBody(await other.caller.get(`/waitlist/${entryId}`))).toEqual(missing);
    expect(sameBody(await accept(other, entryId))).toEqual(missing);
    expect(sameBody(await leave(other, entryId))).toEqual(missing);
    expect(outcomeOf(await anyone().get(`/waitlist/${entryId}`))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await anyone().get(`/waitlist?residentId=${citizen.residentId}`))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await other.caller.get(`/waitlist?residentId=${citizen.residentId}`))).toBe('404 NOT_FOUND');
    expect(faultsOf(await other.caller.get('/waitlist'))).toEqual(['query.residentId MISSING']);
    expect(faultsOf(await other.caller.get('/waitlist/a%20b'))).toEqual(['params.id ID']);
    expect(faultsOf(await accept(citizen, entryId, { moveFrom: 'a b' }))).toEqual(['body.moveFrom ID']);
    for (const step of ['accept', 'leave'])
      expect(outcomeOf(await anyone().post(`/waitlist/${entryId}/${step}`))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['nurse']).get(`/waitlist/${entryId}`))).toBe('200');
  });
});

describe('a seat that comes free', () => {
  it('is offered to the first, held from everybody else, and taken in one tap', async () => {
    const { id, line, give } = await waitingLine(2);
    const { citizen, entryId } = line[0] as Line[number];
    expect(outcomeOf(await accept(citizen, entryId))).toBe('409 STATE_CONFLICT');
    const now = server.deps.clock.now();
    await give();
    expect(await statusesOf(line)).toEqual(['offered', 'waiting']);
    const until = new Date(now.getTime() + 30 * 60_000).toISOString();
    expect((await see(citizen, entryId)).offer).toEqual({ until, number: 1, startTime: '09:00', endTime: '10:00' });
    expect((await seeSession(anyone(), id)).remaining).toBe(0);
    expect(outcomeOf(await book(await buildCitizen(server), id))).toBe('409 BOOKING_SESSION_FULL');
    const held = await seats().findOne({ _id: `${id}:001:2` });
    expect(held?.outbox).toEqual([
      expect.objectContaining({ kind: 'seatOffered', residentId: citizen.residentId, targetId: entryId, dueAt: now }),
    ]);
    const taken = bodyOf(await accept(citizen, entryId));
    expect(taken).toMatchObject({ status: 'booked', position: null, bookingId: `${id}:001:2` });
    expect(bodyOf(await accept(citizen, entryId))).toEqual(taken);
    expect(await bookingOf(citizen, taken.bookingId ?? '')).toMatchObject({ status: 'booked', sessionId: id });
    expect(outcomeOf(await leave(citizen, entryId))).toBe('409 STATE_CONFLICT');
    const second = line[1] as Line[number];
    expect((await see(second.citizen, second.entryId)).position).toBe(1);
    bodyOf(await cancel(citizen, taken.bookingId ?? ''));
    expect(await statusesOf(line)).toEqual(['booked', 'offered']);
  });

  it('goes to the next when it is not answered within half an hour, or when who is asked leaves', async () => {
    const { id, line, give } = await waitingLine(3);
    await give();
    server.clock.advanceMinutes(30);
    const [first, second, third] = line as [Line[number], Line[number], Line[number]];
    expect(outcomeOf(await accept(first.citizen, first.entryId))).toBe('409 STATE_CONFLICT');
    await reconcileSeats(server.deps);
    await reconcileSeats(server.deps);
    expect(await statusesOf(line)).toEqual(['expired', 'offered', 'waiting']);
    expect(bodyOf(await leave(second.citizen, second.entryId)).status).toBe('left');
    expect(await statusesOf(line)).toEqual(['expired', 'left', 'offered']);
    bodyOf(await leave(third.citizen, third.entryId));
    expect((await seeSession(anyone(), id)).remaining).toBe(1);
    expect(outcomeOf(await leave(third.citizen, third.entryId))).toBe('409 STATE_CONFLICT');
    bodyOf(await book(await buildCitizen(server), id), 201);
    bodyOf(await join(first.citizen, id), 201);
  });

  it('is booked at once for who wished so, and the message says it', async () => {
    const { id, line, give } = await waitingLine(1, {}, { autoAccept: true });
    await give();
    const { citizen, entryId } = line[0] as Line[number];
    const entry = await see(citizen, entryId);
    expect(entry).toMatchObject({ status: 'booked', bookingId: `${id}:001:2` });
    const told = (await seats().findOne({ _id: `${id}:001:2` }))?.outbox;
    expect(told?.map(({ kind }) => kind)).toEqual(['bookingMade']);
  });

  it('is only offered where another booking is in the way, and can take its place', async () => {
    const { id, line, give } = await waitingLine(1, { day: '2026-06-16' }, { autoAccept: true });
    const { citizen, entryId } = line[0] as Line[number];
    const other = await openSession(server, { day: '2026-06-16', startTime: '14:00', endTime: '15:00' });
    const afternoon = bodyOf(await book(citizen, other.id), 201);
    await give();
    expect(await see(citizen, entryId)).toMatchObject({ status: 'offered', autoAccept: false });
    expect((await seats().findOne({ _id: `${id}:001:2` }))?.outbox?.map(({ kind }) => kind)).toEqual(['seatOffered']);
    const refused = await accept(citizen, entryId);
    expect(outcomeOf(refused)).toBe('409 BOOKING_DUPLICATE');
    expect(refused.body).toMatchObject({ conflict: { id: afternoon.id } });
    const stranger = bodyOf(await book(await buildCitizen(server), other.id), 201);
    expect(faultsOf(await accept(citizen, entryId, { moveFrom: stranger.id }))).toEqual(['body.moveFrom UNKNOWN']);
    bodyOf(await accept(citizen, entryId, { moveFrom: afternoon.id }));
    expect((await bookingOf(citizen, afternoon.id)).status).toBe('moved');
    expect((await seeSession(anyone(), other.id)).remaining).toBe(4);
  });

  it('at night is held until seven and told of then', async () => {
    const { id, line, booking } = await waitingLine(1, { day: '2026-06-17' });
    server.clock.set('2026-06-04T14:00:00.000Z');
    bodyOf(await staffCaller(server, ['desk']).post(`/bookings/${booking.id}/cancel`));
    const { citizen, entryId } = line[0] as Line[number];
    expect((await see(citizen, entryId)).offer?.until).toBe('2026-06-04T23:30:00.000Z');
    expect((await seats().findOne({ _id: `${id}:001:2` }))?.outbox?.[0]?.dueAt).toEqual(
      new Date('2026-06-04T23:00:00.000Z'),
    );
  });

  it('within an hour of its start goes to whoever books it', async () => {
    const { id, booking } = await waitingLine(1, { day: '2026-06-18', startTime: '09:00', endTime: '11:00' });
    server.clock.set('2026-06-18T00:30:00.000Z');
    bodyOf(await staffCaller(server, ['desk']).post(`/bookings/${booking.id}/cancel`));
    expect((await seeSession(anyone(), id)).remaining).toBe(1);
    await reconcileSeats(server.deps);
    expect((await seeSession(anyone(), id)).remaining).toBe(1);
  });

  it('of a quota is offered to those who may have it, and to everyone from the hour on which it opens', async () => {
    const session = { day: '2026-06-19', capacity: 2, quotas: { online: 1, desk: 0, elder: 1 } };
    const { id } = await openSession(server, session);
    const [elder, online] = [await buildCitizen(server), await buildCitizen(server, { birthDay: '1990-02-02' })];
    const kept = bodyOf(await book(elder, id), 201);
    bodyOf(await book(online, id), 201);
    const [young, old] = [await buildCitizen(server, { birthDay: '1991-02-02' }), await buildCitizen(server)];
    const first = bodyOf(await join(young, id), 201);
    moment();
    const second = bodyOf(await join(old, id), 201);
    bodyOf(await cancel(elder, kept.id));
    expect([(await see(young, first.id)).status, (await see(old, second.id)).status]).toEqual(['waiting', 'offered']);
    bodyOf(await leave(old, second.id));
    expect((await see(young, first.id)).status).toBe('waiting');
    server.clock.set('2026-06-18T04:00:00.000Z');
    await reconcileSeats(server.deps);
    expect((await see(young, first.id)).status).toBe('offered');
    bodyOf(await leave(young, first.id));
  });

  it('accepting beside running out: one outcome', async () => {
    for (let round = 0; round < 10; round += 1) {
      server.clock.set(TEST_NOW);
      const { id, line, give } = await waitingLine(1, { day: `2026-07-${10 + round}` });
      await give();
      const { citizen, entryId } = line[0] as Line[number];
      const accepting = accept(citizen, entryId);
      server.clock.advanceMinutes(31);
      const [answer] = await Promise.all([accepting, reconcileSeats(server.deps)]);
      await reconcileSeats(server.deps);
      const booked = await seats().countDocuments({ sessionId: id, status: 'booked' });
      const entry = await see(citizen, entryId);
      expect([booked, entry.status]).toEqual(answer.status === 200 ? [1, 'booked'] : [0, 'expired']);
    }
  }, 60_000);
});

describe('what a crash left', () => {
  it('between row and entry is brought in line by the row', async () => {
    const { id, line, give } = await waitingLine(4);
    await give();
    const [first, second, third, fourth] = line as [Line[number], Line[number], Line[number], Line[number]];
    // Offered a seat that is somebody else's: waits on. Booked and cancelled rows of one's own: said so.
    await entries().updateOne({ _id: second.entryId }, { $set: { status: 'offered', seatId: `${id}:001:1` } });
    const row = { sessionId: id, day: '2026-06-10', serviceCode: 'gp', startTime: '09:00', endTime: '10:00', log: [] };
    const expired = { ...row, no: 901, quota: 'desk', grains: [], status: 'cancelled', heldFor: `W:${third.entryId}` };
    await seats().insertOne({ _id: `${id}:901:1`, ...expired } as never);
    await entries().updateOne({ _id: third.entryId }, { $set: { status: 'offered', seatId: `${id}:901:1` } });
    const own = { no: 902, status: 'noShow', residentId: fourth.citizen.residentId, heldFor: `W:${fourth.entryId}` };
    await seats().insertOne({ _id: `${id}:902:1`, ...row, quota: 'desk', grains: [], ...own } as never);
    await entries().updateOne({ _id: fourth.entryId }, { $set: { status: 'offered', seatId: `${id}:902:1` } });
    await reconcileSeats(server.deps);
    const stored = await Promise.all(line.map(({ entryId }) => entries().findOne({ _id: entryId })));
    expect(stored.map((entry) => entry?.status)).toEqual(['offered', 'waiting', 'expired', 'booked']);
    await seats().deleteMany({ _id: { $in: [`${id}:901:1`, `${id}:902:1`] } });
    await entries().deleteOne({ _id: fourth.entryId });
    bodyOf(await accept(first.citizen, first.entryId));
  });

  it('a free seat beside somebody who waits is offered, and waiting ends with the day', async () => {
    const { id, line, booking } = await waitingLine(1, { day: '2026-06-22' });
    await seats().updateOne({ _id: booking.id }, { $set: { status: 'free' }, $unset: { keys: '', residentId: '' } });
    await reconcileSeats(server.deps);
    expect(await statusesOf(line)).toEqual(['offered']);
    const { citizen, entryId } = line[0] as Line[number];
    bodyOf(await leave(citizen, entryId));
    bodyOf(await book(citizen, id), 201);
    const late = await buildCitizen(server);
    const waiting = bodyOf(await join(late, id), 201);
    server.clock.set('2026-06-22T16:00:00.000Z');
    await reconcileSeats(server.deps);
    expect((await see(late, waiting.id)).status).toBe('expired');
  });
});
