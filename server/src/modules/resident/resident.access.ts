import type { RouteName } from '@linkang/shared/api/index';
import {
  guardianRouteScopes,
  proxyScopes,
  type GuardianRoute,
  type ProxyScope,
} from '@linkang/shared/api/proxy-scopes';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { guardianScopesOn } from '@linkang/shared/domain/guardianship';
import { AppError } from '@linkang/shared/errors';
import type { Actor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { processKeyring } from '../../platform/keyring';
import { asResident, asStaff, type RequestInfo } from '../../platform/module';
import { assertMayReadResident } from '../access';
import { noteRelative, recordRelative } from '../audit';
import { findActiveGrants } from '../grant';
import { findChildrenOf } from '../guardianship';
import { assertConsentStands } from './consent.stops';
import { findPermission } from './resident.permission';
import {
  findResidentByAccount,
  findResidentByIdHash,
  findResidentIdByAccount,
  findResidentsByAccount,
  findResidentsById,
  residentExists,
} from './resident.model';
import { isOwn, isOwnByToken } from './resident.policy';
import {
  presentOwnPerson,
  presentProfile,
  presentProxied,
  type AccountResident,
  type ResidentProfile,
} from './resident.presenter';
import { openName } from './resident.sealing';
import { hashIdNumber } from './resident.search';

/** The id of an account's own person, or undefined before registration. */
export const findOwnResidentId = (accountId: string): Promise<string | undefined> => findResidentIdByAccount(accountId);

/** The resident with an ID number, or undefined. */
export async function findResidentByIdNumber(deps: Deps, idNumber: string): Promise<ResidentProfile | undefined> {
  const resident = await findResidentByIdHash(hashIdNumber(deps.keyring, idNumber));
  return resident ? presentProfile(resident) : undefined;
}

/** The people whom an account may act for, its own person first. */
export async function residentsOfAccount(accountId: string, now: Date): Promise<AccountResident[]> {
  const today = dayOf(now);
  const [own, grants] = await Promise.all([findResidentByAccount(accountId), findActiveGrants(accountId, today)]);
  const children = new Set(own ? (await findChildrenOf(own._id)).map(({ residentId }) => residentId) : []);
  const ids = [...new Set([...children, ...grants.flatMap((grant) => grant.residentId ?? [])])];
  const helped = (ids.length ? await findResidentsById(ids) : []).map((person) => {
    const granted = grants.find(({ residentId }) => residentId === person._id)?.scopes ?? [];
    const ruled = children.has(person._id) ? guardianScopesOn(person.birthDay, today) : [];
    const scopes = proxyScopes.filter((scope) => granted.includes(scope) || ruled.includes(scope));
    return presentProxied(person, scopes, ruled.length ? 'guardian' : 'proxy');
  });
  const inOrder = helped
    .filter(({ scopes }) => scopes.length > 0)
    .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  return [...(own ? [presentOwnPerson(own)] : []), ...inOrder];
}

/** Residents by id, in no order; ids that are not known are missing. */
export async function findResidents(ids: readonly string[]): Promise<ResidentProfile[]> {
  if (ids.length === 0) return [];
  return (await findResidentsById(ids)).map(presentProfile);
}

/** Names of the own persons of accounts. */
export async function accountNames(accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (accountIds.length === 0) return new Map();
  const people = await findResidentsByAccount([...new Set(accountIds)]);
  return new Map(people.map((person) => [person.accountId ?? '', openName(processKeyring(), person)]));
}

/** As whom somebody acts for a resident, and within what. */
export interface Access {
  relation: 'self' | 'proxy' | 'staff';
  scopes: readonly ProxyScope[];
  /** Of those who act for somebody else: as a guardian, who also signs. */
  isGuardian?: boolean;
}

const FULL: Access = { relation: 'self', scopes: proxyScopes };
const STAFF: Access = { relation: 'staff', scopes: proxyScopes };

const mayBeServed = (route: RouteName): route is GuardianRoute => route in guardianRouteScopes;

/**
 * Lets pass who may act for a resident. Costs no read when the token names the resident as its own person,
 * as it does on the booking path; one read otherwise. What a relative does is written down for the person.
 * @param served the route, when it is one that relatives or guardians may call within a scope (`api/proxy-scopes`);
 * without it only the person passes
 * @throws PROXY_SCOPE_MISSING for one who was not allowed this, NOT_FOUND for anybody else, exactly as
 * for a resident that is not there
 */
export async function assertActsFor(
  actor: Actor,
  residentId: string,
  served?: { route: GuardianRoute; request: RequestInfo },
): Promise<Access> {
  if (isOwnByToken(actor, residentId)) return FULL;
  if (actor.kind !== 'resident') throw new AppError('NOT_FOUND');
  const { accountId, ownResidentId } = actor;
  // A token from before the registration does not name the person yet.
  const ownId = ownResidentId ?? (await findResidentIdByAccount(accountId));
  if (isOwn(ownId, residentId)) return FULL;
  if (!served || ownId === undefined) throw new AppError('NOT_FOUND');
  const { route, request } = served;
  const permission = await findPermission({ accountId, ownId }, residentId, route, dayOf(request.now));
  if (!permission) throw new AppError('NOT_FOUND');
  noteRelative(request, residentId, ownId);
  if (!permission.scopes.includes(guardianRouteScopes[route])) throw new AppError('PROXY_SCOPE_MISSING');
  await recordRelative({ ...request, actor: asResident(actor) }, route, residentId, ownId);
  return { relation: 'proxy', ...permission };
}

/**
 * Lets pass staff who may read or serve a resident (`access`), which is written down, and everybody else for whom they
 * act. The policy table has let in only the roles of a route.
 * @throws NOT_FOUND for a resident who is not there or not the caller's, ACCESS_LIMITED, PROXY_SCOPE_MISSING,
 * CONSENT_REQUIRED
 */
export async function assertServes(request: RequestInfo, action: RouteName, residentId: string): Promise<Access> {
  const { actor } = request;
  if (actor.kind !== 'staff') {
    const access = await assertActsFor(actor, residentId, mayBeServed(action) ? { route: action, request } : undefined);
    await assertConsentStands(action, residentId);
    return access;
  }
  // Known before it is looked for: an attempt on somebody who is not there is written down as well.
  request.trace.residentIds.add(residentId);
  if (!(await residentExists(residentId))) throw new AppError('NOT_FOUND');
  await assertMayReadResident({ ...request, actor: asStaff(actor) }, action, residentId);
  return STAFF;
}
