import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { placeOf } from '../../platform/keyring';
import { asStaff, type RequestInfo } from '../../platform/module';
import { closeSignInsOf } from '../sign-in';
import { clearOtp, draftOtp, enableOtp, findStaffRows, takeOtpStep, takeRecoveryCode } from './staff.model';
import { findOtpStep, makeOtpSecret, makeRecoveryCodes, otpUri } from './staff.otp';
import { presentStaff } from './staff.presenter';
import { toProfile, type StaffProfile } from './staff.service';

/** Whether the second factor is asked of an account, by its roles; the demo's accounts are anybody's. */
export const needsOtp = (deps: Deps, { roles, demo }: Pick<StaffProfile, 'roles' | 'demo'>): boolean =>
  !demo && deps.config.security.otpRoles.some((role) => roles.includes(role));

const secretPlace = (field: 'otp.secret' | 'otpDraft', id: string): string => placeOf('staffs', field, id);

const hashRecovery = (deps: Deps, id: string, code: string): string => deps.keyring.hash('recovery', `${id}:${code}`);

/**
 * Uses a code of the second factor up: of the authenticator, each step once, or one of the recovery codes. Of many who
 * send the same code at once one is let in.
 */
export async function useOtp(deps: Deps, id: string, code: string, now: Date): Promise<boolean> {
  const [row] = await findStaffRows([id]);
  if (!row?.otp) return false;
  if (!/^\d{6}$/.test(code)) return takeRecoveryCode(id, hashRecovery(deps, id, code));
  const step = findOtpStep(deps.keyring.decrypt(row.otp.secret, secretPlace('otp.secret', id)), code, now);
  return step !== undefined && takeOtpStep(id, row.otp.secret, step);
}

/** How many recovery codes an account has left. */
export async function countRecoveryCodes(id: string): Promise<number> {
  const [row] = await findStaffRows([id]);
  return row?.otp?.recovery.length ?? 0;
}

/** Begins to set the second factor up: the secret waits for the proof that the authenticator has it. */
export async function beginOtp(
  deps: Deps,
  { id, username }: Pick<StaffProfile, 'id' | 'username'>,
): Promise<{ secret: string; uri: string }> {
  const secret = makeOtpSecret();
  if (!(await draftOtp(id, deps.keyring.encrypt(secret, secretPlace('otpDraft', id)))))
    throw new AppError('STATE_CONFLICT');
  return { secret, uri: otpUri(secret, username) };
}

/**
 * Sets the second factor up, once the authenticator has shown that it has the secret.
 * @throws VALIDATION_FAILED for a wrong code, STATE_CONFLICT where nothing was begun
 */
export async function finishOtp(
  deps: Deps,
  id: string,
  code: string,
  now: Date,
): Promise<{ staff: StaffProfile; recoveryCodes: string[] }> {
  const [row] = await findStaffRows([id]);
  const sealed = row?.otpDraft;
  if (sealed === undefined) throw new AppError('STATE_CONFLICT', { detail: '请先重新取得二维码，再输入验证码。' });
  const secret = deps.keyring.decrypt(sealed, secretPlace('otpDraft', id));
  const step = findOtpStep(secret, code, now);
  if (step === undefined) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.code', 'OTP_WRONG')] });
  const recoveryCodes = makeRecoveryCodes();
  const recovery = recoveryCodes.map((recoveryCode) => hashRecovery(deps, id, recoveryCode));
  const kept = deps.keyring.encrypt(secret, secretPlace('otp.secret', id));
  const enabled = await enableOtp(id, sealed, { secret: kept, lastStep: step, recovery });
  if (!enabled) throw new AppError('STATE_CONFLICT');
  return { staff: toProfile(enabled), recoveryCodes };
}

/**
 * Takes somebody else's second factor away and ends their sign-ins.
 * @throws NOT_FOUND, FORBIDDEN for the own account, STATE_CONFLICT where there is none
 */
export async function resetOtp(deps: Deps, id: string, request: RequestInfo) {
  if (asStaff(request.actor).accountId === id)
    throw new AppError('FORBIDDEN', { detail: '自己的动态验证请让另一位管理员解除。' });
  if ((await findStaffRows([id])).length === 0) throw new AppError('NOT_FOUND');
  const row = await clearOtp(id);
  if (!row) throw new AppError('STATE_CONFLICT', { detail: '这个账号没有开通动态验证。' });
  await closeSignInsOf(deps, id, request.now);
  return presentStaff(row);
}
