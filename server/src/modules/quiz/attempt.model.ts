import type { QuizLetter } from '@linkang/shared/domain/quiz-rules';
import mongoose, { Schema } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';

/** A paper that a person finished. */
export interface AttemptRow extends IdempotentFields {
  _id: string;
  residentId: string;
  day: string;
  at: Date;
  answers: { questionId: string; choice: QuizLetter | null; right: boolean }[];
  right: number;
  total: number;
  score: number;
  passed: boolean;
  /** Of timed ones. */
  seconds?: number;
}

const schema = new Schema<AttemptRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    day: { type: String, required: true },
    at: { type: Date, required: true },
    answers: { type: [{ _id: false, questionId: String, choice: String, right: Boolean }], required: true },
    right: { type: Number, required: true },
    total: { type: Number, required: true },
    score: { type: Number, required: true },
    passed: { type: Boolean, required: true },
    seconds: Number,
    ...idempotentSchema,
  },
  { collection: 'quizAttempts', versionKey: false },
);
schema.index({ residentId: 1, at: -1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const AttemptModel = mongoose.model<AttemptRow>('QuizAttempt', schema);

/** Adds a finished paper once for a key. */
export const insertAttemptOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<AttemptRow>,
): Promise<AttemptRow> =>
  createOnce<AttemptRow>(AttemptModel, request, now, build, () => {
    throw new Error('a paper has no other unique index');
  });

/** Papers of a person, the newest first. */
export const findAttemptsOf = (residentId: string, limit: number): Promise<AttemptRow[]> =>
  AttemptModel.find({ residentId }).sort({ at: -1, _id: -1 }).limit(limit).lean<AttemptRow[]>();

/** How many papers a person finished. */
export const countAttemptsOf = (residentId: string): Promise<number> =>
  AttemptModel.countDocuments({ residentId }).exec();

/** Removes the papers of a person. */
export async function deleteAttemptsOf(residentId: string): Promise<void> {
  await AttemptModel.deleteMany({ residentId });
}

/** Gives the papers of a record to another record of the same person. */
export async function moveAttempts(from: string, to: string): Promise<void> {
  await AttemptModel.updateMany({ residentId: from }, { $set: { residentId: to } });
}
