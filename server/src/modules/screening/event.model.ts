import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';

/** A screening in the street. */
export interface EventRow extends IdempotentFields {
  _id: string;
  place: string;
  day: string;
  crew: string;
  createdBy: string;
  createdAt: Date;
}

const schema = new Schema<EventRow>(
  {
    _id: String,
    place: { type: String, required: true },
    day: { type: String, required: true },
    crew: { type: String, required: true },
    createdBy: { type: String, required: true },
    createdAt: { type: Date, required: true },
    ...idempotentSchema,
  },
  { collection: 'screeningEvents', versionKey: false },
);
schema.index({ day: -1, _id: -1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const EventModel = mongoose.model<EventRow>('ScreeningEvent', schema);

/** Adds an event once for a key. */
export const insertEventOnce = (request: Idempotency, now: Date, build: () => Promise<EventRow>): Promise<EventRow> =>
  createOnce<EventRow>(EventModel, request, now, build, () => {
    throw new Error('an event has no other unique index');
  });

/** One event, or null. */
export const findEvent = (id: string): Promise<EventRow | null> => EventModel.findById(id).lean<EventRow | null>();

/** Events by id, in no order. */
export const findEventsById = (ids: readonly string[]): Promise<EventRow[]> =>
  EventModel.find({ _id: { $in: [...ids] } }).lean<EventRow[]>();

/** A position among events. */
export interface EventCursor {
  day: string;
  id: string;
}

/** Events, the last first. */
export const findEvents = (after: EventCursor | undefined, limit: number): Promise<EventRow[]> => {
  const filter: QueryFilter<EventRow> = {};
  if (after) filter.$or = [{ day: { $lt: after.day } }, { day: after.day, _id: { $lt: after.id } }];
  return EventModel.find(filter).sort({ day: -1, _id: -1 }).limit(limit).lean<EventRow[]>();
};

/** How many events there were in some days. */
export const countEvents = (fromDay: string, toDay: string): Promise<number> =>
  EventModel.countDocuments({ day: { $gte: fromDay, $lte: toDay } }).exec();
