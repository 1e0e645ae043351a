import type { RouteName } from '@linkang/shared/api/index';
import { AppError } from '@linkang/shared/errors';
import type { Actor } from '../../platform/actor';
import { asStaff, type RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidentByAccount, findResidentIdByAccount, findResidentsById, residentExists } from './resident.model';
import { isOwn, isOwnByToken } from './resident.policy';
import { presentOwnPerson, presentProfile, type AccountResident, type ResidentProfile } from './resident.presenter';

/** The id of an account's own person, or undefined before registration. */
export const findOwnResidentId = (accountId: string): Promise<string | undefined> => findResidentIdByAccount(accountId);

/** The people whom an account may act for. */
export async function residentsOfAccount(accountId: string): Promise<AccountResident[]> {
  const own = await findResidentByAccount(accountId);
  return own ? [presentOwnPerson(own)] : [];
}

/** Residents by id, in no order; ids that are not known are missing. */
export async function findResidents(ids: readonly string[]): Promise<ResidentProfile[]> {
  if (ids.length === 0) return [];
  return (await findResidentsById(ids)).map(presentProfile);
}

/**
 * Lets pass who may act for a resident. Costs no read when the token names the resident as its own person,
 * as it does on the booking path; one read otherwise.
 * @throws NOT_FOUND for anybody else, exactly as for a resident that is not there
 */
export async function assertActsFor(actor: Actor, residentId: string): Promise<void> {
  if (isOwnByToken(actor, residentId)) return;
  // A token from before the registration does not name the person yet.
  const own = actor.kind === 'resident' ? await findResidentIdByAccount(actor.accountId) : undefined;
  if (!isOwn(own, residentId)) throw new AppError('NOT_FOUND');
}

/**
 * Lets pass staff for any resident, which is written down, and everybody else for whom they act. The policy table
 * has let in only the roles of a route.
 * @throws NOT_FOUND for a resident who is not there or not the caller's
 */
export async function assertServes(request: RequestInfo, action: RouteName, residentId: string): Promise<void> {
  if (request.actor.kind !== 'staff') return assertActsFor(request.actor, residentId);
  if (!(await residentExists(residentId))) throw new AppError('NOT_FOUND');
  await recordAccess({ ...request, actor: asStaff(request.actor) }, action, [residentId]);
}
