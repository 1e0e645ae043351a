import type { RetentionKey, RetentionSettings } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import { owe } from '../../platform/outbox';
import type { Module, PersonalStore } from '../../platform/module';
import {
  beginClosing,
  findDue,
  findKept,
  lookAgain,
  markClosed,
  noteErased,
  notePass,
  type ClosureRow,
} from './closure.model';

/** Longer than an ended token can still be used anywhere, and a booking be under way. */
export const SECOND_PASS_MS = 60_000;
/** Longer than a message takes to the list and to WeChat. */
const LAST_MESSAGE_MS = 30_000;
const DAY_MS = 86_400_000;
const BATCH = 100;

type Row = RetentionSettings['rows'][number];

const storesOf = (all: readonly Module[], key: RetentionKey): PersonalStore[] =>
  all.flatMap((module) => module.personalStores ?? []).filter((store) => store.key === key);

/** @throws Error when a row of the table has no feature that answers for it */
export function assertComplete(rows: readonly Row[], all: readonly Module[]): void {
  const missing = rows.filter((row) => storesOf(all, row.key).length === 0).map((row) => row.key);
  if (missing.length) throw new Error(`nobody erases ${missing.join(', ')}`);
}

/** When the table lets something go. */
function erasedFrom(row: Row, closedAt: Date): Date {
  const from = new Date(closedAt);
  if (row.onClosing === 'lock') from.setUTCFullYear(from.getUTCFullYear() + (row.keepYears ?? 0));
  return from;
}

async function erase(deps: Deps, all: readonly Module[], closure: ClosureRow, row: Row, now: Date): Promise<void> {
  for (const store of storesOf(all, row.key)) await store.erase(deps, closure, now);
  await noteErased(closure._id, row.key, now);
}

/** Ends every service, then erases what is not to be kept; running it again changes nothing. */
async function endEverything(deps: Deps, all: readonly Module[], closure: ClosureRow, now: Date): Promise<void> {
  for (const module of all) await module.endService?.(deps, closure, now);
  for (const row of deps.config.retention.rows)
    if (row.onClosing === 'erase') await erase(deps, all, closure, row, now);
}

/** Begins, and says so; the account goes a little later, so that the message still finds it. */
async function begin({ _id, residentId }: ClosureRow, now: Date): Promise<void> {
  const notice = owe('closureDone', { residentId, targetId: _id }, {}, now);
  await beginClosing(_id, now, new Date(now.getTime() + LAST_MESSAGE_MS), notice);
}

/** One step of an account on its way out: twice everything, then closed. */
async function closeFurther(deps: Deps, all: readonly Module[], closure: ClosureRow, now: Date): Promise<void> {
  await endEverything(deps, all, closure, now);
  if (closure.passes === 0) await notePass(closure._id, new Date(now.getTime() + SECOND_PASS_MS));
  else await markClosed(closure._id, now, new Date(now.getTime() + DAY_MS));
}

const isLeft = (closure: ClosureRow, row: Row): boolean => closure.erased[row.key] === undefined;

/** Erases what was locked and whose years are over. */
async function releaseLocked(deps: Deps, all: readonly Module[], closure: ClosureRow, now: Date): Promise<void> {
  const left = deps.config.retention.rows.filter((row) => isLeft(closure, row));
  const over = left.filter((row) => erasedFrom(row, closure.closedAt ?? now) <= now);
  for (const row of over) await erase(deps, all, closure, row, now);
  await lookAgain(closure._id, over.length === left.length ? undefined : new Date(now.getTime() + DAY_MS));
}

/** Brings every account that is due one step further. @returns how many */
export async function runClosures(deps: Deps, all: readonly Module[]): Promise<number> {
  assertComplete(deps.config.retention.rows, all);
  const now = deps.clock.now();
  const due = await findDue(now, BATCH);
  for (const row of due) {
    if (row.status === 'grace') await begin(row, now);
    else if (row.status === 'closing') await closeFurther(deps, all, row, now);
    else await releaseLocked(deps, all, row, now);
  }
  return due.length;
}

/** What the table would let go of a closed account now. */
export interface PlannedErasure {
  closureId: string;
  key: RetentionKey;
  count: number;
}

/** The dry run: what would be erased of closed accounts, without erasing anything. */
export async function planErasures(deps: Deps, all: readonly Module[]): Promise<PlannedErasure[]> {
  const now = deps.clock.now();
  const planned: PlannedErasure[] = [];
  for (let after = ''; ;) {
    const closures = await findKept(after, BATCH);
    for (const closure of closures)
      for (const row of deps.config.retention.rows) {
        if (!isLeft(closure, row) || erasedFrom(row, closure.closedAt ?? now) > now) continue;
        const counts = await Promise.all(storesOf(all, row.key).map((store) => store.count(deps, closure)));
        planned.push({ closureId: closure._id, key: row.key, count: counts.reduce((sum, count) => sum + count, 0) });
      }
    after = closures.at(-1)?._id ?? after;
    if (closures.length < BATCH) return planned;
  }
}
