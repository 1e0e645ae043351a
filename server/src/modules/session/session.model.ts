import { AppError } from '@linkang/shared/errors';
import mongoose, { Schema } from 'mongoose';
import { duplicateKeys, type IdempotentFields, idempotentSchema } from '../../platform/idempotency';

/** For whom seats are kept; `desk` and `elder` open to everyone at their own hour. */
export type Quota = 'online' | 'desk' | 'elder';

/** A change of time or place: what the people who have a seat are told besides the new time. */
export interface SessionEdit {
  /** Counts the session's edits; the seats say which one they are in line with. */
  no: number;
  at: Date;
  by: string;
  reason: string;
  /** Name of the service as it was called then. */
  serviceName: string;
  /** The session's revision after it. */
  rev: number;
}

/** An appointed time with seats: of a doctor, a service, or a lecture. */
export interface SessionRow extends IdempotentFields {
  _id: string;
  serviceCode: string;
  /** Title of the lecture whose seats these are. */
  lectureTitle?: string;
  day: string;
  startTime: string;
  endTime: string;
  /** Start of the last seat: from then on the session is over for booking. */
  lastStartTime: string;
  place: string;
  roomId?: string;
  /** The weekly template that it was made from. */
  templateId?: string;
  /** A team's day in a community. */
  teamId?: string;
  communityId?: string;
  /** The hospital that sends an expert. */
  visitingHospital?: string;
  doctorId?: string;
  doctorName?: string;
  doctorTitle?: string;
  /** The doctor's time, while the session is open (`buildDoctorKeys`); absent without a doctor. */
  doctorKeys?: string[];
  capacity: number;
  /** The highest ordinary seat number ever made. */
  made: number;
  quotas: Record<Quota, number>;
  /** Everybody comes at the start. */
  sharedTime: boolean;
  state: 'open' | 'suspended' | 'ended';
  /** Raised by each suspension, so that an older one's work stops. */
  epoch: number;
  /** Seats taken back by suspensions; written together with each of them, so that resuming meets the sweep. */
  swept?: number;
  suspendReason?: string;
  releaseAt: Date | null;
  /** False until every seat row is there; the reconciler finishes what a crash left. */
  published: boolean;
  /** The last change of time or place. */
  edit?: SessionEdit;
  /** Seats are still to be brought in line with the last edit. */
  editing?: boolean;
  createdBy: string;
  createdAt: Date;
  rev: number;
}

const schema = new Schema<SessionRow>(
  {
    _id: String,
    serviceCode: { type: String, required: true },
    lectureTitle: String,
    day: { type: String, required: true },
    startTime: { type: String, required: true },
    endTime: { type: String, required: true },
    lastStartTime: { type: String, required: true },
    place: { type: String, required: true },
    roomId: String,
    templateId: String,
    teamId: String,
    communityId: String,
    visitingHospital: String,
    doctorId: String,
    doctorName: String,
    doctorTitle: String,
    doctorKeys: { type: [String], default: undefined },
    capacity: { type: Number, required: true },
    made: { type: Number, required: true },
    quotas: { online: Number, desk: Number, elder: Number },
    sharedTime: { type: Boolean, required: true },
    state: { type: String, required: true },
    epoch: { type: Number, required: true },
    swept: Number,
    suspendReason: String,
    releaseAt: { type: Date, default: null },
    published: { type: Boolean, required: true },
    edit: { type: { no: Number, at: Date, by: String, reason: String, serviceName: String, rev: Number, _id: false } },
    editing: Boolean,
    createdBy: { type: String, required: true },
    createdAt: { type: Date, required: true },
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'sessions', versionKey: false },
);
schema.index({ day: 1, serviceCode: 1, startTime: 1, _id: 1 });
schema.index({ published: 1 }, { partialFilterExpression: { published: false } });
schema.index({ state: 1, day: 1 });
schema.index({ editing: 1 }, { partialFilterExpression: { editing: true } });
schema.index({ doctorKeys: 1 }, { unique: true, partialFilterExpression: { doctorKeys: { $exists: true } } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

export const SessionModel = mongoose.model<SessionRow>('Session', schema);

/** A position in the list of sessions, after which the next page begins. */
export interface SessionCursor {
  day: string;
  startTime: string;
  id: string;
}

/** Sessions of clinic services (no lectures) in a range of days, in order of time. */
export function findSessions(range: {
  fromDay: string;
  toDay: string;
  serviceCodes: string[];
  place?: string;
  doctorId?: string;
  after?: SessionCursor;
  limit: number;
}): Promise<SessionRow[]> {
  const { after } = range;
  return SessionModel.find({
    day: { $gte: range.fromDay, $lte: range.toDay },
    serviceCode: { $in: range.serviceCodes },
    ...(range.place === undefined ? {} : { place: range.place }),
    ...(range.doctorId === undefined ? {} : { doctorId: range.doctorId }),
    ...(after
      ? {
          $or: [
            { day: { $gt: after.day } },
            { day: after.day, startTime: { $gt: after.startTime } },
            { day: after.day, startTime: after.startTime, _id: { $gt: after.id } },
          ],
        }
      : {}),
  })
    .sort({ day: 1, startTime: 1, _id: 1 })
    .limit(range.limit)
    .lean();
}

/** One session, from the primary. */
export const findSession = (id: string): Promise<SessionRow | null> => SessionModel.findById(id).lean();

/** Sessions by id, in no order. */
export const findSessionsById = (ids: string[]): Promise<SessionRow[]> =>
  SessionModel.find({ _id: { $in: ids } }).lean();

/** Sessions whose seats are not all made yet. */
export const findUnpublished = (): Promise<SessionRow[]> => SessionModel.find({ published: false }).limit(100).lean();

/** Ids of open sessions from a day on with fewer seats than were made. */
export const findOwing = (fromDay: string): Promise<string[]> =>
  SessionModel.distinct('_id', { state: 'open', day: { $gte: fromDay }, $expr: { $gt: ['$made', '$capacity'] } });

/** Says that all seat rows up to a number are there. */
export async function markPublished(id: string, made: number): Promise<void> {
  await SessionModel.updateOne({ _id: id, made }, { $set: { published: true } });
}

/** Stores a session unless it is there already. @throws SESSION_DOCTOR_BUSY */
export async function insertSession(row: SessionRow): Promise<void> {
  try {
    await SessionModel.collection.updateOne({ _id: row._id as never }, { $setOnInsert: row }, { upsert: true });
  } catch (error) {
    if (duplicateKeys(error)?.doctorKeys) throw new AppError('SESSION_DOCTOR_BUSY');
    throw error;
  }
}

/** The session, but for one, that holds one of a doctor's keys; or null. */
export const findByDoctorKeys = (keys: readonly string[], exceptId?: string): Promise<SessionRow | null> =>
  SessionModel.findOne({
    doctorKeys: { $in: [...keys], $exists: true },
    ...(exceptId === undefined ? {} : { _id: { $ne: exceptId } }),
  }).lean();

/** When doctors are taken by open sessions in a range of days. */
export const findDoctorTimes = (
  doctorIds: string[],
  fromDay: string,
  toDay: string,
): Promise<Pick<Required<SessionRow>, 'doctorId' | 'day' | 'startTime' | 'endTime'>[]> =>
  SessionModel.find(
    { state: 'open', day: { $gte: fromDay, $lte: toDay }, doctorId: { $in: doctorIds } },
    { _id: 0, doctorId: 1, day: 1, startTime: 1, endTime: 1 },
  ).lean<Pick<Required<SessionRow>, 'doctorId' | 'day' | 'startTime' | 'endTime'>[]>();

/** Suspends an open session, whose doctor is free for another one. @returns null when it was not open */
export const suspendOpen = (id: string, reason: string): Promise<SessionRow | null> =>
  SessionModel.findOneAndUpdate(
    { _id: id, state: 'open' },
    {
      $set: { state: 'suspended', suspendReason: reason },
      $inc: { epoch: 1, rev: 1 },
      $unset: { doctorKeys: '' },
    },
    { returnDocument: 'after' },
  ).lean();

/**
 * Opens a suspended session again, as it was seen.
 * @returns null when it was changed meanwhile or is not suspended
 * @throws the driver's duplicate-key error when its doctor has another session at that time
 */
export const resumeSuspended = (session: SessionRow, doctorKeys?: string[]): Promise<SessionRow | null> =>
  SessionModel.findOneAndUpdate(
    { _id: session._id, state: 'suspended', rev: session.rev },
    { $set: { state: 'open', ...(doctorKeys ? { doctorKeys } : {}) }, $unset: { suspendReason: '' }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean();

/** Ids of suspended sessions from a day on: the reconciler looks at them again. */
export const findSuspended = (fromDay: string): Promise<string[]> =>
  SessionModel.distinct('_id', { state: 'suspended', day: { $gte: fromDay } });
