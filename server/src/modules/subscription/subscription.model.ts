import type { ActivityKindCode } from '@linkang/shared/domain/activity-kinds';
import mongoose, { Schema } from 'mongoose';
import { indexOutbox, outboxSchema, type OutboxEntry, type OutboxFields } from '../../platform/outbox';

/** Of which new activities a person is told; one row for a person. */
export interface SubscriptionRow extends OutboxFields {
  _id: string;
  residentId: string;
  kinds: ActivityKindCode[];
  /** Empty: wherever they are. */
  communityIds: string[];
  since: Date;
}

const schema = new Schema<SubscriptionRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    kinds: { type: [String], required: true },
    communityIds: { type: [String], required: true },
    since: { type: Date, required: true },
    ...outboxSchema,
  },
  { collection: 'lectureSubscriptions', versionKey: false },
);
schema.index({ residentId: 1 }, { unique: true });
schema.index({ kinds: 1, _id: 1 });
indexOutbox(schema);

const SubscriptionModel = mongoose.model<SubscriptionRow>('LectureSubscription', schema);

/** What a person chose, or null. */
export const findSubscription = (residentId: string): Promise<SubscriptionRow | null> =>
  SubscriptionModel.findOne({ residentId }).lean<SubscriptionRow | null>();

/** Keeps what a person chose, in place of what was chosen before. */
export async function saveSubscription(
  residentId: string,
  chosen: Pick<SubscriptionRow, 'kinds' | 'communityIds'>,
  now: Date,
): Promise<void> {
  await SubscriptionModel.updateOne(
    { _id: residentId },
    { $set: chosen, $setOnInsert: { residentId, since: now } },
    { upsert: true },
  );
}

/** Forgets what a person chose, and what was still to be told. */
export async function deleteSubscription(residentId: string): Promise<void> {
  await SubscriptionModel.deleteOne({ residentId });
}

/** How many choices there are of a person. */
export const countSubscriptions = (residentId: string): Promise<number> =>
  SubscriptionModel.countDocuments({ residentId }).exec();

/** People who want a kind and wanted it when it was published, after one of them, in the order of ids. */
export const findSubscribers = (
  kind: ActivityKindCode,
  publishedAt: Date,
  afterId: string,
  limit: number,
): Promise<SubscriptionRow[]> =>
  SubscriptionModel.find({ kinds: kind, since: { $lte: publishedAt }, _id: { $gt: afterId } })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<SubscriptionRow[]>();

/** Owes people a message; one that is owed already stays alone. */
export async function oweNews(entries: readonly OutboxEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await SubscriptionModel.bulkWrite(
    entries.map((entry) => ({
      updateOne: {
        filter: { residentId: entry.residentId, 'outbox.id': { $ne: entry.id } },
        update: { $push: { outbox: entry } },
      },
    })),
    { ordered: false },
  );
}

/** Gives what a person chose to another record of the same person, unless that has a choice of its own. */
export async function moveSubscription(from: string, to: string): Promise<void> {
  const row = await findSubscription(from);
  if (!row) return;
  const { kinds, communityIds, since, outbox } = row;
  const owed = outbox ? { outbox: outbox.map((entry) => ({ ...entry, residentId: to })) } : {};
  await SubscriptionModel.updateOne(
    { _id: to },
    { $setOnInsert: { residentId: to, kinds, communityIds, since, ...owed } },
    { upsert: true },
  );
  await deleteSubscription(from);
}
