import type { ConsentPurpose, IdType } from '@linkang/shared/api/resident.routes';
import type { GuardianRelationship } from '@linkang/shared/domain/guardianship';
import mongoose, { Schema } from 'mongoose';
import { removeSome } from '../../platform/batches';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { sealedPath, type Sealed } from '../../platform/keyring';

/** A code that was asked for. */
export interface ClaimCode {
  /** Encrypted: it is still to be sent. */
  sealed: Sealed;
  /**
   * `due`: to be sent; `sending`: given to the provider, and never given twice; `none`: nobody to send it to, which
   * the account must not learn.
   */
  state: 'due' | 'sending' | 'sent' | 'refused' | 'unknown' | 'none';
  askedAt: Date;
  validUntil: Date;
  tries: number;
}

/** The wish of an account to be the one of a person whom the centre knows already. */
export interface ClaimRow extends IdempotentFields {
  _id: string;
  accountId: string;
  /** What paper the number is from; absent in older rows: an ID card. */
  idType?: IdType;
  /** Keyed hash of the number that was typed. */
  idHash: string;
  /** What the account's own person is to the child with that number; absent where the number is the own one. */
  guardian?: GuardianRelationship;
  /** The name that was typed. */
  name: Sealed;
  /** The person, once it is decided. */
  residentId?: string;
  /** `settling`: it is decided, and whatever a crash interrupts, a job finishes; `replaced`: by a newer one. */
  status: 'open' | 'settling' | 'done' | 'rejected' | 'replaced';
  /** Present while it is open or settles: an account has one such. */
  open?: true;
  /** Six digits that the person shows at the desk. */
  deskNumber: string;
  code?: ClaimCode;
  /** How it was proved, and the account that had the person before. */
  proof?: { way: 'code' | 'desk'; staffId?: string; formerAccountId?: string };
  /** What was agreed to on the form, with its evidence. */
  consents: { purpose: ConsentPurpose; version: string }[];
  userAgent: string;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
}

const schema = new Schema<ClaimRow>(
  {
    _id: String,
    accountId: { type: String, required: true },
    idType: String,
    idHash: { type: String, required: true },
    guardian: String,
    name: { ...sealedPath, required: true },
    residentId: String,
    status: { type: String, required: true },
    open: Boolean,
    deskNumber: { type: String, required: true },
    code: {
      type: { _id: false, sealed: String, state: String, askedAt: Date, validUntil: Date, tries: Number },
      default: undefined,
      sealed: ['sealed'],
    },
    proof: { type: { _id: false, way: String, staffId: String, formerAccountId: String }, default: undefined },
    consents: [{ _id: false, purpose: String, version: String }],
    userAgent: { type: String, default: '' },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    endedAt: Date,
    ...idempotentSchema,
  },
  { collection: 'claims', versionKey: false },
);
schema.index({ accountId: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index({ deskNumber: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index({ accountId: 1, createdAt: -1 });
schema.index({ residentId: 1 }, { partialFilterExpression: { residentId: { $type: 'string' } } });
schema.index({ 'code.state': 1 }, { partialFilterExpression: { 'code.state': 'due' } });
schema.index({ status: 1, expiresAt: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const ClaimModel = mongoose.model<ClaimRow>('Claim', schema);

/** Tries at one code. */
const MAX_TRIES = 5;

/** A fresh id. */
export const newClaimId = (): string => new mongoose.Types.ObjectId().toHexString();

/** One claim, or null. */
export const findClaim = (id: string): Promise<ClaimRow | null> => ClaimModel.findById(id).lean<ClaimRow | null>();

/** The newest claim of an account that still says something. */
export const findNewest = (accountId: string, now: Date): Promise<ClaimRow | null> =>
  ClaimModel.findOne({ accountId, status: { $ne: 'replaced' }, expiresAt: { $gt: now } })
    .sort({ createdAt: -1, _id: -1 })
    .lean<ClaimRow | null>();

/** The open claim with a number that is shown at the desk. */
export const findByDeskNumber = (deskNumber: string, now: Date): Promise<ClaimRow | null> =>
  ClaimModel.findOne({ deskNumber, open: true, status: 'open', expiresAt: { $gt: now } }).lean<ClaimRow | null>();

/** Whether a number is in use. */
export const isDeskNumberTaken = async (deskNumber: string): Promise<boolean> =>
  (await ClaimModel.exists({ deskNumber, open: true })) !== null;

/** Adds a claim once for a key. @param onOpen called when the account has another open one */
export const insertClaimOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<ClaimRow>,
  onOpen: () => never,
): Promise<ClaimRow> => createOnce<ClaimRow>(ClaimModel, request, now, build, onOpen);

/** Takes back a claim that was one too many. */
export async function discardClaim(id: string): Promise<void> {
  await ClaimModel.deleteOne({ _id: id });
}

/** Ends the open claim of an account, if it has one, since it makes a new one; a twin of the same request stays. */
export async function replaceOpen(accountId: string, idem: string, now: Date): Promise<void> {
  await ClaimModel.updateOne(
    { accountId, open: true, status: 'open', idem: { $ne: idem } },
    { $set: { status: 'replaced', endedAt: now }, $unset: { open: 1, code: 1 } },
  );
}

/** Keeps a new code in place of the last one. @returns null when the claim is not open any more */
export const keepCode = (id: string, code: ClaimCode): Promise<ClaimRow | null> =>
  ClaimModel.findOneAndUpdate(
    { _id: id, status: 'open', expiresAt: { $gt: code.askedAt } },
    { $set: { code } },
    { returnDocument: 'after' },
  ).lean<ClaimRow | null>();

/** Counts a try at the code. @returns null when there is no code, or none that may still be tried */
export const countTry = (id: string, now: Date): Promise<ClaimRow | null> =>
  ClaimModel.findOneAndUpdate(
    {
      _id: id,
      status: 'open',
      expiresAt: { $gt: now },
      'code.validUntil': { $gt: now },
      'code.tries': { $lt: MAX_TRIES },
    },
    { $inc: { 'code.tries': 1 } },
    { returnDocument: 'after' },
  ).lean<ClaimRow | null>();

/** Takes a code for sending: from then on nobody else sends it. */
export const takeDueCode = (): Promise<ClaimRow | null> =>
  ClaimModel.findOneAndUpdate(
    { 'code.state': 'due' },
    { $set: { 'code.state': 'sending' } },
    { returnDocument: 'after' },
  ).lean<ClaimRow | null>();

/** Writes down what became of a code, unless it was replaced meanwhile. */
export async function keepOutcome(id: string, sealed: Sealed, state: ClaimCode['state']): Promise<void> {
  await ClaimModel.updateOne({ _id: id, 'code.sealed': sealed }, { $set: { 'code.state': state } });
}

/** Decides an open claim, for one caller. @returns null when it is not open any more */
export const startSettling = (
  id: string,
  now: Date,
  proof: NonNullable<ClaimRow['proof']>,
  residentId: string,
): Promise<ClaimRow | null> =>
  ClaimModel.findOneAndUpdate(
    { _id: id, status: 'open', expiresAt: { $gt: now } },
    { $set: { status: 'settling', proof, residentId }, $unset: { code: 1 } },
    { returnDocument: 'after' },
  ).lean<ClaimRow | null>();

/** Ends a claim. @returns null when it was in another state */
export const endClaim = (
  id: string,
  from: 'open' | 'settling',
  status: 'done' | 'rejected',
  now: Date,
): Promise<ClaimRow | null> =>
  ClaimModel.findOneAndUpdate(
    { _id: id, status: from },
    { $set: { status, endedAt: now }, $unset: { open: 1, code: 1 } },
    { returnDocument: 'after' },
  ).lean<ClaimRow | null>();

/** Claims that were decided and not finished. */
export const findSettling = (): Promise<ClaimRow[]> =>
  ClaimModel.find({ status: 'settling' }).limit(100).lean<ClaimRow[]>();

/** Deletes what came to nothing and has run out. @returns how many */
export async function deleteStale(now: Date): Promise<number> {
  const stale = { status: { $in: ['open', 'replaced', 'rejected'] as const }, expiresAt: { $lte: now } };
  return (await ClaimModel.deleteMany(stale as never)).deletedCount;
}

/** What an account claimed, and who got a person; the type is said for the sake of the partial index. */
const ofPerson = (residentIds: readonly string[], accountId: string) => ({
  $or: [{ accountId }, { residentId: { $in: [...residentIds], $type: 'string' as const } }],
});

/** Claims of an account or for a person, oldest first. */
export const findClaimsOf = (residentIds: readonly string[], accountId: string): Promise<ClaimRow[]> =>
  ClaimModel.find(ofPerson(residentIds, accountId)).sort({ createdAt: 1, _id: 1 }).lean<ClaimRow[]>();

/** How many there are. */
export const countClaimsOf = (residentIds: readonly string[], accountId: string): Promise<number> =>
  ClaimModel.countDocuments(ofPerson(residentIds, accountId)).exec();

/** Removes them. */
export async function deleteClaimsOf(residentIds: readonly string[], accountId: string): Promise<void> {
  await ClaimModel.deleteMany(ofPerson(residentIds, accountId));
}

/** Ends the open claim of an account that is closed. */
export async function endOpenClaims(accountId: string, now: Date): Promise<void> {
  await ClaimModel.updateMany(
    { accountId, open: true, status: 'open' },
    { $set: { status: 'replaced', endedAt: now }, $unset: { open: 1, code: 1 } },
  );
}

/** Claims that ended before an instant. */
const endedBefore = (at: Date) => ({ endedAt: { $lt: at } });

/** How many there are. */
export const countClaimsBefore = (at: Date): Promise<number> => ClaimModel.countDocuments(endedBefore(at)).exec();

/** Removes some of them. @returns how many */
export const removeClaimsBefore = (at: Date, limit: number): Promise<number> =>
  removeSome(ClaimModel, endedBefore(at), limit);
