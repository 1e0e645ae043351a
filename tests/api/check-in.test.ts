import type { Booking } from '@linkang/shared/api/booking.routes';
import type { QueueRoutes } from '@linkang/shared/api/queue.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { Problem } from '@linkang/shared/errors';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, cancel, openSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { findViolations } from '../support/invariants';
import { buildProxy } from '../support/proxies';
import { openRoom, TODAY, type Visitor } from '../support/queue';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const NO_CODE = '0'.repeat(18);

type Code = CallReply<QueueRoutes['code']>;
type Arrival = CallReply<QueueRoutes['arrive']>;

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(async () => {
  expect(await findViolations(server.deps.connection.getClient().db(server.deps.connection.name))).toEqual([]);
  await server.stop();
});

const at = (time: string): void => server.clock.set(`${TODAY}T${time}:00.000+08:00`);
const anyone = (): Caller => new Caller(server.baseUrl);
const desk = (): Caller => staffCaller(server, ['desk']);
const visitor = async (changes: Record<string, unknown> = {}): Promise<Visitor> =>
  (await openRoom(server, 1, changes)).visitors[0] as Visitor;
const codeOf = ({ citizen, booking }: Visitor): Promise<Answer<Code>> =>
  citizen.caller.get<Code>(`/bookings/${booking.id}/code`);
const scan = (code: unknown, caller = desk()): Promise<Answer<Booking>> =>
  caller.post<Booking>('/check-ins/scan', { code });
const deskCode = async (): Promise<string> => bodyOf(await desk().get<Code>('/check-ins/desk-code')).code;
const arrive = (citizen: Citizen, code: string, bookingId?: string): Promise<Answer<Arrival>> =>
  citizen.caller.post<Arrival>('/check-ins', { code, ...(bookingId ? { bookingId } : {}) });

describe("the resident's code", () => {
  it('is for the person alone', async () => {
    const own = await visitor();
    const path = `/bookings/${own.booking.id}/code`;
    expect(outcomeOf(await anyone().get(path))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await desk().get(path))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await (await buildCitizen(server)).caller.get(path))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await own.citizen.caller.get(`/bookings/${MISSING}/code`))).toBe('404 NOT_FOUND');
    expect(faultsOf(await own.citizen.caller.get('/bookings/a%20b/code'))).toEqual(['params.id ID']);
  });

  it('says nothing: 18 digits that differ by booking and time, with a picture of them', async () => {
    const [one, two] = [await visitor(), await visitor()];
    const first = bodyOf(await codeOf(one));
    expect(first.code).toMatch(/^\d{18}$/);
    expect(first.image).toMatch(/^data:image\/png;base64,/);
    expect(bodyOf(await codeOf(two)).code).not.toBe(first.code);
    expect(bodyOf(await codeOf(one)).code).toBe(first.code);
    server.clock.set(first.renewAt);
    expect(bodyOf(await codeOf(one)).code).not.toBe(first.code);
  });

  it('checks the person in when staff scan it, once', async () => {
    const own = await visitor();
    const { code } = bodyOf(await codeOf(own));
    expect(bodyOf(await scan(code))).toMatchObject({ id: own.booking.id, status: 'arrived', number: 1 });
    const again = await scan(code);
    expect(outcomeOf(again)).toBe('409 STATE_CONFLICT');
    expect((again.body as unknown as Problem).conflict).toMatchObject({ id: own.booking.id, status: 'arrived' });
    expect(outcomeOf(await codeOf(own))).toBe('409 STATE_CONFLICT');
    const audits = server.deps.connection.collection('audits');
    const filter = { residentId: own.citizen.residentId, action: 'booking.checkIn' };
    expect(await audits.countDocuments(filter)).toBeGreaterThan(0);
  });

  it('is taken for at least five minutes and at most ten', async () => {
    const own = await visitor();
    server.clock.set('2026-06-04T04:04:59.000Z');
    const { code } = bodyOf(await codeOf(own));
    server.clock.set('2026-06-04T04:10:01.000Z');
    expect(outcomeOf(await scan(code))).toBe('409 CHECK_IN_CODE_STALE');
    server.clock.set('2026-06-04T04:09:58.000Z');
    expect(bodyOf(await scan(code)).status).toBe('arrived');
  });

  it('of another day, or of a booking that was given back, is none', async () => {
    const session = await openSession(server);
    const citizen = await buildCitizen(server);
    const later = { citizen, booking: bodyOf(await book(citizen, session.id), 201) };
    expect(outcomeOf(await scan(bodyOf(await codeOf(later)).code))).toBe('409 CHECK_IN_CODE_STALE');
    const gone = await visitor();
    const { code } = bodyOf(await codeOf(gone));
    bodyOf(await desk().post(`/bookings/${gone.booking.id}/cancel`));
    expect(outcomeOf(await scan(code))).toBe('409 CHECK_IN_CODE_STALE');
    expect(outcomeOf(await codeOf(gone))).toBe('409 STATE_CONFLICT');
  });

  it.each([
    [undefined, 'MISSING'],
    [7, 'TYPE'],
    ['', 'CODE'],
    ['1'.repeat(17), 'CODE'],
    [`${'1'.repeat(17)}a`, 'CODE'],
  ])('scanned as %j is no code', async (code, fault) => {
    expect(faultsOf(await scan(code))).toEqual([`body.code ${fault}`]);
  });

  it('is scanned by the clinic staff', async () => {
    const own = await visitor();
    const { code } = bodyOf(await codeOf(own));
    expect(outcomeOf(await scan(code, anyone()))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await scan(code, own.citizen.caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await scan(code, staffCaller(server, ['editor'])))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await scan(NO_CODE))).toBe('409 CHECK_IN_CODE_STALE');
  });

  it('of ten scans at once one counts', async () => {
    const { code } = bodyOf(await codeOf(await visitor()));
    const scans = await Promise.all(Array.from({ length: 10 }, () => scan(code)));
    expect(countOutcomes(scans)).toEqual({ 200: 1, '409 STATE_CONFLICT': 9 });
  });
});

describe("the entrance's code", () => {
  it('is for residents who signed in', async () => {
    const code = await deskCode();
    expect(outcomeOf(await anyone().post('/check-ins', { code }))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await desk().post('/check-ins', { code }))).toBe('403 FORBIDDEN');
  });

  it.each([
    [{}, ['body.code MISSING']],
    [{ code: 'abc' }, ['body.code CODE']],
    [{ code: NO_CODE, bookingId: 'a b' }, ['body.bookingId ID']],
  ])('refuses %j', async (body, faults) => {
    expect(faultsOf(await (await buildCitizen(server)).caller.post('/check-ins', body))).toEqual(faults);
  });

  it('checks in whoever has a booking of now, and tells them the same again', async () => {
    const own = await visitor();
    at('14:30');
    const code = await deskCode();
    const first = bodyOf(await arrive(own.citizen, code));
    expect(first).toMatchObject({ booking: { id: own.booking.id, status: 'arrived' }, choices: [] });
    expect(bodyOf(await arrive(own.citizen, code)).booking).toMatchObject({ id: own.booking.id, status: 'arrived' });
    expect(bodyOf(await arrive(own.citizen, code, own.booking.id)).booking?.status).toBe('arrived');
    const seats = server.deps.connection.collection<{ _id: string; log: { what: string; by: string }[] }>('seats');
    const log = (await seats.findOne({ _id: own.booking.id }))?.log;
    expect(log?.map(({ what, by }) => [what, by])).toEqual([
      ['booked', own.citizen.accountId],
      ['arrived', own.citizen.accountId],
    ]);
  });

  it('checks in once when a page asks ten times at once, and says the same to all of them', async () => {
    const own = await visitor();
    at('14:30');
    const code = await deskCode();
    const answers = await Promise.all(Array.from({ length: 10 }, () => arrive(own.citizen, code)));
    expect(countOutcomes(answers)).toEqual({ 200: 10 });
    expect(new Set(answers.map((answer) => bodyOf(answer).booking?.id))).toEqual(new Set([own.booking.id]));
  });

  it.each([
    ['14:29', '409 CHECK_IN_NOT_NOW'],
    ['14:30', '200'],
    ['15:59', '200'],
    ['16:01', '409 CHECK_IN_NOT_NOW'],
  ])('from half an hour before until the end: at %s %s', async (time, outcome) => {
    const own = await visitor();
    at(time);
    const code = await deskCode();
    expect(outcomeOf(await arrive(own.citizen, code))).toBe(outcome);
    if (outcome !== '200') expect(outcomeOf(await arrive(own.citizen, code, own.booking.id))).toBe(outcome);
  });

  it('is stale after four minutes at most, as on a photograph', async () => {
    const own = await visitor();
    at('14:40');
    const code = await deskCode();
    server.clock.advanceMinutes(3);
    expect(await deskCode()).not.toBe(code);
    server.clock.advanceMinutes(1);
    expect(outcomeOf(await arrive(own.citizen, code))).toBe('409 CHECK_IN_CODE_STALE');
    expect(outcomeOf(await arrive(own.citizen, code, own.booking.id))).toBe('409 CHECK_IN_CODE_STALE');
    expect(outcomeOf(await arrive(own.citizen, NO_CODE))).toBe('409 CHECK_IN_CODE_STALE');
    expect(bodyOf(await arrive(own.citizen, await deskCode())).booking?.status).toBe('arrived');
  });

  it('gives no right to a booking that is not the own', async () => {
    const [own, stranger] = [await visitor(), await buildCitizen(server)];
    at('14:40');
    const code = await deskCode();
    expect(outcomeOf(await arrive(stranger, code))).toBe('409 CHECK_IN_NOT_NOW');
    expect(outcomeOf(await arrive(stranger, code, own.booking.id))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await arrive(stranger, code, MISSING))).toBe('404 NOT_FOUND');
    // The code of a booking is not the code of the entrance, and the other way round.
    expect(outcomeOf(await arrive(own.citizen, bodyOf(await codeOf(own)).code))).toBe('409 CHECK_IN_CODE_STALE');
    expect(outcomeOf(await scan(code))).toBe('409 CHECK_IN_CODE_STALE');
  });

  it('refuses a booking that was given back', async () => {
    const own = await visitor();
    bodyOf(await cancel(own.citizen, own.booking.id));
    at('14:40');
    expect(outcomeOf(await arrive(own.citizen, await deskCode(), own.booking.id))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await arrive(own.citizen, await deskCode()))).toBe('409 CHECK_IN_NOT_NOW');
  });
});

describe('a relative at the entrance', () => {
  it('checks in for the person, and chooses where both have come', async () => {
    const { visitors } = await openRoom(server, 2);
    const [daughter, mother] = visitors as [Visitor, Visitor];
    await buildProxy(server, daughter.citizen, mother.citizen);
    at('14:45');
    const code = await deskCode();
    const asked = bodyOf(await arrive(daughter.citizen, code));
    expect(asked.booking).toBeNull();
    expect(asked.choices.map(({ id }) => id).sort()).toEqual([daughter.booking.id, mother.booking.id].sort());
    expect(asked.choices.find(({ id }) => id === mother.booking.id)?.residentName).toBe(mother.citizen.name);
    const chosen = bodyOf(await arrive(daughter.citizen, code, mother.booking.id));
    expect(chosen.booking).toMatchObject({ id: mother.booking.id, status: 'arrived' });
    // One is left, and needs no choice.
    expect(bodyOf(await arrive(daughter.citizen, code)).booking?.id).toBe(daughter.booking.id);
    expect(bodyOf(await arrive(mother.citizen, code)).booking).toMatchObject({
      id: mother.booking.id,
      status: 'arrived',
    });
  });

  it('may not without the permission to book', async () => {
    const mother = await visitor();
    const son = await buildCitizen(server);
    await buildProxy(server, son, mother.citizen, { scopes: ['record'] });
    at('14:45');
    const code = await deskCode();
    expect(outcomeOf(await arrive(son, code))).toBe('409 CHECK_IN_NOT_NOW');
    expect(outcomeOf(await arrive(son, code, mother.booking.id))).toBe('403 PROXY_SCOPE_MISSING');
    const path = `/bookings/${mother.booking.id}`;
    expect(outcomeOf(await son.caller.get(`${path}/code`))).toBe('403 PROXY_SCOPE_MISSING');
    expect(outcomeOf(await son.caller.get(`${path}/queue`))).toBe('403 PROXY_SCOPE_MISSING');
  });
});
