import type { Booking } from '@linkang/shared/api/booking.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { CallReply } from '@linkang/shared/api/route';
import type { SheetRoutes, SheetTick } from '@linkang/shared/api/sheet.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, cancel, staffCaller } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { openRoom, TODAY, type Visitor } from '../support/queue';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

type Sheet = CallReply<SheetRoutes['get']>;
type Applied = CallReply<SheetRoutes['apply']>;
type Signed = { sheet: string; signature: string };

let server: TestServer;
let rooms = 0;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(async () => {
  expect(await findViolations(server.deps.connection.getClient().db(server.deps.connection.name))).toEqual([]);
  await server.stop();
});

const desk = (): Caller => staffCaller(server, ['desk']);
const instant = (time: string, day = TODAY): string => new Date(`${day}T${time}:00.000+08:00`).toISOString();
const tick = ({ booking }: Visitor, kind: SheetTick['kind'], time = '15:05'): SheetTick => ({
  id: booking.id,
  kind,
  at: instant(time),
});
const see = (query: string, caller = desk()): Promise<Answer<Sheet>> => caller.get<Sheet>(`/day-sheets?${query}`);
const signedIn = (html: string): Signed => {
  const text = /const signed = (.*);/.exec(html)?.[1];
  if (!text) throw new Error('the page has no signature');
  return JSON.parse(text) as Signed;
};
const apply = (signed: Signed, ticks: SheetTick[], caller = desk()): Promise<Answer<Applied>> =>
  caller.post<Applied>('/day-sheets', { ...signed, ticks });
const statusOf = async ({ booking }: Visitor): Promise<string> =>
  bodyOf(await desk().get<Booking>(`/bookings/${booking.id}`)).status;

/** A room of its own with people, their sheet, and the evening after the server was away. */
async function openSheet(people: number): Promise<{ visitors: Visitor[]; signed: Signed; html: string }> {
  server.clock.set(TEST_NOW);
  rooms += 1;
  const place = `离线诊室${rooms}`;
  const { visitors } = await openRoom(server, people, { place });
  const { html } = bodyOf(await see(`day=${TODAY}&place=${encodeURIComponent(place)}`));
  server.clock.set(instant('18:00'));
  return { visitors, html, signed: signedIn(html) };
}

describe('GET /day-sheets', () => {
  it('is for the clinic staff', async () => {
    const query = `day=${TODAY}`;
    expect(outcomeOf(await see(query, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await see(query, (await buildCitizen(server)).caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await see(query, staffCaller(server, ['editor'])))).toBe('403 FORBIDDEN');
    for (const role of ['director', 'doctor', 'nurse'] satisfies PolicyRole[])
      bodyOf(await see('day=2026-07-01', staffCaller(server, [role])));
  });

  it.each([
    ['', ['query.day MISSING']],
    ['day=2026-02-30&place=', ['query.day DAY', 'query.place EMPTY']],
  ])('refuses %j', async (query, faults) => {
    expect(faultsOf(await see(query))).toEqual(faults);
  });

  it('is one file with masked people, which loads nothing and is written down', async () => {
    const { visitors, html, signed } = await openSheet(1);
    const [{ citizen, booking }] = visitors as [Visitor];
    expect(html).toContain('李*兰');
    expect(html).toContain('138****8000');
    for (const secret of [citizen.name, citizen.residentId, citizen.idNumber, '13800138000'])
      expect(html).not.toContain(secret);
    expect(html).not.toMatch(/(src|href)=|https?:\/\/|@import/);
    expect(signed.sheet).toContain(booking.id);
    const audits = server.deps.connection.collection('audits');
    expect(await audits.countDocuments({ residentId: citizen.residentId, action: 'sheet.get' })).toBe(1);
  });

  it('keeps what staff wrote in its place', async () => {
    const place = '三楼</script><b>诊室';
    await openRoom(server, 1, { place });
    const { html } = bodyOf(await see(`day=${TODAY}&place=${encodeURIComponent(place)}`));
    expect(html).toContain('三楼&lt;/script&gt;&lt;b&gt;诊室');
    expect(html.match(/<\/script>/g)).toHaveLength(1);
  });
});

describe('POST /day-sheets', () => {
  it('is for the clinic staff', async () => {
    const { visitors, signed } = await openSheet(1);
    const [{ citizen }] = visitors as [Visitor];
    expect(outcomeOf(await apply(signed, [], new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await apply(signed, [], citizen.caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await apply(signed, [], staffCaller(server, ['editor'])))).toBe('403 FORBIDDEN');
  });

  it.each([
    [{}, ['body.sheet MISSING', 'body.signature MISSING', 'body.ticks MISSING']],
    [{ sheet: '', signature: '', ticks: [] }, ['body.sheet EMPTY', 'body.signature EMPTY']],
    [
      { sheet: 'a', signature: 'b', ticks: [{ id: 'a b', kind: 'gone', at: 'noon' }] },
      ['body.ticks.0.id ID', 'body.ticks.0.kind TYPE', 'body.ticks.0.at INSTANT'],
    ],
  ])('refuses %j', async (body, faults) => {
    expect(faultsOf(await desk().post('/day-sheets', body))).toEqual(faults);
  });

  it('takes over arrivals and ends, and gives the same again when it is sent twice', async () => {
    const { visitors, signed } = await openSheet(4);
    const [one, two, three, four] = visitors as [Visitor, Visitor, Visitor, Visitor];
    const ticks = [
      tick(one, 'done', '15:20'),
      tick(one, 'arrived'),
      tick(two, 'arrived'),
      tick(three, 'done', '15:40'),
    ];
    expect(bodyOf(await apply(signed, ticks))).toEqual({ day: TODAY, applied: 4, repeated: 0, conflicts: [] });
    const statuses = () => Promise.all([one, two, three, four].map(statusOf));
    expect(await statuses()).toEqual(['done', 'arrived', 'done', 'booked']);
    expect(bodyOf(await apply(signed, ticks))).toEqual({ day: TODAY, applied: 0, repeated: 4, conflicts: [] });
    expect(await statuses()).toEqual(['done', 'arrived', 'done', 'booked']);
    const seats = server.deps.connection.collection<{ _id: string; log: { what: string; at: Date }[] }>('seats');
    const log = (await seats.findOne({ _id: one.booking.id }))?.log;
    expect(log?.slice(1).map(({ what, at }) => [what, at.toISOString()])).toEqual([
      ['arrived', instant('15:05')],
      ['done', instant('15:20')],
    ]);
    const audits = server.deps.connection.collection('audits');
    expect(await audits.countDocuments({ residentId: two.citizen.residentId, action: 'sheet.apply' })).toBe(2);
  });

  it('counts each tick once when the file is sent ten times at once', async () => {
    const { visitors, signed } = await openSheet(2);
    const ticks = visitors.flatMap((visitor) => [tick(visitor, 'arrived'), tick(visitor, 'done', '15:30')]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => apply(signed, ticks)));
    const bodies = answers.map((answer) => bodyOf(answer));
    expect(bodies.reduce((sum, { applied }) => sum + applied, 0)).toBe(4);
    expect(bodies.reduce((sum, { repeated }) => sum + repeated, 0)).toBe(36);
    const seats = server.deps.connection.collection<{ _id: string; log: { what: string }[] }>('seats');
    for (const { booking } of visitors)
      expect((await seats.findOne({ _id: booking.id }))?.log.map(({ what }) => what)).toEqual([
        'booked',
        'arrived',
        'done',
      ]);
  });

  it('overwrites nothing: what was entered meanwhile stays, and what cannot be is listed', async () => {
    const { visitors, signed } = await openSheet(3);
    const [gone, entered, wrongDay] = visitors as [Visitor, Visitor, Visitor];
    server.clock.set(TEST_NOW);
    bodyOf(await cancel(gone.citizen, gone.booking.id));
    bodyOf(await desk().post(`/bookings/${entered.booking.id}/check-in`));
    server.clock.set(instant('18:00'));
    const ticks = [
      tick(gone, 'arrived'),
      tick(entered, 'arrived'),
      { ...tick(wrongDay, 'arrived'), at: instant('15:05', '2026-06-03') },
      tick(wrongDay, 'done', '18:30'),
    ];
    const reply = bodyOf(await apply(signed, ticks));
    expect(reply).toMatchObject({ applied: 0, repeated: 1 });
    expect(reply.conflicts.map(({ number, kind, status, reason }) => [number, kind, status, reason])).toEqual([
      [3, 'arrived', 'booked', 'time'],
      [1, 'arrived', 'cancelled', 'state'],
      [3, 'done', 'booked', 'time'],
    ]);
    expect(bodyOf(await apply(signed, ticks))).toEqual(reply);
  });

  it('does not bring back what was taken back after it', async () => {
    const { visitors, signed } = await openSheet(1);
    const [visitor] = visitors as [Visitor];
    bodyOf(await apply(signed, [tick(visitor, 'arrived')]));
    bodyOf(await desk().post(`/bookings/${visitor.booking.id}/undo`, { status: 'arrived' }));
    expect(bodyOf(await apply(signed, [tick(visitor, 'arrived')]))).toMatchObject({ applied: 0, repeated: 1 });
    expect(await statusOf(visitor)).toBe('booked');
  });

  it('is taken the next day as well', async () => {
    const { visitors, signed } = await openSheet(1);
    const [visitor] = visitors as [Visitor];
    server.clock.set(instant('08:00', '2026-06-05'));
    expect(bodyOf(await apply(signed, [tick(visitor, 'done')]))).toMatchObject({ applied: 1 });
    expect(await statusOf(visitor)).toBe('done');
  });

  it('refuses a file that was changed, or a tick that is not of its sheet', async () => {
    const { visitors, signed } = await openSheet(1);
    const { visitors: others } = await openSheet(1);
    const [own, other] = [visitors[0] as Visitor, others[0] as Visitor];
    const changed = signed.sheet.replace(own.booking.id, other.booking.id);
    expect(changed).not.toBe(signed.sheet);
    expect(outcomeOf(await apply({ ...signed, sheet: changed }, [tick(other, 'arrived')]))).toBe('422 SHEET_INVALID');
    expect(outcomeOf(await apply({ ...signed, signature: 'x' }, [tick(own, 'arrived')]))).toBe('422 SHEET_INVALID');
    expect(outcomeOf(await apply(signed, [tick(own, 'arrived'), tick(other, 'arrived')]))).toBe('422 SHEET_INVALID');
    expect([await statusOf(own), await statusOf(other)]).toEqual(['booked', 'booked']);
  });
});
