import type { ResidentRoutes, Standing } from '@linkang/shared/api/resident.routes';
import type { Input } from '@linkang/shared/api/route';
import { accessWaysOf } from '@linkang/shared/domain/access-rules';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { findGround, reveal } from '../access';
import { recordAccess } from '../audit';
import { findResidentById, residentExists } from './resident.model';
import { presentFound } from './resident.presenter';

/** How the caller stands to a person, with what anybody at the clinic may see; audited. @throws NOT_FOUND */
export async function readStanding(deps: Deps, id: string, request: RequestInfo<StaffActor>): Promise<Standing> {
  const resident = await findResidentById(id);
  if (!resident) throw new AppError('NOT_FOUND');
  await recordAccess(request, 'resident.standing', [id]);
  const found = await findGround(request, id);
  return {
    person: presentFound(resident, deps.keyring, dayOf(request.now)),
    ground: found?.ground ?? null,
    until: found?.until?.toISOString() ?? null,
    ways: found ? [] : accessWaysOf(request.actor.roles),
  };
}

/** Shows a person who is at the counter or on the phone; audited. @throws NOT_FOUND */
export async function revealResident(
  deps: Deps,
  id: string,
  { reason }: Input<ResidentRoutes['reveal']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Standing> {
  if (!(await residentExists(id))) throw new AppError('NOT_FOUND');
  await recordAccess(request, 'resident.reveal', [id], reason);
  await reveal(request, id, reason);
  return readStanding(deps, id, request);
}
