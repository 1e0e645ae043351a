import type { CalendarDay } from '@linkang/shared/domain/schedule';
import { AppError } from '@linkang/shared/errors';
import mongoose, { Schema } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';

/** A line of the centre's own calendar; its id is its day, with the service where it is for one only. */
export interface CalendarRow extends CalendarDay, IdempotentFields {
  _id: string;
  rev: number;
}

const schema = new Schema<CalendarRow>(
  {
    _id: String,
    day: { type: String, required: true },
    serviceCode: { type: String, default: null },
    kind: { type: String, required: true },
    name: { type: String, required: true },
    weekday: { type: Number, default: null },
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'calendarDays', versionKey: false },
);
schema.index({ day: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const CalendarModel = mongoose.model<CalendarRow>('CalendarDay', schema);

/** The centre's lines for a range of days. */
export const readCalendar = (fromDay: string, toDay: string): Promise<CalendarRow[]> =>
  CalendarModel.find({ day: { $gte: fromDay, $lte: toDay } })
    .sort({ day: 1, _id: 1 })
    .lean<CalendarRow[]>();

/** One line. */
export const readCalendarRow = (id: string): Promise<CalendarRow | null> =>
  CalendarModel.findById(id).lean<CalendarRow | null>();

/** Lines by their ids, in no order. */
export const readCalendarRows = (ids: readonly string[]): Promise<CalendarRow[]> =>
  CalendarModel.find({ _id: { $in: [...ids] } }).lean<CalendarRow[]>();

/** Adds a line once for an idempotency key. @throws DAY_TAKEN, IDEMPOTENCY_MISMATCH */
export const createCalendarRowOnce = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<CalendarRow, keyof IdempotentFields>>,
): Promise<CalendarRow> =>
  createOnce(CalendarModel, idempotency, now, build, () => {
    throw new AppError('DAY_TAKEN');
  });

/** @returns null when the line stands at another revision */
export const updateCalendarRow = (
  id: string,
  rev: number,
  changes: Pick<CalendarRow, 'kind' | 'name' | 'weekday'>,
): Promise<CalendarRow | null> =>
  CalendarModel.findOneAndUpdate(
    { _id: id, rev },
    { $set: changes, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<CalendarRow | null>();

/** @returns whether it was there at this revision */
export const removeCalendarRow = async (id: string, rev: number): Promise<boolean> =>
  (await CalendarModel.deleteOne({ _id: id, rev })).deletedCount > 0;

/** Takes lines over: those that are there get the new content. */
export async function putCalendarRows(rows: readonly (CalendarDay & { _id: string })[]): Promise<void> {
  if (rows.length === 0) return;
  await CalendarModel.collection.bulkWrite(
    rows.map(({ _id, day, serviceCode, ...changes }) => ({
      updateOne: {
        filter: { _id: _id as never },
        update: { $set: changes, $setOnInsert: { day, serviceCode }, $inc: { rev: 1 } },
        upsert: true,
      },
    })),
  );
}
