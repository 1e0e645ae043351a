import type { Module } from '../../platform/module';
import { buildStaffHandlers } from './staff.router';

export { existsActiveAdmin } from './staff.model';
export { beginOtp, countRecoveryCodes, finishOtp, needsOtp, useOtp } from './otp.service';
export {
  createStaff,
  findDoctorAccounts,
  findEveryStaff,
  findStaff,
  findStaffs,
  hasDemoStaff,
  isDemo,
  normaliseUsername,
  setOwnPassword,
  staffNames,
  verifyPassword,
  type NewStaff,
  type StaffProfile,
} from './staff.service';

/** Accounts of staff, looked after by administrators. */
export const staffModule: Module = { feature: 'staff', handlers: buildStaffHandlers };
