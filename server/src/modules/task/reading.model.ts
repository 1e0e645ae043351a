import mongoose, { Schema } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** What was measured again on a task. Rows are only ever added. */
export interface ReadingRow extends IdempotentFields {
  _id: string;
  taskId: string;
  residentId: string;
  /** The clinic day on which it was measured. */
  day: string;
  /** `{ [code]: number }` as JSON. */
  values: Sealed;
  /** The member of staff who entered it. */
  by: string;
  at: Date;
  /** What follows from it is still to be done; taken off when it is. */
  owes?: true;
}

const schema = new Schema<ReadingRow>(
  {
    _id: String,
    taskId: { type: String, required: true },
    residentId: { type: String, required: true },
    day: { type: String, required: true },
    values: { ...sealedPath, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    owes: Boolean,
    ...idempotentSchema,
  },
  { collection: 'taskReadings', versionKey: false },
);
schema.index({ taskId: 1, day: 1 });
schema.index({ residentId: 1, day: 1 });
schema.index({ at: 1 }, { partialFilterExpression: { owes: true } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const ReadingModel = mongoose.model<ReadingRow>('TaskReading', schema);

/** Where the encrypted values of a reading stand. */
export const readingPlace = (id: string): string => placeOf('taskReadings', 'values', id);

/** Keeps a reading once for an idempotency key. @throws IDEMPOTENCY_MISMATCH */
export const insertReadingOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<Omit<ReadingRow, keyof IdempotentFields>>,
): Promise<ReadingRow> =>
  createOnce<ReadingRow>(ReadingModel, request, now, build, (keys) => {
    throw new Error(`a new reading ran into ${Object.keys(keys).join()}`);
  });

/** What was measured on a task, by day. */
export const findReadings = (taskId: string): Promise<ReadingRow[]> =>
  ReadingModel.find({ taskId }).sort({ day: 1, _id: 1 }).limit(100).lean<ReadingRow[]>();

/** What was measured of a person from a day on. */
export const findReadingsOf = (residentId: string, fromDay: string): Promise<ReadingRow[]> =>
  ReadingModel.find({ residentId, day: { $gte: fromDay } })
    .sort({ day: 1, _id: 1 })
    .limit(500)
    .lean<ReadingRow[]>();

/** Readings of which something is still to follow, the oldest first. */
export const findOwingReadings = (limit: number): Promise<ReadingRow[]> =>
  ReadingModel.find({ owes: true }).sort({ at: 1 }).limit(limit).lean<ReadingRow[]>();

/** Takes the mark off. */
export async function clearOwing(id: string): Promise<void> {
  await ReadingModel.updateOne({ _id: id }, { $unset: { owes: 1 } });
}

/** How many readings there are of a person. */
export const countReadingsOf = (residentId: string): Promise<number> =>
  ReadingModel.countDocuments({ residentId }).exec();

/** Removes the readings of a person. */
export async function deleteReadingsOf(residentId: string): Promise<void> {
  await ReadingModel.deleteMany({ residentId });
}

/** Gives the readings of a record to another record of the same person. */
export async function moveReadings(from: string, to: string): Promise<void> {
  await ReadingModel.updateMany({ residentId: from }, { $set: { residentId: to } });
}
