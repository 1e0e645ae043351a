import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { asStaff, type RequestInfo } from '../../platform/module';
import { closeSignInsOf } from '../sign-in';
import {
  beginOtp,
  countRecoveryCodes,
  findStaff,
  finishOtp,
  needsOtp,
  verifyPassword,
  type StaffProfile,
} from '../staff';
import { checkSecondFactor, guessStaff, passwordFault, wrong } from './auth.guess';
import { presentStaffAccount } from './auth.presenter';
import { openSignIn } from './auth.tokens';

/** @throws AUTH_EXPIRED for staff who left while their token ran on */
async function loadOwn({ actor }: RequestInfo): Promise<StaffProfile> {
  const staff = await findStaff(asStaff(actor).accountId);
  if (!staff?.active) throw new AppError('AUTH_EXPIRED');
  return staff;
}

/** How the caller's second factor stands. @throws AUTH_EXPIRED */
export async function readOtp(deps: Deps, request: RequestInfo): Promise<Reply<AuthRoutes['otp']>> {
  const staff = await loadOwn(request);
  return { enabled: staff.otp, required: needsOtp(deps, staff), recoveryLeft: await countRecoveryCodes(staff.id) };
}

/**
 * Begins to set the caller's second factor up; where there is one, its code is asked for, so that a console left open
 * does not let it be replaced.
 * @throws VALIDATION_FAILED for a wrong password, AUTH_OTP_NEEDED, RATE_LIMITED, STATE_CONFLICT, AUTH_EXPIRED
 */
export async function startOtp(
  deps: Deps,
  { password, otp }: Input<AuthRoutes['startOtp']>['body'],
  request: RequestInfo,
): Promise<Reply<AuthRoutes['startOtp']>> {
  const known = await loadOwn(request);
  const staff = await guessStaff(deps, known.username, request, async () => {
    const right = await verifyPassword(known.username, password);
    return right ? checkSecondFactor(deps, right, otp, request.now) : wrong(passwordFault('body.password'));
  });
  return beginOtp(deps, staff);
}

/**
 * Sets the caller's second factor up. All sign-ins of the account end; the reply begins a new one and holds the
 * recovery codes, this once.
 * @throws VALIDATION_FAILED for a wrong code, STATE_CONFLICT, AUTH_EXPIRED
 */
export async function confirmOtp(
  deps: Deps,
  code: string,
  request: RequestInfo,
): Promise<Reply<AuthRoutes['confirmOtp']>> {
  const { id: accountId } = await loadOwn(request);
  const { staff, recoveryCodes } = await finishOtp(deps, accountId, code, request.now);
  await closeSignInsOf(deps, accountId, request.now);
  const pair = await openSignIn(deps, { kind: 'staff', accountId, staff }, request);
  return { ...pair, account: presentStaffAccount(deps, staff), recoveryCodes };
}
