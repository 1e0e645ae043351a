import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { Deps } from '../../platform/deps';
import { asResident, type Handlers } from '../../platform/module';
import { sendPhoneCode } from './auth.codes';
import { signInByOfficial, startOfficial } from './auth.official';
import { readPhone } from './auth.phone';
import { bindPhone, readOwnPhone, signInByCode } from './auth.phone-sign-in';
import { confirmOtp, readOtp, startOtp } from './auth.otp';
import {
  changePassword,
  getMe,
  listDemoPeople,
  listWays,
  refresh,
  signInByWechat,
  signInStaff,
  signOut,
} from './auth.service';

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
  ways: () => Promise.resolve(listWays(deps)),
  startOfficial: (_input, request) => startOfficial(deps, request),
  official: (input, request) => signInByOfficial(deps, input.body, request),
  sendCode: (input, request) => sendPhoneCode(deps, input.body.phone, undefined, request),
  signInByCode: (input, request) => signInByCode(deps, input.body, request),
  ownPhone: (_input, request) => readOwnPhone(deps, request),
  sendOwnCode: (input, request) => sendPhoneCode(deps, input.body.phone, asResident(request.actor).accountId, request),
  bindPhone: (input, request) => bindPhone(deps, input.body, request),
  demoPeople: (_input, request) => listDemoPeople(deps, request.now),
});
