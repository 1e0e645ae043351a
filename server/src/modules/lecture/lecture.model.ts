import type { ActivityKindCode } from '@linkang/shared/domain/activity-kinds';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { checkedSchema, keepChecked, presentable, type CheckedFields } from '../../platform/content-check';
import { type IdempotentFields, idempotentSchema } from '../../platform/idempotency';

/** What staff write down after an activity: the rest of its file is counted from seats, entries and feedback. */
export interface ActivityRecord {
  /** The kind's fields, by the table's codes. */
  values: Record<string, string | number>;
  handouts: { name: string; copies: number }[];
  /** Pictures of the day, and whether those who can be recognised agreed. */
  photoIds: string[];
  photosAllowed: boolean;
  /** People signed on paper, and the sheet is kept. */
  paperSheet: boolean;
  summary: string;
  /** What participants are shown afterwards. */
  articleIds: string[];
  pictureIds: string[];
  by: string;
  at: Date;
}

/** Who came, counted once each. */
export interface Attendance {
  /** Registered and came. */
  registered: number;
  /** Known, and came without a seat. */
  walkIns: number;
  /** Counted only. */
  counted: number;
  total: number;
}

/** An activity for residents. Its seats are those of the session that has the same id. */
export interface LectureRow extends IdempotentFields, CheckedFields {
  _id: string;
  kind: ActivityKindCode;
  title: string;
  intro: string;
  speaker: string;
  day: string;
  startTime: string;
  endTime: string;
  place: string;
  location: { latitude: number; longitude: number } | null;
  partner: string;
  audience: string;
  healthDay: string | null;
  capacity: number;
  state: 'draft' | 'published' | 'done' | 'cancelled';
  /** False until the seats are there; the reconciler finishes what a crash left. */
  opened: boolean;
  cancelReason?: string;
  record?: ActivityRecord;
  /** Pictures of the record, which the cleaning of files leaves alone. */
  fileIds?: string[];
  /** As it was counted when the record was closed. */
  attendance?: Attendance;
  doneAt?: Date;
  doneBy?: string;
  createdBy: string;
  /** Since when subscribers have to be told of it; gone once their messages are owed. */
  newsAt?: Date;
  rev: number;
}

/** What staff write. */
export type LectureContent = Pick<
  LectureRow,
  | 'kind'
  | 'title'
  | 'intro'
  | 'speaker'
  | 'day'
  | 'startTime'
  | 'endTime'
  | 'place'
  | 'location'
  | 'partner'
  | 'audience'
  | 'healthDay'
  | 'capacity'
>;

const schema = new Schema<LectureRow>(
  {
    _id: String,
    // Those that were written before there were kinds are lectures.
    kind: { type: String, default: 'LECTURE' },
    title: { type: String, required: true },
    intro: { type: String, default: '' },
    speaker: { type: String, required: true },
    day: { type: String, required: true },
    startTime: { type: String, required: true },
    endTime: { type: String, required: true },
    place: { type: String, required: true },
    location: { type: Object, default: null },
    partner: { type: String, default: '' },
    audience: { type: String, default: '' },
    healthDay: { type: String, default: null },
    capacity: { type: Number, required: true },
    state: { type: String, required: true },
    opened: { type: Boolean, required: true },
    cancelReason: String,
    record: { type: Object, default: undefined },
    fileIds: { type: [String], default: undefined },
    attendance: { type: Object, default: undefined },
    doneAt: Date,
    doneBy: String,
    createdBy: { type: String, required: true },
    newsAt: Date,
    rev: { type: Number, required: true },
    ...checkedSchema,
    ...idempotentSchema,
  },
  { collection: 'lectures', versionKey: false },
);
keepChecked(schema, ['title', 'intro', 'speaker', 'place', 'partner', 'audience']);
schema.index({ state: 1, day: 1, startTime: 1, _id: 1 });
schema.index({ healthDay: 1, day: 1 }, { partialFilterExpression: { healthDay: { $type: 'string' } } });
schema.index({ fileIds: 1 }, { partialFilterExpression: { fileIds: { $exists: true } } });
schema.index({ newsAt: 1 }, { partialFilterExpression: { newsAt: { $exists: true } } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

export const LectureModel = mongoose.model<LectureRow>('Lecture', schema);

/** One lecture. */
export const findLecture = (id: string): Promise<LectureRow | null> => LectureModel.findById(id).lean();

/** Lectures by id, in no order. */
export const findLecturesById = (ids: readonly string[]): Promise<LectureRow[]> =>
  LectureModel.find({ _id: { $in: [...ids] } }).lean();

/** Which stored lectures, and which part of them. */
export interface LectureQuery {
  states: LectureRow['state'][];
  /** `begun`: until today, as one of today may be over. */
  when: 'coming' | 'past' | 'begun' | 'any';
  today: string;
  forWriters: boolean;
  kind?: ActivityKindCode;
  /** First and last day. */
  fromDay?: string;
  toDay?: string;
  skip: number;
  limit: number;
}

/** Lectures in some states before or from a day on, nearest to that day first. */
export function findLectures(query: LectureQuery): Promise<LectureRow[]> {
  const { today, fromDay, toDay, kind } = query;
  const days: Record<LectureQuery['when'], QueryFilter<LectureRow>> = {
    coming: { day: { $gte: today } },
    past: { day: { $lt: today } },
    begun: { day: { $lte: today } },
    any: {},
  };
  const parts = [days[query.when]];
  if (fromDay !== undefined) parts.push({ day: { $gte: fromDay } });
  if (toDay !== undefined) parts.push({ day: { $lte: toDay } });
  if (kind !== undefined) parts.push({ kind });
  if (!query.forWriters) parts.push(presentable);
  const direction = query.when === 'coming' ? 1 : -1;
  return LectureModel.find({ state: { $in: query.states }, $and: parts })
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
