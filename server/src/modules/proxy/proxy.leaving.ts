import type { Deps } from '../../platform/deps';
import type { LeavingPerson } from '../../platform/module';
import { endGrant, findOpenGrantsOf } from '../grant';
import { noticeOf } from './proxy.notices';

/** Ends every permission that somebody who leaves gave or got. */
export async function endProxiesOf(_: Deps, { residentId, accountId }: LeavingPerson, now: Date): Promise<void> {
  for (const grant of await findOpenGrantsOf(residentId, accountId)) {
    const notice = noticeOf('proxyEnded', grant, now);
    await endGrant(grant._id, ['proposed', 'active'], 'revoked', { endedAt: now, endedBy: accountId }, notice);
  }
}
