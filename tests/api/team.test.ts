import { createCommunities } from '@linkang/server/modules/centre';
import { createTeams, type NewTeam } from '@linkang/server/modules/team';
import type { Team } from '@linkang/shared/api/team.routes';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let api: Caller;

const team = (id: string, order: number): NewTeam => ({
  id,
  name: `${id}号团队`,
  intro: '全科、护理和公卫一起照看',
  leader: { name: '周敏', title: '主治医师', specialities: '高血压' },
  members: [{ name: '吴静', title: '护士', specialities: '慢病随访' }],
  capacity: 2000,
  hardLimit: false,
  order,
});

const addContract = (id: string, teamId: string, status: string) =>
  server.deps.connection.collection('contracts').insertOne({ _id: id as never, residentId: `r-${id}`, teamId, status });

beforeAll(async () => {
  server = await startServer();
  api = new Caller(server.baseUrl);
  await createTeams([team('t2', 1), team('t1', 0), team('t3', 2)]);
  const teamOf = { c1: 't1', c2: 't1', c3: 't2', c4: 't3', c5: null };
  await createCommunities(Object.entries(teamOf).map(([id, teamId]) => ({ id, name: `${id}社区`, teamId })));
  await addContract('a', 't2', 'active');
  await addContract('b', 't2', 'active');
  await addContract('c', 't2', 'pendingReview');
  await addContract('d', 't2', 'expired');
});
afterAll(() => server.stop());

const idsOf = async (url: string): Promise<string[]> =>
  (await api.get<{ items: Team[] }>(url)).body.items.map((row) => row.id);

describe('GET /teams', () => {
  it('lists teams in their order to anybody', async () => {
    expect(await idsOf('/teams')).toEqual(['t1', 't2', 't3']);
  });

  it('puts the team of the given community first and keeps the others', async () => {
    expect(await idsOf('/teams?communityId=c3')).toEqual(['t2', 't1', 't3']);
    expect(await idsOf('/teams?communityId=c4')).toEqual(['t3', 't1', 't2']);
  });

  it('keeps the order for a community that nobody looks after', async () => {
    expect(await idsOf('/teams?communityId=nowhere')).toEqual(['t1', 't2', 't3']);
  });

  it('counts the active contracts alone', async () => {
    const { body } = await api.get<{ items: Team[] }>('/teams');
    expect(body.items.map((row) => row.signedCount)).toEqual([0, 2, 0]);
  });

  it('refuses a community id that is none', async () => {
    const { status, body } = await api.get('/teams?communityId=a%20b');
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'query.communityId', code: 'ID' }] });
  });
});

describe('GET /teams/:id', () => {
  it('gives one team with people, communities and numbers, and nothing else', async () => {
    const { status, body } = await api.get('/teams/t1');
    expect(status).toBe(200);
    expect(body).toEqual({
      id: 't1',
      name: 't1号团队',
      intro: '全科、护理和公卫一起照看',
      leader: { name: '周敏', title: '主治医师', specialities: '高血压' },
      members: [{ name: '吴静', title: '护士', specialities: '慢病随访' }],
      communities: [
        { id: 'c1', name: 'c1社区' },
        { id: 'c2', name: 'c2社区' },
      ],
      signedCount: 0,
      capacity: 2000,
      hardLimit: false,
      order: 0,
      rev: 0,
    });
  });

  it('names no community of another team', async () => {
    const { body } = await api.get<Team>('/teams/t3');
    expect(body.communities.map((row) => row.id)).toEqual(['c4']);
  });

  it('answers 404 for an unknown team', async () => {
    const { status, body } = await api.get('/teams/t9');
    expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('answers 405 where there is no such method', async () => {
    expect((await api.post('/teams/t1', {})).status).toBe(405);
  });
});
