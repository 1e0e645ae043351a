import { randomBytes } from 'node:crypto';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { networkOf } from '../../platform/limits';
import type { RequestInfo } from '../../platform/module';
import type { OfficialAccount } from '../../platform/wechat-official';
import { accountOfWechat } from './account.identity';
import { openResidentSignIn } from './auth.tokens';
import { insertOfficialStart, takeOfficialStart } from './official-start.model';

/** For so long somebody may stay on WeChat's page. */
const VALID_MS = 10 * 60_000;

const officialOf = ({ official }: Deps): OfficialAccount => {
  if (!official) throw new AppError('NOT_FOUND');
  return official;
};

/**
 * Begins a sign-in over the official account. The state goes over WeChat's page and back in addresses, the key stays
 * in the browser: a link with somebody else's code and state signs nobody in.
 * @throws NOT_FOUND where there is no official account, RATE_LIMITED
 */
export async function startOfficial(deps: Deps, request: RequestInfo): Promise<Reply<AuthRoutes['startOfficial']>> {
  const official = officialOf(deps);
  await deps.limits.officialByAddress.consume(networkOf(request.address));
  // WeChat takes letters and digits only.
  const state = randomBytes(24).toString('hex');
  const key = randomBytes(32).toString('base64url');
  await insertOfficialStart({
    _id: deps.keyring.hash('officialState', state),
    keyHash: deps.keyring.hash('officialBrowser', key),
    expiresAt: new Date(request.now.getTime() + VALID_MS),
  });
  return { url: official.authorizeUrl(state), key };
}

/**
 * Signs a resident in with what WeChat brought back. The state is used up whatever comes of it.
 * @throws AUTH_FAILED for a state that is unknown, too old, used or another browser's, RATE_LIMITED, NOT_FOUND, and
 * whatever WeChat answers
 */
export async function signInByOfficial(
  deps: Deps,
  { code, state, key }: Input<AuthRoutes['official']>['body'],
  request: RequestInfo,
): Promise<Reply<AuthRoutes['official']>> {
  const official = officialOf(deps);
  await deps.limits.wechatByAddress.consume(networkOf(request.address));
  const start = await takeOfficialStart(deps.keyring.hash('officialState', state), request.now);
  // Hashes with a key of ours: how far they are alike tells nothing about what was sent.
  if (start?.keyHash !== deps.keyring.hash('officialBrowser', key))
    throw new AppError('AUTH_FAILED', { detail: '微信登录没有完成，请回到登录页再点一次。' });
  const accountId = await accountOfWechat(deps, 'official', await official.exchange(code));
  return openResidentSignIn(deps, accountId, request);
}
