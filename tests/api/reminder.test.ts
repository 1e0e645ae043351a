import { reconcileSeats } from '@linkang/server/modules/session';
import { remindVisits } from '@linkang/server/modules/session/seat.reminders';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf, faultsOf } from '../support/answers';
import {
  book,
  buildCitizen,
  buildLectureBody,
  cancel,
  openSession,
  staffCaller,
  type Citizen,
} from '../support/clinic';
import type { Caller } from '../support/http';
import { remind, runNoticeJob } from '../support/notices';
import { buildProxy } from '../support/proxies';
import { remindersOf } from '../support/reminders';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

/** The visit of `openSession` is on Monday 8 June at 09:00. */
const DAY_BEFORE = '2026-06-07T07:00:00.000Z';
const TWO_HOURS_BEFORE = '2026-06-07T23:00:00.000Z';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => clear());
afterAll(() => server.stop());

const { clear, notices, reminders, remindAt, seats } = remindersOf(() => server);

const desk = (): Caller => staffCaller(server, ['desk'], '665eaf2f9d2a4c0000000001');
const bookingOf = async (citizen: Citizen, session: Session): Promise<string> =>
  bodyOf(await book(citizen, session.id), 201).id;

const edit = async (session: Session, startTime: string, endTime: string, rev: number): Promise<void> => {
  const body = { startTime, endTime, place: '二楼', reason: '医生上午开会', rev };
  bodyOf(await desk().send('PUT', `/sessions/${session.id}`, body));
};

describe('reminders', () => {
  it('come on the day before and some hours before, each once, and not a minute early', async () => {
    const id = await bookingOf(await buildCitizen(server), await openSession(server));
    expect(await remindAt('2026-06-07T06:59:00.000Z')).toEqual([]);
    expect(await remindAt(DAY_BEFORE)).toEqual([DAY_BEFORE]);
    for (let minute = 1; minute < 5; minute += 1) {
      server.clock.advanceMinutes(1);
      await remind(server);
    }
    expect(await reminders(id)).toEqual([DAY_BEFORE]);
    expect(await remindAt('2026-06-07T22:59:00.000Z')).toEqual([DAY_BEFORE]);
    expect(await remindAt(TWO_HOURS_BEFORE)).toEqual([DAY_BEFORE, TWO_HOURS_BEFORE]);
    expect(await remindAt('2026-06-08T00:59:00.000Z')).toEqual([DAY_BEFORE, TWO_HOURS_BEFORE]);
  });

  it('say when and where, and nothing of what the visit is for', async () => {
    const citizen = await buildCitizen(server);
    const session = await openSession(server, { serviceCode: 'tcm', place: '二楼 3 诊室' });
    const id = await bookingOf(citizen, session);
    await remindAt(DAY_BEFORE);
    const { items } = bodyOf(await citizen.caller.get<{ items: { title: string; body: string }[] }>('/notices'));
    expect(items[0]).toMatchObject({
      title: '请别忘了6月8日 周一 上午9:00的预约',
      body: '二楼 3 诊室，1号。点开看来前准备；来不了请提前取消，把号留给别人。',
      opens: 'booking',
      targetId: id,
    });
    expect(JSON.stringify(await notices().findOne({ kind: 'bookingReminder' }))).not.toMatch(/中医|tcm/);
  });

  it('remind of a lecture without its title', async () => {
    const editor = staffCaller(server, ['editor']);
    const lecture = bodyOf(await editor.post<Lecture>('/lectures', buildLectureBody({ title: '糖尿病怎么吃' })), 201);
    bodyOf(await editor.post(`/lectures/${lecture.id}/publish`));
    const { caller, residentId } = await buildCitizen(server);
    const made = bodyOf(await caller.post<Booking>(`/lectures/${lecture.id}/registrations`, { residentId }), 201);
    expect(await remindAt('2026-06-08T07:00:00.000Z', made.id)).toHaveLength(1);
    const row = await notices().findOne({ kind: 'bookingReminder' });
    expect(row?.data).toMatchObject({ service: '讲座', day: '2026-06-09', startTime: '14:00' });
    expect(JSON.stringify(row)).not.toContain('糖尿病');
  });

  it('do not come for what was cancelled, moved or called off, also in the last moment', async () => {
    const [session, other, off] = [
      await openSession(server),
      await openSession(server, { day: '2026-06-10' }),
      await openSession(server, { startTime: '10:00', endTime: '11:00' }),
    ];
    const [gone, mover, sent, late] = await Promise.all([1, 2, 3, 4].map(() => buildCitizen(server)));
    if (!gone || !mover || !sent || !late) throw new Error('four people');
    const cancelled = await bookingOf(gone, session);
    bodyOf(await cancel(gone, cancelled));
    const moved = await bookingOf(mover, session);
    bodyOf(await mover.caller.post(`/bookings/${moved}/move`, { sessionId: other.id }), 201);
    await bookingOf(sent, off);
    bodyOf(await desk().post(`/sessions/${off.id}/suspend`, { reason: '停电' }));
    const lateId = await bookingOf(late, session);
    expect(await remindAt('2026-06-07T06:59:00.000Z')).toEqual([]);
    server.clock.set(DAY_BEFORE);
    await remindVisits(server.deps);
    // It is owed, and not delivered yet.
    expect(await seats().countDocuments({ 'outbox.kind': 'bookingReminder' })).toBe(1);
    bodyOf(await cancel(late, lateId));
    await runNoticeJob(server, 'deliverNotices');
    expect(await reminders()).toEqual([]);
    expect(await seats().countDocuments({ outbox: { $exists: true } })).toBe(0);
  });

  it('follow a session to its new time, once', async () => {
    const session = await openSession(server);
    const id = await bookingOf(await buildCitizen(server), session);
    expect(await remindAt(DAY_BEFORE, id)).toEqual([DAY_BEFORE]);
    server.clock.set('2026-06-07T08:00:00.000Z');
    await edit(session, '14:00', '15:00', 0);
    // The change itself told the new time; two hours before the old one nothing comes.
    expect(await remindAt('2026-06-07T08:01:00.000Z', id)).toEqual([DAY_BEFORE]);
    expect(await remindAt(TWO_HOURS_BEFORE, id)).toEqual([DAY_BEFORE]);
    const newTime = '2026-06-08T04:00:00.000Z';
    expect(await remindAt(newTime, id)).toEqual([DAY_BEFORE, newTime]);
    expect(await remindAt('2026-06-08T05:00:00.000Z', id)).toEqual([DAY_BEFORE, newTime]);
  });

  it('come once for a time that was changed and changed back', async () => {
    const session = await openSession(server);
    const id = await bookingOf(await buildCitizen(server), session);
    server.clock.set('2026-06-05T04:00:00.000Z');
    await edit(session, '14:00', '15:00', 0);
    await edit(session, '09:00', '10:00', 1);
    expect(await remindAt(DAY_BEFORE, id)).toEqual([DAY_BEFORE]);
    server.clock.set('2026-06-07T08:00:00.000Z');
    await edit(session, '10:00', '11:00', 2);
    await edit(session, '09:00', '10:00', 3);
    expect(await remindAt('2026-06-07T08:05:00.000Z', id)).toEqual([DAY_BEFORE]);
  });

  it('wait until a session that is being moved has moved all its seats', async () => {
    const session = await openSession(server);
    await bookingOf(await buildCitizen(server), session);
    const sessions = server.deps.connection.collection<{ _id: string }>('sessions');
    await sessions.updateOne({ _id: session.id }, { $set: { editing: true } });
    expect(await remindAt(DAY_BEFORE)).toEqual([]);
    await sessions.updateOne({ _id: session.id }, { $unset: { editing: '' } });
    expect(await remindAt(DAY_BEFORE)).toEqual([DAY_BEFORE]);
  });

  it('that are late come as one, and past the visit not at all', async () => {
    const id = await bookingOf(await buildCitizen(server), await openSession(server));
    expect(await remindAt('2026-06-08T00:30:00.000Z', id)).toEqual([TWO_HOURS_BEFORE]);

    await bookingOf(await buildCitizen(server), await openSession(server, { day: '2026-06-09' }));
    server.clock.set('2026-06-08T07:00:00.000Z');
    await remindVisits(server.deps);
    server.clock.set('2026-06-09T01:00:00.000Z');
    await remind(server);
    expect(await reminders()).toEqual([TWO_HOURS_BEFORE]);
  });

  it('do not repeat what somebody was told when they booked', async () => {
    server.clock.set('2026-06-07T07:30:00.000Z');
    const id = await bookingOf(await buildCitizen(server), await openSession(server));
    expect(await remindAt('2026-06-07T07:31:00.000Z', id)).toEqual([]);
    expect(await remindAt(TWO_HOURS_BEFORE, id)).toEqual([TWO_HOURS_BEFORE]);
  });

  it('come once, with a clock that jumps ten minutes to and fro and several who remind at once', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => buildCitizen(server)));
    const session = await openSession(server);
    for (const person of people) await bookingOf(person, session);
    for (const minutes of [0, 10, -20, 10, 10, -10]) {
      server.clock.advanceMinutes((Date.parse(DAY_BEFORE) - server.clock.now().getTime()) / 60_000 + minutes);
      await Promise.all([remind(server), remind(server), remind(server)]);
    }
    expect(await reminders()).toEqual(people.map(() => DAY_BEFORE));
    for (const minutes of [0, -10, 10, -10]) {
      server.clock.advanceMinutes((Date.parse(TWO_HOURS_BEFORE) - server.clock.now().getTime()) / 60_000 + minutes);
      await Promise.all([remind(server), reconcileSeats(server.deps), remind(server)]);
    }
    expect(await reminders()).toEqual([...people.map(() => DAY_BEFORE), ...people.map(() => TWO_HOURS_BEFORE)]);
  });

  it('go to the person and to the relative who booked, and to no other relative', async () => {
    const [elder, daughter, son] = [await buildCitizen(server), await buildCitizen(server), await buildCitizen(server)];
    for (const relative of [daughter, son]) await buildProxy(server, relative, elder);
    const { id } = await openSession(server);
    bodyOf(await daughter.caller.post('/bookings', { sessionId: id, residentId: elder.residentId }), 201);
    await remindAt(DAY_BEFORE);
    const told = (await notices().find({ kind: 'bookingReminder' }).toArray()).map((row) => row.accountId);
    expect(told.sort()).toEqual([elder.accountId, daughter.accountId].sort());
  });
});

describe('the centre decides when', () => {
  const save = async (reminders: unknown) => {
    const admin = staffCaller(server, ['admin']);
    const { rev, booking } = bodyOf(await admin.get<{ rev: number; booking: object }>('/settings/booking'));
    return admin.send('PUT', '/settings/booking', { rev, booking: { ...booking, reminders } });
  };
  afterAll(async () => {
    server.clock.set(TEST_NOW);
    bodyOf(await save({ dayBeforeTime: '15:00', hoursBefore: 2 }));
  });

  it.each([
    [{ dayBeforeTime: '25:00', hoursBefore: 2 }, ['body.booking.reminders.dayBeforeTime TIME']],
    [{ dayBeforeTime: '15:00', hoursBefore: 0 }, ['body.booking.reminders.hoursBefore RANGE']],
    [{ dayBeforeTime: '15:00', hoursBefore: 13 }, ['body.booking.reminders.hoursBefore RANGE']],
    [{ dayBeforeTime: '15:00', hoursBefore: 1.5 }, ['body.booking.reminders.hoursBefore RANGE']],
    [{ dayBeforeTime: '15:00' }, ['body.booking.reminders.hoursBefore RANGE']],
  ])('refuses %j', async (reminders, faults) => {
    expect(faultsOf(await save(reminders))).toEqual(faults);
  });

  it('at once, and nobody is reminded twice by a change', async () => {
    const id = await bookingOf(await buildCitizen(server), await openSession(server));
    expect(await remindAt(DAY_BEFORE, id)).toEqual([DAY_BEFORE]);
    bodyOf(await save({ dayBeforeTime: '16:00', hoursBefore: 3 }));
    expect(await remindAt('2026-06-07T08:00:00.000Z', id)).toEqual([DAY_BEFORE]);
    expect(await remindAt('2026-06-07T22:00:00.000Z', id)).toEqual([DAY_BEFORE, '2026-06-07T22:00:00.000Z']);
    server.clock.set(TEST_NOW);
    bodyOf(await save({ dayBeforeTime: null, hoursBefore: null }));
    const other = await bookingOf(await buildCitizen(server), await openSession(server));
    expect(await remindAt('2026-06-08T00:00:00.000Z', other)).toEqual([]);
  });
});
