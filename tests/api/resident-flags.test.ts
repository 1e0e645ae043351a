import { createStaff } from '@linkang/server/modules/staff';
import type { StaffRight } from '@linkang/shared/domain/staff-roles';
import type { PolicyRole } from '@linkang/shared/api/policy';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { signInStaff, STAFF_PASSWORD } from '../support/builders';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

interface State {
  rev: number;
  flags: string[];
}

let server: TestServer;
let citizen: Citizen;
let entitled: Caller;

/** Signs somebody in who has rights besides the roles. */
async function signInWith(username: string, roles: PolicyRole[], rights: StaffRight[]): Promise<Caller> {
  const person = { username, name: '周明远', title: '', roles, rights, teamIds: [], demo: false };
  await createStaff({ ...person, password: STAFF_PASSWORD });
  const anyone = new Caller(server.baseUrl);
  const answer = await anyone.post<{ accessToken: string }>('/auth/staff', { username, password: STAFF_PASSWORD });
  return anyone.as(bodyOf(answer).accessToken);
}

beforeAll(async () => {
  server = await startServer();
  entitled = await signInWith('entitled', ['director'], ['sensitiveFlags']);
});
beforeEach(async () => {
  citizen = await buildCitizen(server);
});
afterAll(() => server.stop());

const pathOf = ({ residentId }: Citizen): string => `/residents/${residentId}/flags`;

it('are set and read by those with the right, which is written down', async () => {
  expect(bodyOf(await entitled.get<State>(pathOf(citizen)))).toEqual({ rev: 0, flags: [] });
  const flags = ['hiv', 'abuse', 'hiv'];
  const saved = bodyOf(await entitled.put<State>(pathOf(citizen), { rev: 0, flags }));
  expect(saved).toEqual({ rev: 1, flags: ['hiv', 'abuse'] });
  expect(bodyOf(await entitled.get<State>(pathOf(citizen)))).toEqual(saved);
  expect(bodyOf(await entitled.put<State>(pathOf(citizen), { rev: 1, flags: [] }))).toEqual({ rev: 2, flags: [] });
  expect(outcomeOf(await entitled.put(pathOf(citizen), { rev: 1, flags: [] }))).toBe('409 STATE_CONFLICT');
  const audits = server.deps.connection.collection('audits');
  const { residentId } = citizen;
  expect(await audits.countDocuments({ residentId, action: 'resident.flags' })).toBe(2);
  expect(await audits.countDocuments({ residentId, action: 'resident.saveFlags' })).toBe(3);
});

it('are not there for anybody else, whether or not there are any', async () => {
  const other = await buildCitizen(server);
  bodyOf(await entitled.put(pathOf(citizen), { rev: 0, flags: ['mentalDisorder'] }));
  for (const role of ['director', 'doctor', 'nurse', 'publicHealth'] as const)
    for (const person of [citizen, other]) {
      const caller = staffCaller(server, [role]);
      expect(outcomeOf(await caller.get(pathOf(person)))).toBe('404 NOT_FOUND');
      expect(outcomeOf(await caller.put(pathOf(person), { rev: 0, flags: [] }))).toBe('404 NOT_FOUND');
    }
  for (const role of ['desk', 'editor', 'admin', 'auditor'] as const)
    expect(outcomeOf(await staffCaller(server, [role]).get(pathOf(citizen)))).toBe('403 FORBIDDEN');
  expect(outcomeOf(await citizen.caller.get(pathOf(citizen)))).toBe('403 FORBIDDEN');
  expect(outcomeOf(await new Caller(server.baseUrl).get(pathOf(citizen)))).toBe('401 AUTH_REQUIRED');
});

it('leave no hint in what others read of the person, nor in the database', async () => {
  const director = staffCaller(server, ['director']);
  const seen = async () =>
    JSON.stringify([
      bodyOf(await director.get(`/residents/${citizen.residentId}`)),
      bodyOf(await entitled.get(`/residents/${citizen.residentId}`)),
      bodyOf(await citizen.caller.get(`/residents/${citizen.residentId}`)),
      bodyOf(await director.get(`/residents/${citizen.residentId}/standing`)),
    ]);
  const before = await seen();
  bodyOf(await entitled.put(pathOf(citizen), { rev: 0, flags: ['hiv'] }));
  expect(await seen()).toBe(before);
  const rows = server.deps.connection.collection<{ _id: string; sealed: string }>('residentFlags');
  const one = await rows.findOne({ _id: citizen.residentId });
  bodyOf(await entitled.put(pathOf(citizen), { rev: 1, flags: ['hiv', 'adoption', 'abuse'] }));
  const three = await rows.findOne({ _id: citizen.residentId });
  expect(JSON.stringify([one, three])).not.toMatch(/hiv|adoption/);
  expect(one?.sealed.length).toBe(three?.sealed.length);
});

it('need a ground for the record as well', async () => {
  const doctor = await signInWith('entitled-doctor', ['doctor'], ['sensitiveFlags']);
  expect(outcomeOf(await doctor.get(pathOf(citizen)))).toBe('403 ACCESS_LIMITED');
});

it('are refused with faults', async () => {
  const put = async (body: object): Promise<string[]> => faultsOf(await entitled.put(pathOf(citizen), body));
  expect(await put({ rev: 0, flags: ['gout'] })).toEqual(['body.flags.0 UNKNOWN']);
  expect(await put({ rev: -1, flags: [] })).toEqual(['body.rev TOO_SMALL']);
  expect(await put({ rev: 0 })).toEqual(['body.flags MISSING']);
  expect(await put({ rev: 0, flags: Array.from({ length: 6 }, () => 'hiv') })).toEqual(['body.flags TOO_MANY']);
});

it('are set once of many at the same moment', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => entitled.put(pathOf(citizen), { rev: 0, flags: ['hiv'] })),
  );
  expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 9 });
});

describe('the right', () => {
  it('is given by an administrator, seen by the auditor, and ends the sign-ins when it is taken away', async () => {
    const admin = await signInStaff(server, ['admin']);
    const { accountId, caller } = await signInStaff(server, ['director'], { username: 'given' });
    const profile = { name: '周明远', title: '', roles: ['director'], teamIds: [], active: true };
    bodyOf(await admin.caller.put(`/staff/${accountId}`, { ...profile, rev: 0, rights: ['sensitiveFlags'] }));
    expect(outcomeOf(await caller.get('/me'))).toBe('401 AUTH_EXPIRED');
    const listed = await staffCaller(server, ['auditor']).get<{ items: { id: string; rights: string[] }[] }>('/staff');
    expect(bodyOf(listed).items.find(({ id }) => id === accountId)?.rights).toEqual(['sensitiveFlags']);
    const again = await signInStaff(server, ['director'], { username: 'given' });
    expect(outcomeOf(await again.caller.get(pathOf(citizen)))).toBe('200');
    bodyOf(await admin.caller.put(`/staff/${accountId}`, { ...profile, rev: 1, rights: [] }));
    expect(outcomeOf(await again.caller.get(pathOf(citizen)))).toBe('401 AUTH_EXPIRED');
  });

  it('is for roles that can use it, and never for oneself to give', async () => {
    const admin = await signInStaff(server, ['admin', 'director']);
    const profile = { name: '许文', title: '', teamIds: [], username: 'xu.wen', password: 'Temporary-12345' };
    const editor = { ...profile, roles: ['editor'], rights: ['sensitiveFlags'] };
    expect(faultsOf(await admin.caller.post('/staff', editor))).toEqual(['body.rights RIGHT_WITHOUT_ROLE']);
    expect(faultsOf(await admin.caller.post('/staff', { ...editor, rights: ['all'] }))).toEqual(['body.rights.0 TYPE']);
    const own = { ...profile, roles: ['admin', 'director'], rights: ['sensitiveFlags'], rev: 0, active: true };
    expect(faultsOf(await admin.caller.put(`/staff/${admin.accountId}`, own))).toEqual(['body.rights OWN_ACCOUNT']);
  });
});
