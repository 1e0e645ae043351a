import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { moveGrants } from '../grant';
import { guardianshipPlace, putGuardianship, type GuardianshipRow } from '../guardianship';
import { accountNames, addedNotice, agreeTo, findOwnResidentId, giveToAccount } from '../resident';
import { closeSignInsOf } from '../sign-in';
import { endClaim, findSettling, type ClaimRow } from './claim.model';

/** The guardianship that a claim means, under an id of its own, so that a repeat finds it. */
async function buildGuardianship(
  { keyring }: Deps,
  row: ClaimRow & Required<Pick<ClaimRow, 'residentId' | 'guardian'>>,
  guardianResidentId: string,
  now: Date,
): Promise<GuardianshipRow> {
  const id = `claim:${row._id}`;
  const name = (await accountNames([row.accountId])).get(row.accountId) ?? '';
  return {
    _id: id,
    residentId: row.residentId,
    guardianResidentId,
    target: keyring.hash('guardianTarget', guardianResidentId),
    askedName: keyring.encrypt(name, guardianshipPlace('askedName', id)),
    relationship: row.guardian,
    status: 'proposed',
    open: true,
    addedBy: 'claim',
    addedByAccount: row.proof?.staffId ?? row.accountId,
    createdAt: now,
    since: null,
    endedAt: null,
    endedBy: null,
    rev: 0,
  };
}

/** Makes the account's own person the guardian of the child. @throws GUARDIAN_LIMIT, STATE_CONFLICT */
async function settleChild(
  deps: Deps,
  row: ClaimRow & Required<Pick<ClaimRow, 'residentId' | 'guardian'>>,
): Promise<ClaimRow> {
  const { _id: id, accountId, residentId, consents, userAgent, createdAt } = row;
  const now = deps.clock.now();
  const ownId = await findOwnResidentId(accountId);
  const guardian = ownId === undefined ? undefined : await buildGuardianship(deps, row, ownId, now);
  const refusal = guardian ? await putGuardianship(guardian, now, await addedNotice(guardian, now)) : 'gone';
  if (refusal !== undefined) {
    await endClaim(id, 'settling', 'rejected', now);
    throw new AppError(refusal === 'full' ? 'GUARDIAN_LIMIT' : 'STATE_CONFLICT');
  }
  await agreeTo(deps, consents, { residentId, accountId, at: createdAt, userAgent });
  return (await endClaim(id, 'settling', 'done', now)) ?? row;
}

/**
 * Does what a decided claim means: the person belongs to the account, with what others allowed them, and whoever had
 * the person before is signed out. Each step may be repeated, so that a crash anywhere is finished by the job.
 * @throws RESIDENT_EXISTS when the account registered another person meanwhile, STATE_CONFLICT when the person went
 * to somebody else, GUARDIAN_LIMIT
 */
export async function settle(deps: Deps, row: ClaimRow): Promise<ClaimRow> {
  const { _id: id, accountId, residentId, proof, consents, userAgent, createdAt } = row;
  if (residentId === undefined || !proof) throw new Error(`claim ${id} was decided without a person`);
  if (row.guardian !== undefined) return settleChild(deps, { ...row, residentId, guardian: row.guardian });
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
