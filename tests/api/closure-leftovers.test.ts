import { modules } from '@linkang/server/modules';
import { closureModule } from '@linkang/server/modules/closure';
import { noticeModule } from '@linkang/server/modules/notice';
import { placeOf } from '@linkang/server/platform/keyring';
import type { Closure } from '@linkang/shared/api/closure.routes';
import type { Notice } from '@linkang/shared/api/notice.routes';
import { bodyOf, outcomeOf } from '../support/answers';
import { buildCitizen, openSession, putAtCounter, staffCaller, type Citizen } from '../support/clinic';
import { teamStaff } from '../support/contracts';
import { keepClaim } from '../support/own-routes';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

/* What the smaller features keep of a person: it is in the copy of the own data, and goes with the account. */

const DAY_MINUTES = 24 * 60;

let server: TestServer;
let person: Citizen;
let neighbour: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  person = await buildCitizen(server, { birthDay: '1950-04-08' });
  neighbour = await buildCitizen(server, { birthDay: '1951-04-08' });
  await leaveTraces();
});
afterAll(() => server.stop());

const collection = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const office = () => staffCaller(server, ['director'], 'office');
const callId = ({ idNumber }: Citizen): string => `offer:seat-${idNumber.slice(-4)}`;
const callRow = (residentId: string) => ({
  _id: callId(person),
  topic: 'offer',
  why: 'noSeat',
  kind: 'bookingSuspended',
  data: { service: '全科门诊' },
  residentId,
  targetId: 'seat-1',
  day: '2026-06-08',
  startTime: '09:00',
  at: server.clock.now(),
  state: 'open',
  rev: 1,
  ticks: [],
});

/** One of everything that the smaller features keep. */
async function leaveTraces(): Promise<void> {
  const { residentId } = person;
  await keepClaim(server, person);
  bodyOf(await office().post('/cards', { residentId }), 201);
  await collection('calls').insertOne(callRow(residentId));
  const session = await openSession(server);
  const residentIds = [residentId, neighbour.residentId];
  bodyOf(await office().post('/bookings/bulk/runs', { sessionIds: [session.id], residentIds }), 201);
  const sealed = server.deps.keyring.encrypt('10000', placeOf('residentFlags', 'sealed', residentId));
  const flags = { _id: residentId, sealed: sealed as unknown as string, by: 'office', at: server.clock.now(), rev: 1 };
  await collection('residentFlags').insertOne(flags);
  const doctor = teamStaff(server, ['doctor'], [], 'doctor-1');
  bodyOf(await doctor.post('/emergencies', { residentId, reason: 'rescue', words: '抢救' }), 201);
  await putAtCounter(server, 'desk-1', residentId);
}

const runOnce = async (): Promise<void> => void (await closureModule.jobs?.(server.deps, modules)[0]?.run());
async function close(): Promise<void> {
  bodyOf(await person.caller.post<Closure>(`/residents/${person.residentId}/closure`, { agreed: true }), 201);
  server.clock.advanceMinutes(15 * DAY_MINUTES);
  for (let pass = 0; pass < 3; pass += 1) {
    await runOnce();
    server.clock.advanceMinutes(2);
  }
}
const deliver = async (): Promise<void> =>
  void (await noticeModule
    .jobs?.(server.deps, modules)
    .find(({ name }) => name === 'deliverNotices')
    ?.run());

/** Collections in which an id stands anywhere. */
async function whereIs(id: string): Promise<string[]> {
  const names = (await server.deps.connection.listCollections()).map(({ name }) => name);
  const found = await Promise.all(
    names.map(async (name) => {
      const rows = await server.deps.connection.collection(name).find().toArray();
      return JSON.stringify(rows).includes(id) ? [name] : [];
    }),
  );
  return found.flat().sort();
}

describe('the copy of the own data', () => {
  interface Opened {
    json: string;
  }
  interface Kept {
    data: Record<string, { rows: Record<string, unknown>[] }>;
  }
  const copyOf = async ({ caller, residentId }: Citizen): Promise<Kept['data']> => {
    const { id } = bodyOf(await caller.post<{ id: string }>(`/residents/${residentId}/copies`), 201);
    return (JSON.parse(bodyOf(await caller.post<Opened>(`/copies/${id}/open`)).json) as Kept).data;
  };

  it('has the claims, cards, calls and building days of the person', async () => {
    const data = await copyOf(person);
    expect(data.claims?.rows).toMatchObject([{ status: '已关联' }]);
    expect(data.cards?.rows).toEqual([{ issuedAt: TEST_NOW, revokedAt: null }]);
    expect(data.calls?.rows).toMatchObject([{ service: '全科门诊', state: '还没打' }]);
    expect(data.buildingDays?.rows).toMatchObject([{ result: '约上了', fromDay: '2026-06-08' }]);
    expect(JSON.stringify(data)).not.toContain(neighbour.residentId);
  });

  it('says the same of marks whether there are any or not', async () => {
    const [mine, other] = [await copyOf(person), await copyOf(neighbour)];
    expect(mine.marks?.rows[0]?.note).toContain('到中心当面查阅');
    expect(mine.marks).toEqual(other.marks);
  });
});

describe('a closed account', () => {
  it('has no card that works and no call to be made, and what is locked stays', async () => {
    const { residentId } = person;
    await close();
    expect(await collection('cards').countDocuments({ residentId })).toBe(0);
    expect(await collection('calls').findOne({ _id: callId(person) })).toMatchObject({
      residentId: 'erased',
      state: 'gone',
      data: {},
    });
    const locked = ['claims', 'bulkRuns', 'emergencies', 'residentFlags'];
    expect(await whereIs(residentId)).toEqual(expect.arrayContaining(locked));
    expect(outcomeOf(await office().post('/cards', { residentId }))).toBe('404 NOT_FOUND');
  });

  it('ends a claim that the account still had', async () => {
    const row = { status: 'open', open: true, deskNumber: '654321' };
    const _id = `claim-${person.accountId}`;
    await collection('claims').updateOne({ _id }, { $set: row, $unset: { residentId: 1 } });
    await close();
    expect(await collection('claims').findOne({ _id })).toMatchObject({ status: 'replaced' });
    expect(await collection('claims').findOne({ _id })).not.toHaveProperty('open');
  });

  it('is named nowhere once every time is over, but in the proofs', async () => {
    await close();
    server.clock.set('2041-06-21T04:00:00.000Z');
    await runOnce();
    // Rows of the log go by whole blocks; sign-ins, limits and ended tokens by the database's own clock.
    const proofs = ['audits', 'closures', 'residents'];
    expect((await whereIs(person.residentId)).filter((name) => !proofs.includes(name))).toEqual([]);
    const passing = ['revocations', 'signIns', 'rateLimits'];
    const left = (await whereIs(person.accountId)).filter((name) => ![...proofs, ...passing].includes(name));
    expect(left).toEqual([]);
    expect(await collection('bulkRuns').findOne({ residentIds: neighbour.residentId })).not.toBeNull();
  });
});

describe('messages about closing', () => {
  const kindsOf = async ({ caller }: Citizen): Promise<string[]> =>
    bodyOf(await caller.get<{ items: (Notice & { kind: string })[] }>('/notices')).items.map(({ title }) => title);

  it('tell that it was asked for and until when, and that it was taken back', async () => {
    const { id } = bodyOf(
      await person.caller.post<Closure>(`/residents/${person.residentId}/closure`, { agreed: true }),
      201,
    );
    await deliver();
    const { items } = bodyOf(await person.caller.get<{ items: Notice[] }>('/notices'));
    const asked = items.find(({ title }) => title === '已申请注销账号');
    expect(asked).toMatchObject({ opens: 'closure', targetId: id });
    expect(asked?.body).toContain('6月19日');
    server.clock.advanceMinutes(1);
    bodyOf(await person.caller.post(`/closures/${id}/undo`));
    await deliver();
    expect((await kindsOf(person))[0]).toBe('注销已撤回');
  });

  it('tell that it begins while the account is still there, and are gone with it', async () => {
    bodyOf(await person.caller.post(`/residents/${person.residentId}/closure`, { agreed: true }), 201);
    server.clock.advanceMinutes(15 * DAY_MINUTES);
    await runOnce();
    await deliver();
    expect(await kindsOf(person)).toContain('账号注销开始办理');
    server.clock.advanceMinutes(1);
    await runOnce();
    expect(await collection('notices').countDocuments({ accountId: person.accountId })).toBe(0);
  });

  it('are said once, however often the service runs', async () => {
    bodyOf(await person.caller.post(`/residents/${person.residentId}/closure`, { agreed: true }), 201);
    server.clock.advanceMinutes(15 * DAY_MINUTES);
    await Promise.all([runOnce(), runOnce(), runOnce()]);
    await deliver();
    expect((await kindsOf(person)).filter((title) => title === '账号注销开始办理')).toHaveLength(1);
  });
});
