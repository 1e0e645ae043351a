import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** The share of time in which the process computes, from which on it counts as busy. */
const BUSY = 0.7;
const LOOK_MS = 100;
const LONGEST_MS = 10_000;

/**
 * Does what can wait when people do not: when numbers are released, hundreds book within seconds, and the messages
 * that follow cost as much as the bookings. It starts in the first calm moment, or after ten seconds.
 */
export async function whenCalm(run: () => Promise<void>): Promise<void> {
  const startedMs = performance.now();
  let busy = BUSY;
  while (busy >= BUSY && performance.now() - startedMs < LONGEST_MS) {
    const before = performance.eventLoopUtilization();
    await sleep(LOOK_MS);
    busy = performance.eventLoopUtilization(before).utilization;
  }
  await run();
}
