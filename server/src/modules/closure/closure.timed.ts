import type { RetentionSettings, TimedKey } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import type { Module, TimedStore } from '../../platform/module';

/** Rows that are removed at a time: a batch takes less than a second, and whoever waits for the database gets a turn. */
const BATCH = 500;

type Row = RetentionSettings['timed'][number];

/** How much of a kind of data is beyond its time. Counts alone: nothing here names anybody. */
export interface TimedCount {
  key: TimedKey;
  title: string;
  how: Row['how'];
  before: Date;
  count: number;
}

const storesOf = (all: readonly Module[], key: TimedKey): TimedStore[] =>
  all.flatMap((module) => module.timedStores ?? []).filter((store) => store.key === key);

/** @throws Error when a row of the table has no feature that answers for it */
function assertComplete(rows: readonly Row[], all: readonly Module[]): void {
  const missing = rows.filter((row) => storesOf(all, row.key).length === 0).map((row) => row.key);
  if (missing.length) throw new Error(`nobody removes ${missing.join(', ')}`);
}

function monthsBefore(now: Date, months: number): Date {
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() - months);
  return then;
}

async function eachRow(
  deps: Deps,
  all: readonly Module[],
  work: (store: TimedStore, before: Date) => Promise<number>,
): Promise<TimedCount[]> {
  const { timed } = deps.config.retention;
  assertComplete(timed, all);
  const counts: TimedCount[] = [];
  for (const { key, title, how, keepMonths } of timed) {
    const before = monthsBefore(deps.clock.now(), keepMonths);
    let count = 0;
    for (const store of storesOf(all, key)) count += await work(store, before);
    counts.push({ key, title, how, before, count });
  }
  return counts;
}

/** What a run would remove now; removes nothing. */
export const planTimed = (deps: Deps, all: readonly Module[]): Promise<TimedCount[]> =>
  eachRow(deps, all, (store, before) => store.count(deps, before));

/**
 * Removes what is beyond its time, batch by batch. A run that was broken off leaves what is left to the next one:
 * there is nothing to be remembered but what still stands there.
 */
export const removeTimed = (deps: Deps, all: readonly Module[]): Promise<TimedCount[]> =>
  eachRow(deps, all, async (store, before) => {
    for (let removed = 0; ;) {
      const some = await store.remove(deps, before, BATCH);
      removed += some;
      if (some < BATCH) return removed;
    }
  });
