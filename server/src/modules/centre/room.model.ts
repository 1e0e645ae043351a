import { AppError } from '@linkang/shared/errors';
import mongoose, { Schema } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';

/** A room in which sessions are held. */
export interface RoomDocument extends IdempotentFields {
  _id: string;
  name: string;
  floor: string;
  /** What it is meant for; empty for everything. */
  serviceCodes: string[];
  active: boolean;
  order: number;
  rev: number;
}

const schema = new Schema<RoomDocument>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    floor: { type: String, required: true },
    serviceCodes: { type: [String], required: true },
    active: { type: Boolean, required: true },
    order: { type: Number, required: true },
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'rooms', versionKey: false },
);
schema.index({ floor: 1, name: 1 }, { unique: true });
schema.index({ order: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const RoomModel = mongoose.model<RoomDocument>('Room', schema);

/** All rooms in their order. */
export const readRooms = (): Promise<RoomDocument[]> =>
  RoomModel.find().sort({ order: 1, _id: 1 }).lean<RoomDocument[]>();

/** One room, or null. */
export const readRoom = (id: string): Promise<RoomDocument | null> =>
  RoomModel.findById(id).lean<RoomDocument | null>();

/** Adds those whose id is not there yet; the others stay as they are. */
export async function insertMissingRooms(rows: readonly RoomDocument[]): Promise<void> {
  for (const row of rows)
    await RoomModel.collection.updateOne({ _id: row._id as never }, { $setOnInsert: row }, { upsert: true });
}

/** Adds a room once for an idempotency key. @throws NAME_TAKEN, IDEMPOTENCY_MISMATCH */
export const createRoomOnce = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<RoomDocument, keyof IdempotentFields>>,
): Promise<RoomDocument> =>
  createOnce(RoomModel, idempotency, now, build, () => {
    throw new AppError('NAME_TAKEN');
  });

/** What is changed of a room by hand. */
export type RoomChanges = Pick<RoomDocument, 'name' | 'floor' | 'serviceCodes' | 'active' | 'order'>;

/** @returns null when the room stands at another revision @throws NAME_TAKEN */
export async function updateRoomRow(id: string, rev: number, changes: RoomChanges): Promise<RoomDocument | null> {
  try {
    return await RoomModel.findOneAndUpdate(
      { _id: id, rev },
      { $set: { ...changes, rev: rev + 1 } },
      { returnDocument: 'after' },
    ).lean<RoomDocument | null>();
  } catch (error) {
    if (duplicateKeys(error)) throw new AppError('NAME_TAKEN');
    throw error;
  }
}
