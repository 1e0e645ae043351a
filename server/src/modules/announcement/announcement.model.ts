import mongoose, { Schema } from 'mongoose';
import { checkedSchema, keepChecked, presentable, type CheckedFields } from '../../platform/content-check';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';

/** Something that the centre tells everyone for some days. */
export interface AnnouncementRow extends IdempotentFields, CheckedFields {
  _id: string;
  title: string;
  text: string;
  fromDay: string;
  toDay: string;
  important: boolean;
  /** When it was ended before its last day. */
  endedAt: Date | null;
  authorId: string;
}

const schema = new Schema<AnnouncementRow>(
  {
    _id: String,
    title: { type: String, required: true },
    text: { type: String, required: true },
    fromDay: { type: String, required: true },
    toDay: { type: String, required: true },
    important: { type: Boolean, required: true },
    endedAt: Date,
    authorId: { type: String, required: true },
    ...checkedSchema,
    ...idempotentSchema,
  },
  { collection: 'announcements', versionKey: false },
);
keepChecked(schema, ['title', 'text']);
schema.index({ endedAt: 1, toDay: 1, fromDay: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const AnnouncementModel = mongoose.model<AnnouncementRow>('Announcement', schema);

/** A fresh id of an announcement. */
export const newAnnouncementId = (): string => new mongoose.Types.ObjectId().toHexString();

/** Whether there is an announcement. */
export const isKnown = async (id: string): Promise<boolean> => (await AnnouncementModel.exists({ _id: id })) !== null;

/** What is announced on a day, important things first, then the newest. */
export const findOfDay = (day: string, limit: number): Promise<AnnouncementRow[]> =>
  AnnouncementModel.find({ endedAt: null, toDay: { $gte: day }, fromDay: { $lte: day }, ...presentable })
    .sort({ important: -1, fromDay: -1, _id: -1 })
    .limit(limit)
    .lean();

/** Announcements that were written before one, the last written first. */
export const findWritten = (beforeId: string | undefined, limit: number): Promise<AnnouncementRow[]> =>
  AnnouncementModel.find(beforeId === undefined ? {} : { _id: { $lt: beforeId } })
    .sort({ _id: -1 })
    .limit(limit)
    .lean();

/** Adds an announcement once for a key. */
export const insertOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<AnnouncementRow>,
): Promise<AnnouncementRow> =>
  createOnce<AnnouncementRow>(AnnouncementModel, request, now, build, (keys) => {
    throw new Error(`unexpected duplicate of ${Object.keys(keys).join(', ')}`);
  });

/** Ends an announcement whose last day is not over. @returns null when it has ended already */
export const endEarly = (id: string, today: string, endedAt: Date): Promise<AnnouncementRow | null> =>
  AnnouncementModel.findOneAndUpdate(
    { _id: id, endedAt: null, toDay: { $gte: today } },
    { $set: { endedAt } },
    { returnDocument: 'after' },
  ).lean<AnnouncementRow | null>();

/** Stores an announcement unless it is there already. */
export async function insertAnnouncement(row: AnnouncementRow): Promise<void> {
  await AnnouncementModel.collection.updateOne({ _id: row._id as never }, { $setOnInsert: row }, { upsert: true });
}
