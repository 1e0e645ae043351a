import { noticeKinds, type NoticeData, type NoticeKind } from '@linkang/shared/api/notice-kinds';
import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';
import { instantOf } from '@linkang/shared/domain/clinic-day';

const kinds = Object.keys(noticeKinds) as NoticeKind[];

/** Kinds for the person and those whom the event names, whatever a relative was allowed. */
export const personalKinds: readonly NoticeKind[] = kinds.filter((kind) => noticeKinds[kind].scope === null);

/** Kinds that a relative with these scopes sees besides. */
export const kindsWithin = (scopes: readonly ProxyScope[]): NoticeKind[] =>
  kinds.filter((kind) => {
    const { scope } = noticeKinds[kind];
    return scope !== null && scopes.includes(scope);
  });

/** Whether the visit that a message is about has begun: then it is only of interest in the list. */
export const isOver = ({ day, startTime }: NoticeData, now: Date): boolean =>
  day !== undefined && startTime !== undefined && instantOf(day, startTime) <= now;
