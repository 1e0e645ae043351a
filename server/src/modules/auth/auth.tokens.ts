import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { SignedIn } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { ACCESS_TOKEN_SECONDS } from '../../platform/tokens';
import { findOwnResidentId } from '../resident';
import { advanceSignIn, closeSignIn, findSignIn, insertSignIn, type SignInDocument } from '../sign-in';
import { findStaff, needsOtp, type StaffProfile } from '../staff';
import {
  presentResidentAccount,
  presentStaffAccount,
  type AccountReply,
  type ResidentAccountReply,
} from './auth.presenter';

const HOUR_MS = 3_600_000;

/** How long a sign-in lasts. A resident's begins anew at each use; a member of staff signs in for each shift. */
const lifetimeMs = { resident: 30 * 24 * HOUR_MS, staff: 12 * HOUR_MS };

/** For so long a lost reply may be asked for again with the old token. */
const GRACE_MS = 10_000;

/** Who signed in, as the database says now. */
export type Identity =
  | { kind: 'resident'; accountId: string; ownResidentId: string | undefined }
  | { kind: 'staff'; accountId: string; staff: StaffProfile };

/** A new pair of tokens and whose it is. */
export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
  account: AccountReply;
}

const toActor = (deps: Deps, identity: Identity, signInId: string): SignedIn => {
  const { accountId } = identity;
  if (identity.kind === 'staff') {
    const { roles, teamIds, rights, mustChangePassword, otp } = identity.staff;
    return {
      kind: 'staff',
      accountId,
      signInId,
      roles,
      teamIds,
      ...(mustChangePassword ? { mustChangePassword } : {}),
      ...(rights.length > 0 ? { rights } : {}),
      ...(!otp && needsOtp(deps, identity.staff) ? { mustSetUpOtp: true as const } : {}),
    };
  }
  const own = identity.ownResidentId;
  return { kind: 'resident', accountId, signInId, ...(own === undefined ? {} : { ownResidentId: own }) };
};

const issuePair = (deps: Deps, identity: Identity, signInId: string, count: number): TokenPair => ({
  accessToken: deps.tokens.signAccess(toActor(deps, identity, signInId)),
  refreshToken: deps.tokens.refreshToken(signInId, count),
  expiresIn: ACCESS_TOKEN_SECONDS,
  account:
    identity.kind === 'staff' ? presentStaffAccount(deps, identity.staff) : presentResidentAccount(identity.accountId),
});

const hashDevice = (deps: Deps, request: RequestInfo): string => deps.keyring.hash('device', request.userAgent);

/** Begins a sign-in and gives its first pair. */
export async function openSignIn(deps: Deps, identity: Identity, request: RequestInfo): Promise<TokenPair> {
  const { now } = request;
  const signIn: SignInDocument = {
    _id: new mongoose.Types.ObjectId().toHexString(),
    accountId: identity.accountId,
    kind: identity.kind,
    count: 0,
    rotatedAt: now,
    deviceHash: hashDevice(deps, request),
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifetimeMs[identity.kind]),
  };
  await insertSignIn(signIn);
  return issuePair(deps, identity, signIn._id, signIn.count);
}

/** Begins the sign-in of a resident. */
export async function openResidentSignIn(
  deps: Deps,
  accountId: string,
  request: RequestInfo,
): Promise<TokenPair & { account: ResidentAccountReply }> {
  const ownResidentId = await findOwnResidentId(accountId);
  const pair = await openSignIn(deps, { kind: 'resident', accountId, ownResidentId }, request);
  return { ...pair, account: presentResidentAccount(accountId) };
}

/** Who a sign-in belongs to; undefined for staff who left. */
async function readIdentity({ kind, accountId }: SignInDocument): Promise<Identity | undefined> {
  if (kind === 'resident') return { kind, accountId, ownResidentId: await findOwnResidentId(accountId) };
  const staff = await findStaff(accountId);
  return staff?.active ? { kind, accountId, staff } : undefined;
}

/** The count whose token answers a refresh; undefined for a token that was used before. */
async function rotate(
  deps: Deps,
  signIn: SignInDocument,
  count: number,
  request: RequestInfo,
): Promise<number | undefined> {
  const { now } = request;
  const deviceHash = hashDevice(deps, request);
  const expiresAt = signIn.kind === 'resident' ? new Date(now.getTime() + lifetimeMs.resident) : signIn.expiresAt;
  const advanced = await advanceSignIn(signIn._id, count, { rotatedAt: now, deviceHash, expiresAt });
  if (advanced) return advanced.count;
  // Two tabs, or a phone whose reply was lost: the same device may have the same successor again for a moment.
  const current = await findSignIn(signIn._id);
  const isRepeat =
    current !== null &&
    current.endedAt === undefined &&
    current.count === count + 1 &&
    current.deviceHash === deviceHash &&
    now.getTime() - current.rotatedAt.getTime() <= GRACE_MS;
  return isRepeat ? current.count : undefined;
}

/**
 * Exchanges a refresh token for a new pair, with roles and own person read anew.
 * @throws AUTH_EXPIRED for a token that is unknown, too old, ended or used before; the last one ends the sign-in
 */
export async function refreshSignIn(deps: Deps, refreshToken: string, request: RequestInfo): Promise<TokenPair> {
  const expired = new AppError('AUTH_EXPIRED');
  const token = deps.tokens.readRefresh(refreshToken);
  if (!token) throw expired;
  const signIn = await findSignIn(token.signInId);
  if (!signIn || signIn.endedAt || signIn.expiresAt <= request.now) throw expired;
  const identity = await readIdentity(signIn);
  const count = identity && (await rotate(deps, signIn, token.count, request));
  if (!identity || count === undefined) {
    await closeSignIn(deps, signIn._id, request.now);
    throw expired;
  }
  return issuePair(deps, identity, signIn._id, count);
}
