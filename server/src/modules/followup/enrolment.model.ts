import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import type { EndReason, EnrolmentKind } from '@linkang/shared/domain/follow-up-visit';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';

/** Something that became of an enrolment. */
export interface EnrolmentEvent {
  at: Date;
  by: string;
  what: 'enrolled' | 'assigned' | 'lost' | 'found' | 'ended' | 'recalled';
  doctorId?: string;
}

/** A person in the care programme of a chronic disease, or at high risk of it; a doctor confirmed it. */
export interface EnrolmentRow extends IdempotentFields {
  _id: string;
  residentId: string;
  programme: ProgrammeCode;
  kind: EnrolmentKind;
  status: 'active' | 'lost' | 'ended';
  /** Present while the person is in the programme: one such row of a person, programme and kind, by a unique index. */
  open?: true;
  sinceDay: string;
  untilDay?: string;
  endReason?: EndReason;
  endWords?: Sealed;
  /** Why the person was taken in, in the doctor's words. */
  note?: Sealed;
  /** The member of staff who confirmed it. */
  enrolledBy: string;
  /** Who follows the person up. */
  doctorId: string;
  teamId: string | null;
  /** Where the person lives, as far as the last visit knows; for the choice in a worklist. */
  communityId: string | null;
  /** The last day for the next visit. */
  nextDueDay: string | null;
  /** The last visit that counts here, at the revision that was taken over. */
  lastDay?: string;
  lastVisitId?: string;
  lastVisitRev?: number;
  /** Its class, by which worklists are chosen. */
  lastClass?: string;
  /** Present while no doctor has confirmed that class. */
  unconfirmed?: true;
  /** When somebody was called in vain since anybody was last reached. */
  attempts: { at: Date; by: string }[];
  history: EnrolmentEvent[];
  /** Present until what it settles elsewhere is settled. */
  owes?: true;
  rev: number;
}

const schema = new Schema<EnrolmentRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    programme: { type: String, required: true },
    kind: { type: String, required: true },
    status: { type: String, required: true },
    open: Boolean,
    sinceDay: { type: String, required: true },
    untilDay: String,
    endReason: String,
    endWords: sealedPath,
    note: sealedPath,
    enrolledBy: { type: String, required: true },
    doctorId: { type: String, required: true },
    teamId: { type: String, default: null },
    communityId: { type: String, default: null },
    nextDueDay: { type: String, default: null },
    lastDay: String,
    lastVisitId: String,
    lastVisitRev: Number,
    lastClass: String,
    unconfirmed: Boolean,
    attempts: [{ _id: false, at: Date, by: String }],
    history: [{ _id: false, at: Date, by: String, what: String, doctorId: String }],
    owes: Boolean,
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'enrolments', versionKey: false },
);
schema.index({ residentId: 1, programme: 1, kind: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index({ residentId: 1, sinceDay: -1 });
// Worklists: whose, how it stands and by when; what is chosen besides is read from the index as well.
const CHOSEN = { kind: 1, status: 1, nextDueDay: 1, _id: 1, programme: 1, lastClass: 1, communityId: 1 } as const;
schema.index({ doctorId: 1, ...CHOSEN });
schema.index({ teamId: 1, ...CHOSEN });
schema.index(CHOSEN);
schema.index({ unconfirmed: 1, nextDueDay: 1, _id: 1 }, { partialFilterExpression: { unconfirmed: true } });
schema.index({ programme: 1, kind: 1, sinceDay: 1 });
schema.index({ owes: 1 }, { partialFilterExpression: { owes: true } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const EnrolmentModel = mongoose.model<EnrolmentRow>('Enrolment', schema);

/** Where the encrypted words of an enrolment stand. */
export const enrolmentPlace = (field: 'note' | 'endWords', id: string): string => placeOf('enrolments', field, id);

/** Takes somebody in once for a key. @param onOpen called when the person is in the programme already */
export const insertEnrolmentOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<EnrolmentRow>,
  onOpen: () => never,
): Promise<EnrolmentRow> => createOnce<EnrolmentRow>(EnrolmentModel, request, now, build, onOpen);

/** Adds enrolments of a demo or of a test of size; those that are there stay as they are. */
export async function insertEnrolments(rows: readonly EnrolmentRow[]): Promise<void> {
  if (rows.length === 0) return;
  await EnrolmentModel.bulkWrite(
    rows.map((row) => ({ updateOne: { filter: { _id: row._id }, update: { $setOnInsert: row }, upsert: true } })),
    { ordered: false },
  );
}

/** One enrolment, or null. */
export const findEnrolment = (id: string): Promise<EnrolmentRow | null> =>
  EnrolmentModel.findById(id).lean<EnrolmentRow | null>();

/** The open enrolments of some people. */
export const findOpenEnrolments = (residentIds: readonly string[]): Promise<EnrolmentRow[]> =>
  EnrolmentModel.find({ residentId: { $in: [...residentIds] }, open: true }).lean<EnrolmentRow[]>();

/** Every enrolment of a person, the newest first. */
export const findEnrolmentsOf = (residentId: string): Promise<EnrolmentRow[]> =>
  EnrolmentModel.find({ residentId }).sort({ sinceDay: -1, _id: -1 }).limit(100).lean<EnrolmentRow[]>();

/** A change of an open enrolment, with what is told of it. */
export interface EnrolmentChange {
  set?: Partial<EnrolmentRow>;
  unset?: readonly (keyof EnrolmentRow)[];
  event?: EnrolmentEvent;
}

/** Events that are kept with an enrolment. */
const MAX_EVENTS = 100;

/** Changes an open enrolment at the revision that the caller saw. @returns null at another one, or when it has ended */
export const changeEnrolment = (
  id: string,
  rev: number,
  { set = {}, unset = [], event }: EnrolmentChange,
): Promise<EnrolmentRow | null> =>
  EnrolmentModel.findOneAndUpdate(
    { _id: id, rev, open: true },
    {
      ...(Object.keys(set).length ? { $set: set } : {}),
      ...(unset.length ? { $unset: Object.fromEntries(unset.map((field) => [field, 1])) } : {}),
      ...(event ? { $push: { history: { $each: [event], $slice: -MAX_EVENTS } } } : {}),
      $inc: { rev: 1 },
    },
    { returnDocument: 'after' },
  ).lean<EnrolmentRow | null>();

/** What a visit says to an enrolment. */
export type VisitOutcome = Required<Pick<EnrolmentRow, 'lastDay' | 'lastVisitId' | 'lastVisitRev' | 'lastClass'>> &
  Pick<EnrolmentRow, 'nextDueDay' | 'communityId'> & { confirmed: boolean };

/** Takes a visit over, once for each of its revisions; an older one than the last changes nothing. */
export async function applyVisit(id: string, { confirmed, ...visit }: VisitOutcome): Promise<void> {
  const { lastDay, lastVisitId, lastVisitRev } = visit;
  await EnrolmentModel.updateOne(
    {
      _id: id,
      open: true,
      $or: [
        { lastDay: { $exists: false } },
        { lastDay: { $lt: lastDay } },
        { lastVisitId, lastVisitRev: { $lt: lastVisitRev } },
      ],
    },
    {
      $set: { ...visit, status: 'active', attempts: [], ...(confirmed ? {} : { unconfirmed: true }) },
      ...(confirmed ? { $unset: { unconfirmed: 1 } } : {}),
      $inc: { rev: 1 },
    },
  );
}

/** Ends the list entry of somebody at high risk who has the disease now. */
export async function endHighRisk(residentId: string, programme: ProgrammeCode, untilDay: string): Promise<void> {
  await EnrolmentModel.updateMany(
    { residentId, programme, kind: 'highRisk', open: true },
    { $set: { status: 'ended', untilDay }, $unset: { open: 1 }, $inc: { rev: 1 } },
  );
}

/** Enrolments of which a process that was killed left something undone. */
export const findOwingEnrolments = (limit: number): Promise<EnrolmentRow[]> =>
  EnrolmentModel.find({ owes: true }).limit(limit).lean<EnrolmentRow[]>();

/** Notes that nothing is left to do for an enrolment. */
export async function markSettled(id: string): Promise<void> {
  await EnrolmentModel.updateOne({ _id: id }, { $unset: { owes: 1 } });
}

/** A position in a worklist. */
export interface DueCursor {
  dueDay: string;
  id: string;
}

/** The enrolments of a worklist, the first due first. */
export const findListed = (
  filter: QueryFilter<EnrolmentRow>,
  after: DueCursor | undefined,
  limit: number,
): Promise<EnrolmentRow[]> => {
  const rest: QueryFilter<EnrolmentRow> = after
    ? { $or: [{ nextDueDay: { $gt: after.dueDay } }, { nextDueDay: after.dueDay, _id: { $gt: after.id } }] }
    : {};
  return EnrolmentModel.find({ $and: [filter, rest] })
    .sort({ nextDueDay: 1, _id: 1 })
    .limit(limit)
    .lean<EnrolmentRow[]>();
};

/** How many enrolments a worklist holds. */
export const countListed = (filter: QueryFilter<EnrolmentRow>): Promise<number> =>
  EnrolmentModel.countDocuments(filter).exec();

/** Who was in a programme at any time of some days; of a person the first enrolment of them. */
export const findManagedBetween = (
  programme: ProgrammeCode,
  fromDay: string,
  toDay: string,
): Promise<Pick<EnrolmentRow, '_id' | 'residentId' | 'sinceDay' | 'status'>[]> =>
  EnrolmentModel.find(
    {
      programme,
      kind: 'managed',
      sinceDay: { $lte: toDay },
      $or: [{ untilDay: { $exists: false } }, { untilDay: { $gte: fromDay } }],
    },
    { residentId: 1, sinceDay: 1, status: 1 },
  )
    .sort({ sinceDay: 1 })
    .lean<EnrolmentRow[]>();

/** How many enrolments there are of a person. */
export const countEnrolmentsOf = (residentId: string): Promise<number> =>
  EnrolmentModel.countDocuments({ residentId }).exec();

/** Removes the enrolments of a person. */
export async function deleteEnrolmentsOf(residentId: string): Promise<void> {
  await EnrolmentModel.deleteMany({ residentId });
}

/** Gives the enrolments of a record to another record of the same person. @returns programmes that are open there too */
export async function moveEnrolments(from: string, to: string): Promise<ProgrammeCode[]> {
  const stuck: ProgrammeCode[] = [];
  for (const { _id, programme } of await EnrolmentModel.find({ residentId: from }).lean<EnrolmentRow[]>())
    try {
      await EnrolmentModel.updateOne({ _id, residentId: from }, { $set: { residentId: to }, $inc: { rev: 1 } });
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
      stuck.push(programme);
    }
  return stuck;
}
