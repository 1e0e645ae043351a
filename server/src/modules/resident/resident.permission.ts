import { proxyRouteScopes, proxyScopes, type GuardianRoute, type ProxyScope } from '@linkang/shared/api/proxy-scopes';
import { guardianScopesOn } from '@linkang/shared/domain/guardianship';
import { findActiveGrant, findActiveGrants, findActiveGrantsFor } from '../grant';
import { findActiveGuardianship, findChildrenOf, findGuardiansOf } from '../guardianship';
import { findResidentById, findResidentsById } from './resident.model';

/** What somebody may do for somebody else today, by the person's own permission and by the rule for guardians. */
export interface Permission {
  scopes: readonly ProxyScope[];
  /** They answer for the person as a guardian, with the whole file. */
  isGuardian: boolean;
}

/** What the rule gives a guardian of a person today; nothing to who is none. */
async function ruledScopes(ownId: string, residentId: string, today: string): Promise<readonly ProxyScope[]> {
  if (!(await findActiveGuardianship(ownId, residentId))) return [];
  const child = await findResidentById(residentId);
  return child ? guardianScopesOn(child.birthDay, today) : [];
}

/**
 * What somebody may do for a person by a route. A route that is open to guardians alone does not even tell relatives
 * that they are known.
 * @returns undefined for those who are neither
 */
export async function findPermission(
  helper: { accountId: string; ownId: string },
  residentId: string,
  route: GuardianRoute,
  today: string,
): Promise<Permission | undefined> {
  const [ruled, grant] = await Promise.all([
    ruledScopes(helper.ownId, residentId, today),
    route in proxyRouteScopes ? findActiveGrant(helper.accountId, residentId, today) : null,
  ]);
  if (!ruled.length && !grant) return undefined;
  const scopes = proxyScopes.filter((scope) => ruled.includes(scope) || grant?.scopes.includes(scope));
  return { scopes, isGuardian: ruled.includes('record') };
}

/** Somebody whom an account may help, or who may help somebody, with the account. */
export interface Help {
  accountId: string;
  residentId: string;
  scopes: readonly ProxyScope[];
}

/** Everybody whom an account may help today, once for each permission. */
export async function findHelpBy(accountId: string, ownId: string | undefined, today: string): Promise<Help[]> {
  const [grants, children] = await Promise.all([
    findActiveGrants(accountId, today),
    ownId === undefined ? [] : findChildrenOf(ownId),
  ]);
  const people = children.length ? await findResidentsById(children.map(({ residentId }) => residentId)) : [];
  return [
    ...grants.flatMap(({ residentId, scopes }) =>
      residentId === undefined ? [] : [{ accountId, residentId, scopes }],
    ),
    ...people.map(({ _id, birthDay }) => ({
      accountId,
      residentId: _id,
      scopes: guardianScopesOn(birthDay, today),
    })),
  ];
}

/** Every account that may help one of these people today, once for each permission. */
export async function findHelpFor(residentIds: readonly string[], today: string): Promise<Help[]> {
  const [grants, guardianships] = await Promise.all([
    findActiveGrantsFor(residentIds, today),
    findGuardiansOf(residentIds),
  ]);
  const ids = guardianships.flatMap(({ residentId, guardianResidentId }) => [residentId, guardianResidentId ?? '']);
  const people = new Map((ids.length ? await findResidentsById(ids) : []).map((person) => [person._id, person]));
  const ruled = guardianships.flatMap(({ residentId, guardianResidentId }) => {
    const accountId = people.get(guardianResidentId ?? '')?.accountId;
    const birthDay = people.get(residentId)?.birthDay;
    if (accountId === undefined || birthDay === undefined) return [];
    return [{ accountId, residentId, scopes: guardianScopesOn(birthDay, today) }];
  });
  const granted = grants.flatMap(({ accountId, residentId, scopes }) =>
    residentId === undefined ? [] : [{ accountId, residentId, scopes }],
  );
  return [...granted, ...ruled];
}
