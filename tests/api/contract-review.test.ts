import { contractModule, countPending, createDemoContract } from '@linkang/server/modules/contract';
import { createCommunities } from '@linkang/server/modules/centre';
import { createStaff } from '@linkang/server/modules/staff';
import type { Contract } from '@linkang/shared/api/contract.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, buildCrowd, type Citizen } from '../support/clinic';
import { buildTeam, sign, signed, teamStaff } from '../support/contracts';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

interface Page {
  items: Contract[];
  nextCursor: string | null;
}

let server: TestServer;
let anyone: Caller;
let teamId: string;
let citizen: Citizen;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  teamId = (await buildTeam())._id;
  await createCommunities([{ id: 'c1', name: '青禾里', teamId }]);
  await createStaff({
    id: 'doctor-1',
    username: 'doctor1',
    name: '周敏',
    title: '主治医师',
    roles: ['doctor'],
    teamIds: [teamId],
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
const doctor = (team = teamId) => teamStaff(server, ['doctor'], [team], 'doctor-1');
const approve = (caller: Caller, id: string) => caller.post<Contract>(`/contracts/${id}/approve`);
const reject = (caller: Caller, id: string, reason: unknown = '不在本中心服务范围') =>
  caller.post<Contract>(`/contracts/${id}/reject`, { reason });
const withdraw = (caller: Caller, id: string) => caller.post<Contract>(`/contracts/${id}/withdraw`);
const statusOf = async (id: string): Promise<string> =>
  bodyOf(await director().get<Contract>(`/contracts/${id}`)).status;
const rowsOf = (name: string) => server.deps.connection.collection(name);

describe('POST /contracts/:id/approve', () => {
  it('lets the contract run from today, for the doctor of the team', async () => {
    const { id } = await signed(citizen, teamId, { termYears: 3 });
    // 00:30 of the next day in Shanghai, still the same day in UTC.
    server.clock.set('2026-06-04T16:30:00.000Z');
    const approved = bodyOf(await approve(doctor(), id));
    expect(approved).toMatchObject({
      status: 'active',
      startDay: '2026-06-05',
      endDay: '2029-06-04',
      decidedAt: '2026-06-04T16:30:00.000Z',
      decidedBy: '周敏',
      reason: null,
      residentName: '李秀兰',
      residentAge: 68,
      can: { withdraw: false, approve: false, reject: false },
      rev: 1,
    });
    expect(bodyOf(await citizen.caller.get<Contract>(`/contracts/${id}`))).toMatchObject({
      status: 'active',
      decidedBy: '周敏',
    });
  });

  it('is the director’s for every team and the doctors’ for their own', async () => {
    const { id } = await signed(citizen, teamId);
    const callers = [
      anyone,
      citizen.caller,
      teamStaff(server, ['nurse', 'desk'], [teamId]),
      teamStaff(server, ['editor'], [teamId]),
      doctor('other-team'),
    ];
    const answers = [];
    for (const caller of callers) answers.push(await approve(caller, id), await reject(caller, id));
    expect(countOutcomes(answers)).toEqual({ '401 AUTH_REQUIRED': 2, '403 FORBIDDEN': 8 });
    expect(await statusOf(id)).toBe('pendingReview');
    expect(outcomeOf(await approve(director(), 'nobody'))).toBe('404 NOT_FOUND');
    expect((await approve(director(), id)).status).toBe(200);
  });

  it('is written into the log with who and whom', async () => {
    const { id } = await signed(citizen, teamId);
    bodyOf(await approve(doctor(), id));
    const rows = await rowsOf('audits').find({ residentId: citizen.residentId }).toArray();
    expect(rows).toMatchObject([{ staffId: 'doctor-1', roles: ['doctor'], action: 'contract.approve' }]);
  });

  it('decides once, whoever comes at the same time', async () => {
    const { id } = await signed(citizen, teamId);
    const answers = await Promise.all([
      approve(director(), id),
      approve(doctor(), id),
      reject(director(), id),
      reject(doctor(), id),
      withdraw(citizen.caller, id),
    ]);
    expect(countOutcomes(answers)).toEqual({ 200: 1, '409 STATE_CONFLICT': 4 });
    const won = answers.find((answer) => answer.status === 200)?.body;
    expect(await statusOf(id)).toBe(won?.status);
    for (const again of [
      await approve(director(), id),
      await reject(director(), id),
      await withdraw(citizen.caller, id),
    ])
      expect(outcomeOf(again)).toBe('409 STATE_CONFLICT');
  });

  it('fills a team with a hard limit to the last place and no further', async () => {
    const team = await buildTeam({ capacity: 2, hardLimit: true });
    const crowd = await buildCrowd(server, 8);
    const contracts = await Promise.all(crowd.map((person) => signed(person, team._id)));
    const answers = await Promise.all(contracts.map(({ id }) => approve(director(), id)));
    expect(countOutcomes(answers)).toEqual({ 200: 2, '409 CONTRACT_TEAM_FULL': 6 });
    expect(bodyOf(await anyone.get(`/teams/${team._id}`))).toMatchObject({ signedCount: 2 });
    expect(await rowsOf('contracts').countDocuments({ teamId: team._id, status: 'pendingReview' })).toBe(6);
    expect(outcomeOf(await sign(citizen, team._id))).toBe('409 CONTRACT_TEAM_FULL');
  });

  it('only warns where the limit is not hard', async () => {
    const team = await buildTeam({ capacity: 1 });
    const [first, second] = await buildCrowd(server, 2);
    const { id } = await signed(first as Citizen, team._id);
    expect(bodyOf(await director().get<Contract>(`/contracts/${id}`)).capacityWarning).toBe(false);
    expect(bodyOf(await approve(director(), id)).capacityWarning).toBe(true);
    expect((await approve(director(), (await signed(second as Citizen, team._id)).id)).status).toBe(200);
  });
});

describe('POST /contracts/:id/reject and /withdraw', () => {
  it('tells the resident why, who may then apply again', async () => {
    const { id } = await signed(citizen, teamId);
    bodyOf(await reject(doctor(), id, ' 请先到前台核对住址 '));
    const seen = bodyOf(await citizen.caller.get<Contract>(`/contracts/${id}`));
    expect(seen).toMatchObject({ status: 'rejected', reason: '请先到前台核对住址', startDay: null, endDay: null });
    expect((await signed(citizen, teamId)).id).not.toBe(id);
  });

  it.each([
    ['none', undefined, 'body.reason MISSING'],
    ['an empty one', '  ', 'body.reason EMPTY'],
    ['a long one', '长'.repeat(201), 'body.reason TOO_LONG'],
  ])('needs a reason: %s is refused', async (_name, reason, fault) => {
    const { id } = await signed(citizen, teamId);
    const answer = await director().post(`/contracts/${id}/reject`, { reason });
    expect(faultsOf(answer)).toEqual([fault]);
    expect(await statusOf(id)).toBe('pendingReview');
  });

  it('is taken back by its resident alone, who may then apply again', async () => {
    const { id } = await signed(citizen, teamId);
    const other = await buildCitizen(server);
    expect(outcomeOf(await withdraw(other.caller, id))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await withdraw(citizen.caller, 'nobody'))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await withdraw(director(), id))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await withdraw(anyone, id))).toBe('401 AUTH_REQUIRED');
    expect(bodyOf(await withdraw(citizen.caller, id))).toMatchObject({ status: 'withdrawn', can: { withdraw: false } });
    expect((await signed(citizen, teamId)).status).toBe('pendingReview');
  });
});

describe('GET /contracts for staff', () => {
  it('lists a state newest first and page by page, masked, and is logged', async () => {
    const team = await buildTeam({ name: '列表团队' });
    const crowd = await buildCrowd(server, 3);
    const made: Contract[] = [];
    for (const person of crowd) {
      made.push(await signed(person, team._id));
      server.clock.advanceMinutes(1);
    }
    await rowsOf('residents').updateMany(
      { _id: { $in: crowd.map((person) => person.residentId as never) } },
      { $set: { communityId: 'c1' } },
    );
    const desk = teamStaff(server, ['desk'], [], 'desk-1');
    const first = bodyOf(await desk.get<Page>('/contracts?status=pendingReview&limit=2'));
    expect(first.items.map((row) => row.id)).toEqual([made[2]?.id, made[1]?.id]);
    expect(first.items[0]).toMatchObject({
      residentName: '李*兰',
      residentAge: 76,
      idNumberMasked: expect.stringMatching(/^110101\*{8}\w{4}$/),
      communityName: '青禾里',
      teamName: '列表团队',
      capacityWarning: false,
      can: { withdraw: false, approve: false, reject: false },
    });
    const next = bodyOf(
      await desk.get<Page>(
        `/contracts?status=pendingReview&limit=1&cursor=${encodeURIComponent(first.nextCursor ?? '')}`,
      ),
    );
    expect(next.items.map((row) => row.id)).toEqual([made[0]?.id]);
    const logged = await rowsOf('audits').distinct('residentId', { staffId: 'desk-1', action: 'contract.list' });
    expect(logged.sort()).toEqual(crowd.map((person) => person.residentId).sort());
    const [one] = crowd;
    expect(bodyOf(await desk.get<Page>(`/contracts?residentId=${one?.residentId}`)).items).toHaveLength(1);
    expect(await countPending([team._id])).toBe(3);
  });

  it('shows one contract in full to its reviewers, with buttons, and not to other teams', async () => {
    const { id } = await signed(citizen, teamId);
    const see = async (caller: Caller) => bodyOf(await caller.get<Contract>(`/contracts/${id}`));
    const both = { withdraw: false, approve: true, reject: true };
    expect(await see(doctor())).toMatchObject({ residentName: '李秀兰', can: both });
    expect(await see(director())).toMatchObject({ residentName: '李秀兰', can: both });
    expect(outcomeOf(await doctor('other-team').get(`/contracts/${id}`))).toBe('403 ACCESS_LIMITED');
    const nurse = teamStaff(server, ['nurse'], [], 'nurse-1');
    expect(await see(nurse)).toMatchObject({ residentName: '李*兰', can: { approve: false } });
    const rows = await rowsOf('audits')
      .find({ residentId: citizen.residentId, action: 'contract.get' })
      .sort({ _id: 1 })
      .toArray();
    expect(rows.map(({ staffId, result }) => [staffId, result])).toEqual([
      ['doctor-1', 'done'],
      ['director-1', 'done'],
      ['doctor-1', 'denied'],
      ['nurse-1', 'done'],
    ]);
  });
});

describe('what contracts do by themselves', () => {
  const run = async (name: string): Promise<void> => {
    const job = contractModule.jobs?.(server.deps).find((row) => row.name === name);
    if (!job) throw new Error(`no job ${name}`);
    await job.run();
  };

  it('end after their last day, not on it, and leave room for a new one', async () => {
    const { id } = await signed(citizen, teamId);
    expect(bodyOf(await approve(director(), id)).endDay).toBe('2027-06-03');
    server.clock.set('2027-06-03T15:59:00.000Z');
    await run('expireContracts');
    expect(await statusOf(id)).toBe('active');
    server.clock.set('2027-06-03T16:01:00.000Z');
    await run('expireContracts');
    expect(await statusOf(id)).toBe('expired');
    expect((await signed(citizen, teamId)).status).toBe('pendingReview');
  });

  it('remove signatures that belong to no contract, once they are a day old', async () => {
    const { id } = await signed(citizen, teamId);
    await rowsOf('signatures').insertOne({ _id: 'lost' as never, sealed: 'x', at: server.clock.now() });
    const kept = () => rowsOf('signatures').countDocuments({ _id: { $in: ['lost', id] as never[] } });
    await run('removeLostSignatures');
    expect(await kept()).toBe(2);
    server.clock.advanceMinutes(25 * 60);
    await run('removeLostSignatures');
    expect(await kept()).toBe(1);
    expect((await citizen.caller.get(`/contracts/${id}/signature`)).status).toBe(200);
  });

  it('are made for the demo once a resident', async () => {
    const demo = {
      residentId: citizen.residentId,
      teamId,
      packageCodes: ['BASIC_ELDERLY'],
      termYears: 1,
      signedAt: server.clock.now(),
      signedBy: citizen.accountId,
      decidedBy: 'doctor-1',
    };
    const id = await createDemoContract(server.deps, demo);
    expect(bodyOf(await citizen.caller.get<Contract>(`/contracts/${id}`))).toMatchObject({
      status: 'active',
      endDay: '2027-06-03',
    });
    expect((await citizen.caller.get(`/contracts/${id}/signature`)).status).toBe(200);
    expect(await createDemoContract(server.deps, demo)).toBeNull();
  });
});
