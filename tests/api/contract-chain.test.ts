import { contractModule, createDemoContract, findActiveContracts } from '@linkang/server/modules/contract';
import { createStaff } from '@linkang/server/modules/staff';
import { countsForRenewal } from '@linkang/shared/domain/contract-end';
import type { Contract } from '@linkang/shared/api/contract.routes';
import type { Problem } from '@linkang/shared/errors';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { appoint, buildMother, registeredChild } from '../support/children';
import { buildCitizen, type Citizen } from '../support/clinic';
import { approve, buildTeam, renew, sign, signed, teamStaff, transfer } from '../support/contracts';
import { Caller } from '../support/http';
import { inboxOf } from '../support/notices';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let teamId: string;
let otherTeamId: string;
let citizen: Citizen;

beforeAll(async () => {
  server = await startServer();
  teamId = (await buildTeam())._id;
  otherTeamId = (await buildTeam({ name: '桂花团队', order: 1 }))._id;
  await createStaff({
    id: 'director-1',
    username: 'director1',
    name: '周明远',
    title: '中心主任',
    roles: ['director'],
    teamIds: [],
    password: 'Staff-pass-2026',
    demo: false,
  });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  citizen = await buildCitizen(server);
});
afterAll(() => server.stop());

const director = () => teamStaff(server, ['director'], [], 'director-1');
const rowsOf = () =>
  server.deps.connection.collection<{ _id: string; status: string; residentId: string }>('contracts');
const rowOf = async (id: string) => (await rowsOf().findOne({ _id: id })) as unknown as Record<string, unknown>;
const see = async (id: string): Promise<Contract> => bodyOf(await director().get<Contract>(`/contracts/${id}`));
const statesOf = async (person: Citizen): Promise<string[]> =>
  (await rowsOf().find({ residentId: person.residentId }).sort({ signedAt: 1, _id: 1 }).toArray()).map(
    (row) => row.status,
  );

/** A contract from today to 2027-06-03. */
async function running(person = citizen, team = teamId): Promise<Contract> {
  const { id } = await signed(person, team);
  return bodyOf(await approve(director(), id));
}

const run = async (name: string): Promise<void> => {
  const job = contractModule.jobs?.(server.deps).find((row) => row.name === name);
  if (!job) throw new Error(`no job ${name}`);
  await job.run();
};

const noonOf = (day: string): string => `${day}T04:00:00.000Z`;

describe('POST /contracts/:id/renew', () => {
  it('adds a contract that follows on, and the days of the one before stay', async () => {
    const old = await running();
    expect(old).toMatchObject({ endDay: '2027-06-03', renewFrom: '2027-05-04', can: { renew: false } });
    server.clock.set(noonOf('2027-05-04'));
    expect(bodyOf(await citizen.caller.get<Contract>(`/contracts/${old.id}`)).can.renew).toBe(true);
    const next = bodyOf(await renew(citizen.caller, old.id, { termYears: 2 }), 201);
    expect(next).toMatchObject({
      status: 'scheduled',
      kind: 'renewal',
      previousContractId: old.id,
      teamId,
      startDay: '2027-06-04',
      endDay: '2029-06-03',
      can: { withdraw: true, renew: false },
    });
    expect(await see(old.id)).toMatchObject({ status: 'active', endDay: '2027-06-03', renewFrom: null });
    expect(await rowOf(next.id)).toMatchObject({
      signedBy: citizen.accountId,
      evidence: { textHash: server.deps.config.contract.agreement.sha256, at: server.clock.now() },
      packageVersion: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await citizen.caller.get(`/contracts/${next.id}/signature`)).status).toBe(200);
  });

  it('runs from the day after the end, and the one before was renewed, in one step', async () => {
    const old = await running();
    server.clock.set(noonOf('2027-05-20'));
    const next = bodyOf(await renew(citizen.caller, old.id), 201);
    server.clock.set('2027-06-03T15:59:00.000Z');
    await run('expireContracts');
    expect(await statesOf(citizen)).toEqual(['active', 'scheduled']);
    server.clock.set('2027-06-03T16:01:00.000Z');
    await Promise.all([run('expireContracts'), run('expireContracts')]);
    expect(await statesOf(citizen)).toEqual(['renewed', 'active']);
    expect(await see(old.id)).toMatchObject({ lastDay: '2027-06-03', endCode: null });
    expect((await see(next.id)).history).toMatchObject([
      { to: 'scheduled', by: 'resident' },
      { to: 'active', by: 'system', byName: null },
    ]);
    expect(await findActiveContracts([citizen.residentId])).toMatchObject([{ id: next.id, startDay: '2027-06-04' }]);
  });

  it.each([
    ['a day before the window', '2027-05-03', '409 CONTRACT_RENEWAL_CLOSED'],
    ['on the last day', '2027-06-03', '201'],
    ['on the last day of the window', '2027-07-03', '201'],
    ['a day too late', '2027-07-04', '409 CONTRACT_RENEWAL_CLOSED'],
  ])('%s', async (_name, day, outcome) => {
    const { id } = await running();
    server.clock.set(noonOf(day));
    await run('expireContracts');
    expect(outcomeOf(await renew(citizen.caller, id))).toBe(outcome);
  });

  it('begins today after the end, and the gap stays visible', async () => {
    const old = await running();
    server.clock.set(noonOf('2027-06-20'));
    await run('expireContracts');
    const next = bodyOf(await renew(citizen.caller, old.id), 201);
    expect(next).toMatchObject({ status: 'active', startDay: '2027-06-20', endDay: '2028-06-19' });
    expect(await statesOf(citizen)).toEqual(['expired', 'active']);
    expect(outcomeOf(await renew(citizen.caller, old.id))).toBe('409 CONTRACT_ACTIVE');
  });

  it('waits for review where it brings what the team has to confirm', async () => {
    const old = await running();
    server.clock.set(noonOf('2027-05-20'));
    const next = bodyOf(await renew(citizen.caller, old.id, { packageIds: ['BASIC', 'BASIC_HTN'] }), 201);
    expect(next).toMatchObject({ status: 'pendingReview', startDay: null });
    expect(await statesOf(citizen)).toEqual(['active', 'pendingReview']);
    expect(faultsOf(await approve(director(), next.id, '2027-06-01'))).toEqual(['body.startDay RANGE']);
    expect(bodyOf(await approve(director(), next.id))).toMatchObject({ status: 'scheduled', startDay: '2027-06-04' });
  });

  it.each([
    ['no signature', { signature: undefined }, ['body.signature MISSING']],
    ['no text version', { textVersion: '' }, ['body.textVersion EMPTY']],
    ['a term of four years', { termYears: 4 }, ['body.termYears TERM']],
    ['no package', { packageIds: [] }, ['body.packageIds EMPTY']],
    ['an unknown package', { packageIds: ['NONE'] }, ['body.packageIds.0 UNKNOWN']],
    ['another kind of picture', { signature: 'data:image/jpeg;base64,AAAA' }, ['body.signature SIGNATURE']],
  ])('refuses %s', async (_name, changes, faults) => {
    const { id } = await running();
    server.clock.set(noonOf('2027-05-20'));
    expect(faultsOf(await renew(citizen.caller, id, changes))).toEqual(faults);
    expect(await statesOf(citizen)).toEqual(['active']);
  });

  it('is for oneself, in the text of today, and of one that runs or ran out', async () => {
    const waiting = await signed(citizen, teamId);
    expect(outcomeOf(await renew(citizen.caller, waiting.id))).toBe('409 STATE_CONFLICT');
    bodyOf(await approve(director(), waiting.id));
    server.clock.set(noonOf('2027-05-20'));
    const other = await buildCitizen(server);
    expect(outcomeOf(await renew(other.caller, waiting.id))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await renew(citizen.caller, 'nobody'))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await renew(new Caller(server.baseUrl), waiting.id))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await renew(teamStaff(server, ['editor']), waiting.id))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await renew(citizen.caller, waiting.id, { textVersion: '2025-1' }))).toBe('409 STATE_CONFLICT');
  });

  it('is one contract for twenty repeats and for twenty different ones at once', async () => {
    const { id } = await running();
    server.clock.set(noonOf('2027-05-20'));
    const repeats = await Promise.all(Array.from({ length: 20 }, () => renew(citizen.caller, id, {}, 'once')));
    expect(countOutcomes(repeats)).toEqual({ 201: 20 });
    expect(new Set(repeats.map(({ body }) => body.id)).size).toBe(1);
    expect(outcomeOf(await renew(citizen.caller, id, { termYears: 3 }, 'once'))).toBe('422 IDEMPOTENCY_MISMATCH');
    const answer = await renew(citizen.caller, id);
    expect(outcomeOf(answer)).toBe('409 CONTRACT_ACTIVE');
    expect((answer.body as unknown as Problem).conflict).toMatchObject({ id: repeats[0]?.body.id });
    bodyOf(await citizen.caller.post(`/contracts/${repeats[0]?.body.id}/withdraw`));
    const different = await Promise.all(Array.from({ length: 20 }, () => renew(citizen.caller, id)));
    expect(countOutcomes(different)).toEqual({ 201: 1, '409 CONTRACT_ACTIVE': 19 });
    expect(await statesOf(citizen)).toEqual(['active', 'withdrawn', 'scheduled']);
  });

  it('is a guardian’s for a child', async () => {
    const mother = await buildMother(server);
    const child = await registeredChild(server, mother);
    const father = await buildCitizen(server, { name: '陈大为', birthDay: '1988-02-02', sex: 'male' });
    await appoint(server, { residentId: child.id }, father);
    const asChild: Citizen = { ...citizen, residentId: child.id, caller: mother.caller };
    const { id } = await signed(asChild, teamId);
    bodyOf(await approve(director(), id));
    const seen = bodyOf(await father.caller.get<Contract>(`/contracts/${id}`));
    expect(seen.can).toMatchObject({ renew: false, transfer: true });
    server.clock.set(noonOf('2027-05-20'));
    const next = bodyOf(await renew(father.caller, id), 201);
    expect(await rowOf(next.id)).toMatchObject({ signedBy: father.accountId, signedAs: 'guardian' });
    expect((await see(next.id)).history?.[0]).toMatchObject({ by: 'guardian' });
  });
});

describe('POST /contracts/:id/transfer', () => {
  it('leaves the old contract running until the other team approves, and changes both in one step', async () => {
    const old = await running();
    const next = bodyOf(await transfer(citizen.caller, old.id, otherTeamId), 201);
    expect(next).toMatchObject({
      status: 'pendingReview',
      kind: 'transfer',
      teamId: otherTeamId,
      previousContractId: old.id,
    });
    expect(await statesOf(citizen)).toEqual(['active', 'pendingReview']);
    server.clock.set(noonOf('2026-06-10'));
    const reviewer = teamStaff(server, ['doctor'], [otherTeamId], 'doctor-2');
    expect(bodyOf(await approve(reviewer, next.id))).toMatchObject({ status: 'active', startDay: '2026-06-10' });
    expect(await statesOf(citizen)).toEqual(['transferred', 'active']);
    expect(await see(old.id)).toMatchObject({ lastDay: '2026-06-09', endDay: '2027-06-03' });
  });

  it('runs on when the other team rejects or the person thinks otherwise, and another try is free', async () => {
    const old = await running();
    const first = bodyOf(await transfer(citizen.caller, old.id, otherTeamId), 201);
    bodyOf(await director().post(`/contracts/${first.id}/reject`, { reason: '不在服务范围' }));
    const second = bodyOf(await transfer(citizen.caller, old.id, otherTeamId), 201);
    expect(outcomeOf(await transfer(citizen.caller, old.id, otherTeamId))).toBe('409 CONTRACT_ACTIVE');
    bodyOf(await citizen.caller.post(`/contracts/${second.id}/withdraw`));
    expect(await statesOf(citizen)).toEqual(['active', 'rejected', 'withdrawn']);
    expect((await transfer(citizen.caller, old.id, otherTeamId)).status).toBe(201);
  });

  it('begins on a later day without a gap', async () => {
    const old = await running();
    const next = bodyOf(await transfer(citizen.caller, old.id, otherTeamId), 201);
    expect(faultsOf(await approve(director(), next.id, '2027-06-05'))).toEqual(['body.startDay RANGE']);
    expect(bodyOf(await approve(director(), next.id, '2026-07-01'))).toMatchObject({ status: 'scheduled' });
    server.clock.set(noonOf('2026-07-01'));
    await run('expireContracts');
    expect(await statesOf(citizen)).toEqual(['transferred', 'active']);
    expect((await see(old.id)).lastDay).toBe('2026-06-30');
  });

  it('is possible twice a year', async () => {
    let { id } = await running();
    for (const team of [otherTeamId, teamId]) {
      const next = bodyOf(await transfer(citizen.caller, id, team), 201);
      id = bodyOf(await approve(director(), next.id)).id;
    }
    expect(outcomeOf(await transfer(citizen.caller, id, otherTeamId))).toBe('409 CONTRACT_TRANSFER_LIMIT');
    server.clock.set(noonOf('2027-01-02'));
    expect((await transfer(citizen.caller, id, otherTeamId)).status).toBe(201);
  });

  it('refuses the same team, one that is not there or full, and others’ contracts', async () => {
    const { id } = await running();
    const full = await buildTeam({ capacity: 0, hardLimit: true });
    expect(faultsOf(await transfer(citizen.caller, id, teamId))).toEqual(['body.teamId SAME_TEAM']);
    expect(faultsOf(await transfer(citizen.caller, id, 'nobody'))).toEqual(['body.teamId UNKNOWN']);
    expect(outcomeOf(await transfer(citizen.caller, id, full._id))).toBe('409 CONTRACT_TEAM_FULL');
    const other = await buildCitizen(server);
    expect(outcomeOf(await transfer(other.caller, id, otherTeamId))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await transfer(new Caller(server.baseUrl), id, otherTeamId))).toBe('401 AUTH_REQUIRED');
    expect(await statesOf(citizen)).toEqual(['active']);
  });

  it('takes the last place of a team once, with those who were promised one', async () => {
    const small = await buildTeam({ capacity: 1, hardLimit: true });
    const people = await Promise.all([0, 1, 2].map(() => buildCitizen(server)));
    const moves = [];
    for (const person of people) {
      const old = await running(person);
      moves.push(bodyOf(await transfer(person.caller, old.id, small._id), 201));
    }
    const answers = await Promise.all(moves.map(({ id }) => approve(director(), id, '2026-07-01')));
    expect(countOutcomes(answers)).toEqual({ 200: 1, '409 CONTRACT_TEAM_FULL': 2 });
  });
});

describe('POST /contracts/:id/approve with a later day', () => {
  it('waits for its first day, takes no second application, and then runs', async () => {
    const { id } = await signed(citizen, teamId);
    for (const day of ['2026-06-03', '2026-09-03'])
      expect(faultsOf(await approve(director(), id, day))).toEqual(['body.startDay RANGE']);
    expect(faultsOf(await approve(director(), id, '2026-06-31'))).toEqual(['body.startDay DAY']);
    expect(bodyOf(await approve(director(), id, '2026-06-10'))).toMatchObject({
      status: 'scheduled',
      startDay: '2026-06-10',
      endDay: '2027-06-09',
    });
    expect(outcomeOf(await sign(citizen, teamId))).toBe('409 CONTRACT_ACTIVE');
    expect(await findActiveContracts([citizen.residentId])).toEqual([]);
    server.clock.set('2026-06-09T16:02:00.000Z');
    await run('expireContracts');
    expect(await see(id)).toMatchObject({ status: 'active' });
    expect((await see(id)).history).toMatchObject([
      { to: 'pendingReview', by: 'resident' },
      { to: 'scheduled', by: 'staff', byName: '周明远' },
      { to: 'active', by: 'system' },
    ]);
    const { items } = await inboxOf(server, citizen.caller);
    expect(items[0]?.body).toContain('6月10日');
  });

  it('can be taken back before it begins', async () => {
    const { id } = await signed(citizen, teamId);
    bodyOf(await approve(director(), id, '2026-06-10'));
    expect(bodyOf(await citizen.caller.post<Contract>(`/contracts/${id}/withdraw`)).status).toBe('withdrawn');
    expect((await signed(citizen, teamId)).status).toBe('pendingReview');
  });
});

describe('POST /contracts/:id/end', () => {
  const end = (id: string, body: Record<string, unknown>) => director().post<Contract>(`/contracts/${id}/end`, body);

  it('ends what runs and what was to follow, with a code that tells whether it counts for renewals', async () => {
    const old = await running();
    server.clock.set(noonOf('2027-05-20'));
    bodyOf(await renew(citizen.caller, old.id), 201);
    const ended = bodyOf(await end(old.id, { code: 'movedAway', reason: '搬到外地' }));
    expect(ended).toMatchObject({
      status: 'terminated',
      endCode: 'movedAway',
      lastDay: '2027-05-20',
      endDay: '2027-06-03',
    });
    expect(ended.history?.at(-1)).toMatchObject({
      to: 'terminated',
      by: 'staff',
      byName: '周明远',
      endCode: 'movedAway',
    });
    expect(await statesOf(citizen)).toEqual(['terminated', 'terminated']);
    server.clock.set(noonOf('2027-06-10'));
    await run('expireContracts');
    expect(await statesOf(citizen)).toEqual(['terminated', 'terminated']);
    expect((await signed(citizen, teamId)).status).toBe('pendingReview');
    const counted = (['death', 'movedAway', 'recordClosed', 'wish', 'other'] as const).map(countsForRenewal);
    expect([...counted, countsForRenewal(null)]).toEqual([false, false, false, true, true, true]);
  });

  it('takes an application to another team along', async () => {
    const old = await running();
    const next = bodyOf(await transfer(citizen.caller, old.id, otherTeamId), 201);
    bodyOf(await end(old.id, { code: 'wish', reason: '本人要求' }));
    expect(await statesOf(citizen)).toEqual(['terminated', 'withdrawn']);
    expect(outcomeOf(await approve(director(), next.id))).toBe('409 STATE_CONFLICT');
  });

  it('tells the person, and nobody after a death', async () => {
    const old = await running();
    bodyOf(await end(old.id, { code: 'wish', reason: '本人要求' }));
    expect((await inboxOf(server, citizen.caller)).items[0]?.title).toBe('家庭医生签约已结束');
    const other = await buildCitizen(server);
    const { id } = await running(other);
    bodyOf(await end(id, { code: 'death', reason: '家属告知' }));
    expect((await inboxOf(server, other.caller)).items.map(({ title }) => title)).not.toContain('家庭医生签约已结束');
  });

  it('needs a known code and a reason, and what runs', async () => {
    const { id } = await signed(citizen, teamId);
    expect(faultsOf(await end(id, { code: 'bored', reason: '' }))).toEqual(['body.code TYPE', 'body.reason EMPTY']);
    expect(outcomeOf(await end(id, { code: 'wish', reason: '本人要求' }))).toBe('409 STATE_CONFLICT');
  });
});

describe('what contracts say of their end', () => {
  const titles = async (person: Citizen): Promise<string[]> =>
    (await inboxOf(server, person.caller)).items.map(({ title }) => title).filter((title) => title.includes('到期'));

  it('30 and 7 days before, each once, and when it is over', async () => {
    await running();
    server.clock.set(noonOf('2027-05-03'));
    await run('remindOfContractEnds');
    expect(await titles(citizen)).toEqual([]);
    server.clock.set(noonOf('2027-05-04'));
    await Promise.all([run('remindOfContractEnds'), run('remindOfContractEnds')]);
    await run('remindOfContractEnds');
    expect(await titles(citizen)).toEqual(['家庭医生签约快到期了']);
    server.clock.set(noonOf('2027-05-28'));
    await run('remindOfContractEnds');
    expect(await titles(citizen)).toHaveLength(2);
    server.clock.set(noonOf('2027-06-04'));
    await Promise.all([run('expireContracts'), run('expireContracts')]);
    expect(await titles(citizen)).toEqual(['家庭医生签约到期了', '家庭医生签约快到期了', '家庭医生签约快到期了']);
  });

  it('says once what was missed, and nothing where something follows', async () => {
    await running();
    const renewing = await buildCitizen(server);
    const { id } = await running(renewing);
    server.clock.set(noonOf('2027-05-30'));
    const next = bodyOf(await renew(renewing.caller, id), 201);
    await run('remindOfContractEnds');
    await run('remindOfContractEnds');
    expect(await titles(citizen)).toHaveLength(1);
    expect(await titles(renewing)).toHaveLength(0);
    bodyOf(await renewing.caller.post(`/contracts/${next.id}/withdraw`));
    await run('remindOfContractEnds');
    expect(await titles(renewing)).toHaveLength(1);
  });

  it('stands among what comes next, and in the list of those that end soon', async () => {
    const { id } = await running();
    server.clock.set(noonOf('2027-05-20'));
    const next = await citizen.caller.get<{ items: { kind: string; targetId: string }[] }>(
      `/residents/${citizen.residentId}/next`,
    );
    expect(next.body.items).toContainEqual(expect.objectContaining({ kind: 'contractEnding', targetId: id }));
    const listed = async (day: string) =>
      bodyOf(await director().get<{ items: Contract[] }>(`/contracts?endsBy=${day}&limit=100`)).items.map(
        (row) => row.id,
      );
    expect(await listed('2027-06-03')).toContain(id);
    expect(await listed('2027-06-02')).not.toContain(id);
    expect(outcomeOf(await director().get('/contracts?endsBy=soon'))).toBe('400 VALIDATION_FAILED');
  });
});

it('is held by the database itself: nobody has two running contracts', async () => {
  const demo = { teamId, packageCodes: [], termYears: 1, signedAt: server.clock.now(), signedBy: 'a', decidedBy: 'b' };
  const id = await createDemoContract(server.deps, { residentId: citizen.residentId, ...demo });
  const row = await rowOf(id ?? '');
  const twin = { ...row, _id: 'twin' };
  delete (twin as { slots?: unknown }).slots;
  await expect(rowsOf().insertOne(twin as never)).rejects.toMatchObject({ code: 11_000 });
});
