import type { ContractChannel, ContractKind, ContractState } from '@linkang/shared/api/contract.routes';
import type { IdentityPaper } from '@linkang/shared/api/contract-proof';
import type { EndCode } from '@linkang/shared/domain/contract-end';
import mongoose, { Schema } from 'mongoose';
import { idempotentSchema, type IdempotentFields } from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';
import { indexOutbox, outboxSchema, type OutboxFields } from '../../platform/outbox';

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
  channel: ContractChannel;
  address: string;
  userAgent: string;
  /** SHA-256 of the agreement's text. */
  textHash: string;
  /** SHA-256 of the picture of the signature, or of the signed paper. */
  signatureHash: string;
  /** Of what was signed on paper: the member of staff who saw it, and the paper by which they knew the person. */
  staffId?: string;
  identityPaper?: IdentityPaper;
}

/** The places that a resident's contracts take: one that runs, and one that waits or is to follow. */
export type ContractSlot = 'now' | 'next';

/** One change of a contract, for good. */
export interface ContractChange {
  at: Date;
  to: ContractState;
  by: 'resident' | 'guardian' | 'staff' | 'system';
  /** The account; null: by itself. */
  accountId: string | null;
  endCode?: EndCode;
}

/** One contract of a resident with a team; a new one is a new row, dates are never written over. */
export interface ContractRow extends IdempotentFields, OutboxFields {
  _id: string;
  residentId: string;
  teamId: string;
  kind: ContractKind;
  /** The contract that this one follows. */
  previousId?: string;
  /** The contract that waits to follow this one, or did. */
  nextId?: string;
  packages: SignedPackage[];
  /** SHA-256 of `packages`. */
  packageVersion: string;
  termYears: number;
  textVersion: string;
  status: ContractState;
  /**
   * The places that it takes among its resident's, each of which is free or taken once, by a unique index: a first
   * contract that waits takes both, one that runs `now`, one that is to follow it `next`.
   */
  slots?: ContractSlot[];
  signedAt: Date;
  /** The account that signed, or that brought in the paper. */
  signedBy: string;
  signedAs: 'resident' | 'guardian' | 'staff';
  evidence: SigningEvidence;
  startDay: string | null;
  endDay: string | null;
  /** When it began to run. */
  activatedAt?: Date;
  /** The last day that it had, of one that ended before its term. */
  lastDay?: string;
  endCode?: EndCode;
  decidedAt: Date | null;
  /** The member of staff who decided. */
  decidedBy: string | null;
  reason: Sealed | null;
  /** The smallest number of days before the end of which the resident was reminded. */
  remindedDays?: number;
  history: ContractChange[];
  rev: number;
}

const change = { _id: false, at: Date, to: String, by: String, accountId: String, endCode: String };

const schema = new Schema<ContractRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    teamId: { type: String, required: true },
    kind: { type: String, required: true },
    previousId: String,
    nextId: String,
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
    slots: { type: [String], default: undefined },
    signedAt: { type: Date, required: true },
    signedBy: { type: String, required: true },
    signedAs: String,
    evidence: {
      at: Date,
      channel: String,
      address: String,
      userAgent: String,
      textHash: String,
      signatureHash: String,
      staffId: String,
      identityPaper: String,
    },
    startDay: String,
    endDay: String,
    activatedAt: Date,
    lastDay: String,
    endCode: String,
    decidedAt: Date,
    decidedBy: String,
    reason: sealedPath,
    remindedDays: Number,
    history: { type: [change], default: undefined },
    rev: { type: Number, required: true },
    ...outboxSchema,
    ...idempotentSchema,
  },
  { collection: 'contracts', versionKey: false },
);
/** Name of the index by which a resident has one running contract at most, whatever else is wrong. */
export const ONE_ACTIVE_INDEX = 'oneActive';
schema.index(
  { residentId: 1 },
  { name: ONE_ACTIVE_INDEX, unique: true, partialFilterExpression: { status: 'active' } },
);
schema.index({ residentId: 1, slots: 1 }, { unique: true, partialFilterExpression: { slots: { $exists: true } } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
schema.index({ residentId: 1, signedAt: -1, _id: -1 });
schema.index({ status: 1, signedAt: -1, _id: -1 });
schema.index({ signedAt: -1, _id: -1 });
schema.index({ teamId: 1, status: 1 });
schema.index({ status: 1, endDay: 1 });
schema.index({ startDay: 1 }, { partialFilterExpression: { status: 'scheduled' } });
indexOutbox(schema);

export const ContractModel = mongoose.model<ContractRow>('Contract', schema);

/** Where the reason of a contract's refusal or end stands. */
export const reasonPlace = (contractId: string): string => placeOf('contracts', 'reason', contractId);

/** A fresh id of a contract. */
export const newContractId = (): string => new mongoose.Types.ObjectId().toHexString();
