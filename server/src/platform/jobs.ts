import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cron } from 'croner';
import type { Deps } from './deps';
import { duplicateKeys } from './idempotency';

/** Something that runs by itself, in one process at a time, and may be killed at any point. */
export interface Job {
  name: string;
  /** Cron pattern in Shanghai time, with seconds. */
  pattern: string;
  /** How soon another process takes over from one that was killed, in milliseconds; renewed while the job runs. */
  leaseMs: number;
  run(): Promise<void>;
}

/** The running jobs of a process. */
export interface RunningJobs {
  /** Runs every job once, now; for tests and for the first start. */
  runAll(): Promise<void>;
  /** Waits for what runs, then stops. */
  stop(): Promise<void>;
}

interface LeaseRow {
  _id: string;
  holder: string;
  until: Date;
}

/** So often is a lease renewed within its time while its work runs. */
const RENEWALS = 3;
/** How long `withLeaseInTurn` waits for those before it, in milliseconds. */
const TURN_MS = 10 * 60_000;
const TURN_POLL_MS = 250;

/**
 * Runs something only if no other process does. The lease is renewed as long as the work runs: its length only
 * says how soon another process takes over from one that was killed.
 * @returns false when another process holds the lease
 */
export async function withLease(
  deps: Pick<Deps, 'connection' | 'clock'>,
  name: string,
  leaseMs: number,
  run: () => Promise<void>,
): Promise<boolean> {
  const leases = deps.connection.collection<LeaseRow>('leases');
  const holder = randomUUID();
  const now = deps.clock.now();
  try {
    await leases.updateOne(
      { _id: name, until: { $lte: now } },
      { $set: { holder, until: new Date(now.getTime() + leaseMs) } },
      { upsert: true },
    );
  } catch (error) {
    // The lease exists and still runs: the upsert ran into its _id.
    if (duplicateKeys(error)) return false;
    throw error;
  }
  const holdUntil = (ms: number) =>
    leases.updateOne({ _id: name, holder }, { $set: { until: new Date(deps.clock.now().getTime() + ms) } });
  let renewing: Promise<unknown> = Promise.resolve();
  const renewal = setInterval(() => {
    renewing = holdUntil(leaseMs).catch(() => undefined);
  }, leaseMs / RENEWALS);
  try {
    await run();
  } finally {
    clearInterval(renewal);
    await renewing;
    await holdUntil(0);
  }
  return true;
}

/** The same, but waits until whoever holds the lease is done or dead. @throws Error after ten minutes */
export async function withLeaseInTurn(
  deps: Pick<Deps, 'connection' | 'clock'>,
  name: string,
  leaseMs: number,
  run: () => Promise<void>,
): Promise<void> {
  const deadlineMs = Date.now() + TURN_MS;
  while (!(await withLease(deps, name, leaseMs, run))) {
    if (Date.now() > deadlineMs) throw new Error(`another process has held ${name} for too long`);
    await sleep(TURN_POLL_MS);
  }
}

/** Schedules the jobs of all features. */
export function startJobs(deps: Deps, jobs: Job[]): RunningJobs {
  const running = new Set<Promise<unknown>>();
  const runOnce = async (job: Job): Promise<void> => {
    const startedMs = Date.now();
    try {
      const ran = await withLease(deps, `job:${job.name}`, job.leaseMs, () => job.run());
      if (ran) deps.log.debug({ job: job.name, ms: Date.now() - startedMs }, 'job done');
    } catch (error) {
      deps.log.error({ job: job.name, err: error }, 'job failed');
    }
  };
  const track = (work: Promise<unknown>): Promise<unknown> => {
    running.add(work);
    return work.finally(() => running.delete(work));
  };
  const crons = jobs.map(
    (job) =>
      new Cron(job.pattern, { timezone: 'Asia/Shanghai', protect: true }, () => track(runOnce(job)) as Promise<void>),
  );
  return {
    async runAll() {
      for (const job of jobs) await track(runOnce(job));
    },
    async stop() {
      for (const cron of crons) cron.stop();
      await Promise.allSettled([...running]);
    },
  };
}
