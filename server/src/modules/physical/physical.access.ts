import type { RouteName } from '@linkang/shared/api/index';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { RequestInfo } from '../../platform/module';
import { assertMayReadResident } from '../access';
import { recordAccess } from '../audit';
import { findPhysical, type PhysicalRow } from './physical.model';
import { findRelease } from './release.model';

/** For so many days an open check-up is the ground for working on it; the report is due within fourteen. */
const TASK_DAYS = 30;

/** Whether somebody may still work on a check-up without another ground. */
export const isTask = ({ status, day }: Pick<PhysicalRow, 'status' | 'day'>, today: string): boolean =>
  status !== 'released' && today <= addDays(day, TASK_DAYS);

/** Whether somebody released a report a short while ago: who wrote it may read it and mend it. */
async function isOwnWord(request: RequestInfo<StaffActor>, { _id, day }: PhysicalRow): Promise<boolean> {
  if (dayOf(request.now) > addDays(day, TASK_DAYS)) return false;
  return (await findRelease(_id))?.releasedBy === request.actor.accountId;
}

/**
 * Lets staff work on a check-up, which is written down before anything is shown. Until it is released it is a task of
 * the house: whoever measures, reads blood values or reviews it needs no other ground.
 * @throws ACCESS_LIMITED without a ground once it is released or was left for long
 */
export async function assertMayWork(
  request: RequestInfo<StaffActor>,
  action: RouteName,
  row: PhysicalRow,
): Promise<void> {
  const isGround = isTask(row, dayOf(request.now)) || (await isOwnWord(request, row));
  if (isGround) await recordAccess(request, action, [row.residentId]);
  else await assertMayReadResident(request, action, row.residentId);
}

/** A check-up on which the caller may work. @throws NOT_FOUND, ACCESS_LIMITED */
export async function loadPhysical(
  id: string,
  action: RouteName,
  request: RequestInfo<StaffActor>,
): Promise<PhysicalRow> {
  const row = await findPhysical(id);
  if (!row) throw new AppError('NOT_FOUND');
  await assertMayWork(request, action, row);
  return row;
}
