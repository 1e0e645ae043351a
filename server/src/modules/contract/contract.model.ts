import type { ContractState } from '@linkang/shared/api/contract.routes';
import mongoose, { Schema, type ClientSession, type QueryFilter } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';
import { placeOf, sealedPath, type Keyring, type Sealed } from '../../platform/keyring';
import { indexOutbox, outboxFor, outboxSchema, type OutboxEntry, type OutboxFields } from '../../platform/outbox';

/** A package as it was offered on the day of signing. */
export interface SignedPackage {
  code: string;
  name: string;
  priceFen: number;
  items: { code: string; name: string; yearlyQuantity: number | null }[];
}

/** What proves later who agreed to which text, when and from where (电子签名法 2019). */
export interface SigningEvidence {
  at: Date;
  channel: 'miniapp' | 'h5' | 'seed';
  address: string;
  userAgent: string;
  /** SHA-256 of the agreement's text. */
  textHash: string;
  /** SHA-256 of the picture of the signature. */
  signatureHash: string;
}

/** One contract of a resident with a team; a new one is a new row, dates are never written over. */
export interface ContractRow extends IdempotentFields, OutboxFields {
  _id: string;
  residentId: string;
  teamId: string;
  packages: SignedPackage[];
  /** SHA-256 of `packages`. */
  packageVersion: string;
  termYears: number;
  textVersion: string;
  status: ContractState;
  /** Present while the contract waits or runs: of such a resident has one at most, by a unique index. */
  open?: true;
  signedAt: Date;
  /** The account that signed. */
  signedBy: string;
  evidence: SigningEvidence;
  startDay: string | null;
  endDay: string | null;
  decidedAt: Date | null;
  /** The member of staff who decided. */
  decidedBy: string | null;
  reason: Sealed | null;
  rev: number;
}

const OPEN_INDEX = 'residentId';

const schema = new Schema<ContractRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    teamId: { type: String, required: true },
    packages: [
      {
        _id: false,
        code: String,
        name: String,
        priceFen: Number,
        items: [{ _id: false, code: String, name: String, yearlyQuantity: Number }],
      },
    ],
    packageVersion: String,
    termYears: Number,
    textVersion: String,
    status: { type: String, required: true },
    open: Boolean,
    signedAt: { type: Date, required: true },
    signedBy: { type: String, required: true },
    evidence: {
      at: Date,
      channel: String,
      address: String,
      userAgent: String,
      textHash: String,
      signatureHash: String,
    },
    startDay: String,
    endDay: String,
    decidedAt: Date,
    decidedBy: String,
    reason: sealedPath,
    rev: { type: Number, required: true },
    ...outboxSchema,
    ...idempotentSchema,
  },
  { collection: 'contracts', versionKey: false },
);
schema.index({ residentId: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
schema.index({ residentId: 1, signedAt: -1, _id: -1 });
schema.index({ status: 1, signedAt: -1, _id: -1 });
schema.index({ signedAt: -1, _id: -1 });
schema.index({ teamId: 1, status: 1 });
schema.index({ status: 1, endDay: 1 });
indexOutbox(schema);

const ContractModel = mongoose.model<ContractRow>('Contract', schema);

/** Where the reason of a contract's refusal stands. */
export const reasonPlace = (contractId: string): string => placeOf('contracts', 'reason', contractId);

/** A fresh id of a contract. */
export const newContractId = (): string => new mongoose.Types.ObjectId().toHexString();

/** One contract, or null. */
export const findContract = (id: string): Promise<ContractRow | null> =>
  ContractModel.findById(id).lean<ContractRow | null>();

/** The contract of a resident that waits or runs, or null. */
export const findOpenContract = (residentId: string): Promise<ContractRow | null> =>
  ContractModel.findOne({ residentId, open: true }).lean<ContractRow | null>();

/** Where a page starts: after this contract. */
export interface ContractCursor {
  signedAt: Date;
  id: string;
}

/** Contracts newest first, one more than the limit where there are more. */
export function findContracts(
  which: { residentId?: string | undefined; status?: ContractState | undefined },
  after: ContractCursor | undefined,
  limit: number,
): Promise<ContractRow[]> {
  const filter: QueryFilter<ContractRow> = {};
  if (which.residentId !== undefined) filter.residentId = which.residentId;
  if (which.status !== undefined) filter.status = which.status;
  if (after) filter.$or = [{ signedAt: { $lt: after.signedAt } }, { signedAt: after.signedAt, _id: { $lt: after.id } }];
  return ContractModel.find(filter)
    .sort({ signedAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean<ContractRow[]>();
}

/**
 * Adds an application once for a key.
 * @param onOpenContract called when the resident has a contract that waits or runs
 */
export const insertContractOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<ContractRow>,
  onOpenContract: () => Promise<never>,
): Promise<ContractRow> =>
  createOnce<ContractRow>(ContractModel, request, now, build, (keys) => {
    if (OPEN_INDEX in keys) return onOpenContract();
    throw new Error(`unexpected duplicate of ${Object.keys(keys).join(', ')}`);
  });

/** Adds a contract that is not asked for over the API. @returns false when the resident has an open one */
export async function insertContract(row: ContractRow): Promise<boolean> {
  try {
    await ContractModel.collection.insertOne(row as never);
    return true;
  } catch (error) {
    if (OPEN_INDEX in (duplicateKeys(error) ?? {})) return false;
    throw error;
  }
}

/** How an application ends, as far as it is written down. */
type Decision = Partial<Pick<ContractRow, 'startDay' | 'endDay' | 'decidedAt' | 'decidedBy' | 'reason'>>;

/**
 * Moves an application on, unless somebody else did so first.
 * @param notice the message that tells of it
 * @returns null when it no longer waits
 */
export function decide(
  id: string,
  status: 'active' | 'rejected' | 'withdrawn',
  decision: Decision,
  notice?: OutboxEntry,
  session: ClientSession | null = null,
): Promise<ContractRow | null> {
  const close = status === 'active' ? {} : { $unset: { open: 1 as const } };
  const tell = notice ? { $push: { outbox: notice } } : {};
  return ContractModel.findOneAndUpdate(
    { _id: id, status: 'pendingReview' },
    { $set: { status, ...decision }, $inc: { rev: 1 }, ...close, ...tell },
    { returnDocument: 'after', session },
  ).lean<ContractRow | null>();
}

/** Active contracts of a team as a transaction sees them. */
export const countActive = (teamId: string, session: ClientSession): Promise<number> =>
  ContractModel.countDocuments({ teamId, status: 'active' }).session(session).exec();

/** Ends the contracts whose last day is before a day. @returns how many */
export async function expireBefore(day: string): Promise<number> {
  const result = await ContractModel.updateMany(
    { status: 'active', endDay: { $lt: day } },
    { $set: { status: 'expired' }, $unset: { open: 1 }, $inc: { rev: 1 } },
  );
  return result.modifiedCount;
}

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
export async function endOpenOf(keyring: Keyring, residentId: string, at: Date): Promise<void> {
  const running: ContractState[] = ['pendingReview', 'active', 'scheduled'];
  const open = await ContractModel.find({ residentId, status: { $in: running } }).lean<ContractRow[]>();
  for (const { _id, status } of open) {
    const reason = keyring.encrypt('居民注销账号', reasonPlace(_id));
    const ended: ContractState = status === 'pendingReview' ? 'withdrawn' : 'terminated';
    await ContractModel.updateOne(
      { _id, status },
      { $set: { status: ended, reason, decidedAt: at }, $unset: { open: 1 }, $inc: { rev: 1 } },
    );
  }
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
  await ContractModel.collection.updateMany({ residentId: from, open: { $ne: true } }, move);
  try {
    await ContractModel.collection.updateMany({ residentId: from }, move);
    return true;
  } catch (error) {
    if (OPEN_INDEX in (duplicateKeys(error) ?? {})) return false;
    throw error;
  }
}

/** Ends a contract that runs, unless somebody else moved it first. @returns null when it does not run */
export const endContract = (
  id: string,
  decision: Required<Pick<Decision, 'decidedAt' | 'decidedBy' | 'reason'>>,
  notice: OutboxEntry,
): Promise<ContractRow | null> =>
  ContractModel.findOneAndUpdate(
    { _id: id, status: { $in: ['active', 'scheduled'] } },
    {
      $set: { status: 'terminated', ...decision },
      $unset: { open: 1 },
      $inc: { rev: 1 },
      $push: { outbox: notice },
    },
    { returnDocument: 'after' },
  ).lean<ContractRow | null>();

/** Contracts signed from one instant to before another, oldest first. */
export const findSignedBetween = (from: Date, before: Date, limit: number): Promise<ContractRow[]> =>
  ContractModel.find({ signedAt: { $gte: from, $lt: before } })
    .sort({ signedAt: 1, _id: 1 })
    .limit(limit)
    .lean<ContractRow[]>();
