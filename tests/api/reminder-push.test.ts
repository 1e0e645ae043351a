import type { Booking } from '@linkang/shared/api/booking.routes';
import { bodyOf } from '../support/answers';
import { buildResidentAccount } from '../support/builders';
import { openSession, staffCaller } from '../support/clinic';
import { remind, runNoticeJob, sentBy, stubCall } from '../support/notices';
import { remindersOf } from '../support/reminders';
import { startServer, type TestServer } from '../support/server';

/** The visit of `openSession` is on Monday 8 June at 09:00. */
const DAY_BEFORE = '2026-06-07T07:00:00.000Z';
const TEMPLATE = 'demo-reminder';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => clear());
afterAll(() => server.stop());

const { clear, notices, remindAt } = remindersOf(() => server);

describe('sending to WeChat', () => {
  let people = 0;
  /** Somebody with a WeChat identity who has accepted reminders so often, and a booking. */
  async function buildPatient(credits: number) {
    people += 1;
    const code = `remind-${people}`;
    const account = await buildResidentAccount(server, { code: `ok-${code}` });
    const openId = `openid-${code}`;
    await stubCall(server.stub.baseUrl, 'credits', { touser: openId, template_id: TEMPLATE, count: credits });
    for (let i = 0; i < credits; i += 1) await account.caller.post('/notices/credits', { templateIds: [TEMPLATE] });
    const { id: sessionId } = await openSession(server);
    const { residentId } = account;
    const { id } = bodyOf(await account.caller.post<Booking>('/bookings', { sessionId, residentId }), 201);
    return { openId, sessionId, id };
  }
  const sentTo = async (openId: string) =>
    (await sentBy(server.stub.baseUrl)).filter((sent) => sent.touser === openId && sent.template_id === TEMPLATE);
  const stateOf = async (targetId: string) =>
    (await notices().find({ kind: 'bookingReminder', targetId }).sort({ at: 1 }).toArray()).map(
      (row) => row.push.state,
    );

  it('takes one permission for each', async () => {
    const { openId, id } = await buildPatient(1);
    await remindAt(DAY_BEFORE);
    await runNoticeJob(server, 'pushNotices');
    await remindAt('2026-06-07T23:30:00.000Z');
    await runNoticeJob(server, 'pushNotices');
    expect(await stateOf(id)).toEqual(['sent', 'noPermission']);
    expect((await sentTo(openId)).map((sent) => sent.data)).toEqual([
      {
        thing1: { value: '预约' },
        time2: { value: '2026年6月8日 09:00' },
        thing3: { value: '一楼全科诊室' },
        character_string4: { value: '1' },
        thing5: { value: '点开看详情' },
      },
    ]);
  });

  it('lets people sleep: what falls into the night is sent at seven', async () => {
    const { openId, id } = await buildPatient(1);
    const at = async (instant: string): Promise<number> => {
      server.clock.set(instant);
      await runNoticeJob(server, 'pushNotices');
      return (await sentTo(openId)).length;
    };
    await remindAt('2026-06-07T12:59:00.000Z');
    expect(await at('2026-06-07T13:00:00.000Z')).toBe(0);
    expect(await at('2026-06-07T22:59:00.000Z')).toBe(0);
    expect(await stateOf(id)).toEqual(['todo']);
    expect(await at('2026-06-07T23:00:00.000Z')).toBe(1);
  });

  it('sends nothing for a visit that is given up while the message waits', async () => {
    const { openId, sessionId, id } = await buildPatient(1);
    await remindAt(DAY_BEFORE);
    bodyOf(await staffCaller(server, ['desk']).post(`/sessions/${sessionId}/suspend`, { reason: '停电' }));
    await runNoticeJob(server, 'pushNotices');
    expect(await sentTo(openId)).toEqual([]);
    expect(await stateOf(id)).toEqual(['none']);
  });

  it('does not send again what may have been sent', async () => {
    const { openId, id } = await buildPatient(2);
    await remindAt(DAY_BEFORE);
    await notices().updateOne(
      { kind: 'bookingReminder', targetId: id },
      { $set: { 'push.state': 'sending', 'push.tries': 1, 'push.nextAt': server.clock.now() } },
    );
    for (const minutes of [1, 10, -10, 30]) {
      server.clock.advanceMinutes(minutes);
      await remind(server);
      await runNoticeJob(server, 'pushNotices');
    }
    expect(await stateOf(id)).toEqual(['unknown']);
    expect(await sentTo(openId)).toEqual([]);
  });
});
