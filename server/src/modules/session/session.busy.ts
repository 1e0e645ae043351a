import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { findByDoctorKeys } from './session.model';
import { serviceName } from './session.naming';

/**
 * Turns the keys that a doctor has twice into a refusal that names the session in the way.
 * @param ownId the session that is changed, whose own keys are not in its way
 * @throws SESSION_DOCTOR_BUSY
 */
export async function refuseBusyDoctor(deps: Deps, keys: readonly string[], ownId?: string): Promise<never> {
  const other = await findByDoctorKeys(keys, ownId);
  const conflict = other && {
    id: other._id,
    serviceName: serviceName(deps, other.serviceCode),
    day: other.day,
    startTime: other.startTime,
    endTime: other.endTime,
    place: other.place,
  };
  throw new AppError('SESSION_DOCTOR_BUSY', conflict ? { conflict } : {});
}
