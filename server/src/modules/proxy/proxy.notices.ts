import { owe, type OutboxEntry } from '../../platform/outbox';
import type { GrantRow } from '../grant';

type Event = 'proxyAsked' | 'proxyConfirmed' | 'proxyRejected' | 'proxyEnded' | 'proxyNarrowed';

/**
 * The message of what became of a request: to the person, and to the relative once the person has answered. Before
 * that nothing may show the relative whether anybody has the number and name that were asked for.
 * @returns undefined where there is no such person
 */
export function noticeOf(kind: Event, grant: GrantRow, at: Date): OutboxEntry | undefined {
  const { _id: targetId, residentId, relativeResidentId: relativeId, accountId, status } = grant;
  if (residentId === undefined) return undefined;
  const isUnanswered = kind === 'proxyAsked' || (kind === 'proxyEnded' && status === 'proposed');
  return owe(kind, { residentId, targetId, accountIds: isUnanswered ? [] : [accountId] }, { relativeId }, at);
}
