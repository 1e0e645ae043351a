import mongoose, { Schema } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { sealedPath, type Sealed } from '../../platform/keyring';

/** A copy of somebody's data, until it is opened or its time is up. */
export interface CopyRow extends IdempotentFields {
  _id: string;
  residentId: string;
  /** Who asked for it, and alone may open it. */
  accountId: string;
  /** Encrypted; absent once it was opened. */
  sealed?: Sealed;
  /** The row goes with it. */
  expiresAt: Date;
}

const schema = new Schema<CopyRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    accountId: { type: String, required: true },
    sealed: sealedPath,
    expiresAt: { type: Date, required: true },
    ...idempotentSchema,
  },
  { collection: 'copies', versionKey: false },
);
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const CopyModel = mongoose.model<CopyRow>('Copy', schema);

/** Adds a copy once for a key. */
export const insertCopyOnce = (request: Idempotency, now: Date, build: () => Promise<CopyRow>): Promise<CopyRow> =>
  createOnce<CopyRow>(CopyModel, request, now, build, (keys) => {
    throw new Error(`unexpected duplicate of ${Object.keys(keys).join(', ')}`);
  });

/** One copy, or null. */
export const findCopy = (id: string): Promise<CopyRow | null> => CopyModel.findById(id).lean<CopyRow | null>();

/** Takes the data out, for exactly one caller. @returns null when they were taken, or the time is up */
export const takeSealed = async (id: string, now: Date): Promise<Sealed | null> =>
  (
    await CopyModel.findOneAndUpdate(
      { _id: id, sealed: { $type: 'string' }, expiresAt: { $gt: now } },
      { $unset: { sealed: 1 } },
      { returnDocument: 'before' },
    ).lean<CopyRow | null>()
  )?.sealed ?? null;
