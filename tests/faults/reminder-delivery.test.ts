import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Call } from '@linkang/shared/api/notice.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { bodyOf } from '../support/answers';
import { buildSessionBody } from '../support/clinic';
import { sentBy, stubCall } from '../support/notices';
import { eventually } from '../support/poll';
import { startWechatPair, type WechatPair } from '../support/wechat-pair';

/*
 * Two server processes on one database remind of tomorrow's visits and are killed in the middle of sending: nobody is
 * reminded twice, and who may not have been reached is on the list of those whom the desk telephones.
 */
jest.setTimeout(240_000);

const PEOPLE = 8;
const TEMPLATE = 'demo-reminder';

let wechat: WechatPair;
const bookings: string[] = [];

const reminders = () => wechat.notices.find({ kind: 'bookingReminder' }).toArray();

/** Somebody with a seat of tomorrow, booked the day before yesterday, who allows two reminders. */
async function buildVisit(sessionId: string, index: number): Promise<void> {
  const person = { name: '王秀英', birthDay: `195${index}-04-08` };
  const allowed = { templateIds: [TEMPLATE], times: 2 };
  const patient = await wechat.register(`remind-${index}`, person, allowed);
  await wechat.allow(patient, [TEMPLATE], 2);
  const { token, residentId } = patient;
  bookings.push(bodyOf(await wechat.as(token).post<Booking>('/bookings', { sessionId, residentId }), 201).id);
}

beforeAll(async () => {
  // The test runs at any hour, and every visit of tomorrow is due since midnight.
  wechat = await startWechatPair({
    'notices.json': { quietHours: null },
    'booking.json': { reminders: { dayBeforeTime: '00:00', hoursBefore: null } },
  });
}, 120_000);

afterAll(() => wechat.stop(), 60_000);

test('two servers, killed while they send: each visit is reminded of once, or telephoned', async () => {
  const day = addDays(dayOf(new Date()), 1);
  const { id } = bodyOf(
    await wechat.staff('desk').post<Session>('/sessions', buildSessionBody({ day, capacity: PEOPLE })),
    201,
  );
  for (let index = 0; index < PEOPLE; index += 1) await buildVisit(id, index);
  await stubCall(wechat.stubUrl, 'fail', { mode: 'slow' });
  await wechat.db
    .collection<{ _id: string }>('seats')
    .updateMany({ _id: { $in: bookings } }, { $set: { bookedAt: new Date(Date.now() - 48 * 3_600_000) } });
  const cutOff = await eventually(
    'some are under way',
    async () => {
      const rows = (await reminders()).filter(({ push }) => push.state === 'sending');
      return rows.length > 0 && rows;
    },
    { withinMs: 90_000, everyMs: 5 },
  );
  await wechat.kill();
  await stubCall(wechat.stubUrl, 'fail', { mode: 'ok' });
  await wechat.restart();
  const rows = await eventually(
    'all that can be sent is sent, and a whole round of the timers is over',
    async () => {
      const found = await reminders();
      const isOpen = found.some(({ push }) => push.state === 'todo' || push.state === 'sending');
      return found.length >= PEOPLE && !isOpen && found;
    },
    { withinMs: 90_000, everyMs: 250 },
  );
  expect(rows.map(({ targetId }) => targetId).sort()).toEqual([...bookings].sort());
  const stateOf = new Map(rows.map((row) => [row._id, row.push.state]));
  for (const { _id } of cutOff) expect(stateOf.get(_id)).toBe('unknown');
  const sent = (await sentBy(wechat.stubUrl)).filter((message) => message.template_id === TEMPLATE);
  const perPerson = new Map<string, number>();
  for (const { touser } of sent) perPerson.set(touser, (perPerson.get(touser) ?? 0) + 1);
  expect(Math.max(...perPerson.values())).toBe(1);

  const { items } = bodyOf(await wechat.staff('desk').get<{ items: Call[] }>('/calls?topic=reminder'));
  const unknown = rows.filter(({ push }) => push.state === 'unknown');
  expect(items.map((call) => call.why)).toEqual(unknown.map(() => 'unknown'));
  expect(items.map((call) => call.residentId).sort()).toEqual(unknown.map(({ residentId }) => residentId).sort());
});
