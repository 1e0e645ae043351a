import { createDemoResident } from '@linkang/server/modules/resident';
import { reconcileSeats } from '@linkang/server/modules/session';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Call } from '@linkang/shared/api/notice.routes';
import { bodyOf, outcomeOf } from '../support/answers';
import { buildIdNumber, buildResidentAccount } from '../support/builders';
import { callsOf, clearCalls, DAY_BEFORE, TWO_HOURS_BEFORE } from '../support/calls';
import { buildCitizen, cancel, openSession } from '../support/clinic';
import { remind, runNoticeJob, stubCall } from '../support/notices';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  await clearCalls(server);
});
afterAll(() => server.stop());

const { notices, desk, see, seeCalls, tick, push, remindAt, suspend, edit, booked } = callsOf(() => server);

let people = 0;
/** Somebody with a WeChat identity and a booking; allows so many reminders here, and WeChat knows of so many. */
async function patient(here: number, there: number): Promise<{ id: string; accountId: string }> {
  people += 1;
  const account = await buildResidentAccount(server, { code: `ok-call-${people}` });
  const templateId = 'demo-reminder';
  const touser = `openid-call-${people}`;
  await stubCall(server.stub.baseUrl, 'credits', { touser, template_id: templateId, count: there });
  for (let i = 0; i < here; i += 1) await account.caller.post('/notices/credits', { templateIds: [templateId] });
  const { id: sessionId } = await openSession(server);
  const { residentId, accountId } = account;
  const { id } = bodyOf(await account.caller.post<Booking>('/bookings', { sessionId, residentId }), 201);
  return { id, accountId };
}

describe('a reminder that reaches nobody', () => {
  it('is on the list with person, number and what to tell; each reading is audited', async () => {
    const { citizen } = await booked();
    await remindAt(DAY_BEFORE);
    const { items, counts } = await see();
    expect(items).toMatchObject([
      {
        topic: 'reminder',
        why: 'notSent',
        state: 'open',
        residentId: citizen.residentId,
        residentName: citizen.name,
        phone: '13800138000',
        title: '请别忘了6月8日 周一 上午9:00的预约',
        day: '2026-06-08',
        startTime: '09:00',
        isRead: false,
        tickedBy: null,
        tickedAt: null,
      },
    ]);
    expect(counts).toEqual({ open: 1, unreached: 0, told: 0 });
    const audits = server.deps.connection.collection('audits');
    expect(await audits.countDocuments({ action: 'notice.calls', residentId: citizen.residentId })).toBe(1);
  });

  it('because the person has no account', async () => {
    const person = { name: '周桂香', idNumber: buildIdNumber(), phone: '13800138007' };
    const residentId = await createDemoResident(server.deps, person);
    const { id } = await openSession(server);
    bodyOf(await desk().post('/bookings', { sessionId: id, residentId }), 201);
    await remindAt(DAY_BEFORE);
    expect(await seeCalls()).toMatchObject([{ why: 'noAccount', topic: 'reminder', residentId }]);
  });

  it.each([
    ['noPermission', 0, 0, 'ok'],
    ['noPermission', 1, 0, 'ok'],
    ['unknown', 1, 1, 'cut'],
  ])('because of %s (allowed %i times, known %i times, WeChat: %s)', async (why, here, there, mode) => {
    const { id } = await patient(here, there);
    if (mode === 'ok') await remindAt(DAY_BEFORE);
    else {
      server.clock.set(DAY_BEFORE);
      await remind(server);
      // As a process leaves it that is killed while it sends.
      await notices().updateOne(
        { targetId: id, kind: 'bookingReminder' },
        { $set: { 'push.state': 'sending', 'push.tries': 1, 'push.nextAt': server.clock.now() } },
      );
      await runNoticeJob(server, 'pushNotices');
    }
    expect(await seeCalls()).toMatchObject([{ why, topic: 'reminder' }]);
  });

  it('is not on it when it was sent, nor when the second one has no permission left', async () => {
    await patient(1, 1);
    await remindAt(DAY_BEFORE);
    expect(await seeCalls()).toEqual([]);
    await remindAt('2026-06-07T23:30:00.000Z');
    expect((await notices().distinct('push.state', { kind: 'bookingReminder' })).sort()).toEqual([
      'noPermission',
      'sent',
    ]);
    expect(await seeCalls()).toEqual([]);
  });

  it('is on it once for both reminders of a visit', async () => {
    await booked();
    await remindAt(DAY_BEFORE);
    await remindAt(TWO_HOURS_BEFORE);
    await Promise.all([1, 2, 3].map(() => runNoticeJob(server, 'gatherCalls')));
    expect(await seeCalls()).toHaveLength(1);
  });

  it('is not on it while it is on its way to the relative, nor when that came', async () => {
    const [elder, daughter] = [await buildCitizen(server), await buildCitizen(server)];
    await buildProxy(server, daughter, elder);
    const { id: sessionId } = await openSession(server);
    bodyOf(await daughter.caller.post('/bookings', { sessionId, residentId: elder.residentId }), 201);
    server.clock.set(DAY_BEFORE);
    await remind(server);
    const own = { kind: 'bookingReminder', accountId: elder.accountId } as const;
    const hers = { kind: 'bookingReminder', accountId: daughter.accountId } as const;
    await notices().updateOne(own, { $set: { 'push.state': 'noPermission', 'push.callOwed': true } });
    expect(await seeCalls()).toEqual([]);
    await notices().updateOne(hers, { $set: { 'push.state': 'sent' } });
    expect(await seeCalls()).toEqual([]);
    expect(await notices().countDocuments({ 'push.callOwed': true })).toBe(0);
  });

  it('is not on it when it was read; a later reading shows', async () => {
    const first = await booked();
    await remindAt(DAY_BEFORE);
    await notices().updateMany({ targetId: first.id }, { $set: { readAt: server.clock.now() } });
    expect(await seeCalls()).toEqual([]);
    await booked();
    await remindAt('2026-06-07T07:10:00.000Z');
    expect(await seeCalls()).toEqual([]);
    await remindAt(TWO_HOURS_BEFORE);
    const [call] = await seeCalls();
    expect(call?.isRead).toBe(false);
    await notices().updateMany({}, { $set: { readAt: server.clock.now() } });
    expect((await seeCalls())[0]?.isRead).toBe(true);
  });

  it('leaves it when the visit is given up, moved, or begins', async () => {
    const gone = await booked();
    const moved = await booked({ startTime: '10:00', endTime: '11:00' });
    const over = await booked({ startTime: '11:00', endTime: '12:00' });
    await remindAt(DAY_BEFORE);
    expect(await seeCalls('&topic=reminder')).toHaveLength(3);
    bodyOf(await cancel(gone.citizen, gone.id));
    await edit(moved.session);
    const left = await seeCalls('&topic=reminder');
    expect(left.map((call) => call.residentId)).toEqual([over.citizen.residentId]);
    server.clock.set('2026-06-08T03:00:00.000Z');
    expect(await seeCalls()).not.toContainEqual(expect.objectContaining({ topic: 'reminder' }));
    expect(outcomeOf(await tick(left[0] as Call, 'told'))).toBe('409 STATE_CONFLICT');
  });
});

describe('important messages that reach nobody', () => {
  it('a new time', async () => {
    const { citizen, session } = await booked();
    await edit(session);
    await push();
    expect(await seeCalls()).toMatchObject([
      { topic: 'changed', why: 'notSent', residentId: citizen.residentId, startTime: '14:00' },
    ]);
  });

  it('a session that is called off: one call while a seat is offered, another when that runs out', async () => {
    const { citizen, session, id } = await booked();
    await openSession(server, { day: '2026-06-09', capacity: 1 });
    await suspend(session);
    await push();
    const [call, ...others] = await seeCalls();
    expect(others).toEqual([]);
    expect(call).toMatchObject({
      topic: 'suspended',
      residentId: citizen.residentId,
      title: expect.any(String) as string,
    });
    expect(bodyOf(await tick(call as Call, 'told'))).toMatchObject({ state: 'told' });
    server.clock.set('2026-06-05T04:30:00.000Z');
    await reconcileSeats(server.deps);
    expect(await seeCalls()).toMatchObject([{ id: `offer:${id}`, topic: 'offer', why: 'expired' }]);
  });

  it('who has taken the offered seat is not called', async () => {
    const { citizen, session, id } = await booked();
    await openSession(server, { day: '2026-06-09', capacity: 1 });
    await suspend(session);
    await push();
    bodyOf(await citizen.caller.post(`/bookings/${id}/accept-offer`));
    expect((await seeCalls()).map((call) => call.topic)).not.toContain('suspended');
  });

  it('a seat after waiting, until it is taken', async () => {
    const { citizen, session, id } = await booked({ capacity: 1 });
    const next = await buildCitizen(server);
    const body = { sessionId: session.id, residentId: next.residentId, autoAccept: false };
    const entry = bodyOf(await next.caller.post<{ id: string }>('/waitlist', body), 201);
    bodyOf(await cancel(citizen, id));
    await push();
    expect(await seeCalls()).toMatchObject([{ topic: 'seat', residentId: next.residentId }]);
    bodyOf(await next.caller.post(`/waitlist/${entry.id}/accept`));
    expect(await seeCalls('&topic=seat')).toEqual([]);
  });

  it('not that a booking was made or cancelled', async () => {
    const { citizen, id } = await booked();
    bodyOf(await cancel(citizen, id));
    await push();
    expect(await seeCalls()).toEqual([]);
    expect(await notices().countDocuments({ 'push.callOwed': true })).toBe(0);
  });
});
