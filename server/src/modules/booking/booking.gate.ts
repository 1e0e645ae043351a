import { AppError } from '@linkang/shared/errors';

/** How long somebody waits for an answer, in milliseconds, before they are told to ask again with the same key. */
const ANSWER_MS = 4500;

/** Lets a number of bookings work at a time and a number wait; the next ones are told to come back. */
export interface Gate {
  /** @throws BUSY with `Retry-After` when too many wait already, or when there is no answer in time */
  run<T>(work: () => Promise<T>): Promise<T>;
}

const comeBack = (retryAfterSeconds: number): AppError => new AppError('BUSY', { retryAfterSeconds });

/** The work's answer, or BUSY when it takes too long, as when the database stands still. */
async function inTime<T>(work: Promise<T>, giveUp: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      giveUp();
      reject(comeBack(1));
    }, ANSWER_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Makes a gate for one process; it protects the process and decides nothing about seats. */
export function makeGate(maxInFlight: number, maxWaiting: number): Gate {
  let inFlight = 0;
  const waiting: (() => void)[] = [];
  async function pass<T>(work: () => Promise<T>): Promise<T> {
    if (inFlight >= maxInFlight) {
      if (waiting.length >= maxWaiting) throw comeBack(2);
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
  }
  return {
    run(work) {
      let gaveUp = false;
      // Work that has begun goes on, and whoever asks again with the same key finds what it did. What still waits is
      // not begun any more: nobody would hear of it, and the one who asks again waits anew.
      const unlessGivenUp = () => {
        if (gaveUp) throw comeBack(1);
        return work();
      };
      return inTime(pass(unlessGivenUp), () => (gaveUp = true));
    },
  };
}
