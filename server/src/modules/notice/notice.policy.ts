import { noticeKinds, type NoticeData, type NoticeKind, type NoticeKindRow } from '@linkang/shared/api/notice-kinds';
import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';
import { instantOf, timeOf } from '@linkang/shared/domain/clinic-day';

const kinds = Object.keys(noticeKinds) as NoticeKind[];

/** Kinds for the person and those whom the event names, whatever a relative was allowed. */
export const personalKinds: readonly NoticeKind[] = kinds.filter((kind) => noticeKinds[kind].scope === null);

/** Kinds that a relative with these scopes sees besides. */
export const kindsWithin = (scopes: readonly ProxyScope[]): NoticeKind[] =>
  kinds.filter((kind) => {
    const { scope } = noticeKinds[kind];
    return scope !== null && scopes.includes(scope);
  });

/** Kinds that let people sleep. */
export const morningKinds: readonly NoticeKind[] = kinds.filter(
  (kind) => (noticeKinds[kind] as NoticeKindRow).waitsForMorning,
);

/** Kinds of which those are telephoned whom no message reached. */
export const phonedKinds: readonly NoticeKind[] = kinds.filter((kind) => (noticeKinds[kind] as NoticeKindRow).phoned);

/** Whether it is night; the hours may span midnight. */
export function isQuiet(hours: { from: string; until: string } | null, now: Date): boolean {
  if (hours === null) return false;
  const time = timeOf(now);
  const { from, until } = hours;
  return from <= until ? time >= from && time < until : time >= from || time < until;
}

/** Whether the visit that a message is about has begun: then it is only of interest in the list. */
export const isOver = ({ day, startTime }: NoticeData, now: Date): boolean =>
  day !== undefined && startTime !== undefined && instantOf(day, startTime) <= now;
