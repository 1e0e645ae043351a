import { AppError } from '@linkang/shared/errors';

/** Lets a number of bookings work at a time and a number wait; the next ones are told to come back. */
export interface Gate {
  /** @throws BUSY with `Retry-After` when too many wait already */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Makes a gate for one process; it protects the process and decides nothing about seats. */
export function makeGate(maxInFlight: number, maxWaiting: number): Gate {
  let inFlight = 0;
  const waiting: (() => void)[] = [];
  return {
    async run(work) {
      if (inFlight >= maxInFlight) {
        if (waiting.length >= maxWaiting) throw new AppError('BUSY', { retryAfterSeconds: 2 });
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        inFlight += 1;
      }
      try {
        return await work();
      } finally {
        // The place goes straight to the next in line, so that nobody slips in between.
        const next = waiting.shift();
        if (next) next();
        else inFlight -= 1;
      }
    },
  };
}
