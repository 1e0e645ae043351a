import mongoose, { Schema } from 'mongoose';
import { checkedSchema, keepChecked, presentable, type CheckedFields } from '../../platform/content-check';
import { type IdempotentFields, idempotentSchema } from '../../platform/idempotency';

/** A talk for residents. Its seats are those of the session that has the same id. */
export interface LectureRow extends IdempotentFields, CheckedFields {
  _id: string;
  title: string;
  intro: string;
  speaker: string;
  day: string;
  startTime: string;
  endTime: string;
  place: string;
  capacity: number;
  state: 'draft' | 'published' | 'cancelled';
  /** False until the seats are there; the reconciler finishes what a crash left. */
  opened: boolean;
  cancelReason?: string;
  createdBy: string;
  rev: number;
}

/** What staff write. */
export type LectureContent = Pick<
  LectureRow,
  'title' | 'intro' | 'speaker' | 'day' | 'startTime' | 'endTime' | 'place' | 'capacity'
>;

const schema = new Schema<LectureRow>(
  {
    _id: String,
    title: { type: String, required: true },
    intro: { type: String, default: '' },
    speaker: { type: String, required: true },
    day: { type: String, required: true },
    startTime: { type: String, required: true },
    endTime: { type: String, required: true },
    place: { type: String, required: true },
    capacity: { type: Number, required: true },
    state: { type: String, required: true },
    opened: { type: Boolean, required: true },
    cancelReason: String,
    createdBy: { type: String, required: true },
    rev: { type: Number, required: true },
    ...checkedSchema,
    ...idempotentSchema,
  },
  { collection: 'lectures', versionKey: false },
);
keepChecked(schema, ['title', 'intro', 'speaker', 'place']);
schema.index({ state: 1, day: 1, startTime: 1, _id: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

export const LectureModel = mongoose.model<LectureRow>('Lecture', schema);

/** One lecture. */
export const findLecture = (id: string): Promise<LectureRow | null> => LectureModel.findById(id).lean();

/** Which stored lectures, and which part of them. */
export interface LectureQuery {
  states: LectureRow['state'][];
  /** `begun`: until today, as one of today may be over. */
  when: 'coming' | 'past' | 'begun' | 'any';
  today: string;
  forWriters: boolean;
  skip: number;
  limit: number;
}

/** Lectures in some states before or from a day on, nearest to that day first. */
export function findLectures(query: LectureQuery): Promise<LectureRow[]> {
  const days = {
    coming: { day: { $gte: query.today } },
    past: { day: { $lt: query.today } },
    begun: { day: { $lte: query.today } },
    any: {},
  };
  const direction = query.when === 'coming' ? 1 : -1;
  return LectureModel.find({
    state: { $in: query.states },
    ...days[query.when],
    ...(query.forWriters ? {} : presentable),
  })
    .sort({ day: direction, startTime: direction, _id: direction })
    .skip(query.skip)
    .limit(query.limit)
    .lean();
}

/** Changes a draft that is still at the given revision. @returns null when it is not */
export const updateDraft = (
  id: string,
  rev: number,
  content: LectureContent & CheckedFields,
): Promise<LectureRow | null> =>
  LectureModel.findOneAndUpdate(
    { _id: id, state: 'draft', rev },
    { $set: content, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean();

/** Moves a lecture from one state to another. @returns null when it was not in the first */
export const moveLecture = (
  id: string,
  from: LectureRow['state'],
  to: LectureRow['state'],
  more: Partial<LectureRow> = {},
): Promise<LectureRow | null> =>
  LectureModel.findOneAndUpdate(
    { _id: id, state: from },
    { $set: { ...more, state: to }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean();

/** Says that the lecture's seats are there. */
export async function markOpened(id: string): Promise<void> {
  await LectureModel.updateOne({ _id: id }, { $set: { opened: true } });
}

/** Published lectures whose seats are not there yet. */
export const findUnopened = (): Promise<LectureRow[]> =>
  LectureModel.find({ state: 'published', opened: false }).limit(50).lean();

/** Lectures still to come. */
export const countComing = (today: string): Promise<number> =>
  LectureModel.countDocuments({ state: 'published', day: { $gte: today } });

/** Stores a lecture unless it is there already. */
export async function insertLecture(row: LectureRow): Promise<void> {
  await LectureModel.collection.updateOne({ _id: row._id as never }, { $setOnInsert: row }, { upsert: true });
}
