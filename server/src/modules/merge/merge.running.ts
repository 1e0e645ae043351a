import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import type { MergePart, Module, Obstacle } from '../../platform/module';
import { owe } from '../../platform/outbox';
import { bindAccount, findHelpFor, giveUp } from '../resident';
import { closeSignInsOf } from '../sign-in';
import { endMerge, findDue, findMerge, notePass, type MergeRow } from './merge.model';

/** Longer than an ended token can still be used anywhere, and a booking be under way. */
export const SECOND_PASS_MS = 60_000;
const PASSES = 2;
const BATCH = 20;

/** How the features follow. */
export const partsOf = (all: readonly Module[]): MergePart[] => all.flatMap((module) => module.merging ?? []);

/** Takes the one record out of sight and gives the person to the chosen account; tokens name their own person. */
async function settleAccounts(deps: Deps, row: MergeRow, now: Date): Promise<Obstacle[]> {
  if (!(await giveUp(deps, row))) return [{ cause: 'closure', about: '' }];
  if (!(await bindAccount(row))) return [{ cause: 'account', about: '' }];
  const { stayAccountId, awayAccountId, accountId } = row;
  if (awayAccountId !== undefined) await closeSignInsOf(deps, awayAccountId, now);
  if (stayAccountId !== undefined && stayAccountId !== accountId) await closeSignInsOf(deps, stayAccountId, now);
  return [];
}

/** Tells the person, on every account of theirs, and the relatives and guardians who act for them. */
async function end(row: MergeRow, now: Date): Promise<MergeRow | null> {
  const { stayId, stayAccountId, awayAccountId } = row;
  const helpers = (await findHelpFor([stayId], dayOf(now))).filter(({ scopes }) => scopes.length > 0);
  const accountIds = [stayAccountId, awayAccountId, ...helpers.map((help) => help.accountId)];
  const about = {
    residentId: stayId,
    targetId: row._id,
    accountIds: [...new Set(accountIds.flatMap((id) => id ?? []))],
  };
  return endMerge(row, now, owe('recordsMerged', about, { day: dayOf(now) }, now));
}

/**
 * Does one pass of a merge: each step may be repeated, so that a crash anywhere is finished by the job. Done is what
 * was passed twice and left nothing behind.
 */
export async function advance(deps: Deps, all: readonly Module[], row: MergeRow): Promise<MergeRow> {
  const now = deps.clock.now();
  const left = await settleAccounts(deps, row, now);
  for (const part of partsOf(all)) left.push(...(await part.move(deps, row, now)));
  const isDone = left.length === 0 && row.passes + 1 >= PASSES;
  const next = isDone ? await end(row, now) : await notePass(row, left, new Date(now.getTime() + SECOND_PASS_MS));
  return next ?? (await findMerge(row._id)) ?? row;
}

/** Brings every merge that is due one pass further. @returns how many */
export async function advanceDue(deps: Deps, all: readonly Module[]): Promise<number> {
  const due = await findDue(deps.clock.now(), BATCH);
  for (const row of due) await advance(deps, all, row);
  return due.length;
}
