import { plannedMinutes } from '@linkang/shared/domain/visit-queue';
import { LRUCache } from 'lru-cache';
import type { Deps } from '../../platform/deps';
import { findQueue, type QueueRow } from './seat-queue.model';
import { findDaySessions } from './session.day';
import { findSession } from './session.model';

/** How old a queue may be that somebody is shown, in milliseconds. Calls decide on the rows themselves. */
const SNAPSHOT_TTL_MS = 2000;

/** The queue of one session. */
export interface SessionQueue {
  rows: QueueRow[];
  place: string;
  plannedMinutes: number;
}

/** The queues of a day, with their sessions in order of time. */
export interface DayQueues {
  sessions: Awaited<ReturnType<typeof findDaySessions>>;
  rows: QueueRow[];
}

/** The reading itself is kept, so that people who ask at once share it; a failed one is not. */
function makeShelf<T extends object>(max: number) {
  const kept = new LRUCache<string, Promise<T>>({ max, ttl: SNAPSHOT_TTL_MS });
  return {
    get(key: string, read: () => Promise<T>): Promise<T> {
      const known = kept.get(key);
      if (known) return known;
      const reading = read();
      kept.set(key, reading);
      reading.catch(() => kept.delete(key));
      return reading;
    },
    forget: (key: string): void => void kept.delete(key),
  };
}

const makeShelves = () => ({ sessions: makeShelf<SessionQueue>(500), days: makeShelf<DayQueues>(10) });
const shelves = new WeakMap<Deps, ReturnType<typeof makeShelves>>();

const shelvesOf = (deps: Deps): ReturnType<typeof makeShelves> => {
  const known = shelves.get(deps) ?? makeShelves();
  shelves.set(deps, known);
  return known;
};

/** A session's queue as it was at most two seconds ago, for all the phones that ask every few seconds. */
export const sessionQueue = (deps: Deps, sessionId: string): Promise<SessionQueue> =>
  shelvesOf(deps).sessions.get(sessionId, async () => {
    const [session, rows] = await Promise.all([findSession(sessionId), findQueue([sessionId])]);
    return { rows, place: session?.place ?? '', plannedMinutes: session ? plannedMinutes(session) : 0 };
  });

/** The queues of a day as they were at most two seconds ago, for screens and desks. */
export const dayQueues = (deps: Deps, day: string, now: Date): Promise<DayQueues> =>
  shelvesOf(deps).days.get(day, async () => {
    const sessions = await findDaySessions(deps, day, now);
    return { sessions, rows: await findQueue(sessions.map((session) => session.id)) };
  });

/** Forgets what is remembered of a queue that was changed here. */
export function forgetQueue(deps: Deps, seat: { sessionId: string; day: string }): void {
  shelvesOf(deps).sessions.forget(seat.sessionId);
  shelvesOf(deps).days.forget(seat.day);
}
