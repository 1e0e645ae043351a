import mongoose, { Schema } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** What somebody who was there said of an activity. Whose it is only keeps it from being said twice. */
export interface FeedbackRow extends IdempotentFields {
  _id: string;
  lectureId: string;
  residentId?: string;
  rating: 'good' | 'fair' | 'poor';
  words?: Sealed;
  at: Date;
}

const schema = new Schema<FeedbackRow>(
  {
    _id: String,
    lectureId: { type: String, required: true },
    residentId: String,
    rating: { type: String, required: true },
    words: sealedPath,
    at: { type: Date, required: true },
    ...idempotentSchema,
  },
  { collection: 'lectureFeedbacks', versionKey: false },
);
schema.index(
  { residentId: 1, lectureId: 1 },
  { unique: true, partialFilterExpression: { residentId: { $type: 'string' } } },
);
schema.index({ lectureId: 1, rating: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const FeedbackModel = mongoose.model<FeedbackRow>('LectureFeedback', schema);

/** The type is said for the sake of the partial index. */
const ofPerson = (residentId: string) => ({ residentId: { $eq: residentId, $type: 'string' as const } });

/** A fresh id of a feedback. */
export const newFeedbackId = (): string => new mongoose.Types.ObjectId().toHexString();

/** Where the words of a feedback stand. */
export const feedbackPlace = (id: string): string => placeOf('lectureFeedbacks', 'words', id);

/** Keeps a feedback once for a key. @param onSecond the person has said so already */
export const insertFeedbackOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<FeedbackRow>,
  onSecond: () => never,
): Promise<FeedbackRow> => createOnce<FeedbackRow>(FeedbackModel, request, now, build, onSecond);

/** Which of some people have said how an activity was. */
export const findGivenBy = (lectureId: string, residentIds: readonly string[]): Promise<string[]> =>
  FeedbackModel.distinct('residentId', {
    lectureId,
    residentId: { $in: [...residentIds], $type: 'string' },
  }) as Promise<string[]>;

/** Everything that was said of an activity. */
export const findFeedback = (lectureId: string): Promise<FeedbackRow[]> =>
  FeedbackModel.find({ lectureId }, { residentId: 0 }).lean<FeedbackRow[]>();

/** What a person said, the latest first. */
export const findFeedbackOf = (residentId: string): Promise<FeedbackRow[]> =>
  FeedbackModel.find(ofPerson(residentId)).sort({ at: -1 }).lean<FeedbackRow[]>();

/** How much a person said. */
export const countFeedbackOf = (residentId: string): Promise<number> =>
  FeedbackModel.countDocuments(ofPerson(residentId)).exec();

/** Leaves the tap in the figures, and takes away whose it was and what they wrote. */
export async function forgetFeedbackOf(residentId: string): Promise<void> {
  await FeedbackModel.updateMany(ofPerson(residentId), { $unset: { residentId: '', words: '', idem: '' } });
}

/** Gives what a record said to another record of the same person; said twice, it counts on without a name. */
export async function moveFeedback(from: string, to: string): Promise<void> {
  for (const { _id } of await FeedbackModel.find(ofPerson(from), { _id: 1 }).lean<Pick<FeedbackRow, '_id'>[]>())
    try {
      await FeedbackModel.collection.updateOne({ _id: _id as never }, { $set: { residentId: to } });
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
      await FeedbackModel.updateOne({ _id }, { $unset: { residentId: '' } });
    }
}
