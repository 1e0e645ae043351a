import mongoose, { Schema, type ClientSession } from 'mongoose';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** One answer to a request for a correction. Rows are only ever added. */
export interface AnswerRow {
  /** `<correction>:<number>`: of two answers at the same moment one is refused. */
  _id: string;
  correctionId: string;
  at: Date;
  by: string;
  outcome: 'accepted' | 'refused';
  words: Sealed;
}

const schema = new Schema<AnswerRow>(
  {
    _id: { type: String, required: true },
    correctionId: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    outcome: { type: String, required: true },
    words: { ...sealedPath, required: true },
  },
  { collection: 'correctionAnswers', versionKey: false },
);
schema.index({ correctionId: 1, at: 1 });

const AnswerModel = mongoose.model<AnswerRow>('CorrectionAnswer', schema);

/** Where the encrypted words of an answer stand. */
export const answerPlace = (id: string): string => placeOf('correctionAnswers', 'words', id);

/** Adds an answer, together with what follows from it. */
export async function insertAnswer(row: AnswerRow, session: ClientSession): Promise<void> {
  await AnswerModel.collection.insertOne(row as never, { session });
}

/** Every answer to some requests, the oldest first. */
export const findAnswers = (correctionIds: readonly string[]): Promise<AnswerRow[]> =>
  AnswerModel.find({ correctionId: { $in: [...correctionIds] } })
    .sort({ at: 1, _id: 1 })
    .lean<AnswerRow[]>();

/** Removes the answers to some requests. */
export async function deleteAnswers(correctionIds: readonly string[]): Promise<void> {
  await AnswerModel.deleteMany({ correctionId: { $in: [...correctionIds] } });
}
