import type { Clock } from '@linkang/server/platform/clock';

/** A clock that a test moves. It runs on from the given instant unless it is frozen. */
export interface MovableClock extends Clock {
  set(instant: string): void;
  advanceMinutes(minutes: number): void;
}

/** Makes a clock that stands at an instant until it is moved. */
export function makeClock(instant: string): MovableClock {
  let nowMs = Date.parse(instant);
  return {
    now: () => new Date(nowMs),
    set: (next) => {
      nowMs = Date.parse(next);
    },
    advanceMinutes: (minutes) => {
      nowMs += minutes * 60_000;
    },
  };
}
