import { createStaff } from '@linkang/server/modules/staff';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Resident } from '@linkang/shared/api/resident.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { Caller, type Answer } from './http';
import { buildIdNumber } from './id-numbers';
import type { TestServer } from './server';

export { buildIdNumber } from './id-numbers';

/** Somebody who signed in. */
export interface Person {
  caller: Caller;
  accountId: string;
  accessToken: string;
  refreshToken: string;
}

type Pair = CallReply<AuthRoutes['refresh']>;

const toPerson = (server: TestServer, { status, body }: Answer<Pair>): Person => {
  if (status !== 200) throw new Error(`sign-in answered ${status}: ${JSON.stringify(body)}`);
  const { accessToken, refreshToken, account } = body;
  return { caller: new Caller(server.baseUrl, accessToken), accountId: account.id, accessToken, refreshToken };
};

/** Signs a resident in; `ok-<name>` is the person `<name>`. */
export async function signInResident(server: TestServer, code: string): Promise<Person> {
  return toPerson(server, await new Caller(server.baseUrl).post<Pair>('/auth/wechat', { code }));
}

let people = 0;

/** Password of every member of staff that the tests make. */
export const STAFF_PASSWORD = 'Staff-pass-2026';

/** Makes a member of staff, once for a user name, and signs them in. */
export async function signInStaff(
  server: TestServer,
  roles: PolicyRole[],
  options: { username?: string; name?: string; title?: string; teamIds?: string[]; demo?: boolean } = {},
): Promise<Person> {
  people += 1;
  const { username = `${roles[0] ?? 'nobody'}-${people}`, name = '林若溪', title = '全科医生' } = options;
  const { teamIds = [], demo = false } = options;
  await createStaff({ username, name, title, roles, teamIds, demo, password: STAFF_PASSWORD });
  const body = { username, password: STAFF_PASSWORD };
  return toPerson(server, await new Caller(server.baseUrl).post<Pair>('/auth/staff', body));
}

/** A registration that is accepted. */
export const buildRegistration = (server: TestServer, changes: Record<string, unknown> = {}) => ({
  name: '李秀兰',
  idType: 'residentId',
  idNumber: buildIdNumber(),
  phone: '13800138000',
  consents: server.deps.config.consents.map(({ purpose, version }) => ({ purpose, version })),
  ...changes,
});

/** Registers the own person of somebody who signed in. */
export async function registerResident(
  server: TestServer,
  caller: Caller,
  changes: Record<string, unknown> = {},
): Promise<Resident> {
  const answer = await caller.post<Resident>('/residents', buildRegistration(server, changes));
  if (answer.status !== 201) throw new Error(`registration answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A resident with an account, whose token names the own person already. */
export interface ResidentAccount extends Person {
  residentId: string;
  resident: Resident;
}

/** Makes an account with its own person, registered. `code` is another one at each call unless given. */
export async function buildResidentAccount(
  server: TestServer,
  person: { code?: string; birthDay?: string; sex?: 'male' | 'female' } & Record<string, unknown> = {},
): Promise<ResidentAccount> {
  people += 1;
  const { code = `ok-person-${people}`, birthDay, sex, ...changes } = person;
  const idNumber = buildIdNumber({ ...(birthDay ? { birthDay } : {}), ...(sex ? { sex } : {}) });
  const before = await signInResident(server, code);
  const resident = await registerResident(server, before.caller, { idNumber, ...changes });
  return { ...(await signInResident(server, code)), residentId: resident.id, resident };
}
