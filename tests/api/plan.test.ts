import type { Plan, PlannedItem, PlanRoutes } from '@linkang/shared/api/plan.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { seeTrail } from '../support/audits';
import { book, buildCitizen, openSession, staffCaller, type Citizen } from '../support/clinic';
import { buildTeam, teamStaff } from '../support/contracts';
import { Caller, type Answer } from '../support/http';
import { startPeer } from '../support/peer';
import { buildContract, enrol, runPlanJobs } from '../support/plans';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let teamId: string;
let person: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
  teamId = (await buildTeam())._id;
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  person = await buildCitizen(server, { birthDay: '1950-04-08', name: '王秀英' });
});
afterAll(() => server.stop());

type Groups = CallReply<PlanRoutes['groups']>;
interface Kept {
  _id: string;
  residentId: string;
  open?: boolean;
  rev: number;
  history: { items: { code: string }[] }[];
}

const plans = () => server.deps.connection.collection<Kept>('plans');
const planAt = ({ residentId }: Pick<Citizen, 'residentId'>): string => `/residents/${residentId}/plan`;
const read = (who = person, caller = who.caller) => caller.get<{ plan: Plan | null }>(planAt(who));
const seen = async (who = person): Promise<Plan> => {
  const { plan } = bodyOf(await read(who));
  if (!plan) throw new Error('no plan');
  return plan;
};
const itemOf = (plan: Plan, code: string): PlannedItem | undefined => plan.items.find((item) => item.code === code);
const doctor = (): Caller => teamStaff(server, ['doctor'], [teamId]);
const groupsAt = (who = person): string => `/residents/${who.residentId}/groups`;
const addGroup = (body: object, caller = doctor(), key?: string | null, who = person): Promise<Answer<Groups>> =>
  caller.post<Groups>(groupsAt(who), body, key);
const endGroup = (body: object, caller = doctor(), who = person): Promise<Answer<Groups>> =>
  caller.post<Groups>(`${groupsAt(who)}/end`, body);

async function visit(day: string): Promise<void> {
  server.clock.set(TEST_NOW);
  const session = await openSession(server, { day });
  const { id } = bodyOf(await book(person, session.id), 201);
  server.clock.set(`${day}T01:05:00.000Z`);
  bodyOf(await staffCaller(server, ['desk']).post(`/bookings/${id}/check-in`));
}

describe('the plan of a contract', () => {
  it('holds what was signed and what the groups bring, also what nobody chose', async () => {
    expect(bodyOf(await read())).toEqual({ plan: null });
    const contractId = await buildContract(server, person, teamId);
    const plan = await seen();
    expect(plan).toMatchObject({
      contractId,
      teamName: '青禾团队',
      startDay: '2026-03-01',
      endDay: '2027-02-28',
      yearFromDay: '2026-03-01',
      yearToDay: '2027-02-28',
      groups: [{ code: 'Elderly65', name: '65岁及以上老年人' }],
      delivered: 0,
    });
    expect(plan.items.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['RECORD', 'ASSESS', 'BOOK', 'PHYS65', 'SELFCARE', 'TCM', 'EDU65']),
    );
    expect(itemOf(plan, 'PHYS65')).toEqual({
      code: 'PHYS65',
      name: '65岁以上健康体检',
      unit: '次',
      fromDay: '2026-03-01',
      toDay: '2027-02-28',
      quantity: 1,
      done: 0,
      served: [],
      state: 'later',
      nextDueDay: '2027-02-28',
      minimum: true,
    });
    expect(plan.promised).toBe(plan.items.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0));
    expect(await seen()).toEqual(plan);
    expect(await plans().countDocuments({ residentId: person.residentId })).toBe(1);
  });

  it('ticks by itself when somebody came, and again the next time', async () => {
    await buildContract(server, person, teamId);
    await seen();
    await visit('2026-06-08');
    expect(itemOf(await seen(), 'BOOK')).toMatchObject({
      done: 1,
      state: 'asNeeded',
      served: [{ day: '2026-06-08', title: '全科门诊' }],
    });
    await visit('2026-06-09');
    expect(itemOf(await seen(), 'BOOK')).toMatchObject({
      done: 2,
      served: [{ day: '2026-06-09' }, { day: '2026-06-08' }],
    });
    // Booked, but nobody came.
    bodyOf(await book(person, (await openSession(server, { day: '2026-06-10' })).id), 201);
    expect(itemOf(await seen(), 'BOOK')?.done).toBe(2);
  });

  it('promises what was signed from the first day, whatever the groups are', async () => {
    const young = await buildCitizen(server, { birthDay: '1985-02-03' });
    await buildContract(server, young, teamId, { packageCodes: ['BASIC_HTN'] });
    const plan = await seen(young);
    expect(plan.groups).toEqual([]);
    expect(itemOf(plan, 'FU_HTN')).toMatchObject({ quantity: 4, state: 'overdue', nextDueDay: '2026-05-31' });
  });

  it('follows a programme from the day of the enrolment, and keeps what was owed before', async () => {
    const contractId = await buildContract(server, person, teamId);
    expect(itemOf(await seen(), 'FU_HTN')).toBeUndefined();
    await enrol(server, person.residentId, 'HTN', { sinceDay: '2026-06-04' });
    await enrol(server, person.residentId, 'T2DM', { sinceDay: '2026-06-04', kind: 'highRisk' });
    await enrol(server, person.residentId, 'SMI', { sinceDay: '2026-06-04' });
    const plan = await seen();
    // Nine months of a year with four visits.
    expect(itemOf(plan, 'FU_HTN')).toMatchObject({ fromDay: '2026-06-04', quantity: 3 });
    expect(itemOf(plan, 'FU_DM')).toBeUndefined();
    expect(JSON.stringify(plan)).not.toContain('精神');
    const row = await plans().findOne({ _id: contractId });
    expect(row).toMatchObject({ rev: 1, history: [{ items: expect.any(Array) }] });
    expect(row?.history[0]?.items.some(({ code }) => code === 'FU_HTN')).toBe(false);
  });

  it('is over with the contract', async () => {
    const contractId = await buildContract(server, person, teamId);
    await seen();
    const end = { reason: '搬到外地' };
    bodyOf(await teamStaff(server, ['director']).post(`/contracts/${contractId}/end`, end));
    expect(bodyOf(await read())).toEqual({ plan: null });
    await runPlanJobs(server);
    expect(await plans().findOne({ _id: contractId })).not.toHaveProperty('open');
  });

  it('is made once, by whichever process comes first', async () => {
    const peer = await startPeer(server);
    try {
      await peer.inStep();
      const crowd = await Promise.all(Array.from({ length: 6 }, () => buildCitizen(server)));
      for (const who of crowd) await buildContract(server, who, teamId);
      const readings = crowd.flatMap((who) =>
        Array.from({ length: 6 }, (_, n) => ({
          who,
          caller: n % 2 ? who.caller : new Caller(peer.baseUrl, who.caller.token),
        })),
      );
      const answers = await Promise.all([
        runPlanJobs(server),
        ...readings.map(({ who, caller }) => caller.get<{ plan: Plan | null }>(planAt(who))),
      ]);
      for (const answer of answers.slice(1))
        expect(bodyOf(answer as Answer<{ plan: Plan | null }>).plan).not.toBeNull();
      const kept = await plans()
        .find({ residentId: { $in: crowd.map(({ residentId }) => residentId) } })
        .toArray();
      expect(kept.map(({ rev, history }) => [rev, history.length])).toEqual(crowd.map(() => [0, 0]));
    } finally {
      await peer.stop();
    }
  });
});

describe('who reads a plan', () => {
  it('is the person, a relative who may see the file, and the own team', async () => {
    await buildContract(server, person, teamId);
    const [booker, reader] = [await buildCitizen(server), await buildCitizen(server)];
    await buildProxy(server, booker, person, { scopes: ['book'] });
    await buildProxy(server, reader, person, { scopes: ['record'] });
    expect(outcomeOf(await read(person, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await read(person, booker.caller))).toBe('403 PROXY_SCOPE_MISSING');
    expect(outcomeOf(await read(person, staffCaller(server, ['desk'])))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await read(person, teamStaff(server, ['doctor'], ['other'])))).toBe('403 ACCESS_LIMITED');
    const stranger = await buildCitizen(server);
    const refused = await read(person, stranger.caller);
    expect(outcomeOf(refused)).toBe('404 NOT_FOUND');
    expect(sameBody(refused)).toEqual(sameBody(await stranger.caller.get(planAt({ residentId: MISSING }))));
    expect(outcomeOf(await doctor().get(planAt({ residentId: MISSING })))).toBe('404 NOT_FOUND');
    expect(bodyOf(await read(person, reader.caller)).plan).toEqual(await seen());
    expect(bodyOf(await read(person, doctor())).plan).toEqual(await seen());
    expect((await seeTrail(person)).items.map(({ action }) => action)).toContain('plan.ofResident');
  });
});

describe('priority groups', () => {
  beforeEach(async () => void (await buildContract(server, person, teamId)));

  it('follow from age and programmes, and are set by staff where no record tells', async () => {
    await enrol(server, person.residentId, 'HTN', { sinceDay: '2025-01-01', untilDay: '2026-05-31' });
    const before = bodyOf(await doctor().get<Groups>(groupsAt())).items;
    const derived = { setByName: null, canEnd: false };
    expect(before).toEqual([
      { code: 'Elderly65', name: '65岁及以上老年人', sinceDay: '2015-04-08', untilDay: null, ...derived },
      { code: 'Hypertension', name: '高血压患者', sinceDay: '2025-01-01', untilDay: '2026-05-31', ...derived },
    ]);
    const added = bodyOf(await addGroup({ code: 'Disabled', sinceDay: '2026-06-01' }), 201).items;
    expect(added).toEqual([
      ...before,
      { code: 'Disabled', name: '残疾人', sinceDay: '2026-06-01', untilDay: null, setByName: null, canEnd: true },
    ]);
    expect((await seen()).groups.map(({ code }) => code)).toEqual(['Elderly65', 'Disabled']);
    expect((await seeTrail(person)).items.map(({ action }) => action)).toContain('plan.addGroup');
  });

  it('pro-rate what they bring, and keep it when they end', async () => {
    const woman = await buildCitizen(server, { birthDay: '1995-02-03' });
    await buildContract(server, woman, teamId, { startDay: '2026-01-05' });
    expect(itemOf(await seen(woman), 'ANC')).toBeUndefined();
    const pregnant = { code: 'Pregnant', sinceDay: '2026-06-04' };
    bodyOf(await addGroup(pregnant, doctor(), undefined, woman), 201);
    // Eight months of a year with five visits.
    expect(itemOf(await seen(woman), 'ANC')).toMatchObject({ fromDay: '2026-06-04', toDay: '2027-01-04', quantity: 4 });
    const ended = bodyOf(await endGroup({ code: 'Pregnant', untilDay: '2026-06-04' }, doctor(), woman)).items;
    expect(ended).toEqual([expect.objectContaining({ ...pregnant, untilDay: '2026-06-04', canEnd: false })]);
    expect(itemOf(await seen(woman), 'ANC')).toMatchObject({ toDay: '2026-06-04', quantity: 1 });
    const row = await plans().findOne({ residentId: woman.residentId });
    expect(row).toMatchObject({ rev: 2, history: [{}, {}] });
    // And in again, as another time.
    server.clock.set('2026-06-20T04:00:00.000Z');
    bodyOf(await addGroup({ code: 'Pregnant', sinceDay: '2026-06-20' }, doctor(), undefined, woman), 201);
    expect(bodyOf(await doctor().get<Groups>(groupsAt(woman))).items).toHaveLength(2);
  });

  it('name each bad field', async () => {
    expect(faultsOf(await addGroup({ code: 'Elderly65', sinceDay: '2026-06-01' }))).toEqual(['body.code UNKNOWN']);
    expect(faultsOf(await addGroup({ code: 'Disabled', sinceDay: '2026-02-30' }))).toEqual(['body.sinceDay DAY']);
    expect(faultsOf(await addGroup({ code: 'Disabled', sinceDay: '2026-06-05' }))).toEqual(['body.sinceDay FUTURE']);
    expect(faultsOf(await addGroup({ code: 'Disabled', sinceDay: '2026-06-01' }, doctor(), null))).toEqual([
      'header.Idempotency-Key MISSING',
    ]);
    expect(faultsOf(await endGroup({ code: 'Smoker', untilDay: '2026-06-01' }))).toEqual(['body.code UNKNOWN']);
    expect(faultsOf(await endGroup({ code: 'Disabled', untilDay: 'now' }))).toEqual(['body.untilDay DAY']);
    expect(faultsOf(await endGroup({ code: 'Disabled', untilDay: '2026-06-05' }))).toEqual(['body.untilDay FUTURE']);
  });

  it('are for staff with a ground', async () => {
    const body = { code: 'Disabled', sinceDay: '2026-06-01' };
    const end = { code: 'Disabled', untilDay: '2026-06-02' };
    const tries = (caller: Caller, who = person) =>
      Promise.all([caller.get(groupsAt(who)), addGroup(body, caller, undefined, who), endGroup(end, caller, who)]);
    const all = (outcome: string): Record<string, number> => ({ [outcome]: 3 });
    expect(countOutcomes(await tries(new Caller(server.baseUrl)))).toEqual(all('401 AUTH_REQUIRED'));
    expect(countOutcomes(await tries(person.caller))).toEqual(all('403 FORBIDDEN'));
    expect(countOutcomes(await tries(staffCaller(server, ['desk'])))).toEqual(all('403 FORBIDDEN'));
    expect(countOutcomes(await tries(teamStaff(server, ['nurse'], ['other'])))).toEqual(all('403 ACCESS_LIMITED'));
    const nobody = { ...person, residentId: MISSING };
    expect(countOutcomes(await tries(doctor(), nobody))).toEqual(all('404 NOT_FOUND'));
  });

  it('are set once, however often and by however many', async () => {
    const body = { code: 'OutOfPoverty', sinceDay: '2026-06-01' };
    const caller = doctor();
    const same = await Promise.all(Array.from({ length: 20 }, () => addGroup(body, caller, 'same-group')));
    expect(countOutcomes(same)).toEqual({ '201': 20 });
    expect(outcomeOf(await addGroup({ ...body, sinceDay: '2026-06-02' }, caller, 'same-group'))).toBe(
      '422 IDEMPOTENCY_MISMATCH',
    );
    const raced = await Promise.all(Array.from({ length: 6 }, () => addGroup({ ...body, code: 'Copd' })));
    expect(countOutcomes(raced)).toEqual({ '201': 1, '409 STATE_CONFLICT': 5 });
    const ended = await Promise.all(
      Array.from({ length: 6 }, () => endGroup({ code: 'Copd', untilDay: '2026-06-03' })),
    );
    expect(countOutcomes(ended)).toEqual({ '200': 1, '409 STATE_CONFLICT': 5 });
    // Not before it began.
    expect(outcomeOf(await endGroup({ code: 'OutOfPoverty', untilDay: '2026-05-01' }))).toBe('409 STATE_CONFLICT');
  });
});
