import mongoose, { Schema } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';

/** That a person got a prize of a contest. */
export interface PrizeRow extends IdempotentFields {
  _id: string;
  contestId: string;
  residentId: string;
  prize: string;
  at: Date;
  by: string;
  /** `<contest>:<resident>`: a person gets one in a contest. */
  once: string;
}

const schema = new Schema<PrizeRow>(
  {
    _id: String,
    contestId: { type: String, required: true },
    residentId: { type: String, required: true },
    prize: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    once: { type: String, required: true },
    ...idempotentSchema,
  },
  { collection: 'quizPrizes', versionKey: false },
);
schema.index({ once: 1 }, { unique: true });
schema.index({ contestId: 1 });
schema.index({ residentId: 1, at: -1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const PrizeModel = mongoose.model<PrizeRow>('QuizPrize', schema);

/** Writes a prize down once for a key. @param onTwice called when the person has one of the contest */
export const insertPrizeOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<PrizeRow>,
  onTwice: () => never,
): Promise<PrizeRow> => createOnce<PrizeRow>(PrizeModel, request, now, build, onTwice);

/** Prizes of a contest. */
export const findPrizes = (contestId: string): Promise<PrizeRow[]> => PrizeModel.find({ contestId }).lean<PrizeRow[]>();

/** Prizes of a person, the newest first. */
export const findPrizesOf = (residentId: string, limit: number): Promise<PrizeRow[]> =>
  PrizeModel.find({ residentId }).sort({ at: -1 }).limit(limit).lean<PrizeRow[]>();

/** How many prizes a person got. */
export const countPrizesOf = (residentId: string): Promise<number> => PrizeModel.countDocuments({ residentId }).exec();

/** Removes the prizes of a person. */
export async function deletePrizesOf(residentId: string): Promise<void> {
  await PrizeModel.deleteMany({ residentId });
}

/** Gives the prizes of a record to another record of the same person. */
export async function movePrizes(from: string, to: string): Promise<void> {
  await PrizeModel.updateMany({ residentId: from }, { $set: { residentId: to } });
}
