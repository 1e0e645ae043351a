import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { readPhone } from './auth.phone';
import { confirmOtp, readOtp, startOtp } from './auth.otp';
import { changePassword, getMe, listDemoPeople, refresh, signInByWechat, signInStaff, signOut } from './auth.service';

/** Handlers of the routes of signing in and out. */
export const buildAuthHandlers = (deps: Deps): Handlers<AuthRoutes> => ({
  wechat: (input, request) => signInByWechat(deps, input.body.code, request),
  staff: (input, request) => signInStaff(deps, input.body, request),
  refresh: (input, request) => refresh(deps, input.body.refreshToken, request),
  logout: (_input, request) => signOut(deps, request),
  me: (_input, request) => getMe(deps, request),
  changePassword: (input, request) => changePassword(deps, input.body, request),
  otp: (_input, request) => readOtp(deps, request),
  startOtp: (input, request) => startOtp(deps, input.body, request),
  confirmOtp: (input, request) => confirmOtp(deps, input.body.code, request),
  phone: (input, request) => readPhone(deps, input.body.code, request),
  demoPeople: (_input, request) => listDemoPeople(deps, request.now),
});
