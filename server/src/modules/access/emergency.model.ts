import type { EmergencyState } from '@linkang/shared/api/emergency.routes';
import { EMERGENCY_REVIEW_HOURS, type EmergencyReason } from '@linkang/shared/domain/access-rules';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { removeSome } from '../../platform/batches';
import { createOnce, idempotentSchema, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** A record that was opened without being the own work. Only its review and its uses are ever added to it. */
export interface EmergencyRow extends IdempotentFields {
  _id: string;
  staffId: string;
  residentId: string;
  reason: EmergencyReason;
  /** Encrypted: it tells of a person's health. */
  words: Sealed;
  startedAt: Date;
  endsAt: Date;
  uses: { at: Date; action: string }[];
  state: EmergencyState;
  review?: { at: Date; by: string; outcome: 'accepted' | 'questioned'; note: Sealed };
}

/** Uses that are kept with an emergency; the audit log has them all. */
const MAX_USES = 200;

const schema = new Schema<EmergencyRow>(
  {
    _id: { type: String, required: true },
    staffId: { type: String, required: true },
    residentId: { type: String, required: true },
    reason: { type: String, required: true },
    words: { ...sealedPath, required: true },
    startedAt: { type: Date, required: true },
    endsAt: { type: Date, required: true },
    uses: [{ _id: false, at: Date, action: String }],
    state: { type: String, required: true },
    review: {
      type: { _id: false, at: Date, by: String, outcome: String, note: String },
      default: undefined,
      sealed: ['note'],
    },
    ...idempotentSchema,
  },
  { collection: 'emergencies', versionKey: false },
);
schema.index({ staffId: 1, residentId: 1, endsAt: 1 });
schema.index({ startedAt: -1, _id: -1 });
schema.index({ state: 1, startedAt: -1, _id: -1 });
schema.index({ residentId: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

/** Where the encrypted words of an emergency stand. */
export const emergencyPlace = (field: 'words' | 'review.note', id: string): string => placeOf('emergencies', field, id);

const EmergencyModel = mongoose.model<EmergencyRow>('Emergency', schema);

/** Begins an emergency once for an idempotency key. @throws IDEMPOTENCY_MISMATCH */
export const createEmergencyOnce = (
  idempotency: Idempotency,
  now: Date,
  build: () => Promise<Omit<EmergencyRow, keyof IdempotentFields>>,
): Promise<EmergencyRow> =>
  createOnce(EmergencyModel, idempotency, now, build, (keys) => {
    throw new Error(`a new emergency ran into ${Object.keys(keys).join()}`);
  });

/** The emergency in which somebody reads a person's record now, or null. */
export const findRunning = (
  staffId: string,
  residentId: string,
  now: Date,
): Promise<Pick<EmergencyRow, '_id' | 'endsAt'> | null> =>
  EmergencyModel.findOne(
    { staffId, residentId, endsAt: { $gt: now }, startedAt: { $lte: now } },
    { endsAt: 1 },
  ).lean<EmergencyRow | null>();

/** Adds a use to an emergency. */
export async function addUse(id: string, use: EmergencyRow['uses'][number]): Promise<void> {
  await EmergencyModel.updateOne({ _id: id }, { $push: { uses: { $each: [use], $slice: -MAX_USES } } });
}

/** Where a page starts: after this emergency. */
export interface EmergencyCursor {
  startedAt: Date;
  id: string;
}

/** Emergencies, the newest first. */
export function findEmergencies(
  state: EmergencyState | undefined,
  after: EmergencyCursor | undefined,
  limit: number,
): Promise<EmergencyRow[]> {
  const filter: QueryFilter<EmergencyRow> = state === undefined ? {} : { state };
  if (after)
    filter.$or = [{ startedAt: { $lt: after.startedAt } }, { startedAt: after.startedAt, _id: { $lt: after.id } }];
  return EmergencyModel.find(filter).sort({ startedAt: -1, _id: -1 }).limit(limit).lean<EmergencyRow[]>();
}

const REVIEW_MS = EMERGENCY_REVIEW_HOURS * 3_600_000;

/** When an emergency should be reviewed at the latest. */
export const reviewDeadline = (startedAt: Date): Date => new Date(startedAt.getTime() + REVIEW_MS);

/** How many wait for the review of somebody, who never reviews their own; and how many of them for too long. */
export async function countUnreviewed(staffId: string, now: Date): Promise<{ open: number; overdue: number }> {
  const mine: QueryFilter<EmergencyRow> = { state: 'open', staffId: { $ne: staffId } };
  const begunBefore = new Date(now.getTime() - REVIEW_MS);
  const [open, overdue] = await Promise.all([
    EmergencyModel.countDocuments(mine),
    EmergencyModel.countDocuments({ ...mine, startedAt: { $lte: begunBefore } }),
  ]);
  return { open, overdue };
}

/** One emergency, or null. */
export const findEmergency = (id: string): Promise<EmergencyRow | null> =>
  EmergencyModel.findById(id).lean<EmergencyRow | null>();

/**
 * Writes a review down: of one that nobody has looked at, or the settlement of a questioned one.
 * @returns null when the emergency stands otherwise
 */
export const reviewEmergency = (
  id: string,
  review: NonNullable<EmergencyRow['review']>,
): Promise<EmergencyRow | null> =>
  EmergencyModel.findOneAndUpdate(
    {
      _id: id,
      staffId: { $ne: review.by },
      state: { $in: review.outcome === 'accepted' ? ['open', 'questioned'] : ['open'] },
    },
    { $set: { state: review.outcome, review } },
    { returnDocument: 'after' },
  ).lean<EmergencyRow | null>();

/** How often a person's record was opened so. */
export const countEmergenciesOf = (residentIds: readonly string[]): Promise<number> =>
  EmergencyModel.countDocuments({ residentId: { $in: [...residentIds] } }).exec();

/** Removes what is kept of that. */
export async function deleteEmergenciesOf(residentIds: readonly string[]): Promise<void> {
  await EmergencyModel.deleteMany({ residentId: { $in: [...residentIds] } });
}

/** How many began before an instant. */
export const countEmergenciesBefore = (at: Date): Promise<number> =>
  EmergencyModel.countDocuments({ startedAt: { $lt: at } }).exec();

/** Removes some of them. @returns how many */
export const removeEmergenciesBefore = (at: Date, limit: number): Promise<number> =>
  removeSome(EmergencyModel, { startedAt: { $lt: at } }, limit);
