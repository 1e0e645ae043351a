import type { Deps } from '../../platform/deps';
import { accountOfWechat, addPhone } from './account.identity';

/** An account of the demo, under the ids that WeChat's stand-in gives. @returns its id */
export async function createDemoAccount(
  deps: Deps,
  { name, phone }: { name: string; phone?: string },
): Promise<string> {
  const accountId = await accountOfWechat(deps, 'mini', { openId: `openid-${name}`, unionId: `unionid-${name}` });
  if (phone !== undefined) await addPhone(deps, accountId, phone);
  return accountId;
}
