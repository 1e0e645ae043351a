import type { ContractState } from '@linkang/shared/api/contract.routes';
import type { ClientSession, QueryFilter } from 'mongoose';
import { createOnce, duplicateKeys, type Idempotency } from '../../platform/idempotency';
import type { Keyring } from '../../platform/keyring';
import { outboxFor } from '../../platform/outbox';
import { ContractModel, reasonPlace, type ContractRow } from './contract.schema';
import { end, closeWaiting } from './moves.model';

const OPEN_INDEX = 'residentId';

/** Whether a write ran into another contract of the same resident. */
export const metAnother = (error: unknown): boolean => OPEN_INDEX in (duplicateKeys(error) ?? {});

/** One contract, or null. */
export const findContract = (id: string): Promise<ContractRow | null> =>
  ContractModel.findById(id).lean<ContractRow | null>();

/** The contracts of residents that wait or run, in the order in which they were signed. */
export const findOpenContracts = (residentIds: readonly string[]): Promise<ContractRow[]> =>
  ContractModel.find({ residentId: { $in: [...residentIds] }, slots: { $exists: true } })
    .sort({ signedAt: 1, _id: 1 })
    .lean<ContractRow[]>();

/** The contract of a resident that runs, or else the one that waits, or null. */
export async function findOpenContract(residentId: string): Promise<ContractRow | null> {
  const open = await findOpenContracts([residentId]);
  return open.find(({ status }) => status === 'active') ?? open[0] ?? null;
}

/** The running contracts of residents. */
export const findActive = (residentIds: readonly string[]): Promise<ContractRow[]> =>
  ContractModel.find({ residentId: { $in: [...residentIds] }, status: 'active' }).lean<ContractRow[]>();

/** Running contracts in the order of their ids, those after one of them. */
export const findActiveAfter = (afterId: string, limit: number): Promise<ContractRow[]> =>
  ContractModel.find({ _id: { $gt: afterId }, status: 'active' })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<ContractRow[]>();

/** Where a page starts: after this contract. */
export interface ContractCursor {
  signedAt: Date;
  id: string;
}

/** Contracts newest first, one more than the limit where there are more. */
export function findContracts(
  which: { residentId?: string | undefined; status?: ContractState | undefined; endsBy?: string | undefined },
  after: ContractCursor | undefined,
  limit: number,
): Promise<ContractRow[]> {
  const filter: QueryFilter<ContractRow> = {};
  if (which.residentId !== undefined) filter.residentId = which.residentId;
  if (which.status !== undefined) filter.status = which.status;
  if (which.endsBy !== undefined) Object.assign(filter, { status: 'active', endDay: { $lte: which.endsBy } });
  if (after) filter.$or = [{ signedAt: { $lt: after.signedAt } }, { signedAt: after.signedAt, _id: { $lt: after.id } }];
  return ContractModel.find(filter)
    .sort({ signedAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean<ContractRow[]>();
}

/**
 * Adds an application once for a key.
 * @param onOpenContract called when the resident has a contract that waits or runs
 * @param insert keeps the row, where another one changes with it
 */
export const insertContractOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<ContractRow>,
  onOpenContract: () => Promise<never>,
  insert?: (row: ContractRow) => Promise<unknown>,
): Promise<ContractRow> =>
  createOnce<ContractRow>(
    ContractModel,
    request,
    now,
    build,
    (keys) => {
      if (OPEN_INDEX in keys) return onOpenContract();
      throw new Error(`unexpected duplicate of ${Object.keys(keys).join(', ')}`);
    },
    insert,
  );

/** Adds a contract that is not asked for over the API. @returns false when the resident has an open one */
export async function insertContract(row: ContractRow): Promise<boolean> {
  try {
    await ContractModel.collection.insertOne(row as never);
    return true;
  } catch (error) {
    if (metAnother(error)) return false;
    throw error;
  }
}

/** Places of a team that are taken, as a transaction sees them: by who is served, and by who was promised one. */
export const countTaken = async (teamId: string, session: ClientSession): Promise<number> => {
  const promised = { status: 'scheduled', kind: { $ne: 'renewal' } } as const;
  return ContractModel.countDocuments({ teamId, $or: [{ status: 'active' }, promised] }).session(session);
};

/** How often a resident changed the team in a calendar year, as a transaction sees it. */
export const countTransfers = async (residentId: string, year: number, session: ClientSession): Promise<number> =>
  ContractModel.countDocuments({
    residentId,
    kind: 'transfer',
    activatedAt: { $type: 'date' },
    startDay: { $gte: `${year}-01-01`, $lte: `${year}-12-31` },
  }).session(session);

/** Applications that wait, of some teams or of all. */
export const countWaiting = (teamIds?: readonly string[]): Promise<number> =>
  ContractModel.countDocuments({
    status: 'pendingReview',
    ...(teamIds ? { teamId: { $in: [...teamIds] } } : {}),
  }).exec();

/** Those of the ids that are contracts. */
export async function findKnownIds(ids: readonly string[]): Promise<Set<string>> {
  const rows = await ContractModel.find({ _id: { $in: [...ids] } }, { _id: 1 }).lean<{ _id: string }[]>();
  return new Set(rows.map((row) => row._id));
}

/** Ends what waits or runs for a resident who leaves. */
export async function endOpenOf(keyring: Keyring, residentId: string, at: Date, lastDay: string): Promise<void> {
  const reason = (id: string) => keyring.encrypt('居民注销账号', reasonPlace(id));
  const by = { at, by: 'system', accountId: null } as const;
  // What was to follow ends with the one before it.
  for (const row of await findOpenContracts([residentId]))
    if (row.status === 'pendingReview')
      await closeWaiting(row, ['pendingReview'], 'withdrawn', by, { decidedAt: at, reason: reason(row._id) });
    else await end(row._id, by, { code: 'accountClosed', reason, lastDay, decidedBy: null });
}

/** Ids of all contracts of a resident. */
export const findIdsOf = async (residentId: string): Promise<string[]> =>
  (await ContractModel.find({ residentId }, { _id: 1 }).lean<{ _id: string }[]>()).map((row) => row._id);

/** Removes contracts. */
export async function deleteContracts(ids: readonly string[]): Promise<void> {
  await ContractModel.deleteMany({ _id: { $in: [...ids] } });
}

/** How many contracts a resident has or had. */
export const countContractsOf = (residentId: string): Promise<number> =>
  ContractModel.countDocuments({ residentId }).exec();

/** Gives all contracts of a record to another record of the same person. @returns false when an open one met another */
export async function moveContracts(from: string, to: string): Promise<boolean> {
  const move = [{ $set: { residentId: { $literal: to }, outbox: outboxFor(to) } }];
  // Past mongoose's casting, which knows no pipelines.
  await ContractModel.collection.updateMany({ residentId: from, slots: { $exists: false } }, move);
  try {
    await ContractModel.collection.updateMany({ residentId: from }, move);
    return true;
  } catch (error) {
    if (metAnother(error)) return false;
    throw error;
  }
}

/** Contracts signed from one instant to before another, oldest first. */
export const findSignedBetween = (from: Date, before: Date, limit: number): Promise<ContractRow[]> =>
  ContractModel.find({ signedAt: { $gte: from, $lt: before } })
    .sort({ signedAt: 1, _id: 1 })
    .limit(limit)
    .lean<ContractRow[]>();
