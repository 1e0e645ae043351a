import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { moveGrants } from '../grant';
import { agreeTo, giveToAccount } from '../resident';
import { closeSignInsOf } from '../sign-in';
import { endClaim, findSettling, type ClaimRow } from './claim.model';

/**
 * Does what a decided claim means: the person belongs to the account, with what others allowed them, and whoever had
 * the person before is signed out. Each step may be repeated, so that a crash anywhere is finished by the job.
 * @throws RESIDENT_EXISTS when the account registered another person meanwhile, STATE_CONFLICT when the person went
 * to somebody else
 */
export async function settle(deps: Deps, row: ClaimRow): Promise<ClaimRow> {
  const { _id: id, accountId, residentId, proof, consents, userAgent, createdAt } = row;
  if (residentId === undefined || !proof) throw new Error(`claim ${id} was decided without a person`);
  const { formerAccountId } = proof;
  const now = deps.clock.now();
  const given = await giveToAccount(residentId, formerAccountId, accountId);
  if (!given || given === 'taken') {
    await endClaim(id, 'settling', 'rejected', now);
    throw new AppError(given === 'taken' ? 'RESIDENT_EXISTS' : 'STATE_CONFLICT');
  }
  await agreeTo(deps, consents, { residentId, accountId, at: createdAt, userAgent });
  if (formerAccountId !== undefined) {
    await moveGrants(formerAccountId, accountId, residentId);
    // A token names its own person: the old ones must not outlive the change.
    await closeSignInsOf(deps, formerAccountId, now);
  }
  return (await endClaim(id, 'settling', 'done', now)) ?? row;
}

/** Finishes what a crash left. */
export async function settleAll(deps: Deps): Promise<void> {
  for (const row of await findSettling())
    await settle(deps, row).catch((error: unknown) => {
      // A refusal has ended the claim: nobody waits for it here.
      if (!(error instanceof AppError)) throw error;
    });
}
