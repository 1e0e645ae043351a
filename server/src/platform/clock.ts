/** The one source of the present time. Tests hand in a clock that they can move; production has only this one. */
export interface Clock {
  now(): Date;
}

/** The machine's own time. */
export const systemClock: Clock = { now: () => new Date() };
