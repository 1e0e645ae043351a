import type { ClosingReason } from '@linkang/shared/domain/record-form';
import mongoose, { Schema, type ClientSession } from 'mongoose';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** That a record was closed or opened again. Rows are only ever added. */
export interface StateRow {
  _id: string;
  recordId: string;
  residentId: string;
  what: 'closed' | 'reopened';
  reason?: ClosingReason;
  /** Of a closing, the day since which it is so; of a reopening, the day on which it was done. */
  day: string;
  words: Sealed;
  by: string;
  at: Date;
}

const schema = new Schema<StateRow>(
  {
    _id: { type: String, required: true },
    recordId: { type: String, required: true },
    residentId: { type: String, required: true },
    what: { type: String, required: true },
    reason: String,
    day: { type: String, required: true },
    words: { ...sealedPath, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'recordStates', versionKey: false },
);
schema.index({ residentId: 1, at: -1 });

const StateModel = mongoose.model<StateRow>('RecordState', schema);

/** Where the encrypted words of a closing or reopening stand. */
export const statePlace = (id: string): string => placeOf('recordStates', 'words', id);

/** Adds a closing or reopening, together with the change of the record. */
export async function insertState(row: StateRow, session: ClientSession): Promise<void> {
  await StateModel.collection.insertOne(row as never, { session });
}

/** Every closing and reopening of a person's record, the newest first. */
export const findStates = (residentId: string): Promise<StateRow[]> =>
  StateModel.find({ residentId }).sort({ at: -1, _id: -1 }).limit(100).lean<StateRow[]>();

/** Gives the closings and reopenings of a record to the record that it becomes a part of. */
export async function moveStates(from: string, to: string): Promise<void> {
  await StateModel.updateMany({ residentId: from }, { $set: { residentId: to } });
}

/** Removes the closings and reopenings of a person. */
export async function deleteStatesOf(residentId: string): Promise<void> {
  await StateModel.deleteMany({ residentId });
}
