import type { BookingStatus } from '@linkang/shared/api/session.routes';
import type { Turn } from '@linkang/shared/api/queue.routes';
import { maskName } from '@linkang/shared/domain/masking';
import type { QueueRow } from '../session';

/** Calls that the screen shows of a session at most. */
const MAX_CALLED = 4;
/** People that the screen shows as the next ones. */
const MAX_NEXT = 3;

/** Those who wait, in order. */
export const waitingOf = <T extends Pick<QueueRow, 'status'>>(rows: readonly T[]): T[] =>
  rows.filter((row) => row.status === 'arrived');

/** Those who are called now, the latest first. */
export const calledOf = (rows: readonly QueueRow[]): (QueueRow & { calledAt: Date })[] =>
  rows
    .flatMap((row) => (row.status === 'called' && row.calledAt ? [{ ...row, calledAt: row.calledAt }] : []))
    .sort((a, b) => b.calledAt.getTime() - a.calledAt.getTime());

/** People of one session by their place. @param rows of the session, in order */
export function presentTurns(rows: readonly QueueRow[]): Turn[] {
  let ahead = 0;
  return rows.map((row) => ({
    id: row._id,
    sessionId: row.sessionId,
    number: row.no,
    status: row.status as BookingStatus,
    ahead: row.status === 'arrived' ? ahead++ : null,
  }));
}

/** What the screen shows of one session's people. */
export function presentBoardQueue(rows: readonly QueueRow[], names: ReadonlyMap<string, string>) {
  const entryOf = (row: QueueRow) => ({
    number: row.no,
    maskedName: maskName(names.get(row.residentId ?? '') ?? ''),
  });
  const waiting = waitingOf(rows);
  return {
    called: calledOf(rows)
      .slice(0, MAX_CALLED)
      .map((row) => ({ ...entryOf(row), calledAt: row.calledAt.toISOString() })),
    next: waiting.slice(0, MAX_NEXT).map(entryOf),
    waiting: waiting.length,
  };
}

/** Residents whose names the screen needs. */
export const shownResidents = (rows: readonly QueueRow[]): string[] =>
  [...calledOf(rows).slice(0, MAX_CALLED), ...waitingOf(rows).slice(0, MAX_NEXT)].flatMap(
    (row) => row.residentId ?? [],
  );
