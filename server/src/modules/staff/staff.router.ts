import type { StaffRoutes } from '@linkang/shared/api/staff.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { addStaff, changeStaff, listStaff, resetPassword } from './accounts.service';
import { checkImport, importStaff } from './import.service';
import { resetOtp } from './otp.service';

/** Handlers of the routes of staff accounts. */
export const buildStaffHandlers = (deps: Deps): Handlers<StaffRoutes> => ({
  list: (input) => listStaff(input.query),
  create: (input, request) => addStaff(input.body, request),
  update: (input, request) => changeStaff(deps, input.params.id, input.body, request),
  resetPassword: (input, request) => resetPassword(deps, input.params.id, request),
  resetOtp: (input, request) => resetOtp(deps, input.params.id, request),
  checkImport: (input) => checkImport(input.body),
  import: (input) => importStaff(input.body),
});
