import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { Reply } from '@linkang/shared/api/route';
import { maskPhone } from '@linkang/shared/domain/masking';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { asResident, type RequestInfo } from '../../platform/module';
import { accountOfPhone, addPhone, phoneKeyOf, phoneOf } from './account.identity';
import { joinAccounts, takePhone } from './account.joining';
import { countAccount, findAccountBy } from './account.model';
import { provePhone, type TypedCode } from './auth.codes';
import { openResidentSignIn } from './auth.tokens';

/** Signs in with a code that came to a phone. @throws SMS_CODE_WRONG */
export async function signInByCode(
  deps: Deps,
  typed: TypedCode,
  request: RequestInfo,
): Promise<Reply<AuthRoutes['signInByCode']>> {
  await provePhone(deps, typed, undefined, request.now);
  return openResidentSignIn(deps, await accountOfPhone(deps, typed.phone), request);
}

/** The phone with which the caller signs in. */
export async function readOwnPhone(deps: Deps, request: RequestInfo): Promise<Reply<AuthRoutes['ownPhone']>> {
  const phone = await phoneOf(deps, asResident(request.actor).accountId);
  return { phoneMasked: phone === undefined ? null : maskPhone(phone) };
}

/** The account that goes on with a proven phone. @throws ACCOUNT_PHONE_TAKEN, STATE_CONFLICT */
async function settlePhone(deps: Deps, accountId: string, phone: string): Promise<string> {
  const phoneKey = phoneKeyOf(deps, phone);
  const holder = await findAccountBy('phoneKey', phoneKey);
  if (!holder || holder._id === accountId) {
    if (await addPhone(deps, accountId, phone)) return accountId;
    throw new AppError('STATE_CONFLICT');
  }
  const joined = await joinAccounts(deps, accountId, holder._id);
  if (joined !== undefined) return joined;
  if (await takePhone(deps, holder._id, accountId, phoneKey)) return accountId;
  throw new AppError('ACCOUNT_PHONE_TAKEN');
}

/**
 * Makes a proven phone a way into the caller's account. Where the same person has begun an account with this phone or
 * under another WeChat identity, the empty one goes into the other.
 * @throws SMS_CODE_WRONG, ACCOUNT_PHONE_TAKEN, STATE_CONFLICT, AUTH_EXPIRED when the account went into another one
 */
export async function bindPhone(
  deps: Deps,
  typed: TypedCode,
  request: RequestInfo,
): Promise<Reply<AuthRoutes['bindPhone']>> {
  const { accountId } = asResident(request.actor);
  if ((await countAccount(accountId)) === 0) throw new AppError('AUTH_EXPIRED');
  await provePhone(deps, typed, accountId, request.now);
  const goesOn = await settlePhone(deps, accountId, typed.phone);
  return {
    phoneMasked: maskPhone(typed.phone),
    signIn: goesOn === accountId ? null : await openResidentSignIn(deps, goesOn, request),
  };
}
