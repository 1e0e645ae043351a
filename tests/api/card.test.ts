import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Card, CardRoutes, PrintedCard } from '@linkang/shared/api/card.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Problem } from '@linkang/shared/errors';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, openSession, putAtCounter, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { TODAY } from '../support/queue';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const NO_CARD = '0'.repeat(20);

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const anyone = (): Caller => new Caller(server.baseUrl);
const desk = (): Caller => staffCaller(server, ['desk'], 'desk-of-cards');
/** Reads every record, so that the stories need no person at the counter. */
const office = (): Caller => staffCaller(server, ['director'], 'office-of-cards');
const issue = (residentId: unknown, key?: string, caller = office()): Promise<Answer<Card>> =>
  caller.post<Card>('/cards', { residentId }, key);
const revoke = (id: string, caller = office()): Promise<Answer<Card>> => caller.post<Card>(`/cards/${id}/revoke`);
const print = (residentIds: unknown, caller = office()): Promise<Answer<CallReply<CardRoutes['print']>>> =>
  caller.post('/cards/print', { residentIds });
const listOf = async (residentId: string): Promise<Card[]> =>
  bodyOf(await office().get<CallReply<CardRoutes['list']>>(`/cards?residentId=${residentId}`)).items;
const printOne = async (residentId: string): Promise<PrintedCard> =>
  bodyOf(await print([residentId])).items[0] as PrintedCard;
const scan = (code: unknown, caller = desk()): Promise<Answer<Booking>> =>
  caller.post<Booking>('/check-ins/scan', { code });
const audits = (residentId: string, action: string): Promise<number> =>
  server.deps.connection.collection('audits').countDocuments({ residentId, action });

/** Everybody but the clinic's staff is refused. */
async function expectClinicOnly(ask: (caller: Caller) => Promise<Answer<unknown>>, own: Citizen): Promise<void> {
  expect(outcomeOf(await ask(anyone()))).toBe('401 AUTH_REQUIRED');
  expect(outcomeOf(await ask(own.caller))).toBe('403 FORBIDDEN');
  for (const role of ['editor', 'admin'] satisfies PolicyRole[])
    expect(outcomeOf(await ask(staffCaller(server, [role])))).toBe('403 FORBIDDEN');
}

describe('POST /cards', () => {
  it('is for the clinic staff, with a key, for somebody who is there', async () => {
    const own = await buildCitizen(server);
    await expectClinicOnly((caller) => issue(own.residentId, undefined, caller), own);
    expect(outcomeOf(await issue(MISSING))).toBe('404 NOT_FOUND');
    expect(faultsOf(await issue('a b'))).toEqual(['body.residentId ID']);
    expect(faultsOf(await desk().post('/cards', { residentId: own.residentId }, null))).toEqual([
      'header.Idempotency-Key MISSING',
    ]);
    expect(await listOf(own.residentId)).toEqual([]);
  });

  it('issues one card for a key, twenty at once, and the next one ends it', async () => {
    const { residentId } = await buildCitizen(server);
    const answers = await Promise.all(Array.from({ length: 20 }, () => issue(residentId, 'card-test-key-0001')));
    expect(countOutcomes(answers)).toEqual({ '201': 20 });
    const first = bodyOf(answers[0] as Answer<Card>, 201);
    expect(await listOf(residentId)).toEqual([{ ...first, revokedAt: null }]);
    const other = await buildCitizen(server);
    expect(outcomeOf(await issue(other.residentId, 'card-test-key-0001'))).toBe('422 IDEMPOTENCY_MISMATCH');
    server.clock.set('2026-06-04T05:00:00.000Z');
    const second = bodyOf(await issue(residentId), 201);
    expect((await listOf(residentId)).map(({ id, revokedAt }) => [id, revokedAt])).toEqual([
      [second.id, null],
      [first.id, '2026-06-04T05:00:00.000Z'],
    ]);
    expect(await audits(residentId, 'card.issue')).toBe(21);
  });

  it('leaves one that works when several desks issue at once', async () => {
    const { residentId } = await buildCitizen(server);
    const answers = await Promise.all(Array.from({ length: 12 }, () => issue(residentId)));
    const counts = countOutcomes(answers);
    expect((counts['201'] ?? 0) + (counts['409 STATE_CONFLICT'] ?? 0)).toBe(12);
    const cards = await listOf(residentId);
    expect(cards.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1);
    expect(counts['201']).toBe(cards.length);
  });
});

describe('GET /cards', () => {
  it('is for the clinic staff, audited', async () => {
    const own = await buildCitizen(server);
    await expectClinicOnly((caller) => caller.get(`/cards?residentId=${own.residentId}`), own);
    expect(outcomeOf(await office().get(`/cards?residentId=${MISSING}`))).toBe('404 NOT_FOUND');
    expect(faultsOf(await desk().get('/cards'))).toEqual(['query.residentId MISSING']);
    expect(await listOf(own.residentId)).toEqual([]);
    expect(await audits(own.residentId, 'card.list')).toBe(1);
  });
});

describe('POST /cards/{id}/revoke', () => {
  it('ends a lost card once', async () => {
    const own = await buildCitizen(server);
    const { id } = bodyOf(await issue(own.residentId), 201);
    await expectClinicOnly((caller) => revoke(id, caller), own);
    expect(outcomeOf(await revoke(MISSING))).toBe('404 NOT_FOUND');
    expect(faultsOf(await revoke('a%20b'))).toEqual(['params.id ID']);
    const answers = await Promise.all([revoke(id), revoke(id)]);
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
    const late = answers.find(({ status }) => status === 409)?.body as unknown as Problem;
    expect(late.conflict).toMatchObject({ id, revokedAt: TEST_NOW });
    expect(await audits(own.residentId, 'card.revoke')).toBe(2);
  });
});

describe('POST /cards/print', () => {
  it('is for the clinic staff, and tells each bad field', async () => {
    const own = await buildCitizen(server);
    await expectClinicOnly((caller) => print([own.residentId], caller), own);
    expect(faultsOf(await print([]))).toEqual(['body.residentIds EMPTY']);
    expect(faultsOf(await print(['a b']))).toEqual(['body.residentIds.0 ID']);
    expect(faultsOf(await print(Array.from({ length: 501 }, (_, i) => `p${i}`)))).toEqual([
      'body.residentIds TOO_MANY',
    ]);
    expect(outcomeOf(await print([own.residentId, MISSING]))).toBe('404 NOT_FOUND');
    expect(await listOf(own.residentId)).toEqual([]);
  });

  it('gives everybody one card, the same again, with a code that says nothing', async () => {
    const people = await Promise.all([1, 2, 3].map(() => buildCitizen(server, { name: '司马文清' })));
    const ids = people.map(({ residentId }) => residentId);
    const kept = bodyOf(await issue(ids[1]), 201);
    const [one, two] = (await Promise.all([print(ids), print(ids)])).map((answer) => bodyOf(answer).items);
    expect(two).toEqual(one);
    expect(one?.map(({ residentId }) => residentId)).toEqual(ids);
    expect(one?.[1]?.id).toBe(kept.id);
    expect(new Set(one?.map(({ code }) => code)).size).toBe(3);
    for (const { code, maskedName } of one ?? []) {
      expect(code).toMatch(/^\d{20}$/);
      expect(maskedName).toBe('司**清');
    }
    const stored = await server.deps.connection.collection('cards').find({}).toArray();
    expect(JSON.stringify(stored)).not.toContain(one?.[0]?.code);
    expect(await audits(ids[0] as string, 'card.print')).toBe(2);
  });
});

describe('whose cards', () => {
  it('are shown, given out, ended and printed needs a ground, and the refusal is in the log', async () => {
    const { residentId } = await buildCitizen(server);
    const { id } = bodyOf(await issue(residentId), 201);
    const ways = [
      (caller: Caller) => caller.get(`/cards?residentId=${residentId}`),
      (caller: Caller) => issue(residentId, undefined, caller),
      (caller: Caller) => revoke(id, caller),
      (caller: Caller) => print([residentId], caller),
    ];
    for (const ask of ways) expect(outcomeOf(await ask(desk()))).toBe('403 ACCESS_LIMITED');
    const denied = { residentId, staffId: 'desk-of-cards', result: 'denied', code: 'ACCESS_LIMITED' };
    expect(await server.deps.connection.collection('audits').countDocuments(denied)).toBe(4);
    expect(await listOf(residentId)).toMatchObject([{ id, revokedAt: null }]);
    await putAtCounter(server, 'desk-of-cards', residentId);
    for (const ask of ways.slice(0, 1)) expect(outcomeOf(await ask(desk()))).toBe('200');
    expect(outcomeOf(await revoke(id, desk()))).toBe('200');
    expect(outcomeOf(await print([residentId], desk()))).toBe('200');
  });

  it("are printed without one for a building's day that is still to come", async () => {
    const { residentId } = await buildCitizen(server, { birthDay: '1950-01-02' });
    const other = await buildCitizen(server);
    const session = await openSession(server);
    const run = { sessionIds: [session.id], residentIds: [residentId] };
    bodyOf(await desk().post('/bookings/bulk/runs', run), 201);
    expect(outcomeOf(await print([residentId], desk()))).toBe('200');
    expect(outcomeOf(await print([residentId, other.residentId], desk()))).toBe('403 ACCESS_LIMITED');
    server.clock.set('2026-06-09T04:00:00.000Z');
    expect(outcomeOf(await print([residentId], desk()))).toBe('403 ACCESS_LIMITED');
  });
});

describe('scanning a card', () => {
  const session = (startTime: string, serviceCode = 'gp') =>
    openSession(server, {
      day: TODAY,
      serviceCode,
      startTime,
      endTime: `${startTime.slice(0, 2)}:50`,
    });
  const bookAt = async (citizen: Citizen, startTime: string, serviceCode?: string): Promise<Booking> =>
    bodyOf(await book(citizen, (await session(startTime, serviceCode)).id), 201);

  it('checks its holder in for the next booking of today, then for the one after', async () => {
    const citizen = await buildCitizen(server);
    const [later, next] = [await bookAt(citizen, '16:00', 'tcm'), await bookAt(citizen, '15:00')];
    const { code } = await printOne(citizen.residentId);
    expect(bodyOf(await scan(code))).toMatchObject({ id: next.id, status: 'arrived' });
    expect(bodyOf(await scan(code))).toMatchObject({ id: later.id, status: 'arrived' });
    const again = await scan(code);
    expect(outcomeOf(again)).toBe('409 STATE_CONFLICT');
    expect((again.body as unknown as Problem).conflict).toMatchObject({ id: later.id });
    expect(await audits(citizen.residentId, 'booking.checkIn')).toBeGreaterThan(1);
  });

  it('passes over a booking that is over', async () => {
    const citizen = await buildCitizen(server);
    const [missed, next] = [await bookAt(citizen, '14:00'), await bookAt(citizen, '16:00', 'tcm')];
    const { code } = await printOne(citizen.residentId);
    server.clock.set(`${TODAY}T15:30:00.000+08:00`);
    expect(bodyOf(await scan(code)).id).toBe(next.id);
    expect(bodyOf(await scan(code)).id).toBe(missed.id);
  });

  it('says that there is nothing today', async () => {
    const citizen = await buildCitizen(server);
    bodyOf(await book(citizen, (await openSession(server)).id), 201);
    const { code } = await printOne(citizen.residentId);
    expect(outcomeOf(await scan(code))).toBe('409 CHECK_IN_NOT_NOW');
  });

  it('does not work with a card that was lost or replaced, or that is none', async () => {
    const citizen = await buildCitizen(server);
    const booking = await bookAt(citizen, '17:00');
    const first = await printOne(citizen.residentId);
    bodyOf(await revoke(first.id));
    expect(outcomeOf(await scan(first.code))).toBe('409 CARD_NOT_VALID');
    const second = await printOne(citizen.residentId);
    bodyOf(await issue(citizen.residentId), 201);
    expect(outcomeOf(await scan(second.code))).toBe('409 CARD_NOT_VALID');
    expect(outcomeOf(await scan(NO_CARD))).toBe('409 CARD_NOT_VALID');
    expect(faultsOf(await scan('1'.repeat(19)))).toEqual(['body.code CODE']);
    const third = await printOne(citizen.residentId);
    expect(third.code).not.toBe(second.code);
    expect(outcomeOf(await scan(third.code, citizen.caller))).toBe('403 FORBIDDEN');
    expect(bodyOf(await scan(third.code))).toMatchObject({ id: booking.id, status: 'arrived' });
  });
});
