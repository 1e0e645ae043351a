import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { findPasswordFault } from '@linkang/shared/domain/staff-password';
import { AppError } from '@linkang/shared/errors';
import type { Actor, SignedIn } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { networkOf } from '../../platform/limits';
import { asStaff, type RequestInfo } from '../../platform/module';
import { consentsDue, residentsOfAccount } from '../resident';
import { closeSignIn, closeSignInsOf } from '../sign-in';
import { findStaff, isDemo, setOwnPassword, verifyPassword } from '../staff';
import { accountOfWechat } from './account.identity';
import { checkSecondFactor, guessStaff, passwordFault, wrong } from './auth.guess';
import { presentDemoPeople, presentResidentAccount, presentStaffAccount } from './auth.presenter';
import { openResidentSignIn, openSignIn, refreshSignIn } from './auth.tokens';

/** Signs a resident in. @throws RATE_LIMITED and whatever WeChat answers */
export async function signInByWechat(
  deps: Deps,
  code: string,
  request: RequestInfo,
): Promise<Reply<AuthRoutes['wechat']>> {
  await deps.limits.wechatByAddress.consume(networkOf(request.address));
  const accountId = await accountOfWechat(deps, 'mini', await deps.wechat.login(code));
  return openResidentSignIn(deps, accountId, request);
}

/** How a resident can sign in outside the mini-program. */
export const listWays = ({ official, sms }: Deps): Reply<AuthRoutes['ways']> => ({
  official: official !== null,
  phoneCode: sms !== null,
});

/** Signs staff in. @throws AUTH_FAILED whatever is wrong, AUTH_OTP_NEEDED once the password is right, RATE_LIMITED */
export async function signInStaff(
  deps: Deps,
  { username, password, otp }: Input<AuthRoutes['staff']>['body'],
  request: RequestInfo,
): Promise<Reply<AuthRoutes['staff']>> {
  const staff = await guessStaff(deps, username, request, async () => {
    const known = await verifyPassword(username, password);
    if (!known) return wrong(new AppError('AUTH_FAILED'));
    return checkSecondFactor(deps, known, otp, request.now);
  });
  const pair = await openSignIn(deps, { kind: 'staff', accountId: staff.id, staff }, request);
  // Whoever disabled the account after the password was read may have ended its sign-ins before this one began.
  if ((await findStaff(staff.id))?.rev !== staff.rev) {
    const opened = deps.tokens.readRefresh(pair.refreshToken);
    if (opened) await closeSignIn(deps, opened.signInId, request.now);
    throw new AppError('AUTH_FAILED');
  }
  return { ...pair, account: presentStaffAccount(deps, staff) };
}

const assertNextPassword = (current: string, next: string, username: string): void => {
  const fault = current === next ? 'PASSWORD_SAME' : findPasswordFault(next, username);
  if (fault) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.next', fault)] });
};

/**
 * Changes the caller's password. All sign-ins of the account end; the reply begins a new one.
 * @throws VALIDATION_FAILED for a wrong or a weak password, RATE_LIMITED, STATE_CONFLICT, AUTH_EXPIRED
 */
export async function changePassword(
  deps: Deps,
  { current, next }: { current: string; next: string },
  request: RequestInfo,
): Promise<Reply<AuthRoutes['changePassword']>> {
  const { accountId } = asStaff(request.actor);
  const known = await findStaff(accountId);
  if (!known?.active) throw new AppError('AUTH_EXPIRED');
  assertNextPassword(current, next, known.username);
  await guessStaff(deps, known.username, request, async () => {
    const right = await verifyPassword(known.username, current);
    return right ? { outcome: 'right', staff: right } : wrong(passwordFault('body.current'));
  });
  const staff = await setOwnPassword(accountId, current, next);
  if (!staff) throw new AppError('STATE_CONFLICT');
  await closeSignInsOf(deps, accountId, request.now);
  const pair = await openSignIn(deps, { kind: 'staff', accountId, staff }, request);
  return { ...pair, account: presentStaffAccount(deps, staff) };
}

/** Exchanges a refresh token. @throws AUTH_EXPIRED */
export const refresh = (
  deps: Deps,
  refreshToken: string,
  request: RequestInfo,
): Promise<Reply<AuthRoutes['refresh']>> => refreshSignIn(deps, refreshToken, request);

const asSignedIn = (actor: Actor): SignedIn => {
  if (actor.kind === 'anonymous') throw new AppError('AUTH_REQUIRED');
  return actor;
};

/** Ends the caller's sign-in. */
export const signOut = (deps: Deps, request: RequestInfo): Promise<void> =>
  closeSignIn(deps, asSignedIn(request.actor).signInId, request.now);

/** The account and whom it may act for. @throws AUTH_EXPIRED for staff who left while their token ran on */
export async function getMe(deps: Deps, request: RequestInfo): Promise<Reply<AuthRoutes['me']>> {
  const { kind, accountId } = asSignedIn(request.actor);
  if (kind === 'resident') {
    const residents = await residentsOfAccount(accountId, request.now);
    const self = residents.find(({ relation }) => relation === 'self');
    return {
      account: presentResidentAccount(accountId),
      residents,
      consentsDue: self ? await consentsDue(deps, self.id) : [],
    };
  }
  const staff = await findStaff(accountId);
  if (!staff?.active) throw new AppError('AUTH_EXPIRED');
  return { account: presentStaffAccount(deps, staff), residents: [], consentsDue: [] };
}

/** The people of the demo. @throws NOT_FOUND where there is no demo */
export async function listDemoPeople(deps: Deps, now: Date): Promise<Reply<AuthRoutes['demoPeople']>> {
  if (!(await isDemo(deps))) throw new AppError('NOT_FOUND');
  return presentDemoPeople(dayOf(now));
}
