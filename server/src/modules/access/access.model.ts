import type { RevealReason } from '@linkang/shared/domain/access-rules';
import mongoose, { Schema } from 'mongoose';
import { removeSome } from '../../platform/batches';

/** That somebody at a counter showed a person: one row for the two, good until an instant. */
interface RevealDocument {
  /** `<staff>:<resident>` */
  _id: string;
  staffId: string;
  residentId: string;
  reason: RevealReason;
  at: Date;
  until: Date;
}

const schema = new Schema<RevealDocument>(
  {
    _id: { type: String, required: true },
    staffId: { type: String, required: true },
    residentId: { type: String, required: true },
    reason: { type: String, required: true },
    at: { type: Date, required: true },
    until: { type: Date, required: true },
  },
  { collection: 'reveals', versionKey: false },
);

schema.index({ residentId: 1 });

const RevealModel = mongoose.model<RevealDocument>('Reveal', schema);

const pairOf = (staffId: string, residentId: string): string => `${staffId}:${residentId}`;

/** Shows a person to somebody, until an instant. */
export async function putReveal(row: Omit<RevealDocument, '_id'>): Promise<void> {
  const _id = pairOf(row.staffId, row.residentId);
  await RevealModel.updateOne({ _id }, { $set: row }, { upsert: true });
}

/** Until when somebody at a counter shows a person; null when they don't now. */
export async function findReveal(staffId: string, residentId: string, now: Date): Promise<Date | null> {
  const row = await RevealModel.findById(pairOf(staffId, residentId)).lean<RevealDocument | null>();
  return row && row.at <= now && row.until > now ? row.until : null;
}

/** Before whom a person was shown. */
export const countRevealsOf = (residentIds: readonly string[]): Promise<number> =>
  RevealModel.countDocuments({ residentId: { $in: [...residentIds] } }).exec();

/** Forgets that a person was shown; the audit log knows of it. */
export async function deleteRevealsOf(residentIds: readonly string[]): Promise<void> {
  await RevealModel.deleteMany({ residentId: { $in: [...residentIds] } });
}

/** How many showings ended before an instant. */
export const countRevealsBefore = (at: Date): Promise<number> =>
  RevealModel.countDocuments({ until: { $lt: at } }).exec();

/** Removes some of them. @returns how many */
export const removeRevealsBefore = (at: Date, limit: number): Promise<number> =>
  removeSome(RevealModel, { until: { $lt: at } }, limit);
