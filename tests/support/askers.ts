import { createStaff } from '@linkang/server/modules/staff';
import type { PolicyRole } from '@linkang/shared/api/policy';
import { proxyScopes, type ProxyScope } from '@linkang/shared/api/proxy-scopes';
import type { StaffRight } from '@linkang/shared/domain/staff-roles';
import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { bodyOf } from './answers';
import { STAFF_PASSWORD } from './builders';
import { buildCitizen, type Citizen } from './clinic';
import { Caller } from './http';
import { buildProxy } from './proxies';
import type { TestServer } from './server';

/** What became of what a relative was allowed. */
export const proxyStates = ['active', 'revoked', 'expired', 'wrongPerson'] as const;
export type ProxyState = (typeof proxyStates)[number];

/** Whoever may try a route. */
export type Asker =
  | { name: string; kind: 'anonymous' }
  | { name: string; kind: 'resident'; person: Citizen; relation: 'self' | 'other' | ProxyState; scope?: ProxyScope }
  | { name: string; kind: 'staff'; role: PolicyRole; teamIds: string[]; rights: StaffRight[]; accountId: string };

/** A relative of the person with one scope; one that is `expired` runs until the day of `TEST_NOW`. */
export async function buildRelative(
  server: TestServer,
  person: Citizen,
  scope: ProxyScope,
  state: ProxyState,
): Promise<Citizen> {
  const relative = await buildCitizen(server, { birthDay: '1984-03-12', sex: 'male' });
  const granting = state === 'wrongPerson' ? await buildCitizen(server, { birthDay: '1951-02-03' }) : person;
  const endsDay = state === 'expired' ? '2026-06-04' : '2026-12-31';
  const { id } = await buildProxy(server, relative, granting, { scopes: [scope], endsDay });
  if (state === 'revoked') bodyOf(await person.caller.post(`/proxies/${id}/revoke`));
  return relative;
}

async function buildResidents(server: TestServer, person: Citizen): Promise<Asker[]> {
  const relatives: Asker[] = [];
  const states: [ProxyScope, ProxyState][] = [
    ...proxyScopes.map((scope): [ProxyScope, ProxyState] => [scope, 'active']),
    ['book', 'revoked'],
    ['record', 'revoked'],
    ['book', 'expired'],
    ['record', 'expired'],
  ];
  // One after the other: one person may be acted for by so many only, which counts what is asked at once.
  for (const [scope, state] of states) {
    const relative = await buildRelative(server, person, scope, state);
    relatives.push({ name: `${state} proxy for ${scope}`, kind: 'resident', person: relative, relation: state, scope });
  }
  return [
    { name: 'self', kind: 'resident', person, relation: 'self' },
    { name: 'other resident', kind: 'resident', person: await buildCitizen(server), relation: 'other' },
    ...relatives,
  ];
}

const staffOf = (teamId: string): [name: string, role: PolicyRole, teamIds: string[], rights?: StaffRight[]][] => [
  ['doctor of the own team', 'doctor', [teamId]],
  ['doctor of another team', 'doctor', ['another-team']],
  ['doctor of the own team with the right', 'doctor', [teamId], ['sensitiveFlags']],
  ['doctor of another team with the right', 'doctor', ['another-team'], ['sensitiveFlags']],
  ['nurse of the own team', 'nurse', [teamId]],
  ['nurse', 'nurse', ['another-team']],
  ['public health', 'publicHealth', ['another-team']],
  ['desk', 'desk', []],
  ['editor', 'editor', []],
  ['director', 'director', []],
  ['admin', 'admin', []],
  ['auditor', 'auditor', []],
];

/** Everybody who may try a route: without a sign-in, the person, others, relatives, staff in each role. */
export async function buildAskers(server: TestServer, person: Citizen, teamId: string): Promise<Asker[]> {
  const staff = await Promise.all(
    staffOf(teamId).map(async ([name, role, teamIds, rights = []], at): Promise<Asker> => {
      const account = { username: `asker-${at}`, name: '林若溪', title: '医生', roles: [role], teamIds, demo: false };
      const made = await createStaff({ ...account, password: STAFF_PASSWORD });
      if (!made) throw new Error(`no account for ${name}`);
      return { name, kind: 'staff', role, teamIds, rights, accountId: made.id };
    }),
  );
  return [{ name: 'anonymous', kind: 'anonymous' }, ...(await buildResidents(server, person)), ...staff];
}

/**
 * Signs somebody in, each time anew, since some routes end a sign-in.
 * @param stranger staff whom the house does not know yet, so that no earlier deed of theirs opened anything
 */
export function callerFor(server: TestServer, asker: Asker, { stranger = false } = {}): Caller {
  const anyone = new Caller(server.baseUrl);
  if (asker.kind === 'anonymous') return anyone;
  const signInId = randomUUID();
  if (asker.kind === 'resident') {
    const { accountId, residentId: ownResidentId } = asker.person;
    return anyone.as(server.deps.tokens.signAccess({ kind: 'resident', accountId, signInId, ownResidentId }));
  }
  const { role, teamIds, rights } = asker;
  const accountId = stranger ? new mongoose.Types.ObjectId().toHexString() : asker.accountId;
  return anyone.as(
    server.deps.tokens.signAccess({ kind: 'staff', accountId, signInId, roles: [role], teamIds, rights }),
  );
}
