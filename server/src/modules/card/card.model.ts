import mongoose, { Schema } from 'mongoose';
import { removeSome } from '../../platform/batches';
import { duplicateKeys, idempotentSchema, type IdempotentFields } from '../../platform/idempotency';
import { sealedPath, type Sealed } from '../../platform/keyring';

/** A paper card. */
export interface CardRow extends IdempotentFields {
  _id: string;
  residentId: string;
  /** The same, as long as the card works: a person has one such card. */
  validFor?: string;
  /** What the QR code holds, encrypted, so that the card can be printed again. */
  code: Sealed;
  /** Keyed hash by which a scanned code is found. */
  codeHash: string;
  issuedAt: Date;
  issuedBy: string;
  revokedAt?: Date;
  revokedBy?: string;
}

const schema = new Schema<CardRow>(
  {
    _id: String,
    residentId: String,
    validFor: String,
    code: sealedPath,
    codeHash: String,
    issuedAt: Date,
    issuedBy: String,
    revokedAt: Date,
    revokedBy: String,
    ...idempotentSchema,
  },
  { collection: 'cards', versionKey: false },
);
schema.index({ codeHash: 1 }, { unique: true });
schema.index({ validFor: 1 }, { unique: true, partialFilterExpression: { validFor: { $exists: true } } });
schema.index({ residentId: 1, issuedAt: -1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

/** For `createOnce` alone; whatever else is asked of the collection stands below. */
export const CardModel = mongoose.model<CardRow>('Card', schema);

/** One card. */
export const findCard = (id: string): Promise<CardRow | null> => CardModel.findById(id).lean<CardRow | null>();

/** A person's cards, newest first. */
export const findCards = (residentId: string): Promise<CardRow[]> =>
  CardModel.find({ residentId }).sort({ issuedAt: -1, _id: -1 }).limit(20).lean<CardRow[]>();

/** The cards of people that work, in no order. */
export const findValidCards = (residentIds: readonly string[]): Promise<CardRow[]> =>
  CardModel.find({ validFor: { $in: [...residentIds], $exists: true } }).lean<CardRow[]>();

/** The card with a code, as long as it works. */
export const findValidByHash = (codeHash: string): Promise<CardRow | null> =>
  CardModel.findOne({ codeHash, validFor: { $exists: true } }).lean<CardRow | null>();

const ended = (by: string, at: Date) => ({ $set: { revokedAt: at, revokedBy: by }, $unset: { validFor: '' as const } });

/** Ends a card. @returns null when it did not work any more */
export const endCard = (id: string, by: string, at: Date): Promise<CardRow | null> =>
  CardModel.findOneAndUpdate({ _id: id, validFor: { $exists: true } }, ended(by, at), {
    returnDocument: 'after',
  }).lean<CardRow | null>();

/** Ends the card that a person has, but for the one that the same request has just made. */
export async function endFormerCard(validFor: string, idem: string, by: string, at: Date): Promise<void> {
  await CardModel.updateOne({ validFor, idem: { $ne: idem } }, ended(by, at));
}

/** Stores cards; who got one meanwhile keeps that. */
export async function insertCards(rows: readonly CardRow[]): Promise<void> {
  if (!rows.length) return;
  try {
    await CardModel.collection.insertMany(rows as never, { ordered: false });
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
  }
}

/** Puts the cards of a record under another record of the same person; of two that work the first one's ends. */
export async function moveCards(from: string, to: string, by: string, at: Date): Promise<void> {
  await CardModel.updateMany({ residentId: from }, { $set: { residentId: to } });
  try {
    await CardModel.updateOne({ validFor: from }, { $set: { validFor: to } });
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
    await CardModel.updateOne({ validFor: from }, ended(by, at));
  }
}

/** Every card that a person ever had, oldest first. */
export const findEveryCard = (residentId: string): Promise<CardRow[]> =>
  CardModel.find({ residentId }).sort({ issuedAt: 1, _id: 1 }).lean<CardRow[]>();

/** Ends the card of somebody who leaves. */
export async function endCardOf(validFor: string, by: string, at: Date): Promise<void> {
  await CardModel.updateOne({ validFor }, ended(by, at));
}

/** How many cards a person had. */
export const countCardsOf = (residentId: string): Promise<number> => CardModel.countDocuments({ residentId }).exec();

/** Removes the cards of a person. */
export async function deleteCardsOf(residentId: string): Promise<void> {
  await CardModel.deleteMany({ residentId });
}

/** Cards that were ended before an instant. */
const endedBefore = (at: Date) => ({ revokedAt: { $lt: at }, validFor: { $exists: false } });

/** How many there are. */
export const countCardsBefore = (at: Date): Promise<number> => CardModel.countDocuments(endedBefore(at)).exec();

/** Removes some of them. @returns how many */
export const removeCardsBefore = (at: Date, limit: number): Promise<number> =>
  removeSome(CardModel, endedBefore(at), limit);
