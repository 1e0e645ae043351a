import { reconcileSeats } from '@linkang/server/modules/session';
import type { Call } from '@linkang/shared/api/notice.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { callsOf, CLERK, clearCalls, DAY_BEFORE, type CallPage } from '../support/calls';
import { buildCitizen, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { runNoticeJob } from '../support/notices';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const COLLEAGUE = '665eaf2f9d2a4c0000000002';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  await clearCalls(server);
});
afterAll(() => server.stop());

const { notices, desk, see, seeCalls, tick, remindAt, suspend, booked } = callsOf(() => server);

interface SeatLike {
  _id: string;
  idem?: string;
  outbox?: unknown[];
}

/** A call to be made. */
async function callOwed(): Promise<Call> {
  await booked();
  await remindAt(DAY_BEFORE);
  return (await seeCalls())[0] as Call;
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
    const page = bodyOf(await desk().get<CallPage>('/calls?limit=1'));
    expect(page.items.map((call) => call.residentId)).toEqual([first.citizen.residentId]);
    const rest = bodyOf(
      await desk().get<CallPage>(`/calls?limit=1&cursor=${encodeURIComponent(page.nextCursor ?? '')}`),
    );
    expect(rest.items.map((call) => call.residentId)).toEqual([later.citizen.residentId]);
    expect(rest.nextCursor).toBeNull();
    expect(await seeCalls('&topic=clash')).toEqual([]);
    expect(await seeCalls(`&sessionId=${later.session.id}`)).toHaveLength(1);
  });

  it('counts somebody called off until a month after the visit, and nobody after', async () => {
    const { session, id } = await booked();
    await suspend(session);
    await reconcileSeats(server.deps);
    expect(await seeCalls()).toMatchObject([{ id: `offer:${id}`, why: 'noSeat' }]);
    server.clock.set('2026-07-08T04:00:00.000Z');
    expect(await seeCalls()).toHaveLength(1);
    server.clock.set('2026-07-09T04:00:00.000Z');
    expect(await see()).toMatchObject({ items: [], counts: { open: 0 } });
    // What was not on the list by then does not come onto it.
    await server.deps.connection.collection('calls').deleteMany({});
    expect((await see()).counts.open).toBe(0);
  });

  it('holds everybody of a large session, and is reviewed to its end', async () => {
    const { session, id } = await booked();
    await suspend(session);
    await reconcileSeats(server.deps);
    const seats = server.deps.connection.collection<SeatLike>('seats');
    const { idem: _idem, outbox: _outbox, ...seat } = (await seats.findOne({ _id: id })) as SeatLike;
    const many = Array.from({ length: 1100 }, (_, i) => ({ ...seat, _id: `${id}-${i}` }));
    const last = { ...seat, _id: `${id}-last`, startTime: '17:00' };
    await seats.insertMany([...many, last]);
    expect((await see()).counts.open).toBe(1102);
    await seats.deleteOne({ _id: last._id });
    expect((await see()).counts.open).toBe(1101);
  });

  it('shows the latest first of what is done', async () => {
    await booked();
    await booked({ startTime: '10:00', endTime: '11:00' });
    await remindAt(DAY_BEFORE);
    for (const call of await seeCalls()) bodyOf(await tick(call, 'told'));
    const page = bodyOf(await desk().get<CallPage>('/calls?state=told&limit=1'));
    const rest = bodyOf(
      await desk().get<CallPage>(`/calls?state=told&cursor=${encodeURIComponent(page.nextCursor ?? '')}`),
    );
    expect([...page.items, ...rest.items].map((call) => call.startTime)).toEqual(['10:00', '09:00']);
  });
});
