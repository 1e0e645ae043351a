import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { networkOf } from '../../platform/limits';
import type { RequestInfo } from '../../platform/module';
import { normaliseUsername, useOtp, type StaffProfile } from '../staff';

/** What became of a try to be somebody; an unfinished one is neither a failure nor a success. */
export type Guess = { outcome: 'right'; staff: StaffProfile } | { outcome: 'wrong' | 'unfinished'; refusal: AppError };

/** A try that counts as a failure. */
export const wrong = (refusal: AppError): Guess => ({ outcome: 'wrong', refusal });

/** The refusal of a password that is asked for once more. */
export const passwordFault = (field: string): AppError =>
  new AppError('VALIDATION_FAILED', { fields: [fieldFault(field, 'PASSWORD_WRONG')] });

/** Asks for the second factor of an account that has one, and uses the code up. */
export async function checkSecondFactor(
  deps: Deps,
  staff: StaffProfile,
  code: string | undefined,
  now: Date,
): Promise<Guess> {
  if (!staff.otp) return { outcome: 'right', staff };
  if (code === undefined) return { outcome: 'unfinished', refusal: new AppError('AUTH_OTP_NEEDED') };
  if (await useOtp(deps, staff.id, code, now)) return { outcome: 'right', staff };
  return wrong(new AppError('AUTH_OTP_NEEDED', { detail: '验证码不对或已经用过，请等手机上换了新的数字再输入。' }));
}

/**
 * Lets somebody try to be a member of staff. Only failures count towards the limits, and only a whole success forgets
 * them: a right password alone does not open the way to guess the second factor.
 * @throws RATE_LIMITED, and the refusal of a try that was not right
 */
export async function guessStaff(
  deps: Deps,
  username: string,
  request: RequestInfo,
  check: () => Promise<Guess>,
): Promise<StaffProfile> {
  const { staffByName, staffByNameAndAddress } = deps.limits;
  const name = deps.keyring.hash('username', normaliseUsername(username));
  const counters = [
    { limit: staffByNameAndAddress, key: `${name}:${networkOf(request.address)}` },
    { limit: staffByName, key: name },
  ];
  const assertOpen = () => Promise.all(counters.map(({ limit, key }) => limit.assertOpen(key)));

  await assertOpen();
  const guess = await check();
  if (guess.outcome === 'wrong') for (const { limit, key } of counters) await limit.consume(key);
  // Once more: of many guesses sent at the same moment, one that is right may not slip through.
  else await assertOpen();
  if (guess.outcome !== 'right') throw guess.refusal;
  await Promise.all(counters.map(({ limit, key }) => limit.forget(key)));
  return guess.staff;
}
