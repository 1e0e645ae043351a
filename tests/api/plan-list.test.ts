import { createCommunities } from '@linkang/server/modules/centre';
import { createDemoResident } from '@linkang/server/modules/resident';
import type { PlanRoutes } from '@linkang/shared/api/plan.routes';
import type { CallReply } from '@linkang/shared/api/route';
import mongoose from 'mongoose';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { seeTrail } from '../support/audits';
import { buildIdNumber } from '../support/builders';
import { book, buildCitizen, buildCrowd, openSession, staffCaller } from '../support/clinic';
import { buildTeam, teamStaff } from '../support/contracts';
import { Caller } from '../support/http';
import { buildContract, enrol, runPlanJobs } from '../support/plans';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

type Page = CallReply<PlanRoutes['list']>;
type Figures = CallReply<PlanRoutes['figures']>;
type Households = CallReply<PlanRoutes['households']>;

let server: TestServer;
let teamId: string;
let otherTeamId: string;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  teamId = (await buildTeam())._id;
  otherTeamId = (await buildTeam({ name: '杏林团队' }))._id;
});
afterAll(() => server.stop());

const doctor = (teamIds = [teamId]): Caller => teamStaff(server, ['doctor'], teamIds);
const list = async (query: string, caller = doctor()): Promise<Page> =>
  bodyOf(await caller.get<Page>(`/plans?${query}`));
const idsOf = ({ items }: Page): string[] => items.map(({ residentId }) => residentId);
const cellBody = (changes: object) => ({ name: '一网格', buildings: ['1号楼'], doctorId: null, ...changes });

async function buildNeighbour(communityId: string, addressDetail: string | null, birthDay = '1950-04-08') {
  const residentId = await createDemoResident(server.deps, {
    name: '王秀英',
    idNumber: buildIdNumber({ birthDay }),
    phone: '13800138000',
    communityId,
    ...(addressDetail === null ? {} : { addressDetail }),
  } as never);
  return { residentId };
}

describe('what is owed', () => {
  it('is listed with the first due on top, masked, and leaves the list by itself', async () => {
    const [late, soon, fine] = await Promise.all([
      buildCitizen(server, { birthDay: '1985-02-03', name: '王秀英' }),
      buildCitizen(server, { birthDay: '1985-02-04' }),
      buildCitizen(server, { birthDay: '1985-02-05' }),
    ]);
    // Its four visits of the year are due on 31 May, 31 August …; the monthly messages on the last of each month.
    await buildContract(server, late, teamId, { packageCodes: ['BASIC_HTN'] });
    await buildContract(server, soon, teamId, { startDay: '2026-06-04' });
    await buildContract(server, fine, teamId, { startDay: '2026-06-03' });
    await runPlanJobs(server);
    const all = await list('state=due');
    expect(idsOf(all)[0]).toBe(late.residentId);
    expect(all.nextCursor).toBeNull();
    const [row] = all.items;
    expect(row).toMatchObject({
      residentName: '王*英',
      teamName: '青禾团队',
      communityName: null,
      groups: [],
      isServed: false,
      delivered: 0,
    });
    expect(row?.owed).toContainEqual({
      code: 'FU_HTN',
      name: '面对面随访',
      state: 'overdue',
      quantity: 4,
      done: 0,
      dueDay: '2026-05-31',
    });
    expect(idsOf(await list('state=overdue'))).toEqual([late.residentId]);
    expect(idsOf(await list('state=due&item=FU_HTN'))).toEqual([late.residentId]);
    expect((await list('state=all')).items).toHaveLength(3);
    expect((await seeTrail(late)).items.map(({ action }) => action)).toContain('plan.list');
  });

  it('turns pages that hold everybody once', async () => {
    const crowd = await buildCrowd(server, 7);
    for (const who of crowd) await buildContract(server, who, teamId);
    await runPlanJobs(server);
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await list(`state=all&limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      found.push(...idsOf(page));
      cursor = page.nextCursor;
    }
    expect(found.sort()).toEqual(crowd.map(({ residentId }) => residentId).sort());
  });

  it('is for the own teams, and the director', async () => {
    const [own, other] = [await buildCitizen(server), await buildCitizen(server)];
    await buildContract(server, own, teamId);
    await buildContract(server, other, otherTeamId);
    await runPlanJobs(server);
    expect(idsOf(await list('state=all'))).toEqual([own.residentId]);
    expect(idsOf(await list('state=all', doctor([])))).toEqual([]);
    expect(idsOf(await list(`state=all&teamId=${teamId}`))).toEqual([own.residentId]);
    const director = staffCaller(server, ['director']);
    expect(idsOf(await list('state=all&limit=100', director))).toEqual(
      expect.arrayContaining([own.residentId, other.residentId]),
    );
    expect(idsOf(await list(`state=all&teamId=${otherTeamId}`, director))).toEqual([other.residentId]);
    for (const path of ['/plans', '/plans/figures', '/households?communityId=x']) {
      expect(outcomeOf(await new Caller(server.baseUrl).get(path))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await staffCaller(server, ['desk']).get(path))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await own.caller.get(path))).toBe('403 FORBIDDEN');
    }
    expect(outcomeOf(await doctor().get(`/plans?teamId=${otherTeamId}`))).toBe('403 FORBIDDEN');
  });

  it('names each bad field', async () => {
    const faults = async (query: string) => faultsOf(await doctor().get(`/plans?${query}`));
    expect(await faults('state=none')).toEqual(['query.state UNKNOWN']);
    expect(await faults('cursor=2026-13-01|x')).toEqual(['query.cursor CURSOR']);
    expect(await faults('teamId=!')).toEqual(['query.teamId ID']);
    expect(await faults('communityId=!')).toEqual(['query.communityId ID']);
    expect(await faults('cellId=!')).toEqual(['query.cellId ID']);
    expect(await faults('group=!')).toEqual(['query.group UNKNOWN']);
    expect(await faults('item=!')).toEqual(['query.item UNKNOWN']);
  });

  it('takes as many queries for a thousand contracts as for ten', async () => {
    const crowd = await buildCrowd(server, 1000);
    const [first] = crowd;
    if (!first) throw new Error('no crowd');
    const contractId = await buildContract(server, first, teamId);
    const contracts = server.deps.connection.collection<{ _id: string }>('contracts');
    const row = await contracts.findOne({ _id: contractId });
    await contracts.insertMany(
      crowd.slice(1).map(({ residentId }) => ({
        ...row,
        _id: new mongoose.Types.ObjectId().toHexString(),
        residentId,
        idem: undefined,
      })) as never[],
      { ignoreUndefined: true },
    );
    await runPlanJobs(server);
    const seen: string[] = [];
    mongoose.set('debug', (collection: string, method: string) => void seen.push(`${collection}.${method}`));
    try {
      const { items, nextCursor } = await list('state=due&limit=100');
      const queries = seen.length;
      expect([items.length, nextCursor === null]).toEqual([100, false]);
      seen.length = 0;
      expect((await list('state=due&limit=10')).items).toHaveLength(10);
      // Whatever else the server does by itself at that moment is counted as well.
      expect(Math.abs(seen.length - queries)).toBeLessThan(5);
      expect(queries).toBeLessThan(20);
      // Somebody rare: every plan is looked at, in four batches.
      seen.length = 0;
      expect((await list('state=due&communityId=nowhere')).items).toEqual([]);
      expect(seen.length).toBeLessThan(60);
    } finally {
      mongoose.set('debug', false);
    }
  }, 240_000);
});

describe('who was signed and not served', () => {
  it('is found, counted, and gone after the first visit', async () => {
    const [served, unserved] = [
      await buildCitizen(server, { birthDay: '1950-04-08' }),
      await buildCitizen(server, { birthDay: '1951-04-08' }),
    ];
    for (const who of [served, unserved]) await buildContract(server, who, teamId, { startDay: '2026-06-01' });
    await enrol(server, served.residentId, 'HTN', { sinceDay: '2026-06-01' });
    await runPlanJobs(server);
    expect(idsOf(await list('state=unserved')).sort()).toEqual([served.residentId, unserved.residentId].sort());
    const session = await openSession(server);
    const { id } = bodyOf(await book(served, session.id), 201);
    server.clock.set('2026-06-08T01:05:00.000Z');
    bodyOf(await staffCaller(server, ['desk']).post(`/bookings/${id}/check-in`));
    // At once, although it was not counted again yet.
    expect(idsOf(await list('state=unserved'))).toEqual([unserved.residentId]);
    await runPlanJobs(server);
    const figures = bodyOf(await doctor().get<Figures>('/plans/figures'));
    const [team] = figures.teams;
    expect(figures.teams).toHaveLength(1);
    expect(team).toMatchObject({
      ...{ teamId, teamName: '青禾团队', signed: 2, prioritySigned: 2, kept: 2, delivered: 0, unserved: 1 },
      asOf: '2026-06-08T01:05:00.000Z',
    });
    expect(team?.promised).toBeGreaterThan(0);
    expect(figures.byGroup).toEqual([
      { code: 'Elderly65', name: '65岁及以上老年人', signed: 2 },
      { code: 'Hypertension', name: '高血压患者', signed: 1 },
    ]);
    expect(figures.formulas.map(({ name }) => name)).toContain('履约率');
  });
});

describe('areas', () => {
  it('show households of a cell with groups and contracts', async () => {
    await createCommunities([
      { id: 'garden', name: '桂花社区', teamId },
      { id: 'river', name: '河滨社区', teamId: otherTeamId },
    ]);
    const director = staffCaller(server, ['director']);
    const cell = bodyOf(await director.post<{ id: string }>('/cells', cellBody({ communityId: 'garden' })), 201);
    const [wife, husband, far, lost] = [
      await buildNeighbour('garden', '1号楼1单元101室'),
      await buildNeighbour('garden', '1号楼1单元101室', '1985-02-03'),
      await buildNeighbour('garden', '12号楼2室'),
      await buildNeighbour('garden', null),
    ];
    await buildNeighbour('river', '1号楼1单元101室');
    await buildContract(server, wife, teamId);
    await runPlanJobs(server);
    const at = '/households?communityId=garden';
    const all = bodyOf(await doctor().get<Households>(at));
    expect(
      all.items.map(({ address, cellName, people }) => [address, cellName, people.map((row) => row.residentId)]),
    ).toEqual([
      ['1号楼1单元101室', '一网格', expect.arrayContaining([wife.residentId, husband.residentId])],
      ['12号楼2室', null, [far.residentId]],
      [null, null, [lost.residentId]],
    ]);
    expect(all.items[0]?.people.find(({ residentId }) => residentId === wife.residentId)).toEqual({
      residentId: wife.residentId,
      name: '王*英',
      age: 76,
      sex: 'female',
      groups: [{ code: 'Elderly65', name: '65岁及以上老年人' }],
      signedTeamName: '青禾团队',
    });
    const first = bodyOf(await doctor().get<Households>(`${at}&limit=1`));
    expect(first).toMatchObject({ items: [{ address: '1号楼1单元101室' }], nextCursor: '1' });
    expect(bodyOf(await doctor().get<Households>(`${at}&cellId=${cell.id}`)).items).toHaveLength(1);
    expect(idsOf(await list(`state=all&cellId=${cell.id}`))).toEqual([wife.residentId]);
    expect(idsOf(await list('state=all&communityId=river'))).toEqual([]);
    expect((await list('state=all')).items[0]).toMatchObject({ communityName: '桂花社区', cellName: '一网格' });
    expect(faultsOf(await doctor().get('/households'))).toEqual(['query.communityId MISSING']);
    expect(faultsOf(await doctor().get('/households?communityId=moon&cellId=moon'))).toEqual([
      'query.communityId UNKNOWN',
      'query.cellId UNKNOWN',
    ]);
    expect(faultsOf(await doctor().get(`${at}&cursor=x`))).toEqual(['query.cursor CURSOR']);
    expect(outcomeOf(await doctor().get('/households?communityId=river'))).toBe('403 FORBIDDEN');
  });
});
