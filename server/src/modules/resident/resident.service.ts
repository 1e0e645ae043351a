import type { Resident, ResidentRoutes } from '@linkang/shared/api/resident.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { communityNames } from '../centre';
import { textsFor } from './consent.evidence';
import { assertServes } from './resident.access';
import { changeResident, findResidentById, type ResidentChanges, type ResidentDocument } from './resident.model';
import { presentResident } from './resident.presenter';
import { sealField } from './resident.sealing';

const SENIOR_PHYSICAL = 'senior-physical';

/** The texts to agree to, in their current versions. */
export const listConsents = (deps: Deps, forChild: boolean): Reply<ResidentRoutes['consents']> => ({
  items: textsFor(deps, forChild).map(({ purpose, version, title, html, required }) => ({
    purpose,
    version,
    title,
    html,
    required,
  })),
});

/** The reply for a resident, with the community's name. */
export async function buildReply(deps: Deps, resident: ResidentDocument, now: Date): Promise<Resident> {
  const { communityId } = resident;
  const names = await communityNames(communityId === null ? [] : [communityId]);
  const physical = deps.config.services.find((service) => service.code === SENIOR_PHYSICAL);
  return presentResident(resident, {
    keyring: deps.keyring,
    today: dayOf(now),
    communityName: communityId === null ? null : (names.get(communityId) ?? null),
    ageBasis: physical?.ageBasis ?? null,
  });
}

/** Phone and address as they are kept. */
export function sealContact(
  deps: Pick<Deps, 'keyring'>,
  residentId: string,
  contact: {
    phone?: string | null | undefined;
    address?: { communityId?: string | undefined; detail?: string | undefined } | undefined;
  },
): ResidentChanges {
  const { keyring } = deps;
  const { phone, address } = contact;
  const sealed: ResidentChanges = {};
  if (phone !== undefined) {
    sealed.phone = phone === null ? null : sealField(keyring, residentId, 'phone', phone);
    sealed.phoneHash = phone === null ? null : keyring.hash('phone', phone);
  }
  if (address) {
    sealed.communityId = address.communityId ?? null;
    sealed.addressDetail = address.detail ? sealField(keyring, residentId, 'addressDetail', address.detail) : null;
  }
  return sealed;
}

/** The fault of a community that the centre does not serve. */
export async function findCommunityFaults(communityId: string | undefined) {
  if (communityId === undefined || (await communityNames([communityId])).has(communityId)) return [];
  return [fieldFault('body.address.communityId', 'UNKNOWN')];
}

/** A resident's profile, for the person, a relative who may see the file, and staff. @throws NOT_FOUND, PROXY_SCOPE_MISSING */
export async function getResident(deps: Deps, id: string, request: RequestInfo): Promise<Resident> {
  await assertServes(request, 'resident.get', id);
  const resident = await findResidentById(id);
  if (!resident) throw new AppError('NOT_FOUND');
  return buildReply(deps, resident, request.now);
}

/**
 * Changes phone, address and reading mode. What is not given stays; an address replaces the whole address.
 * @throws VALIDATION_FAILED, NOT_FOUND, STATE_CONFLICT when the profile was changed since it was read
 */
export async function updateResident(
  deps: Deps,
  id: string,
  body: Input<ResidentRoutes['update']>['body'],
  request: RequestInfo,
): Promise<Resident> {
  const fields = await findCommunityFaults(body.address?.communityId);
  if (fields.length) throw new AppError('VALIDATION_FAILED', { fields });
  await assertServes(request, 'resident.update', id);
  const changes = sealContact(deps, id, body);
  if (body.elderMode !== undefined) changes.elderMode = body.elderMode;
  const resident = await changeResident(id, body.rev, changes);
  if (!resident) throw new AppError('STATE_CONFLICT');
  return buildReply(deps, resident, request.now);
}
