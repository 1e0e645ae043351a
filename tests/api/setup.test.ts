import type { Community } from '@linkang/shared/api/centre.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Team } from '@linkang/shared/api/team.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { signInResident } from '../support/builders';
import { staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let director: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
  director = staffCaller(server, ['director']);
});
afterAll(() => server.stop());

const buildTeamBody = (changes: Record<string, unknown> = {}) => ({
  name: '第一团队',
  intro: '照看青禾里',
  leader: { name: '林静秋', title: '全科副主任医师', specialities: '高血压' },
  members: [{ name: '何静', title: '社区护士', specialities: '' }],
  capacity: 2000,
  hardLimit: false,
  order: 0,
  ...changes,
});
let made = 0;
const buildCommunityBody = (changes: Record<string, unknown> = {}) => {
  made += 1;
  return { name: `青禾里${made}`, teamId: null, order: made, ...changes };
};
const addTeam = async (changes: Record<string, unknown> = {}): Promise<Team> =>
  bodyOf(await director.post<Team>('/teams', buildTeamBody(changes)), 201);
const addCommunity = async (changes: Record<string, unknown> = {}): Promise<Community> =>
  bodyOf(await director.post<Community>('/communities', buildCommunityBody(changes)), 201);

describe('setting up communities and teams', () => {
  it('gives a community to one team, and to another one later', async () => {
    const [one, two] = [await addTeam(), await addTeam({ name: '第二团队', order: 1 })];
    expect(one).toMatchObject({ ...buildTeamBody(), communities: [], signedCount: 0, rev: 0 });
    const community = await addCommunity({ name: '安和苑', teamId: one.id });
    const teamsNear = async () =>
      bodyOf(await director.get<{ items: Team[] }>(`/teams?communityId=${community.id}`)).items;
    const communitiesOf = async (id: string) => bodyOf(await director.get<Team>(`/teams/${id}`)).communities;
    expect(await communitiesOf(one.id)).toEqual([{ id: community.id, name: '安和苑' }]);

    const { id, ...body } = { ...community, teamId: two.id, name: '安和苑二期' };
    const moved = bodyOf(await director.put<Community>(`/communities/${id}`, body));
    expect(moved).toEqual({ ...community, teamId: two.id, name: '安和苑二期', rev: 1 });
    expect(await communitiesOf(one.id)).toEqual([]);
    expect(await communitiesOf(two.id)).toEqual([{ id, name: '安和苑二期' }]);
    expect((await teamsNear())[0]?.id).toBe(two.id);
    expect(outcomeOf(await director.put(`/communities/${id}`, body))).toBe('409 STATE_CONFLICT');
  });

  it('changes a team by its revision, one of two changes at once', async () => {
    const team = await addTeam();
    const changes = ['一', '二'].map((intro) =>
      director.put(`/teams/${team.id}`, { ...buildTeamBody({ intro }), rev: 0 }),
    );
    expect(countOutcomes(await Promise.all(changes))).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
    const after = bodyOf(await director.get<Team>(`/teams/${team.id}`));
    expect(after.rev).toBe(1);
  });

  it('makes one of twenty repeats, and a name of a community once', async () => {
    for (const [path, body] of [
      ['/teams', buildTeamBody()],
      ['/communities', buildCommunityBody()],
    ] as const) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => director.post(path, body, 'the-same-key')));
      expect(countOutcomes(answers)).toEqual({ 201: 20 });
      expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
      const other = await director.post(path, { ...body, name: '另一个' }, 'the-same-key');
      expect(outcomeOf(other)).toBe('422 IDEMPOTENCY_MISMATCH');
    }
    const { name } = await addCommunity();
    expect(outcomeOf(await director.post('/communities', buildCommunityBody({ name })))).toBe('409 NAME_TAKEN');
    const second = await addCommunity();
    const rename = { name, teamId: null, order: 1, rev: 0 };
    expect(outcomeOf(await director.put(`/communities/${second.id}`, rename))).toBe('409 NAME_TAKEN');
  });

  it('changes a community that was there before changes were counted', async () => {
    const { id, name } = await addCommunity();
    await server.deps.connection.collection('communities').updateOne({ _id: id as never }, { $unset: { rev: '' } });
    const body = { name, teamId: null, order: 7, rev: 0 };
    expect(bodyOf(await director.put(`/communities/${id}`, body))).toMatchObject({ order: 7, rev: 1 });
    expect(outcomeOf(await director.put(`/communities/${id}`, body))).toBe('409 STATE_CONFLICT');
  });

  const calls = (caller: Caller) =>
    Promise.all([
      caller.post('/teams', buildTeamBody()),
      caller.put(`/teams/${MISSING}`, { ...buildTeamBody(), rev: 0 }),
      caller.post('/communities', buildCommunityBody()),
      caller.put(`/communities/${MISSING}`, { ...buildCommunityBody(), rev: 0 }),
    ]);

  it.each(['doctor', 'nurse', 'desk', 'editor'] as PolicyRole[])('is not for %s', async (role) => {
    expect((await calls(staffCaller(server, [role]))).map(outcomeOf)).toEqual(Array(4).fill('403 FORBIDDEN'));
  });

  it('is for the administrator, not for residents nor strangers', async () => {
    const { caller } = await signInResident(server, 'ok-someone');
    expect((await calls(caller)).map(outcomeOf)).toEqual(Array(4).fill('403 FORBIDDEN'));
    const strangers = await calls(new Caller(server.baseUrl));
    expect(strangers.map(outcomeOf)).toEqual(Array(4).fill('401 AUTH_REQUIRED'));
    const answers = await calls(staffCaller(server, ['admin']));
    expect(answers.map(outcomeOf)).toEqual(['201', '404 NOT_FOUND', '201', '404 NOT_FOUND']);
  });

  it.each([
    [{ name: '' }, ['body.name EMPTY']],
    [{ name: 'x'.repeat(31) }, ['body.name TOO_LONG']],
    [{ intro: 'x'.repeat(501) }, ['body.intro TOO_LONG']],
    [{ leader: { name: ' ', title: '', specialities: '' } }, ['body.leader.name EMPTY']],
    [{ members: [{ name: '何静', title: 'x'.repeat(31), specialities: '' }] }, ['body.members.0.title TOO_LONG']],
    [{ members: Array(31).fill({ name: '何静', title: '', specialities: '' }) }, ['body.members TOO_MANY']],
    [{ capacity: 0 }, ['body.capacity TOO_SMALL']],
    [{ capacity: 100_001 }, ['body.capacity TOO_LARGE']],
    [{ hardLimit: 'no' }, ['body.hardLimit TYPE']],
    [{ order: -1 }, ['body.order TOO_SMALL']],
    [{ name: undefined }, ['body.name MISSING']],
  ])('refuses a team with %j', async (changes, faults) => {
    const team = await addTeam();
    for (const answer of [
      await director.post('/teams', buildTeamBody(changes)),
      await director.put(`/teams/${team.id}`, { ...buildTeamBody(changes), rev: 0 }),
    ])
      expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', faults]);
  });

  it.each([
    [{ name: '' }, ['body.name EMPTY']],
    [{ teamId: MISSING }, ['body.teamId UNKNOWN']],
    [{ teamId: 'a b' }, ['body.teamId ID']],
    [{ order: 10_000 }, ['body.order TOO_LARGE']],
    [{ order: undefined }, ['body.order MISSING']],
  ])('refuses a community with %j', async (changes, faults) => {
    const community = await addCommunity();
    for (const answer of [
      await director.post('/communities', buildCommunityBody(changes)),
      await director.put(`/communities/${community.id}`, { ...buildCommunityBody(changes), rev: 0 }),
    ])
      expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', faults]);
  });
});
