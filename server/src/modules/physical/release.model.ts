import mongoose, { Schema, type ClientSession } from 'mongoose';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';
import { indexOutbox, outboxFor, outboxSchema, type OutboxFields } from '../../platform/outbox';

/** A released report: one row a version, never changed in what it says. */
export interface ReleaseRow extends OutboxFields {
  /** `<physical>:<version>` */
  _id: string;
  physicalId: string;
  residentId: string;
  /** The day of the examination. */
  day: string;
  year: number;
  version: number;
  /** Present on the newest version of a check-up alone. */
  latest?: true;
  /** The team of the running contract on the day of the examination. */
  teamId: string | null;
  releasedAt: Date;
  /** The doctor. */
  releasedBy: string;
  /** What the rules of plans ask, without any value. */
  complete: boolean;
  selfCare: boolean;
  guidance: boolean;
  fastingGlucose: boolean;
  /** `ReleasedContent` as JSON. */
  content: Sealed;
  /** What follows from the values is still to be made: tasks, and whatever else. */
  owes?: true;
}

const schema = new Schema<ReleaseRow>(
  {
    _id: String,
    physicalId: { type: String, required: true },
    residentId: { type: String, required: true },
    day: { type: String, required: true },
    year: { type: Number, required: true },
    version: { type: Number, required: true },
    latest: Boolean,
    teamId: { type: String, default: null },
    releasedAt: { type: Date, required: true },
    releasedBy: { type: String, required: true },
    complete: { type: Boolean, required: true },
    selfCare: { type: Boolean, required: true },
    guidance: { type: Boolean, required: true },
    fastingGlucose: { type: Boolean, required: true },
    content: { ...sealedPath, required: true },
    owes: Boolean,
    ...outboxSchema,
  },
  { collection: 'physicalReleases', versionKey: false },
);
schema.index({ physicalId: 1 }, { unique: true, partialFilterExpression: { latest: true } });
schema.index({ residentId: 1, releasedAt: -1, _id: -1 }, { partialFilterExpression: { latest: true } });
schema.index({ residentId: 1 });
schema.index({ owes: 1 }, { partialFilterExpression: { owes: true } });
indexOutbox(schema);

const ReleaseModel = mongoose.model<ReleaseRow>('PhysicalRelease', schema);

/** Where the content of a released report stands. */
export const releasePlace = (id: string): string => placeOf('physicalReleases', 'content', id);

/** Adds a version, which is the newest from now on. Together with the closing of the check-up. */
export async function insertRelease(row: ReleaseRow, session: ClientSession): Promise<void> {
  await ReleaseModel.updateMany({ physicalId: row.physicalId, latest: true }, { $unset: { latest: 1 } }, { session });
  await ReleaseModel.collection.insertOne(row as never, { session });
}

/** Adds the only releases of check-ups that are not written over the API. */
export async function insertReleases(rows: readonly ReleaseRow[]): Promise<void> {
  if (rows.length === 0) return;
  await ReleaseModel.collection.insertMany(rows as never, { ordered: false });
}

/** The newest released version of a check-up, or null. */
export const findRelease = (physicalId: string): Promise<ReleaseRow | null> =>
  ReleaseModel.findOne({ physicalId, latest: true }).lean<ReleaseRow | null>();

/** The newest released version of a check-up with the person's other check-ups, by one query; null before a release. */
export async function findReleaseWithOthers(
  physicalId: string,
): Promise<{ release: ReleaseRow; others: ReleaseRow[] } | null> {
  const [found] = await ReleaseModel.aggregate<ReleaseRow & { others: ReleaseRow[] }>([
    { $match: { physicalId, latest: true } },
    { $limit: 1 },
    {
      $lookup: {
        from: ReleaseModel.collection.name,
        localField: 'residentId',
        foreignField: 'residentId',
        pipeline: [{ $match: { latest: true, physicalId: { $ne: physicalId } } }, { $limit: 50 }],
        as: 'others',
      },
    },
  ]);
  if (!found) return null;
  const { others, ...release } = found;
  return { release, others };
}

/** A person's reports in their newest versions, the newest first. */
export const findReleasesOf = (residentId: string): Promise<ReleaseRow[]> =>
  ReleaseModel.find({ residentId, latest: true }).sort({ releasedAt: -1, _id: -1 }).limit(50).lean<ReleaseRow[]>();

/** Reports of which something still has to follow. */
export const findOwingReleases = (limit: number): Promise<ReleaseRow[]> =>
  ReleaseModel.find({ owes: true }).limit(limit).lean<ReleaseRow[]>();

/** Says that everything that follows from a report is there. */
export async function settleRelease(id: string): Promise<void> {
  await ReleaseModel.updateOne({ _id: id }, { $unset: { owes: 1 } });
}

/** Reports of people in a range of days of examination, in no order; a person has few. */
export const findReleasesBetween = (
  residentIds: readonly string[],
  { fromDay = '0000-00-00', toDay = '9999-99-99' }: { fromDay?: string | undefined; toDay?: string | undefined },
): Promise<ReleaseRow[]> =>
  ReleaseModel.find(
    { residentId: { $in: [...residentIds] }, latest: true, day: { $gte: fromDay, $lte: toDay } },
    { content: 0 },
  ).lean<ReleaseRow[]>();

/** Removes the reports of a person, every version. */
export async function deleteReleasesOf(residentId: string): Promise<void> {
  await ReleaseModel.deleteMany({ residentId });
}

/** Gives the reports of a record to another record of the same person. */
export async function moveReleases(from: string, to: string): Promise<void> {
  await ReleaseModel.collection.updateMany({ residentId: from }, [
    { $set: { residentId: { $literal: to }, outbox: outboxFor(to) } },
  ]);
}
