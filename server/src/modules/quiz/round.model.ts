import type { PaperQuestion } from '@linkang/shared/api/quiz.routes';
import { ROUND_LEAD_MS, type QuizLetter } from '@linkang/shared/domain/quiz-rules';
import mongoose, { Schema, type mongo } from 'mongoose';

/**
 * A round: one question, as everybody sees it. Every time in it is the database's own: servers and phones have clocks
 * that differ.
 */
export interface RoundRow {
  /** `<contest>:<number>`. */
  _id: string;
  contestId: string;
  no: number;
  /** The question as it was then, the answers in one order for everybody. */
  questionId: string;
  category: string;
  text: string;
  options: PaperQuestion['options'];
  answer: QuizLetter;
  explanation: string;
  seconds: number;
  opensAt: Date;
  closesAt: Date;
  /** Of a round that was ended before its time: what arrived later does not count. */
  endedMark?: mongo.Timestamp;
}

const schema = new Schema<RoundRow>(
  {
    _id: String,
    contestId: { type: String, required: true },
    no: { type: Number, required: true },
    questionId: { type: String, required: true },
    category: { type: String, required: true },
    text: { type: String, required: true },
    options: { type: [{ _id: false, key: String, text: String }], required: true },
    answer: { type: String, required: true },
    explanation: { type: String, required: true },
    seconds: { type: Number, required: true },
    opensAt: { type: Date, required: true },
    closesAt: { type: Date, required: true },
    endedMark: Schema.Types.Mixed,
  },
  { collection: 'quizRounds', versionKey: false },
);
schema.index({ contestId: 1, no: -1 });

const RoundModel = mongoose.model<RoundRow>('QuizRound', schema);

/** The id of a round. */
export const roundIdOf = (contestId: string, no: number): string => `${contestId}:${no}`;

/** A round with the database's time of reading it. */
export type TimedRound = RoundRow & { now: Date };

/** Starts a round by the database's clock; one that is there stays. */
export async function putRound(round: Omit<RoundRow, 'opensAt' | 'closesAt' | 'endedMark'>): Promise<void> {
  const { _id, ...words } = round;
  const opensAt = { $add: ['$$NOW', ROUND_LEAD_MS] };
  const fields = Object.fromEntries(Object.entries(words).map(([name, value]) => [name, { $literal: value }]));
  await RoundModel.collection.updateOne(
    { _id: _id as never },
    [
      {
        $replaceWith: {
          $cond: [
            { $eq: [{ $type: '$opensAt' }, 'date'] },
            '$$ROOT',
            { _id: '$_id', ...fields, opensAt, closesAt: { $add: [opensAt, round.seconds * 1000] } },
          ],
        },
      },
    ],
    { upsert: true },
  );
}

const timed = async (match: object): Promise<TimedRound | null> => {
  const [found] = await RoundModel.aggregate<TimedRound>([
    { $match: match },
    { $sort: { no: -1 } },
    { $limit: 1 },
    { $set: { now: '$$NOW' } },
  ]);
  return found ?? null;
};

/** One round, or null. */
export const findRound = (id: string): Promise<TimedRound | null> => timed({ _id: id });

/** The last round of a contest, or null before the first. */
export const findLastRound = (contestId: string): Promise<TimedRound | null> => timed({ contestId });

/** Every round of a contest. */
export const findRounds = (contestId: string): Promise<RoundRow[]> => RoundModel.find({ contestId }).lean<RoundRow[]>();

/** Ends a round before its time. @returns whether it ran */
export async function endRow(id: string): Promise<boolean> {
  const { modifiedCount } = await RoundModel.collection.updateOne(
    { _id: id as never, endedMark: { $exists: false }, $expr: { $gt: ['$closesAt', '$$NOW'] } },
    { $currentDate: { endedMark: { $type: 'timestamp' } } },
  );
  return modifiedCount === 1;
}
