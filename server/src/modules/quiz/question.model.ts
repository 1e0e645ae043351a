import { questionKey, type QuizLetter, type WrittenQuestion } from '@linkang/shared/domain/quiz-rules';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { checkedSchema, keepChecked, presentable, type CheckedFields } from '../../platform/content-check';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';

/** A question of the bank. */
export interface QuestionRow extends IdempotentFields, CheckedFields {
  _id: string;
  category: string;
  text: string;
  options: Record<QuizLetter, string>;
  answer: QuizLetter;
  explanation: string;
  /** Of the words, by a unique index: a question stands in the bank once. */
  key: string;
  state: 'proposed' | 'released' | 'retired';
  writtenAt: Date;
  /** Missing of the national table's own. */
  writtenBy?: string;
  releasedBy?: string;
  releasedAt?: Date;
  rev: number;
}

const schema = new Schema<QuestionRow>(
  {
    _id: String,
    category: { type: String, required: true },
    text: { type: String, required: true },
    options: { A: String, B: String, C: String, D: String },
    answer: { type: String, required: true },
    explanation: { type: String, required: true },
    key: { type: String, required: true },
    state: { type: String, required: true },
    writtenAt: { type: Date, required: true },
    writtenBy: String,
    releasedBy: String,
    releasedAt: Date,
    rev: { type: Number, required: true },
    ...checkedSchema,
    ...idempotentSchema,
  },
  { collection: 'quizQuestions', versionKey: false },
);
keepChecked(schema, ['category', 'text', 'options', 'explanation']);
schema.index({ state: 1, _id: 1 });
schema.index({ key: 1 }, { unique: true });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const QuestionModel = mongoose.model<QuestionRow>('QuizQuestion', schema);

/** Adds a question once for a key. @param onKnown called when it stands in the bank already */
export const insertQuestionOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<QuestionRow>,
  onKnown: () => never,
): Promise<QuestionRow> => createOnce<QuestionRow>(QuestionModel, request, now, build, onKnown);

/** Adds questions; those that stand there already stay as they are. @returns how many are new */
export async function insertNew(rows: readonly QuestionRow[]): Promise<number> {
  let added = 0;
  for (const row of rows)
    try {
      await QuestionModel.collection.insertOne({ ...row } as never);
      added += 1;
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
    }
  return added;
}

/** Which of these are there. */
export const findQuestions = (ids: readonly string[]): Promise<QuestionRow[]> =>
  QuestionModel.find({ _id: { $in: [...ids] } }).lean<QuestionRow[]>();

/** A position in the list. */
export interface QuestionCursor {
  state: string;
  id: string;
}

/** Questions by state and id: `proposed` comes before `released` and `retired`. */
export const listRows = (
  state: QuestionRow['state'] | undefined,
  after: QuestionCursor | undefined,
  limit: number,
): Promise<QuestionRow[]> => {
  const filter: QueryFilter<QuestionRow> = state === undefined ? {} : { state };
  if (after) filter.$or = [{ state: { $gt: after.state } }, { state: after.state, _id: { $gt: after.id } }] as never;
  return QuestionModel.find(filter).sort({ state: 1, _id: 1 }).limit(limit).lean<QuestionRow[]>();
};

/** How many there are in a state. */
export const countState = (state: QuestionRow['state']): Promise<number> =>
  QuestionModel.countDocuments({ state }).exec();

/** Some released questions by chance. @param not ids that are left out */
export const drawReleased = (count: number, not: readonly string[] = []): Promise<QuestionRow[]> =>
  QuestionModel.aggregate<QuestionRow>([
    { $match: { state: 'released', ...presentable, ...(not.length ? { _id: { $nin: [...not] } } : {}) } },
    { $sample: { size: count } },
  ]);

const change = (id: string, rev: number, update: object): Promise<QuestionRow | null> =>
  QuestionModel.findOneAndUpdate(
    { _id: id, rev },
    { ...update, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<QuestionRow | null>();

/** Writes a question anew: it waits for a doctor again. @returns null at another revision, `known` for another's words */
export async function rewrite(
  id: string,
  rev: number,
  question: WrittenQuestion & CheckedFields & Required<Pick<QuestionRow, 'writtenBy' | 'writtenAt'>>,
): Promise<QuestionRow | null | 'known'> {
  try {
    return await change(id, rev, {
      $set: { ...question, key: questionKey(question.text), state: 'proposed' },
      $unset: { releasedBy: 1, releasedAt: 1 },
    });
  } catch (error) {
    if (duplicateKeys(error)) return 'known';
    throw error;
  }
}

/** Asks a question no more. @returns null at another revision */
export const retire = (id: string, rev: number): Promise<QuestionRow | null> =>
  change(id, rev, { $set: { state: 'retired' } });

/** Releases a question as it was read. @returns null when it was changed, waits no more, or was refused by WeChat */
export const releaseRow = (
  id: string,
  rev: number,
  release: Required<Pick<QuestionRow, 'releasedBy' | 'releasedAt'>>,
): Promise<QuestionRow | null> =>
  QuestionModel.findOneAndUpdate(
    { _id: id, rev, state: 'proposed', ...presentable },
    { $set: { state: 'released', ...release }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<QuestionRow | null>();
