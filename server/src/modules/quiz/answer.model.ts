import type { QuizLetter } from '@linkang/shared/domain/quiz-rules';
import { AppError } from '@linkang/shared/errors';
import mongoose, { Schema, type mongo } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';
import type { RoundRow } from './round.model';

/** An answer of a person in a round. */
export interface AnswerRow {
  _id: string;
  contestId: string;
  roundId: string;
  residentId: string;
  choice: QuizLetter;
  right: boolean;
  /** When it came, by the database's clock. */
  at: Date;
  /**
   * Its place in the order of arrival: the database gives each write a mark of its own that is later than all before,
   * whichever server it came by.
   */
  mark: mongo.Timestamp;
}

const schema = new Schema<AnswerRow>(
  {
    _id: String,
    contestId: { type: String, required: true },
    roundId: { type: String, required: true },
    residentId: { type: String, required: true },
    choice: { type: String, required: true },
    right: { type: Boolean, required: true },
    at: { type: Date, required: true },
    mark: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'quizAnswers', versionKey: false },
);
schema.index({ roundId: 1, residentId: 1 }, { unique: true });
schema.index({ contestId: 1, roundId: 1, mark: 1 });
schema.index({ residentId: 1, at: -1 });

const AnswerModel = mongoose.model<AnswerRow>('QuizAnswer', schema);

/** Writes an answer; the first of a person in a round stands. @returns the one that stands */
export async function putAnswer(answer: Omit<AnswerRow, 'at' | 'mark'>): Promise<AnswerRow> {
  const { roundId, residentId, ...rest } = answer;
  const which = { roundId, residentId };
  try {
    await AnswerModel.collection.updateOne(
      { ...which, mark: { $exists: false } },
      { $setOnInsert: rest as never, $currentDate: { at: { $type: 'date' }, mark: { $type: 'timestamp' } } },
      { upsert: true },
    );
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
  }
  const row = await findAnswer(roundId, residentId);
  // Another request of the person may have taken a late one away in between.
  if (!row) throw new AppError('QUIZ_ROUND_CLOSED');
  return row;
}

/** The answer of a person in a round, or null. */
export const findAnswer = async (roundId: string, residentId: string): Promise<AnswerRow | null> =>
  (await AnswerModel.collection.findOne({ roundId, residentId })) as unknown as AnswerRow | null;

/** Removes an answer that came too late. */
export async function deleteAnswer(id: string): Promise<void> {
  await AnswerModel.deleteOne({ _id: id });
}

/** Whether an answer came between the beginning and the end of its round. */
export const isInTime = (
  { at, mark }: Pick<AnswerRow, 'at' | 'mark'>,
  { opensAt, closesAt, endedMark }: Pick<RoundRow, 'opensAt' | 'closesAt' | 'endedMark'>,
): boolean => at >= opensAt && at < closesAt && (endedMark === undefined || mark.compare(endedMark) < 0);

/** The answers of a contest, or of one round, in the order of arrival in each round. */
export const findAnswers = async (which: { contestId: string; roundId?: string }): Promise<AnswerRow[]> =>
  (await AnswerModel.collection
    .find(which)
    .sort({ contestId: 1, roundId: 1, mark: 1 })
    .toArray()) as unknown as AnswerRow[];

/** How many answered a round by now. */
export const countAnswers = (roundId: string): Promise<number> => AnswerModel.countDocuments({ roundId }).exec();

/** Whether a person answered in a contest. */
export const hasAnswered = async (contestId: string, residentId: string): Promise<boolean> =>
  (await AnswerModel.exists({ contestId, residentId })) !== null;

/** Answers of a person, the newest first. */
export const findAnswersOf = (residentId: string, limit: number): Promise<AnswerRow[]> =>
  AnswerModel.find({ residentId }).sort({ at: -1 }).limit(limit).lean<AnswerRow[]>();

/** How many answers a person gave. */
export const countAnswersOf = (residentId: string): Promise<number> =>
  AnswerModel.countDocuments({ residentId }).exec();

/** Removes the answers of a person. */
export async function deleteAnswersOf(residentId: string): Promise<void> {
  await AnswerModel.deleteMany({ residentId });
}

/** Gives the answers of a record to another record of the same person, who has one in each round. */
export async function moveAnswers(from: string, to: string): Promise<void> {
  for (const { _id } of await AnswerModel.find({ residentId: from }, { _id: 1 }).lean<{ _id: string }[]>())
    try {
      await AnswerModel.collection.updateOne({ _id: _id as never, residentId: from }, { $set: { residentId: to } });
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
      await deleteAnswer(_id);
    }
}
