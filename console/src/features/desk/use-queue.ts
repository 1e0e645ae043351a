import type { QueueRoutes } from '@linkang/shared/api/queue.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { RosterRow, SessionRoutes } from '@linkang/shared/api/session.routes';
import { useQuery } from '@tanstack/react-query';
import { queueApi } from '../../api/clients';

/** Other desks call too: what they did is shown after this. */
const REFRESH_MS = 4000;

/** Places in the queue, without names. */
export type Turns = CallReply<QueueRoutes['day']>;
type Turn = Turns['items'][number];

/** A person of the list with the place in the queue. */
export interface QueuedRow extends RosterRow {
  /** How many wait before them; null for whoever does not wait. */
  ahead: number | null;
}

/** A session of the list with its people in the queue. */
export interface QueuedSession extends Omit<CallReply<SessionRoutes['day']>['items'][number], 'bookings'> {
  bookings: QueuedRow[];
}

/** Key of a day's queue. */
export const queueKey = (day: string) => ['queue', day] as const;

/** The queue after a change of one booking, until it is read anew. */
export const withTurn = (turns: Turns, changed: Pick<Turn, 'id' | 'status'>): Turns => ({
  items: turns.items.map((turn) =>
    turn.id === changed.id && turn.status !== changed.status ? { ...turn, status: changed.status, ahead: null } : turn,
  ),
});

/** The queue of a day, read every few seconds; it names nobody, so that this leaves no trace in anybody's log. */
export const useQueue = (day: string) =>
  useQuery({
    queryKey: queueKey(day),
    queryFn: () => queueApi.day({ query: { day } }),
    refetchInterval: REFRESH_MS,
    staleTime: 0,
  });

/** The people of a session as the queue has them now. */
export function withQueue(
  session: CallReply<SessionRoutes['day']>['items'][number],
  turns: Turns | undefined,
): QueuedSession {
  const byId = new Map(turns?.items.map((turn) => [turn.id, turn]));
  return {
    ...session,
    bookings: session.bookings.map((row) => {
      const turn = byId.get(row.id);
      return { ...row, status: turn?.status ?? row.status, ahead: turn?.ahead ?? null };
    }),
  };
}

/** Who is called in a session, those who wait in order, and the one who is to be called next. */
export function queueOf({ bookings }: QueuedSession) {
  const waiting = bookings.filter((row) => row.status === 'arrived').sort((a, b) => (a.ahead ?? 0) - (b.ahead ?? 0));
  return { called: bookings.filter((row) => row.status === 'called'), waiting, next: waiting[0] };
}
