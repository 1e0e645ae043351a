import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { CallReply } from '@linkang/shared/api/route';
import type { StaffMember, StaffRoutes } from '@linkang/shared/api/staff.routes';
import { createTeams } from '@linkang/server/modules/team';
import { followRevocations } from '@linkang/server/platform/revocations';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { signInResident, signInStaff, STAFF_PASSWORD, type Person } from '../support/builders';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

type Pair = CallReply<AuthRoutes['staff']>;

const FIRST_PASSWORD = 'First-pass-2026';
const OWN_PASSWORD = 'Spring-rain-88';
const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let anyone: Caller;
let admin: Person;
let made = 0;

beforeAll(async () => {
  server = await startServer({ limits: false });
  anyone = new Caller(server.baseUrl);
  admin = await signInStaff(server, ['admin']);
  const member = { name: '林静秋', title: '全科医生', specialities: '高血压' };
  const team = { intro: '一队', leader: member, members: [], capacity: 100, hardLimit: false };
  await createTeams([{ ...team, id: 'team-1', name: '第一团队', order: 0 }]);
});
afterAll(() => server.stop());

const buildStaffBody = (changes: Record<string, unknown> = {}) => {
  made += 1;
  return {
    username: `person-${made}`,
    name: '许文',
    title: '主治医师',
    roles: ['doctor'],
    teamIds: ['team-1'],
    password: FIRST_PASSWORD,
    ...changes,
  };
};
const addStaff = async (changes: Record<string, unknown> = {}): Promise<StaffMember> =>
  bodyOf(await admin.caller.post<StaffMember>('/staff', buildStaffBody(changes)), 201);
const signIn = (username: string, password: string) => anyone.post<Pair>('/auth/staff', { username, password });
const callerOf = async (username: string, password: string): Promise<Caller> =>
  anyone.as(bodyOf(await signIn(username, password)).accessToken);
const changeBody = ({ rev, name, title, roles, teamIds, active }: StaffMember) => ({
  rev,
  name,
  title,
  roles,
  teamIds,
  active,
});
const change = (caller: Caller, staff: StaffMember, changes: Record<string, unknown>) =>
  caller.put<StaffMember>(`/staff/${staff.id}`, { ...changeBody(staff), ...changes });

describe('POST /staff', () => {
  it('makes an account that can do nothing but choose its own password', async () => {
    const staff = await addStaff({ username: ' Xu.Wen ' });
    expect(staff).toMatchObject({ username: 'xu.wen', roles: ['doctor'], active: true, mustChangePassword: true });
    expect(JSON.stringify(staff)).not.toContain('assword":"');
    const first = bodyOf(await signIn('xu.wen', FIRST_PASSWORD));
    expect(first.account.mustChangePassword).toBe(true);
    const caller = anyone.as(first.accessToken);
    for (const path of ['/today', '/contracts', '/sessions?from=2026-06-04&to=2026-06-05', '/staff'])
      expect([path, outcomeOf(await caller.get(path))]).toEqual([path, '403 PASSWORD_CHANGE_REQUIRED']);
    expect(outcomeOf(await caller.post('/sessions', {}))).toBe('403 PASSWORD_CHANGE_REQUIRED');
    for (const path of ['/me', '/centre']) expect((await caller.get(path)).status).toBe(200);
    // A refresh does not lead around it.
    const refreshed = bodyOf(await anyone.post<Pair>('/auth/refresh', { refreshToken: first.refreshToken }));
    expect(outcomeOf(await anyone.as(refreshed.accessToken).get('/today'))).toBe('403 PASSWORD_CHANGE_REQUIRED');

    const body = { current: FIRST_PASSWORD, next: OWN_PASSWORD };
    const pair = bodyOf(await anyone.as(refreshed.accessToken).post<Pair>('/me/password', body));
    expect(pair.account).toMatchObject({ id: staff.id, mustChangePassword: false });
    expect((await anyone.as(pair.accessToken).get('/today')).status).toBe(200);
    expect(outcomeOf(await caller.get('/me'))).toBe('401 AUTH_EXPIRED');
    expect(outcomeOf(await signIn('xu.wen', FIRST_PASSWORD))).toBe('401 AUTH_FAILED');
    expect((await signIn('xu.wen', OWN_PASSWORD)).status).toBe(200);
  });

  it('makes one account of twenty repeats, and a user name once', async () => {
    const body = buildStaffBody();
    const answers = await Promise.all(Array.from({ length: 20 }, () => admin.caller.post('/staff', body, 'same-key')));
    expect(countOutcomes(answers)).toEqual({ 201: 20 });
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(outcomeOf(await admin.caller.post('/staff', body))).toBe('409 STAFF_USERNAME_TAKEN');
    const other = { ...body, name: '别人' };
    expect(outcomeOf(await admin.caller.post('/staff', other, 'same-key'))).toBe('422 IDEMPOTENCY_MISMATCH');
    const rivals = Array.from({ length: 5 }, () => admin.caller.post('/staff', { ...body, username: 'rival' }));
    expect(countOutcomes(await Promise.all(rivals))).toEqual({ 201: 1, '409 STAFF_USERNAME_TAKEN': 4 });
  });

  it.each([
    [{ username: 'ab' }, ['body.username USERNAME']],
    [{ username: '张三三' }, ['body.username USERNAME']],
    [{ name: ' ' }, ['body.name EMPTY']],
    [{ title: 'x'.repeat(31) }, ['body.title TOO_LONG']],
    [{ roles: [] }, ['body.roles EMPTY']],
    [{ roles: ['boss'] }, ['body.roles.0 TYPE']],
    [{ teamIds: ['nowhere'] }, ['body.teamIds UNKNOWN']],
    [{ password: 'short-1' }, ['body.password PASSWORD_SHORT']],
    [{ password: 'onlyletterswords' }, ['body.password PASSWORD_PLAIN']],
    [{ password: '123456789012345' }, ['body.password PASSWORD_PLAIN']],
    [{ username: 'nightingale-1', password: 'Nightingale-1' }, ['body.password PASSWORD_IS_NAME']],
    [{ username: undefined, name: undefined }, ['body.username MISSING', 'body.name MISSING']],
  ])('refuses %j', async (changes, faults) => {
    const answer = await admin.caller.post('/staff', buildStaffBody(changes));
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual(faults);
  });
});

describe('GET /staff', () => {
  it('pages by user name and filters the disabled', async () => {
    const staff = await addStaff({ username: 'zz-left' });
    bodyOf(await change(admin.caller, staff, { active: false }));
    type Page = CallReply<StaffRoutes['list']>;
    const names: string[] = [];
    let cursor = '';
    do {
      const page = bodyOf(await admin.caller.get<Page>(`/staff?limit=2${cursor}`));
      names.push(...page.items.map((item) => item.username));
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
    } while (cursor);
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('zz-left');
    const active = bodyOf(await admin.caller.get<Page>('/staff?limit=100&active=true'));
    expect(active.items.map((item) => item.username)).not.toContain('zz-left');
    const left = bodyOf(await admin.caller.get<Page>('/staff?limit=100&active=false'));
    expect(left.items.map((item) => item.username)).toEqual(['zz-left']);
  });
});

describe('the accounts', () => {
  it.each(['director', 'doctor', 'nurse', 'desk', 'editor'] as PolicyRole[])('are closed to %s', async (role) => {
    const { caller } = await signInStaff(server, [role]);
    const outcomes = await Promise.all([
      caller.get('/staff'),
      caller.post('/staff', buildStaffBody()),
      caller.put(`/staff/${admin.accountId}`, {}),
      caller.post(`/staff/${admin.accountId}/reset-password`),
    ]);
    expect(outcomes.map(outcomeOf)).toEqual(Array(4).fill('403 FORBIDDEN'));
  });

  it('are missing where they are missing', async () => {
    const staff = await addStaff();
    expect(outcomeOf(await admin.caller.put(`/staff/${MISSING}`, changeBody(staff)))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await admin.caller.post(`/staff/${MISSING}/reset-password`))).toBe('404 NOT_FOUND');
  });
});

describe('PUT /staff/{id}', () => {
  it('changes name and title and keeps the sign-in', async () => {
    const { caller, accountId } = await signInStaff(server, ['nurse'], { username: 'keeps' });
    const staff = { id: accountId, rev: 0, name: '何静', title: '护士长', roles: ['nurse'], teamIds: [], active: true };
    const { id: _, ...body } = staff;
    expect(bodyOf(await admin.caller.put(`/staff/${accountId}`, body))).toMatchObject({ title: '护士长', rev: 1 });
    expect((await caller.get('/today')).status).toBe(200);
    expect(outcomeOf(await admin.caller.put(`/staff/${accountId}`, body))).toBe('409 STATE_CONFLICT');
  });

  it('disables an account: every token is refused, here at once and elsewhere within the window', async () => {
    const staff = await addStaff({ username: 'leaver' });
    const pair = bodyOf(await signIn('leaver', FIRST_PASSWORD));
    const elsewhere = followRevocations(server.deps.connection, server.clock);
    const disabled = bodyOf(await change(admin.caller, staff, { active: false }));
    expect(disabled.active).toBe(false);
    expect(outcomeOf(await anyone.as(pair.accessToken).get('/me'))).toBe('401 AUTH_EXPIRED');
    expect(outcomeOf(await anyone.post('/auth/refresh', { refreshToken: pair.refreshToken }))).toBe('401 AUTH_EXPIRED');
    expect(outcomeOf(await signIn('leaver', FIRST_PASSWORD))).toBe('401 AUTH_FAILED');
    expect(outcomeOf(await admin.caller.post(`/staff/${staff.id}/reset-password`))).toBe('409 STATE_CONFLICT');
    const signInId = server.deps.tokens.readRefresh(pair.refreshToken)?.signInId ?? '';
    await elsewhere.refresh();
    expect(elsewhere.has(signInId)).toBe(true);
    elsewhere.stop();
    bodyOf(await change(admin.caller, disabled, { active: true }));
    expect((await signIn('leaver', FIRST_PASSWORD)).status).toBe(200);
  });

  it('leaves no way in when an account is disabled while it signs in', async () => {
    const staff = await addStaff({ username: 'hasty' });
    const [answer] = await Promise.all([
      signIn('hasty', FIRST_PASSWORD),
      change(admin.caller, staff, { active: false }),
    ]);
    if (answer.status === 200)
      expect(outcomeOf(await anyone.as(answer.body.accessToken).get('/me'))).toBe('401 AUTH_EXPIRED');
    else expect(outcomeOf(answer)).toBe('401 AUTH_FAILED');
  });

  it('ends the sign-ins with the roles that they had', async () => {
    const staff = await addStaff({ username: 'mover', roles: ['director'] });
    const caller = await callerOf('mover', FIRST_PASSWORD);
    bodyOf(await change(admin.caller, staff, { roles: ['editor'] }));
    expect(outcomeOf(await caller.get('/me'))).toBe('401 AUTH_EXPIRED');
  });

  it.each([
    [{ roles: ['admin', 'director'] }, 'body.roles OWN_ACCOUNT'],
    [{ active: false }, 'body.active OWN_ACCOUNT'],
  ])('lets nobody give themselves %j', async (changes, fault) => {
    const { caller, accountId } = await signInStaff(server, ['admin']);
    const body = { rev: 0, name: '周明远', title: '', roles: ['admin'], teamIds: [], active: true };
    const answer = await caller.put(`/staff/${accountId}`, { ...body, ...changes });
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', [fault]]);
    expect((await caller.put(`/staff/${accountId}`, body)).status).toBe(200);
  });

  it.each([
    [{ rev: -1 }, ['body.rev TOO_SMALL']],
    [{ rev: undefined }, ['body.rev MISSING']],
    [{ active: 'yes' }, ['body.active TYPE']],
    [{ roles: [] }, ['body.roles EMPTY']],
    [{ teamIds: ['nowhere'] }, ['body.teamIds UNKNOWN']],
  ])('refuses %j', async (changes, faults) => {
    const answer = await change(admin.caller, await addStaff(), changes);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual(faults);
  });
});

describe('two administrators', () => {
  it('who disable each other at once leave one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const staffs = server.deps.connection.collection('staffs');
      await staffs.updateMany({ roles: 'admin' }, { $set: { active: false } });
      const [one, two] = [await signInStaff(server, ['admin']), await signInStaff(server, ['admin'])];
      const disable = (from: Person, target: Person) =>
        from.caller.put(`/staff/${target.accountId}`, {
          rev: 0,
          name: '林若溪',
          title: '',
          roles: ['admin'],
          teamIds: [],
          active: false,
        });
      const outcomes = (await Promise.all([disable(one, two), disable(two, one)])).map(outcomeOf);
      expect(await staffs.countDocuments({ roles: 'admin', active: true })).toBe(1);
      expect(outcomes).toContain('200');
      // The second one was either counted out or no longer signed in.
      expect(['409 STAFF_LAST_ADMIN', '401 AUTH_EXPIRED']).toContain(outcomes.find((outcome) => outcome !== '200'));
    }
  });

  it('cannot remove the last one with a token that still runs', async () => {
    const staffs = server.deps.connection.collection('staffs');
    await staffs.updateMany({ roles: 'admin' }, { $set: { active: false } });
    const last = await signInStaff(server, ['admin']);
    const former = await signInStaff(server, ['admin']);
    await staffs.updateOne({ _id: former.accountId as never }, { $set: { active: false } });
    const body = { rev: 0, name: '林若溪', title: '', roles: ['desk'], teamIds: [], active: true };
    const answer = await former.caller.put(`/staff/${last.accountId}`, body);
    expect(outcomeOf(answer)).toBe('409 STAFF_LAST_ADMIN');
    expect((await last.caller.get('/staff')).status).toBe(200);
    admin = last;
  });
});

describe('POST /staff/{id}/reset-password', () => {
  it('tells a new password once, ends the sign-ins, and has it changed', async () => {
    const staff = await addStaff({ username: 'forgot' });
    const before = await callerOf('forgot', FIRST_PASSWORD);
    const answer = await admin.caller.post<{ password: string }>(`/staff/${staff.id}/reset-password`);
    const { password } = bodyOf(answer);
    expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    expect(outcomeOf(await before.get('/me'))).toBe('401 AUTH_EXPIRED');
    expect(outcomeOf(await signIn('forgot', FIRST_PASSWORD))).toBe('401 AUTH_FAILED');
    expect(bodyOf(await signIn('forgot', password)).account.mustChangePassword).toBe(true);
    const row = await server.deps.connection.collection('staffs').findOne({ username: 'forgot' });
    expect(JSON.stringify(row)).not.toContain(password);
  });

  it('is not for the own account', async () => {
    expect(outcomeOf(await admin.caller.post(`/staff/${admin.accountId}/reset-password`))).toBe('403 FORBIDDEN');
  });
});

describe('POST /me/password', () => {
  it.each([
    [{ current: 'wrong' }, ['body.current PASSWORD_WRONG']],
    [{ current: '' }, ['body.current EMPTY']],
    [{ next: STAFF_PASSWORD }, ['body.next PASSWORD_SAME']],
    [{ next: 'short-1' }, ['body.next PASSWORD_SHORT']],
    [{ next: 'onlyletterswords' }, ['body.next PASSWORD_PLAIN']],
    [{ next: 'x'.repeat(257) }, ['body.next TOO_LONG']],
    [{ current: undefined }, ['body.current MISSING']],
  ])('refuses %j', async (changes, faults) => {
    const { caller } = await signInStaff(server, ['desk']);
    const answer = await caller.post('/me/password', { current: STAFF_PASSWORD, next: OWN_PASSWORD, ...changes });
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual(faults);
    expect((await caller.get('/me')).status).toBe(200);
  });

  it('changes it once of two changes at once', async () => {
    const { caller } = await signInStaff(server, ['desk']);
    const tries = ['One-password-11', 'Two-password-22'].map((next) =>
      caller.post('/me/password', { current: STAFF_PASSWORD, next }),
    );
    const outcomes = (await Promise.all(tries)).map(outcomeOf);
    expect(outcomes.filter((outcome) => outcome === '200')).toHaveLength(1);
  });

  it('is closed to residents and to who is not signed in', async () => {
    const { caller } = await signInResident(server, 'ok-someone');
    const body = { current: STAFF_PASSWORD, next: OWN_PASSWORD };
    expect(outcomeOf(await caller.post('/me/password', body))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await anyone.post('/me/password', body))).toBe('401 AUTH_REQUIRED');
  });
});

describe('guessing the present password with a stolen token', () => {
  it('ends after five tries', async () => {
    await server.stop();
    server = await startServer();
    const { caller } = await signInStaff(server, ['desk']);
    const guess = () => caller.post('/me/password', { current: 'wrong', next: OWN_PASSWORD });
    for (let tries = 0; tries < 5; tries += 1) expect(outcomeOf(await guess())).toBe('400 VALIDATION_FAILED');
    expect(outcomeOf(await guess())).toBe('429 RATE_LIMITED');
  });
});
