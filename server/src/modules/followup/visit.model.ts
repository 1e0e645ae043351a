import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import type { VisitWay } from '@linkang/shared/domain/follow-up-visit';
import mongoose, { Schema, type ClientSession } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** What of a programme's part is asked for without opening the visit. */
export interface VisitPart {
  programme: ProgrammeCode;
  enrolmentId: string;
  nextDay: string;
  /** Whether the control target was kept; missing when it was not measured. Counted for the yearly rate. */
  controlled?: boolean;
  /** Whether a fasting glucose was taken, which fulfils an item of a plan. */
  fastingGlucose: boolean;
  confirmed: boolean;
  /** Under which source its tasks stand; another one as soon as an amendment leads to another rule. */
  taskSource: string;
}

/** A follow-up visit of one programme or of several. */
export interface VisitRow extends IdempotentFields {
  _id: string;
  residentId: string;
  day: string;
  at: Date;
  way: VisitWay;
  by: string;
  parts: VisitPart[];
  /** Values, classes and medicines, as JSON. */
  content: Sealed;
  /** Who amended it last, and when. */
  amendedBy?: string;
  amendedAt?: Date;
  /** Present until enrolments and tasks know of it. */
  owes?: true;
  /** Of a visit that came from another record of the person, which had one on that day as well. */
  doubledBy?: string;
  rev: number;
}

const partSchema = {
  _id: false,
  programme: String,
  enrolmentId: String,
  nextDay: String,
  controlled: Boolean,
  fastingGlucose: Boolean,
  confirmed: Boolean,
  taskSource: String,
};

const schema = new Schema<VisitRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    day: { type: String, required: true },
    at: { type: Date, required: true },
    way: { type: String, required: true },
    by: { type: String, required: true },
    parts: [partSchema],
    content: { ...sealedPath, required: true },
    amendedBy: String,
    amendedAt: Date,
    owes: Boolean,
    doubledBy: String,
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'followUps', versionKey: false },
);
// Of a programme one visit a day.
schema.index({ residentId: 1, 'parts.programme': 1, day: -1, doubledBy: 1 }, { unique: true });
schema.index({ residentId: 1, at: -1, _id: -1 });
schema.index({ owes: 1 }, { partialFilterExpression: { owes: true } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const VisitModel = mongoose.model<VisitRow>('FollowUp', schema);

/** What stood in a visit before an amendment. Rows are only ever added. */
export interface VersionRow {
  /** `<visit>:<rev>` */
  _id: string;
  visitId: string;
  visitRev: number;
  /** When and by whom it was amended, and why. */
  at: Date;
  by: string;
  why: Sealed;
  content: Sealed;
}

const versionSchema = new Schema<VersionRow>(
  {
    _id: String,
    visitId: { type: String, required: true },
    visitRev: { type: Number, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    why: { ...sealedPath, required: true },
    content: { ...sealedPath, required: true },
  },
  { collection: 'followUpVersions', versionKey: false },
);
versionSchema.index({ visitId: 1, visitRev: -1 });

const VersionModel = mongoose.model<VersionRow>('FollowUpVersion', versionSchema);

/** Where the encrypted content of a visit stands. */
export const visitPlace = (id: string): string => placeOf('followUps', 'content', id);

/** Where the encrypted parts of a version stand. */
export const versionPlace = (field: 'why' | 'content', id: string): string => placeOf('followUpVersions', field, id);

/** Keeps a visit once for a key. @param onTwice called when a programme has a visit on that day already */
export const insertVisitOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<VisitRow>,
  onTwice: () => never,
): Promise<VisitRow> => createOnce<VisitRow>(VisitModel, request, now, build, onTwice);

/** Adds visits of a demo or of a test of size; those that are there stay as they are. */
export async function insertVisits(rows: readonly VisitRow[]): Promise<void> {
  if (rows.length === 0) return;
  await VisitModel.bulkWrite(
    rows.map((row) => ({ updateOne: { filter: { _id: row._id }, update: { $setOnInsert: row }, upsert: true } })),
    { ordered: false },
  );
}

/** One visit, or null. */
export const findVisit = (id: string): Promise<VisitRow | null> => VisitModel.findById(id).lean<VisitRow | null>();

/** A person's visits, the newest first. */
export const findVisitsOf = (residentId: string, limit: number): Promise<VisitRow[]> =>
  VisitModel.find({ residentId }).sort({ at: -1, _id: -1 }).limit(limit).lean<VisitRow[]>();

/** A person's visits of a programme before a day, the newest first. */
export const findEarlierVisits = (
  residentId: string,
  programme: ProgrammeCode,
  day: string,
  limit: number,
): Promise<VisitRow[]> =>
  VisitModel.find({ residentId, 'parts.programme': programme, day: { $lt: day } })
    .sort({ day: -1 })
    .limit(limit)
    .lean<VisitRow[]>();

/** What an amendment writes. */
export type VisitChange = Pick<VisitRow, 'parts' | 'content'> & Required<Pick<VisitRow, 'amendedBy' | 'amendedAt'>>;

/** Amends a visit at the revision that the caller saw. @returns null at another one */
export const amendVisit = (
  id: string,
  rev: number,
  change: VisitChange,
  session: ClientSession,
): Promise<VisitRow | null> =>
  VisitModel.findOneAndUpdate(
    { _id: id, rev },
    { $set: { ...change, owes: true }, $inc: { rev: 1 } },
    { returnDocument: 'after', session },
  ).lean<VisitRow | null>();

/** Keeps what stood in a visit, together with the amendment. */
export async function insertVersion(row: VersionRow, session: ClientSession): Promise<void> {
  await VersionModel.collection.insertOne(row as never, { session });
}

/** What stood in some visits before, the newest first. */
export const findVersions = (visitIds: readonly string[]): Promise<VersionRow[]> =>
  VersionModel.find({ visitId: { $in: [...visitIds] } })
    .sort({ visitRev: -1 })
    .lean<VersionRow[]>();

/** Visits of which a process that was killed left something undone. */
export const findOwingVisits = (limit: number): Promise<VisitRow[]> =>
  VisitModel.find({ owes: true }).limit(limit).lean<VisitRow[]>();

/** Notes that enrolments and tasks know of a visit as it stands. */
export async function markVisitSettled(id: string, rev: number): Promise<void> {
  await VisitModel.updateOne({ _id: id, rev }, { $unset: { owes: 1 } });
}

/** Visits as the yearly figures count them. */
export type CountedVisit = Pick<VisitRow, 'residentId' | 'day' | 'way' | 'parts'>;

/** The visits of some people in a programme on some days. */
export const findCountedVisits = (
  residentIds: readonly string[],
  programme: ProgrammeCode,
  fromDay: string,
  toDay: string,
): Promise<CountedVisit[]> =>
  VisitModel.find(
    { residentId: { $in: [...residentIds] }, 'parts.programme': programme, day: { $gte: fromDay, $lte: toDay } },
    { residentId: 1, day: 1, way: 1, parts: 1 },
  ).lean<VisitRow[]>();

/** Which visits are looked for as services that were done. */
export interface ServedFilter {
  residentIds: readonly string[];
  programmes: readonly ProgrammeCode[];
  fromDay?: string;
  toDay?: string;
  notAfter?: Date;
  /** Of one person alone. */
  limit?: number;
}

/** The visits of some people, the newest of each first. */
export const findServedVisits = (filter: ServedFilter): Promise<VisitRow[]> => {
  const { residentIds, programmes, fromDay, toDay, notAfter, limit } = filter;
  const days = { ...(fromDay ? { $gte: fromDay } : {}), ...(toDay ? { $lte: toDay } : {}) };
  const query = VisitModel.find(
    {
      residentId: { $in: [...residentIds] },
      'parts.programme': { $in: [...programmes] },
      ...(Object.keys(days).length ? { day: days } : {}),
      ...(notAfter ? { at: { $lte: notAfter } } : {}),
    },
    { residentId: 1, day: 1, at: 1, way: 1, by: 1, parts: 1 },
  ).sort({ residentId: 1, at: -1, _id: -1 });
  return (limit === undefined ? query : query.limit(limit)).lean<VisitRow[]>();
};

/** How many visits there are of a person. */
export const countVisitsOf = (residentId: string): Promise<number> => VisitModel.countDocuments({ residentId }).exec();

/** Removes the visits of a person, with what stood in them before. */
export async function deleteVisitsOf(residentId: string): Promise<void> {
  const ids = (await VisitModel.find({ residentId }, { _id: 1 }).lean<VisitRow[]>()).map(({ _id }) => _id);
  // The versions first: a visit that is still there leads to them.
  await VersionModel.deleteMany({ visitId: { $in: ids } });
  await VisitModel.deleteMany({ residentId });
}

/** Gives the visits of a record to another record of the same person; of two on one day both stay. */
export async function moveVisits(from: string, to: string): Promise<void> {
  for (const { _id } of await VisitModel.find({ residentId: from }, { _id: 1 }).lean<VisitRow[]>())
    try {
      await VisitModel.updateOne({ _id, residentId: from }, { $set: { residentId: to } });
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
      await VisitModel.updateOne({ _id, residentId: from }, { $set: { residentId: to, doubledBy: from } });
    }
}
