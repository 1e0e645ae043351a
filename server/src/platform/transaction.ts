import { setTimeout as sleep } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import mongoose from 'mongoose';

/** How long a transaction is tried anew before its request is told to come back, in milliseconds. */
const GIVE_UP_MS = 8000;
const LONGEST_PAUSE_MS = 60;

/** A write inside a transaction found nothing to change: everything is undone. */
export class Unmatched extends Error {
  /** @param what names the write */
  constructor(readonly what: string) {
    super(`nothing matched: ${what}`);
    this.name = 'Unmatched';
  }
}

const hasLabel = (error: unknown, label: string): boolean =>
  (error as { hasErrorLabel?: (name: string) => boolean } | null)?.hasErrorLabel?.(label) ?? false;

/** Commits; asking again after a lost answer is harmless. */
async function commit(session: mongo.ClientSession, deadlineMs: number): Promise<void> {
  for (;;) {
    try {
      return await session.commitTransaction();
    } catch (error) {
      if (!hasLabel(error, 'UnknownTransactionCommitResult') || Date.now() > deadlineMs) throw error;
      await sleep(Math.random() * LONGEST_PAUSE_MS);
    }
  }
}

/**
 * Does several writes together or not at all. `work` runs again whenever it meets another writer, so it must do
 * nothing but these writes.
 * @throws what `work` throws, after everything is undone
 */
export async function inTransaction<T>(work: (session: mongo.ClientSession) => Promise<T>): Promise<T> {
  const deadlineMs = Date.now() + GIVE_UP_MS;
  const session = mongoose.connection.getClient().startSession();
  try {
    for (;;) {
      try {
        session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } });
        const result = await work(session);
        await commit(session, deadlineMs);
        return result;
      } catch (error) {
        if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
        if (!hasLabel(error, 'TransientTransactionError') || Date.now() > deadlineMs) throw error;
        await sleep(Math.random() * LONGEST_PAUSE_MS);
      }
    }
  } finally {
    await session.endSession();
  }
}
