import type { ResidentRoutes } from '@linkang/shared/api/resident.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { sensitiveFlags, type SensitiveFlag } from '@linkang/shared/domain/access-rules';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { placeOf, type Keyring, type Sealed } from '../../platform/keyring';
import type { RequestInfo } from '../../platform/module';
import { assertMayReadResident } from '../access';
import { findFlags, replaceFlags } from './flags.model';
import { residentExists } from './resident.model';
import { mayReadFlags } from './resident.policy';

const known = Object.keys(sensitiveFlags) as SensitiveFlag[];

const flagsPlace = (id: string): string => placeOf('residentFlags', 'sealed', id);

/** A digit for each mark, so that the sealed text is as long whatever is set. */
export const sealFlags = (keyring: Keyring, id: string, flags: readonly SensitiveFlag[]): Sealed =>
  keyring.encrypt(known.map((flag) => (flags.includes(flag) ? '1' : '0')).join(''), flagsPlace(id));

/** The marks that a sealed text stands for. */
export const unsealFlags = (keyring: Keyring, id: string, sealed: Sealed): SensitiveFlag[] => {
  const digits = keyring.decrypt(sealed, flagsPlace(id));
  return known.filter((_, index) => digits[index] === '1');
};

/** @throws NOT_FOUND also without the right, to which there are no marks at all; ACCESS_LIMITED */
async function assertMayUseFlags(
  action: 'resident.flags' | 'resident.saveFlags',
  id: string,
  request: RequestInfo<StaffActor>,
): Promise<void> {
  if (!mayReadFlags(request.actor) || !(await residentExists(id))) throw new AppError('NOT_FOUND');
  await assertMayReadResident(request, action, id);
}

/** The marks of a person, for those with the right; audited. @throws NOT_FOUND, ACCESS_LIMITED */
export async function readFlags(
  deps: Deps,
  id: string,
  request: RequestInfo<StaffActor>,
): Promise<Reply<ResidentRoutes['flags']>> {
  await assertMayUseFlags('resident.flags', id, request);
  const row = await findFlags(id);
  return row ? { rev: row.rev, flags: unsealFlags(deps.keyring, id, row.sealed) } : { rev: 0, flags: [] };
}

/** Sets the marks of a person; audited. @throws NOT_FOUND, ACCESS_LIMITED, STATE_CONFLICT */
export async function saveFlags(
  deps: Deps,
  id: string,
  { rev, flags }: Input<ResidentRoutes['saveFlags']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<ResidentRoutes['saveFlags']>> {
  await assertMayUseFlags('resident.saveFlags', id, request);
  const sealed = sealFlags(deps.keyring, id, flags);
  const row = await replaceFlags({ _id: id, sealed, by: request.actor.accountId, at: request.now }, rev);
  if (!row) throw new AppError('STATE_CONFLICT');
  return { rev: row.rev, flags: unsealFlags(deps.keyring, id, row.sealed) };
}
