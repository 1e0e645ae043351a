import type { Connection } from 'mongoose';
import type { Clock } from './clock';
import { ACCESS_TOKEN_SECONDS } from './tokens';

/** How often each process reads what others revoked, in milliseconds. */
const POLL_MS = 10_000;

interface RevocationRow {
  _id: string;
  at: Date;
}

/**
 * Ended sign-ins whose access tokens still run. The database holds them; each process keeps a copy that is
 * at most ten seconds old, so that no request pays a read for it.
 */
export interface Revocations {
  /** Ends a sign-in's access tokens everywhere within ten seconds, here at once. */
  revoke(signInId: string): Promise<void>;
  has(signInId: string): boolean;
  /** Reads what other processes revoked. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Starts to follow the revocations of all processes. */
export function followRevocations(connection: Connection, clock: Clock): Revocations {
  const rows = connection.collection<RevocationRow>('revocations');
  let known = new Set<string>();
  const oldest = (): Date => new Date(clock.now().getTime() - ACCESS_TOKEN_SECONDS * 1000);
  const refresh = async (): Promise<void> => {
    const found = await rows.find({ at: { $gte: oldest() } }).toArray();
    known = new Set(found.map((row) => row._id));
  };
  // A poll that fails keeps the last copy; the next one comes in ten seconds.
  const timer = setInterval(() => void refresh().catch(() => undefined), POLL_MS);
  timer.unref();
  return {
    async revoke(signInId) {
      known.add(signInId);
      await rows.updateOne({ _id: signInId }, { $set: { at: clock.now() } }, { upsert: true });
    },
    has: (signInId) => known.has(signInId),
    refresh,
    stop: () => clearInterval(timer),
  };
}
