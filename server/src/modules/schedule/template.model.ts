import type { Weeks } from '@linkang/shared/domain/schedule';
import mongoose, { Schema } from 'mongoose';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';

/** What is repeated every week. */
export interface TemplateContent {
  serviceCode: string;
  /** 1 for Monday to 7 for Sunday. */
  weekday: number;
  weeks: Weeks;
  startTime: string;
  endTime: string;
  capacity: number;
  /** As it was when the template was saved; the room's present name where there is one. */
  place: string;
  roomId: string | null;
  doctorId: string | null;
  teamId: string | null;
  communityId: string | null;
  quotas: { online: number; desk: number; elder: number } | null;
  validFromDay: string;
  validToDay: string | null;
  note: string;
  visiting: { hospital: string } | null;
  active: boolean;
}

/** A weekly template, from which sessions are made. */
export interface TemplateRow extends TemplateContent, IdempotentFields {
  _id: string;
  rev: number;
}

const schema = new Schema<TemplateRow>(
  {
    _id: String,
    serviceCode: { type: String, required: true },
    weekday: { type: Number, required: true },
    weeks: { type: String, required: true },
    startTime: { type: String, required: true },
    endTime: { type: String, required: true },
    capacity: { type: Number, required: true },
    place: { type: String, required: true },
    roomId: { type: String, default: null },
    doctorId: { type: String, default: null },
    teamId: { type: String, default: null },
    communityId: { type: String, default: null },
    quotas: { type: Object, default: null },
    validFromDay: { type: String, required: true },
    validToDay: { type: String, default: null },
    note: String,
    visiting: { type: Object, default: null },
    active: { type: Boolean, required: true },
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'templates', versionKey: false },
);
schema.index({ weekday: 1, startTime: 1, _id: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const TemplateModel = mongoose.model<TemplateRow>('Template', schema);

/** Which templates are listed. */
export interface TemplateFilter {
  serviceCode?: string;
  doctorId?: string;
  weekday?: number;
  active?: boolean;
}

/** Templates in order of weekday and time. */
export const readTemplates = (filter: TemplateFilter): Promise<TemplateRow[]> =>
  TemplateModel.find(filter).sort({ weekday: 1, startTime: 1, _id: 1 }).lean<TemplateRow[]>();

/** One template. */
export const readTemplate = (id: string): Promise<TemplateRow | null> =>
  TemplateModel.findById(id).lean<TemplateRow | null>();

/** Adds a template once for an idempotency key. @throws IDEMPOTENCY_MISMATCH */
export const createTemplateOnce = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<TemplateRow, keyof IdempotentFields>>,
): Promise<TemplateRow> =>
  createOnce(TemplateModel, idempotency, now, build, (keys) => {
    throw new Error(`unexpected duplicate of ${Object.keys(keys).join(', ')}`);
  });

/** @returns null when the template stands at another revision */
export const updateTemplateRow = (id: string, rev: number, content: TemplateContent): Promise<TemplateRow | null> =>
  TemplateModel.findOneAndUpdate(
    { _id: id, rev },
    { $set: content, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<TemplateRow | null>();

/** @returns whether it was there at this revision */
export const removeTemplateRow = async (id: string, rev: number): Promise<boolean> =>
  (await TemplateModel.deleteOne({ _id: id, rev })).deletedCount > 0;

/** Adds templates under ids that the caller has chosen; those that are there stay as they are. */
export async function insertMissingTemplates(rows: readonly TemplateRow[]): Promise<void> {
  if (rows.length === 0) return;
  await TemplateModel.collection.bulkWrite(
    rows.map((row) => ({
      updateOne: { filter: { _id: row._id as never }, update: { $setOnInsert: row as never }, upsert: true },
    })),
  );
}
