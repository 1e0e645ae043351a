import type { Clock } from '@linkang/server/platform/clock';

/** A clock that a test moves. It runs on from the given instant unless it is frozen. */
export interface MovableClock extends Clock {
  set(instant: string): void;
  advanceMinutes(minutes: number): void;
  /** Tells somebody of every move from now on. @returns a way to stop that */
  follow(tell: (instant: string) => void): () => void;
}

/** Makes a clock that stands at an instant until it is moved. */
export function makeClock(instant: string): MovableClock {
  let nowMs = Date.parse(instant);
  const followers = new Set<(instant: string) => void>();
  const moveTo = (nextMs: number): void => {
    nowMs = nextMs;
    for (const tell of followers) tell(new Date(nowMs).toISOString());
  };
  return {
    now: () => new Date(nowMs),
    set: (next) => moveTo(Date.parse(next)),
    advanceMinutes: (minutes) => moveTo(nowMs + minutes * 60_000),
    follow: (tell) => {
      followers.add(tell);
      return () => void followers.delete(tell);
    },
  };
}
