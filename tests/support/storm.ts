import type { Booking } from '@linkang/shared/api/booking.routes';
import type { mongo } from 'mongoose';
import { outcomeOf } from './answers';
import type { Answer } from './http';
import { findViolations, type Acknowledged } from './invariants';

/** How much larger than usual a storm is; `npm run storm` sets it. */
export const STORM_SCALE = Math.max(1, Number(process.env.STORM_SCALE ?? 1));

/** A number that grows with the storm, up to a limit. */
export const scaled = (count: number, limit = Infinity): number => Math.min(Math.round(count * STORM_SCALE), limit);

/** Pseudo-random numbers below 1; the same for a seed, so that a failing storm can be raised again. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Asks for what was acknowledged once more, with the same key. */
export type AskAgain = () => Promise<Answer<Booking>>;

/** What somebody was told, and how they would ask again after a lost answer. */
export interface Told extends Acknowledged {
  again?: AskAgain;
}

/** What a person is told of a booking. */
export const acknowledge = (
  key: string,
  body: Booking,
  status: Acknowledged['status'] = 'booked',
  again?: AskAgain,
): Told => ({
  key,
  bookingId: body.id,
  residentId: body.residentId,
  number: body.number,
  status,
  ...(again ? { again } : {}),
});

/** Refusals that say nothing about what was asked: ask again with the same key. */
const again = ['409 IDEMPOTENCY_IN_PROGRESS', '503 BUSY'];

/** Asks until the answer is one. */
export async function insist<T>(ask: () => Promise<Answer<T>>, withinMs = 30_000): Promise<Answer<T>> {
  const deadlineMs = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (!again.includes(outcomeOf(answer))) return answer;
    if (Date.now() > deadlineMs) throw new Error(`no answer within ${withinMs} ms: ${outcomeOf(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 60));
  }
}

/** So many are asked again at a time. */
const AGAIN_AT_ONCE = 40;

/** Asks for every booking again. @returns how many were asked, and what was answered otherwise than before */
async function askAgain(history: readonly Told[]): Promise<{ asked: number; faults: string[] }> {
  const open = history.flatMap(({ again, ...told }) => (again ? [{ ...told, again }] : []));
  const asked = open.length;
  const faults: string[] = [];
  const work = async (): Promise<void> => {
    for (let told = open.shift(); told; told = open.shift()) {
      const answer = await insist(told.again);
      const isSame = answer.status === 201 && answer.body.id === told.bookingId && answer.body.number === told.number;
      if (!isSame) faults.push(`unresolved: ${told.key} answered ${outcomeOf(answer)} for ${told.bookingId}`);
    }
  };
  await Promise.all(Array.from({ length: AGAIN_AT_ONCE }, work));
  return { asked, faults };
}

/** What remains to be said of a storm. */
export interface Verdict {
  acknowledged: number;
  lost: number;
  oversold: number;
  doubled: number;
  /** How many of the bookings that were asked for again came back as they were; `-` where nobody can. */
  resolvable: string;
  violations: string[];
}

/**
 * Compares what people were told with the database, has them ask again, and says the result on one line when a storm
 * was asked for.
 */
export async function judge(
  name: string,
  db: mongo.Db,
  history: readonly Told[],
  more: Record<string, unknown> = {},
): Promise<Verdict> {
  const { asked, faults } = await askAgain(history);
  const violations = [...(await findViolations(db, history)), ...faults];
  const count = (...kinds: string[]): number =>
    violations.filter((violation) => kinds.some((kind) => violation.startsWith(`${kind}:`))).length;
  const verdict = {
    acknowledged: history.length,
    lost: count('lost', 'changed', 'state'),
    oversold: count('oversold', 'number'),
    doubled: count('twice', 'key', 'day limit'),
    resolvable: asked ? `${asked - faults.length} of ${asked}` : '-',
    violations,
  };
  report(name, { ...verdict, ...more, violations: violations.length });
  return verdict;
}

/** One line for people who read a storm's output; nothing in an ordinary test run. */
export function report(name: string, counts: Record<string, unknown>): void {
  if (process.env.STORM_SCALE === undefined) return;
  const words = Object.entries(counts).map(([key, value]) => `${key} ${String(value)}`);
  process.stdout.write(`storm ${name}: ${words.join(', ')}\n`);
}
