import type { Booking } from '@linkang/shared/api/booking.routes';
import type { PlannedRange } from '@linkang/shared/api/schedule.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays, yearOf } from '@linkang/shared/domain/clinic-day';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, buildSessionBody, openSession, staffCaller } from '../support/clinic';
import { startPeer, type Peer } from '../support/peer';
import { addTemplate } from '../support/schedule';
import { startServer, type TestServer } from '../support/server';

/* The same day-dependent requests, to servers on machines of three time zones: the same answers, and the right ones. */
jest.setTimeout(120_000);

const ZONES = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles'];
/** Turns 65 in 2028. */
const BIRTH_DAY = '1963-01-01';

/** The instant, and the day and the next one in Shanghai. */
const borders: [string, string, string, string][] = [
  ['the last minute of the day before the last of a year', '2027-12-30T15:59:00.000Z', '2027-12-30', '2027-12-31'],
  ['the last minute of a year', '2027-12-31T15:59:00.000Z', '2027-12-31', '2028-01-01'],
  ['the first minute of a year', '2027-12-31T16:00:00.000Z', '2028-01-01', '2028-01-02'],
  ['the last minute of February in a common year', '2027-02-28T15:59:00.000Z', '2027-02-28', '2027-03-01'],
  ['the first minute of March in a common year', '2027-02-28T16:00:00.000Z', '2027-03-01', '2027-03-02'],
  ['the minute before a leap day', '2028-02-28T15:59:00.000Z', '2028-02-28', '2028-02-29'],
  ['the first minute of a leap day', '2028-02-28T16:00:00.000Z', '2028-02-29', '2028-03-01'],
  ['the last minute of a leap day', '2028-02-29T15:59:00.000Z', '2028-02-29', '2028-03-01'],
  ['the last minute of April', '2027-04-30T15:59:00.000Z', '2027-04-30', '2027-05-01'],
  ['the night on which Los Angeles puts its clocks forward', '2027-03-14T10:00:00.000Z', '2027-03-14', '2027-03-15'],
  ['the night on which Los Angeles puts its clocks back', '2027-11-07T09:00:00.000Z', '2027-11-07', '2027-11-08'],
];

let server: TestServer;
const peers: Peer[] = [];

beforeAll(async () => {
  server = await startServer({ limits: false, now: '2027-01-04T04:00:00.000Z' });
  for (const timeZone of ZONES) peers.push(await startPeer(server, { timeZone }));
  const desk = staffCaller(server, ['director']);
  for (const weekday of [1, 2, 3, 4, 5, 6, 7])
    await addTemplate(desk, {
      weekday,
      serviceCode: 'tcm',
      validFromDay: '2027-01-01',
      endTime: '08:30',
      startTime: '08:00',
    });
}, 180_000);
afterAll(async () => {
  for (const peer of peers) await peer.stop();
  await server.stop();
});

/** What people and staff see around an instant, without ids. */
async function lookAround(peer: Peer, today: string, tomorrow: string) {
  const there = { ...server, baseUrl: peer.baseUrl };
  const desk = staffCaller(there, ['desk']);
  const open = (changes: Record<string, unknown>) => desk.post<Session>('/sessions', buildSessionBody(changes));
  const early = { startTime: '07:00', endTime: '07:30' };
  const yesterday = await open({ day: addDays(today, -1), ...early });
  const now = await open({ day: today, ...early });

  const next = await openSession(there, { day: tomorrow });
  const again = await openSession(there, { day: tomorrow, startTime: '14:00', endTime: '15:00' });
  const after = await openSession(there, { day: addDays(tomorrow, 1) });
  const physical = await openSession(there, {
    day: tomorrow,
    serviceCode: 'senior-physical',
    startTime: '10:00',
    endTime: '11:00',
  });
  const citizen = await buildCitizen(there, { birthDay: BIRTH_DAY });
  const booked = bodyOf(await book(citizen, next.id), 201);
  const outcomes = [await book(citizen, again.id), await book(citizen, after.id), await book(citizen, physical.id)];
  const { items: coming } = bodyOf(
    await citizen.caller.get<{ items: Booking[] }>(`/bookings?residentId=${citizen.residentId}&when=coming`),
  );
  const seat = await server.deps.connection
    .collection<{ _id: string; keys: string[] }>('seats')
    .findOne({ _id: booked.id });
  const plan = bodyOf(await desk.get<PlannedRange>(`/schedule/preview?fromDay=${today}&toDay=${addDays(tomorrow, 1)}`));
  return {
    yesterday: faultsOf(yesterday),
    today: now.status === 201 ? [now.body.day, now.body.state] : faultsOf(now),
    booked: [booked.day, booked.startTime],
    outcomes: outcomes.map(outcomeOf),
    coming: coming.map(({ day }) => day),
    keys: seat?.keys.map((key) => key.replace(citizen.residentId, 'R')).sort(),
    plan: plan.items.map(({ day, outcome }) => `${day} ${outcome}`),
  };
}

/** What must be seen. */
function expectAt(instant: string, today: string, tomorrow: string) {
  const atMidnight = instant.endsWith('16:00:00.000Z');
  const isOld = yearOf(tomorrow) >= 2028;
  const grains = ['09:00', '09:15', '09:30', '09:45'].map((time) => `H:R:${tomorrow}T${time}`);
  return {
    yesterday: ['body.day PAST'],
    today: atMidnight ? [today, 'open'] : ['body.endTime PAST'],
    booked: [tomorrow, '09:00'],
    outcomes: ['409 BOOKING_DUPLICATE', '201', isOld ? '201' : '422 PHYSICAL_NOT_ELIGIBLE'],
    coming: [tomorrow, ...(isOld ? [tomorrow] : []), addDays(tomorrow, 1)],
    keys: [`D:R:gp:${tomorrow}`, ...grains, `N:R:${tomorrow}:1`].sort(),
    plan: [`${today} ${atMidnight ? 'open' : 'past'}`, `${tomorrow} open`, `${addDays(tomorrow, 1)} open`],
  };
}

test.each(borders)('%s', async (_, instant, today, tomorrow) => {
  server.clock.set(instant);
  for (const [i, peer] of peers.entries()) {
    await peer.inStep();
    expect({ zone: ZONES[i], ...(await lookAround(peer, today, tomorrow)) }).toEqual({
      zone: ZONES[i],
      ...expectAt(instant, today, tomorrow),
    });
  }
});

test('the machines are indeed in other zones', async () => {
  const offsets = await Promise.all(peers.map((peer) => peer.minutesFromUtc()));
  expect(offsets).toEqual([0, 480, -480]);
});
