import { staffMay } from '@linkang/shared/api/policy';
import type { StaffActor } from '../../platform/actor';
import type { PhysicalRow } from './physical.model';

/** Whether somebody may release a check-up: a doctor, once one has reviewed it. */
export const canRelease = ({ roles }: StaffActor, { status }: Pick<PhysicalRow, 'status'>): boolean =>
  status === 'inReview' && staffMay(roles, 'physical.release');

/** Whether somebody may open a released report again. */
export const canReopen = ({ roles }: StaffActor, { status }: Pick<PhysicalRow, 'status'>): boolean =>
  status === 'released' && staffMay(roles, 'physical.reopen');
