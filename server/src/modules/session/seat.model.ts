import type { BookingStatus } from '@linkang/shared/api/session.routes';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { duplicateKeys, type IdempotentFields, idempotentSchema } from '../../platform/idempotency';
import { placeOf, type Sealed } from '../../platform/keyring';
import { indexOutbox, outboxSchema, type OutboxEntry, type OutboxFields } from '../../platform/outbox';
import type { Quota } from './session.model';

/** States of a seat that nobody has. */
export type EmptyStatus = 'pending' | 'free' | 'held' | 'closed';

/**
 * What became of the seat that the centre offers in place of one that it called off: still to be looked for, held
 * and told, accepted, declined, to be settled by telephone, settled by telephone.
 */
export type OfferState = 'todo' | 'made' | 'accepted' | 'declined' | 'phone' | 'phoned';

/** That somebody did not come, confirmed by staff. */
export interface Absence {
  at: Date;
  by: string;
  /** The person's keys, for the case that it was a mistake. */
  keys: string[];
  appeal?: { text: Sealed; at: Date };
  answer?: { accepted: boolean; text: Sealed; at: Date };
}

/**
 * One seat of a session; the row of a taken seat is the booking. A freed seat stays as history and a new
 * row with the next generation takes its place.
 */
export interface SeatRow extends IdempotentFields, OutboxFields {
  /** `<sessionId>:<no, three digits>:<generation>` */
  _id: string;
  sessionId: string;
  day: string;
  serviceCode: string;
  no: number;
  quota: Quota;
  startTime: string;
  endTime: string;
  /** `<day>T<HH:mm>` of each quarter of an hour that the seat covers. */
  grains: string[];
  status: EmptyStatus | BookingStatus;
  residentId?: string;
  bookedBy?: string;
  bookedAt?: Date;
  /** Seconds that the booking took its maker, as the phone counted them; of a family's booking the first seat alone. */
  tookSeconds?: number;
  /** Present only while the seat is somebody's: a second empty array would break the unique index. */
  keys?: string[];
  closedBy?: 'suspend' | 'capacity';
  /** The next generation is still to be made. */
  reopen?: boolean;
  /** Number of the session's last edit that this row is in line with. */
  edit?: number;
  /** Keys of its new time that another booking of the person holds. */
  clashKeys?: string[];
  /** Set on a seat that was added by hand: counted in no capacity and never given to another. */
  extra?: { reason: Sealed };
  /** For what a seat is or was held. */
  heldFor?: string;
  heldUntil?: Date;
  /** One hold for one purpose at a time. */
  holdKey?: string;
  /** The booking that took the place of this one. */
  movedTo?: string;
  offer?: OfferState;
  offerSeatId?: string;
  offerUntil?: Date;
  absence?: Absence;
  /** Reminders that were written: `<kind>:<day>T<HH:mm>` of the visit. */
  reminded?: string[];
  log: { at: Date; by: string; what: string }[];
  /** Place in the queue from the arrival on: the lower, the sooner. */
  turn?: number;
  arrivedAt?: Date;
  calledAt?: Date;
  doneAt?: Date;
  /** Key of the request that called this person as the next one. */
  callIdem?: string;
}

const schema = new Schema<SeatRow>(
  {
    _id: String,
    sessionId: String,
    day: String,
    serviceCode: String,
    no: Number,
    quota: String,
    startTime: String,
    endTime: String,
    grains: [String],
    status: String,
    residentId: String,
    bookedBy: String,
    bookedAt: Date,
    tookSeconds: Number,
    keys: { type: [String], default: undefined },
    closedBy: String,
    reopen: Boolean,
    edit: Number,
    clashKeys: { type: [String], default: undefined },
    extra: { type: Object, default: undefined, sealed: ['reason'] },
    heldFor: String,
    heldUntil: Date,
    holdKey: String,
    movedTo: String,
    offer: String,
    offerSeatId: String,
    offerUntil: Date,
    absence: { type: Object, default: undefined, sealed: ['appeal.text', 'answer.text'] },
    reminded: { type: [String], default: undefined },
    log: [{ at: Date, by: String, what: String, _id: false }],
    turn: Number,
    arrivedAt: Date,
    calledAt: Date,
    doneAt: Date,
    callIdem: String,
    ...outboxSchema,
    ...idempotentSchema,
  },
  { collection: 'seats', versionKey: false },
);
schema.index({ keys: 1 }, { unique: true, partialFilterExpression: { keys: { $exists: true } } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
schema.index({ day: 1, serviceCode: 1, status: 1, quota: 1, sessionId: 1, startTime: 1 });
schema.index({ sessionId: 1, status: 1, quota: 1, no: 1 });
schema.index({ residentId: 1, day: -1 }, { partialFilterExpression: { residentId: { $type: 'string' } } });
schema.index({ status: 1 }, { partialFilterExpression: { status: 'pending' } });
schema.index({ reopen: 1 }, { partialFilterExpression: { reopen: true } });
schema.index({ clashKeys: 1 }, { partialFilterExpression: { clashKeys: { $exists: true } } });
schema.index({ holdKey: 1 }, { unique: true, partialFilterExpression: { holdKey: { $exists: true } } });
schema.index({ heldUntil: 1 }, { partialFilterExpression: { status: 'held' } });
schema.index({ closedBy: 1, day: 1, sessionId: 1 }, { partialFilterExpression: { closedBy: { $exists: true } } });
schema.index({ offer: 1, day: 1 }, { partialFilterExpression: { offer: { $exists: true } } });
schema.index({ 'absence.at': 1 }, { partialFilterExpression: { 'absence.at': { $exists: true } } });
// Only people who have arrived are in it: it costs a booking nothing.
schema.index({ sessionId: 1, status: 1, turn: 1, no: 1 }, { partialFilterExpression: { turn: { $exists: true } } });
schema.index({ callIdem: 1 }, { unique: true, partialFilterExpression: { callIdem: { $type: 'string' } } });
// For the figures: only those who came are in the first, only those whose phone counted in the second. No seat is in
// either when it is booked without a count.
schema.index({ day: 1, serviceCode: 1, sessionId: 1 }, { partialFilterExpression: { arrivedAt: { $exists: true } } });
schema.index({ bookedAt: 1 }, { partialFilterExpression: { tookSeconds: { $exists: true } } });
indexOutbox(schema);

export const SeatModel = mongoose.model<SeatRow>('Seat', schema);

/** Where encrypted words about a seat stand. */
export const seatPlace = (path: 'absence.appeal.text' | 'absence.answer.text' | 'extra.reason', id: string): string =>
  placeOf('seats', path, id);

/** The id of a seat row. */
export const seatId = (sessionId: string, no: number, generation: number): string =>
  `${sessionId}:${String(no).padStart(3, '0')}:${generation}`;

/** Generation in a seat row's id. */
export const generationOf = (id: string): number => Number(id.slice(id.lastIndexOf(':') + 1));

/** Statuses in which a seat belongs to somebody. */
export const takenStatuses = ['booked', 'arrived', 'called', 'done'] as const;

/** Stores seat rows; those that are there already stay as they are. */
export async function insertSeats(rows: SeatRow[]): Promise<void> {
  if (!rows.length) return;
  try {
    await SeatModel.collection.insertMany(rows as never[], { ordered: false });
  } catch (error) {
    // Unordered: every row that was missing is in, the others exist (a run after a crash).
    if (!duplicateKeys(error)) throw error;
  }
}

/** Numbers of a session of which there is a row. */
export const findNumbers = async (sessionId: string): Promise<Set<number>> =>
  new Set(await SeatModel.distinct('no', { sessionId }));

/** The key of a person that a duplicate-key error names, if it was one. */
export const violatedKey = (error: unknown): string | undefined => {
  const keys = duplicateKeys(error)?.keys;
  const key: unknown = Array.isArray(keys) ? keys[0] : keys;
  return typeof key === 'string' ? key : undefined;
};

/** The seat that holds a key. */
export const findByKey = (key: string): Promise<SeatRow | null> => SeatModel.findOne({ keys: key }).lean();

/** The bookings that requests made, in no order. */
export const findByIdems = (idems: string[]): Promise<SeatRow[]> =>
  // The type is said for the sake of the partial index: a list alone does not prove that it may be used. Past
  // mongoose, since a sold-out session asks this hundreds of times a second.
  SeatModel.collection.find({ idem: { $in: idems, $type: 'string' } }).toArray() as unknown as Promise<SeatRow[]>;

/** One seat. */
export const findSeat = (id: string): Promise<SeatRow | null> => SeatModel.findById(id).lean();

/** Seats by id, in no order. */
export const findSeats = (ids: readonly string[]): Promise<SeatRow[]> =>
  SeatModel.find({ _id: { $in: [...ids] } }).lean();

/** A person's bookings in a range, in order of time; `past` also holds those that ended early. */
export function findBookings(query: {
  residentId: string;
  when: 'coming' | 'past' | 'all';
  today: string;
  skip: number;
  limit: number;
}): Promise<SeatRow[]> {
  const live: SeatRow['status'][] = ['booked', 'arrived', 'called'];
  const filters: Record<typeof query.when, QueryFilter<SeatRow>> = {
    coming: { status: { $in: live }, day: { $gte: query.today } },
    past: { $or: [{ day: { $lt: query.today } }, { status: { $nin: live } }] },
    all: {},
  };
  const direction = query.when === 'coming' ? 1 : -1;
  // The type is said for the sake of the partial index.
  const residentId = { $eq: query.residentId, $type: 'string' as const };
  return SeatModel.find<SeatRow>({ residentId, ...filters[query.when] })
    .sort({ day: direction, startTime: direction, _id: direction })
    .skip(query.skip)
    .limit(query.limit)
    .lean();
}

/** Seats that people have or had in a range of days, the latest first. */
export const findVisits = (
  residentIds: readonly string[],
  serviceCodes: readonly string[],
  range: { fromDay: string; toDay: string },
): Promise<SeatRow[]> =>
  SeatModel.find({
    // The type is said for the sake of the partial index.
    residentId: { $in: [...residentIds], $type: 'string' },
    day: { $gte: range.fromDay, $lte: range.toDay },
    serviceCode: { $in: [...serviceCodes] },
    status: { $in: [...takenStatuses] },
  })
    .sort({ day: -1, startTime: -1 })
    .lean();

/**
 * Ends a booking: the person's keys go and the message is owed in the same write, the row stays as history.
 * @param what how the log calls it
 * @returns null when the seat was not booked by this person any more
 */
export const endBooked = (
  seat: { _id: string; residentId: string },
  status: 'cancelled',
  by: string,
  at: Date,
  notice: OutboxEntry,
  what: string = status,
): Promise<SeatRow | null> =>
  SeatModel.findOneAndUpdate(
    { _id: seat._id, residentId: seat.residentId, status: 'booked' },
    { $set: { status, reopen: true }, $unset: { keys: '' }, $push: { log: { at, by, what }, outbox: notice } },
    { returnDocument: 'after' },
  ).lean();

/** One step of a person through the day. */
export interface DayStep {
  from: readonly BookingStatus[];
  to: BookingStatus;
  /** How the log calls it. */
  what: string;
  /** What else the step leaves on the seat. */
  set?: Partial<Pick<SeatRow, 'turn' | 'arrivedAt' | 'calledAt' | 'doneAt'>>;
}

/**
 * Moves a seat that somebody has one step on or back; its keys stay. The log's length is compared too, so that
 * a seat which went back and forth meanwhile is not taken for the one that was seen.
 * @returns null when the seat was in another state
 */
export const stepSeat = (
  seat: Pick<SeatRow, '_id' | 'log'>,
  step: DayStep,
  by: string,
  at: Date,
): Promise<SeatRow | null> =>
  SeatModel.findOneAndUpdate(
    { _id: seat._id, status: { $in: [...step.from] }, log: { $size: seat.log.length } },
    { $set: { ...step.set, status: step.to }, $push: { log: { at, by, what: step.what } } },
    { returnDocument: 'after' },
  ).lean();

/** Says that the next generation of a freed seat was made. */
export async function finishReopen(id: string): Promise<void> {
  await SeatModel.updateOne({ _id: id }, { $unset: { reopen: '' } });
}

/** Sessions that have pending rows. */
export const findSessionsWithPending = (): Promise<string[]> => SeatModel.distinct('sessionId', { status: 'pending' });

/** Freed rows whose next generation is still to be made. */
export const findReopening = (): Promise<SeatRow[]> => SeatModel.find({ reopen: true }).limit(500).lean();

/** Rows of sessions that somebody has or had, by session and number. */
export const findTakenOf = (sessionIds: readonly string[], statuses: readonly BookingStatus[]): Promise<SeatRow[]> =>
  SeatModel.find({ sessionId: { $in: [...sessionIds] }, status: { $in: [...statuses] } })
    .sort({ sessionId: 1, no: 1, _id: 1 })
    .lean();

/** A session's rows that somebody has or had, by number. */
export const findTaken = (sessionId: string, statuses: readonly BookingStatus[]): Promise<SeatRow[]> =>
  findTakenOf([sessionId], statuses);
