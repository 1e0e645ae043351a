import type { NoticeRow } from '@linkang/server/modules/notice/notice.model';
import { createDemoResident } from '@linkang/server/modules/resident';
import { reconcileSeats } from '@linkang/server/modules/session';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Call, CallState } from '@linkang/shared/api/notice.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildIdNumber, buildResidentAccount } from '../support/builders';
import { book, buildCitizen, cancel, openSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { remind, runNoticeJob, stubCall } from '../support/notices';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

/** The visit of `openSession` is on Monday 8 June at 09:00. */
const DAY_BEFORE = '2026-06-07T07:00:00.000Z';
const TWO_HOURS_BEFORE = '2026-06-07T23:00:00.000Z';
const CLERK = '665eaf2f9d2a4c0000000001';
const COLLEAGUE = '665eaf2f9d2a4c0000000002';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  for (const name of ['notices', 'noticeCredits', 'seats', 'calls', 'waitlist'])
    await server.deps.connection.collection(name).deleteMany({});
});
afterAll(() => server.stop());

interface Page {
  items: Call[];
  nextCursor: string | null;
  counts: Record<CallState, number>;
}

const notices = () => server.deps.connection.collection<NoticeRow>('notices');
const desk = (id = CLERK): Caller => staffCaller(server, ['desk'], id);
const see = async (query = ''): Promise<Page> => bodyOf(await desk().get<Page>(`/calls?limit=100${query}`));
const seeCalls = async (query = ''): Promise<Call[]> => (await see(query)).items;
const tick = ({ id, rev }: Call, state: string, by = CLERK) =>
  desk(by).post<Call>(`/calls/${id}/ticks`, { state, rev });
const push = async (): Promise<void> => {
  await runNoticeJob(server, 'deliverNotices');
  await runNoticeJob(server, 'pushNotices');
};
const remindAt = async (instant: string): Promise<void> => {
  server.clock.set(instant);
  await remind(server);
  await push();
};
const suspend = async (session: Session): Promise<unknown> =>
  bodyOf(await desk().post(`/sessions/${session.id}/suspend`, { reason: '停电' }));
const edit = async (session: Session, rev = 0): Promise<unknown> =>
  bodyOf(
    await desk().send('PUT', `/sessions/${session.id}`, {
      startTime: '14:00',
      endTime: '15:00',
      place: '二楼',
      reason: '换诊室',
      rev,
    }),
  );

/** Somebody with a booking whose WeChat nobody knows. */
async function booked(
  changes: Record<string, unknown> = {},
): Promise<{ citizen: Citizen; session: Session; id: string }> {
  const [citizen, session] = [await buildCitizen(server), await openSession(server, changes)];
  return { citizen, session, id: bodyOf(await book(citizen, session.id), 201).id };
}

/** A call to be made. */
async function callOwed(): Promise<Call> {
  await booked();
  await remindAt(DAY_BEFORE);
  return (await seeCalls())[0] as Call;
}

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

describe('who may see and tick', () => {
  it('the clinic staff', async () => {
    const call = await callOwed();
    const { caller } = await buildCitizen(server);
    const body = { state: 'told', rev: call.rev };
    const at = `/calls/${call.id}/ticks`;
    expect(outcomeOf(await new Caller(server.baseUrl).get('/calls'))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await new Caller(server.baseUrl).post(at, body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await caller.get('/calls'))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await caller.post(at, body))).toBe('403 FORBIDDEN');
    for (const role of ['editor', 'admin'] as const) {
      expect(outcomeOf(await staffCaller(server, [role]).get('/calls'))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await staffCaller(server, [role]).post(at, body))).toBe('403 FORBIDDEN');
    }
    expect(outcomeOf(await desk().post('/calls/reminder:nobody:1/ticks', body))).toBe('404 NOT_FOUND');
    for (const role of ['director', 'doctor', 'nurse', 'desk'] as const)
      expect(outcomeOf(await staffCaller(server, [role]).get('/calls'))).toBe('200');
  });

  it.each([
    ['state=gone', ['query.state TYPE']],
    ['topic=dinner', ['query.topic TYPE']],
    ['sessionId=%24', ['query.sessionId ID']],
    ['limit=0', ['query.limit TOO_SMALL']],
    ['cursor=yesterday', ['query.cursor CURSOR']],
  ])('a list that can be: not %s', async (query, faults) => {
    expect(faultsOf(await desk().get(`/calls?${query}`))).toEqual(faults);
  });

  it.each([
    [{}, ['body.state TYPE', 'body.rev MISSING']],
    [{ state: 'open', rev: 1 }, ['body.state TYPE']],
    [{ state: 'gone', rev: 1 }, ['body.state TYPE']],
    [{ state: 'told', rev: -1 }, ['body.rev TOO_SMALL']],
    [{ state: 'told', rev: 1, by: 'me' }, ['body TYPE']],
  ])('a tick that can be: not %j', async (body, faults) => {
    expect(faultsOf(await desk().post('/calls/reminder:x:1/ticks', body))).toEqual(faults);
  });
});

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

describe('ticks', () => {
  it('are kept with who and when, and can be changed', async () => {
    const call = await callOwed();
    const unreached = bodyOf(await tick(call, 'unreached'));
    expect(unreached).toMatchObject({ state: 'unreached', rev: 2, tickedAt: DAY_BEFORE });
    expect(await seeCalls()).toEqual([]);
    const again = (await seeCalls('&state=unreached'))[0] as Call;
    expect(again).toMatchObject({ tickedAt: DAY_BEFORE, state: 'unreached' });
    server.clock.advanceMinutes(30);
    bodyOf(await tick(again, 'told', COLLEAGUE));
    expect(await see('&state=told')).toMatchObject({
      items: [{ id: call.id, rev: 3, state: 'told' }],
      counts: { open: 0, unreached: 0, told: 1 },
    });
    const row = await server.deps.connection.collection('calls').findOne({});
    expect(row?.ticks).toEqual([
      { at: new Date(DAY_BEFORE), by: CLERK, state: 'unreached' },
      { at: new Date('2026-06-07T07:30:00.000Z'), by: COLLEAGUE, state: 'told' },
    ]);
    const audits = server.deps.connection.collection('audits');
    expect(await audits.countDocuments({ action: 'notice.tickCall', residentId: call.residentId })).toBe(2);
  });

  it('of two clerks at once one counts; a repeat of it answers the same', async () => {
    const call = await callOwed();
    const answers = await Promise.all([tick(call, 'told', CLERK), tick(call, 'unreached', COLLEAGUE)]);
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
    const [state, by] = answers[0].status === 200 ? ['told', CLERK] : ['unreached', COLLEAGUE];
    expect(bodyOf(await tick(call, state as string, by))).toMatchObject({ state, rev: 2 });
    const row = await server.deps.connection.collection('calls').findOne({});
    expect(row?.ticks).toHaveLength(1);
  });

  it('stay when the list is gathered anew', async () => {
    const call = await callOwed();
    bodyOf(await tick(call, 'told'));
    await notices().updateMany({ kind: 'bookingReminder' }, { $set: { 'push.callOwed': true } });
    await runNoticeJob(server, 'gatherCalls');
    expect(await see()).toMatchObject({ items: [], counts: { told: 1 } });
  });
});

describe('the list', () => {
  it('is in order of the visits, page by page, and shows only what is asked for', async () => {
    const later = await booked({ startTime: '10:00', endTime: '11:00' });
    const first = await booked();
    await remindAt(DAY_BEFORE);
    const page = bodyOf(await desk().get<Page>('/calls?limit=1'));
    expect(page.items.map((call) => call.residentId)).toEqual([first.citizen.residentId]);
    const rest = bodyOf(await desk().get<Page>(`/calls?limit=1&cursor=${encodeURIComponent(page.nextCursor ?? '')}`));
    expect(rest.items.map((call) => call.residentId)).toEqual([later.citizen.residentId]);
    expect(rest.nextCursor).toBeNull();
    expect(await seeCalls('&topic=clash')).toEqual([]);
    expect(await seeCalls(`&sessionId=${later.session.id}`)).toHaveLength(1);
  });

  it('shows the latest first of what is done', async () => {
    await booked();
    await booked({ startTime: '10:00', endTime: '11:00' });
    await remindAt(DAY_BEFORE);
    for (const call of await seeCalls()) bodyOf(await tick(call, 'told'));
    const page = bodyOf(await desk().get<Page>('/calls?state=told&limit=1'));
    const rest = bodyOf(
      await desk().get<Page>(`/calls?state=told&cursor=${encodeURIComponent(page.nextCursor ?? '')}`),
    );
    expect([...page.items, ...rest.items].map((call) => call.startTime)).toEqual(['10:00', '09:00']);
  });
});
