import type { StaffActor } from '../../platform/actor';
import type { StaffProfile } from '../staff';

/** Whether an account may ask for files and get them, as it stands now. */
export const mayExport = (staff: StaffProfile | null): boolean =>
  staff !== null && staff.active && staff.rights.includes('massExport');

/** Whether an account may decide of others' requests, as it stands now. */
export const mayDecide = (staff: StaffProfile | null): boolean =>
  staff !== null && staff.active && staff.roles.some((role) => role === 'director' || role === 'auditor');

/** Whether somebody sees everybody's requests. */
export const seesAll = (actor: StaffActor): boolean =>
  actor.roles.includes('director') || actor.roles.includes('auditor');
