import { createDemoContract } from '@linkang/server/modules/contract';
import { closureModule, planErasures } from '@linkang/server/modules/closure';
import { modules } from '@linkang/server/modules';
import { placeOf, type Sealed } from '@linkang/server/platform/keyring';
import type { Closure, ClosureRoutes } from '@linkang/shared/api/closure.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { seeTrail } from '../support/audits';
import { buildResidentAccount, type ResidentAccount } from '../support/builders';
import { book, buildCitizen, openSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const DAY_MINUTES = 24 * 60;

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

type Seen = CallReply<ClosureRoutes['ofResident']>;

const collection = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const fieldOf = async (residentId: string, field: 'name' | 'idNumber'): Promise<string> => {
  const row = await collection('residents').findOne({ _id: residentId });
  return server.deps.keyring.decrypt(row?.[field] as Sealed, placeOf('residents', field, residentId));
};
const leave = (person: { caller: Caller; residentId: string }, key?: string) =>
  person.caller.post<Closure>(`/residents/${person.residentId}/closure`, { agreed: true }, key);
const see = async (person: { caller: Caller; residentId: string }): Promise<Seen> =>
  bodyOf(await person.caller.get<Seen>(`/residents/${person.residentId}/closure`));
const runOnce = async (): Promise<void> => {
  await closureModule.jobs?.(server.deps, modules)[0]?.run();
};
/** What is due begins, and half a minute later the first pass runs. */
const runJob = async (): Promise<void> => {
  await runOnce();
  server.clock.advanceMinutes(0.5);
  await runOnce();
};
/** Lets the days of grace pass, and the service close what is due. */
async function letClose(): Promise<void> {
  server.clock.advanceMinutes(15 * DAY_MINUTES);
  await runJob();
  server.clock.advanceMinutes(2);
  await runJob();
}

describe('asking to close an account', () => {
  it('is for the person alone', async () => {
    const mother = await buildCitizen(server, { name: '王秀英' });
    const daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1980-02-03' });
    await buildProxy(server, daughter, mother, { scopes: ['book', 'record', 'report', 'consult'] });
    const at = `/residents/${mother.residentId}/closure`;
    for (const send of [(caller: Caller) => caller.get(at), (caller: Caller) => caller.post(at, { agreed: true })]) {
      expect(outcomeOf(await send(new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await send(staffCaller(server, ['director', 'admin', 'desk'])))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await send(daughter.caller))).toBe('404 NOT_FOUND');
    }
    const { id } = bodyOf(await leave(mother), 201);
    const undo = await daughter.caller.post(`/closures/${id}/undo`);
    expect(outcomeOf(undo)).toBe('404 NOT_FOUND');
    expect(sameBody(undo)).toEqual(sameBody(await daughter.caller.post(`/closures/${MISSING}/undo`)));
  });

  it.each([[{}], [{ agreed: false }], [{ agreed: 'true' }]])('needs the agreement: %j', async (body) => {
    const person = await buildCitizen(server);
    const answer = await person.caller.post(`/residents/${person.residentId}/closure`, body);
    expect(faultsOf(answer)).toEqual(['body.agreed AGREE']);
  });

  it('tells until when it can be undone, and what the law keeps', async () => {
    const person = await buildCitizen(server);
    expect((await see(person)).closure).toBeNull();
    const closure = bodyOf(await leave(person), 201);
    expect(closure).toMatchObject({ status: 'grace', askedAt: TEST_NOW, dueAt: '2026-06-19T04:00:00.000Z' });
    const seen = await see(person);
    expect(seen.closure).toEqual(closure);
    expect(seen.rows).toContainEqual(expect.objectContaining({ key: 'visits', onClosing: 'lock', keepYears: 15 }));
    expect(seen.rows).toContainEqual(expect.objectContaining({ key: 'contact', onClosing: 'erase', keepYears: null }));
    expect((await seeTrail(person)).items).toMatchObject([{ action: 'closure.create', role: 'self' }]);
  });

  it('is one wish, however often it is sent', async () => {
    const person = await buildCitizen(server);
    const same = await Promise.all(Array.from({ length: 10 }, () => leave(person, 'one-key')));
    expect(new Set(same.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    const others = await Promise.all(Array.from({ length: 5 }, () => leave(person)));
    expect(countOutcomes(others)).toEqual({ '409 STATE_CONFLICT': 5 });
    const twice = await buildCitizen(server);
    const raced = await Promise.all(Array.from({ length: 8 }, () => leave(twice)));
    expect(countOutcomes(raced)).toEqual({ '201': 1, '409 STATE_CONFLICT': 7 });
  });

  it('can be undone until the last day, once, and asked anew', async () => {
    const person = await buildCitizen(server);
    const { id } = bodyOf(await leave(person), 201);
    server.clock.advanceMinutes(15 * DAY_MINUTES - 1);
    await runJob();
    const undone = await Promise.all(
      Array.from({ length: 4 }, () => person.caller.post<Closure>(`/closures/${id}/undo`)),
    );
    expect(countOutcomes(undone)).toEqual({ '200': 1, '409 STATE_CONFLICT': 3 });
    server.clock.advanceMinutes(DAY_MINUTES);
    await runJob();
    bodyOf(await person.caller.get(`/residents/${person.residentId}`));
    bodyOf(await leave(person), 201);
  });

  it('is either undone or carried out when both meet', async () => {
    for (let round = 0; round < 4; round += 1) {
      server.clock.set(TEST_NOW);
      const person = await buildCitizen(server);
      const { id } = bodyOf(await leave(person), 201);
      server.clock.advanceMinutes(15 * DAY_MINUTES);
      const [answer] = await Promise.all([person.caller.post(`/closures/${id}/undo`), runJob()]);
      // The time is up: whoever comes first, nothing is kept half.
      expect(outcomeOf(answer)).toMatch(/409 STATE_CONFLICT|404 NOT_FOUND/);
      expect(await collection('closures').findOne({ _id: id })).toMatchObject({ status: 'closing', passes: 1 });
    }
  });
});

describe('a closed account', () => {
  let mother: ResidentAccount;
  let daughter: Citizen;
  let bookingId: string;

  beforeEach(async () => {
    mother = await buildResidentAccount(server, { name: '王秀英', birthDay: '1950-04-08', phone: '13900139000' });
    daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1980-02-03' });
    const asked = await daughter.caller.post<{ id: string }>('/proxies', {
      name: '王秀英',
      idNumber: await fieldOf(mother.residentId, 'idNumber'),
      relationship: 'child',
      scopes: ['book'],
      endsDay: '2026-12-31',
    });
    bodyOf(await mother.caller.post(`/proxies/${bodyOf(asked, 201).id}/confirm`, {}));
    await createDemoContract(server.deps, {
      residentId: mother.residentId,
      teamId: 'team-1',
      packageCodes: [],
      termYears: 1,
      signedAt: server.clock.now(),
      signedBy: mother.accountId,
      decidedBy: 'director-1',
    });
    const session = await openSession(server, { day: '2026-06-25' });
    bookingId = bodyOf(
      await mother.caller.post<{ id: string }>('/bookings', { sessionId: session.id, residentId: mother.residentId }),
      201,
    ).id;
    bodyOf(await leave(mother), 201);
  });

  it('still serves in the days of grace', async () => {
    server.clock.advanceMinutes(30);
    await runJob();
    bodyOf(await mother.caller.get(`/bookings/${bookingId}`));
    bodyOf(await daughter.caller.get(`/bookings/${bookingId}`));
  });

  it('has nothing left of what is erased, and the rest is locked', async () => {
    await letClose();
    const person = await collection('residents').findOne({ _id: mother.residentId });
    expect(await fieldOf(mother.residentId, 'name')).toBe('王秀英');
    expect(person).toMatchObject({
      phone: null,
      phoneHash: null,
      addressDetail: null,
      elderMode: false,
    });
    expect(person).not.toHaveProperty('accountId');
    expect(await collection('accounts').findOne({ _id: mother.accountId })).toBeNull();
    expect(await collection('notices').countDocuments({ residentId: mother.residentId })).toBe(0);
    expect(await collection('consents').countDocuments({ residentId: mother.residentId })).toBe(2);
    const contract = await collection('contracts').findOne({ residentId: mother.residentId });
    expect(contract).toMatchObject({ status: 'terminated' });
    const reasonPlace = placeOf('contracts', 'reason', contract?._id);
    expect(server.deps.keyring.decrypt(contract?.reason as Sealed, reasonPlace)).toBe('居民注销账号');
    expect(await collection('proxies').findOne({ residentId: mother.residentId })).toMatchObject({ status: 'revoked' });
    expect(await collection('seats').findOne({ _id: bookingId })).toMatchObject({ status: 'cancelled' });
    expect(await collection('audits').countDocuments({ residentId: mother.residentId })).toBeGreaterThan(0);
    const director = staffCaller(server, ['director']);
    expect(outcomeOf(await director.get(`/residents/${mother.residentId}`))).toBe('404 NOT_FOUND');
    expect(bodyOf(await director.get<{ items: unknown[] }>('/residents?query=13900139000')).items).toEqual([]);
  });

  it('gives its seat back, and nobody acts for it any more', async () => {
    await letClose();
    expect(outcomeOf(await daughter.caller.get(`/bookings/${bookingId}`))).toBe('404 NOT_FOUND');
    const session = await openSession(server, { day: '2026-06-29' });
    const body = { sessionId: session.id, residentId: mother.residentId };
    expect(outcomeOf(await daughter.caller.post('/bookings', body))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await staffCaller(server, ['desk']).post('/bookings', body))).toBe('404 NOT_FOUND');
  });

  it('has no token that works', async () => {
    const { refreshToken } = mother;
    server.clock.advanceMinutes(15 * DAY_MINUTES);
    const last = bodyOf(
      await new Caller(server.baseUrl).post<{ accessToken: string }>('/auth/refresh', { refreshToken }),
    );
    await runJob();
    expect(outcomeOf(await new Caller(server.baseUrl).as(last.accessToken).get('/me'))).toBe('401 AUTH_EXPIRED');
    const again = await new Caller(server.baseUrl).post('/auth/refresh', { refreshToken });
    expect(outcomeOf(again)).toBe('401 AUTH_EXPIRED');
  });

  it('is closed in the end also where somebody books meanwhile', async () => {
    server.clock.advanceMinutes(15 * DAY_MINUTES);
    const session = await openSession(server, { day: '2026-06-29' });
    // A token of another process, which has not heard yet that it ended.
    const late = new Caller(
      server.baseUrl,
      server.deps.tokens.signAccess({
        kind: 'resident',
        accountId: mother.accountId,
        signInId: 'elsewhere',
        ownResidentId: mother.residentId,
      }),
    );
    const body = { sessionId: session.id, residentId: mother.residentId };
    const [answer] = await Promise.all([late.post<{ id: string }>('/bookings', body), runJob()]);
    const seat = bodyOf(answer, 201).id;
    server.clock.advanceMinutes(2);
    await runJob();
    expect(await collection('seats').findOne({ _id: seat })).toMatchObject({ status: 'cancelled' });
    expect(await collection('closures').findOne({ residentId: mother.residentId })).toMatchObject({ status: 'closed' });
  });

  it('comes to the same end when the service runs again, in two processes, and after it was killed', async () => {
    server.clock.advanceMinutes(15 * DAY_MINUTES);
    await Promise.all([runJob(), runJob(), runJob()]);
    await collection('closures').updateOne({ residentId: mother.residentId }, { $set: { passes: 0, erased: {} } });
    await letClose();
    server.clock.advanceMinutes(2);
    await runJob();
    const closure = await collection('closures').findOne({ residentId: mother.residentId });
    expect(closure).toMatchObject({ status: 'closed' });
    expect(Object.keys(closure?.erased as object).sort()).toEqual(['account', 'contact', 'notices', 'preferences']);
    expect(await collection('seats').countDocuments({ residentId: mother.residentId, status: 'cancelled' })).toBe(1);
  });

  it('lets the same person register anew, as another', async () => {
    const plain = await fieldOf(mother.residentId, 'idNumber');
    await letClose();
    const back = await buildResidentAccount(server, { name: '王秀英', idNumber: plain });
    expect(back.residentId).not.toBe(mother.residentId);
    expect(
      bodyOf(await back.caller.get<{ items: unknown[] }>(`/bookings?residentId=${back.residentId}`)).items,
    ).toEqual([]);
  });

  it('is let go by the table, kind by kind, after a dry run that changes nothing', async () => {
    await letClose();
    const planned = async (): Promise<[string, number][]> => {
      const mine = await collection('closures').findOne({ residentId: mother.residentId });
      const all = await planErasures(server.deps, modules);
      return all.filter(({ closureId }) => closureId === mine?._id).map(({ key, count }) => [key, count]);
    };
    expect(await planned()).toEqual([]);
    server.clock.set('2029-06-20T04:00:00.000Z');
    expect(await planned()).toEqual([
      ['proxies', 1],
      ['consents', 2],
      ['contracts', 1],
      ['accesses', 0],
    ]);
    expect(await collection('contracts').countDocuments({ residentId: mother.residentId })).toBe(1);
    await runJob();
    for (const name of ['contracts', 'consents', 'proxies'])
      expect([name, await collection(name).countDocuments({ residentId: mother.residentId })]).toEqual([name, 0]);
    expect(await collection('seats').countDocuments({ residentId: mother.residentId })).toBe(1);
    expect(await planned()).toEqual([]);
    server.clock.set('2041-06-20T04:00:00.000Z');
    await runJob();
    expect(await collection('seats').countDocuments({ residentId: mother.residentId })).toBe(0);
    for (const field of ['name', 'idNumber'] as const) expect(await fieldOf(mother.residentId, field)).toBe('');
    const left = { birthDay: '', nameHashes: [] };
    expect(await collection('residents').findOne({ _id: mother.residentId })).toMatchObject(left);
    expect(await collection('closures').findOne({ residentId: mother.residentId })).not.toHaveProperty('nextAt');
  });
});

describe('the retention table', () => {
  it('has a feature for each of its rows', () => {
    const kept = new Set(modules.flatMap((module) => (module.personalStores ?? []).map(({ key }) => key)));
    expect([...kept].sort()).toEqual(server.deps.config.retention.rows.map(({ key }) => key).sort());
  });

  it('stops the closing where nobody answers for a row', async () => {
    await expect(closureModule.jobs?.(server.deps, [])[0]?.run()).rejects.toThrow('nobody erases account');
  });
});

test('a booking of somebody else is not touched', async () => {
  const leaving = await buildCitizen(server);
  const staying = await buildCitizen(server);
  const session = await openSession(server, { day: '2026-06-26' });
  const kept = bodyOf(await book(staying, session.id), 201).id;
  bodyOf(await leave(leaving), 201);
  await letClose();
  expect(await collection('seats').findOne({ _id: kept })).toMatchObject({ status: 'booked' });
});
