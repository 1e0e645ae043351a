import { LRUCache } from 'lru-cache';
import { findSession, type SessionRow } from '../session';

/** How long a process may believe what it read of a session, in milliseconds. They decide nothing: the claim does. */
const FACTS_TTL_MS = 1000;

/** What a process remembers of a session for a second. */
export interface SessionFacts {
  session: SessionRow;
  /** Number from which to look for a free seat; a hint that spreads people who come at once over the rows. */
  hint: number;
  /** By quotas: until when (ms) the session was just seen without a free seat for them. */
  fullUntilMs: Map<string, number>;
}

const cache = new LRUCache<string, SessionFacts>({ max: 2000, ttl: FACTS_TTL_MS });
const loading = new Map<string, Promise<SessionFacts | null>>();

/** The session as it was at most a second ago; people who come at once share one read. */
export async function sessionFacts(id: string): Promise<SessionFacts | null> {
  const known = cache.get(id);
  if (known) return known;
  const running = loading.get(id);
  if (running) return running;
  const load = findSession(id)
    .then((session) => {
      if (!session) return null;
      const facts: SessionFacts = { session, hint: 1, fullUntilMs: new Map() };
      cache.set(id, facts);
      return facts;
    })
    .finally(() => loading.delete(id));
  loading.set(id, load);
  return load;
}

/** Remembers for a second that a session has no seat left for these quotas. */
export const rememberFull = (facts: SessionFacts, quotas: string): void => {
  facts.fullUntilMs.set(quotas, Date.now() + FACTS_TTL_MS);
};

/** Whether the session was seen full within the last second. */
export const wasJustFull = (facts: SessionFacts, quotas: string): boolean =>
  (facts.fullUntilMs.get(quotas) ?? 0) > Date.now();

/** Forgets what is known of a session, after a seat was given back or the session was called off here. */
export const forgetFacts = (id: string): void => {
  cache.delete(id);
};
