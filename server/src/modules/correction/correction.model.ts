import type { CorrectionField } from '@linkang/shared/domain/correction-fields';
import mongoose, { Schema, type ClientSession, type QueryFilter } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';
import { indexOutbox, outboxFor, outboxSchema, type OutboxEntry, type OutboxFields } from '../../platform/outbox';

/** That something kept of a person is wrong. */
export interface CorrectionRow extends IdempotentFields, OutboxFields {
  _id: string;
  residentId: string;
  /** The account that asked, of the person or of a relative. */
  askedBy: string;
  field: CorrectionField;
  says: Sealed;
  right: Sealed;
  reason: Sealed;
  status: 'open' | 'accepted' | 'refused';
  /** Present until it is answered: of a person one for a field, by a unique index. */
  open?: true;
  askedAt: Date;
  /** Clinic day of `askedAt`. */
  askedDay: string;
  dueDay: string;
  /** Of the first answer, which is what counts for the time. */
  answeredDay?: string;
  answeredAt?: Date;
  rev: number;
}

const schema = new Schema<CorrectionRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    askedBy: { type: String, required: true },
    field: { type: String, required: true },
    says: { ...sealedPath, required: true },
    right: { ...sealedPath, required: true },
    reason: { ...sealedPath, required: true },
    status: { type: String, required: true },
    open: Boolean,
    askedAt: { type: Date, required: true },
    askedDay: { type: String, required: true },
    dueDay: { type: String, required: true },
    answeredDay: String,
    answeredAt: Date,
    rev: { type: Number, required: true },
    ...outboxSchema,
    ...idempotentSchema,
  },
  { collection: 'corrections', versionKey: false },
);
schema.index({ residentId: 1, field: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index({ residentId: 1, askedAt: -1 });
schema.index({ open: 1, dueDay: 1, _id: 1 });
schema.index({ answeredAt: -1, _id: -1 }, { partialFilterExpression: { answeredAt: { $exists: true } } });
schema.index({ askedDay: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
indexOutbox(schema);

const CorrectionModel = mongoose.model<CorrectionRow>('Correction', schema);

/** Where the encrypted words of a request stand. */
export const correctionPlace = (field: 'says' | 'right' | 'reason', id: string): string =>
  placeOf('corrections', field, id);

/** Adds a request once for a key. @param onOpen called when one for the field waits already */
export const insertCorrectionOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<CorrectionRow>,
  onOpen: () => never,
): Promise<CorrectionRow> => createOnce<CorrectionRow>(CorrectionModel, request, now, build, onOpen);

/** One request, or null. */
export const findCorrection = (id: string): Promise<CorrectionRow | null> =>
  CorrectionModel.findById(id).lean<CorrectionRow | null>();

/** A person's requests, the newest first. */
export const findCorrectionsOf = (residentId: string): Promise<CorrectionRow[]> =>
  CorrectionModel.find({ residentId }).sort({ askedAt: -1 }).limit(100).lean<CorrectionRow[]>();

/** A position among those that wait: the day they are due, and the request. */
export interface DueCursor {
  dueDay: string;
  id: string;
}

/** Those that wait, the first due first. */
export const findOpen = (after: DueCursor | undefined, limit: number): Promise<CorrectionRow[]> => {
  const filter: QueryFilter<CorrectionRow> = { open: true };
  if (after) filter.$or = [{ dueDay: { $gt: after.dueDay } }, { dueDay: after.dueDay, _id: { $gt: after.id } }];
  return CorrectionModel.find(filter).sort({ dueDay: 1, _id: 1 }).limit(limit).lean<CorrectionRow[]>();
};

/** A position among those answered: when, and the request. */
export interface AnsweredCursor {
  answeredAt: Date;
  id: string;
}

/** Those that were answered, the last first. */
export const findAnswered = (after: AnsweredCursor | undefined, limit: number): Promise<CorrectionRow[]> => {
  const filter: QueryFilter<CorrectionRow> = { answeredAt: { $exists: true } };
  if (after)
    filter.$or = [{ answeredAt: { $lt: after.answeredAt } }, { answeredAt: after.answeredAt, _id: { $lt: after.id } }];
  return CorrectionModel.find(filter).sort({ answeredAt: -1, _id: -1 }).limit(limit).lean<CorrectionRow[]>();
};

/** How many requests wait for an answer, and how many of them for too long. */
export async function countOpen(today: string): Promise<{ open: number; overdue: number }> {
  const [open, overdue] = await Promise.all([
    CorrectionModel.countDocuments({ open: true }),
    CorrectionModel.countDocuments({ open: true, dueDay: { $lt: today } }),
  ]);
  return { open, overdue };
}

/** Counts the requests of some days by whether they were answered in time. */
export async function countByTime(fromDay: string, toDay: string, today: string) {
  const asked = { askedDay: { $gte: fromDay, $lte: toDay } };
  const count = (filter: object): Promise<number> => CorrectionModel.countDocuments({ ...asked, ...filter }).exec();
  const answered = { answeredDay: { $exists: true } };
  const [inTime, late, open, overdue] = await Promise.all([
    count({ ...answered, $expr: { $lte: ['$answeredDay', '$dueDay'] } }),
    count({ ...answered, $expr: { $gt: ['$answeredDay', '$dueDay'] } }),
    count({ open: true, dueDay: { $gte: today } }),
    count({ open: true, dueDay: { $lt: today } }),
  ]);
  return { inTime, late, open, overdue };
}

/** An answer as it is written. */
export interface AnswerWrite {
  status: 'accepted' | 'refused';
  at: Date;
  day: string;
  notice: OutboxEntry;
}

/** Answers a request at the revision that the caller saw; what was accepted stays. @returns null at another one */
export const answerCorrection = (
  id: string,
  rev: number,
  { status, at, day, notice }: AnswerWrite,
  session: ClientSession,
): Promise<CorrectionRow | null> =>
  CorrectionModel.findOneAndUpdate(
    { _id: id, rev, status: { $in: status === 'accepted' ? ['open', 'refused'] : ['open'] } },
    [
      {
        $set: {
          status,
          answeredAt: at,
          // The first answer is what counts for the time.
          answeredDay: { $ifNull: ['$answeredDay', day] },
          rev: { $add: ['$rev', 1] },
          outbox: { $concatArrays: [{ $ifNull: ['$outbox', []] }, [{ $literal: notice }]] },
        },
      },
      { $unset: 'open' },
    ],
    { returnDocument: 'after', session, updatePipeline: true },
  ).lean<CorrectionRow | null>();

/** How many requests there are of a person. */
export const countCorrectionsOf = (residentId: string): Promise<number> =>
  CorrectionModel.countDocuments({ residentId }).exec();

/** Removes the requests of a person. @returns their ids */
export async function deleteCorrectionsOf(residentId: string): Promise<void> {
  await CorrectionModel.deleteMany({ residentId });
}

/** Fields for which both of two records have a request that waits. */
export async function findAskedTwice(one: string, other: string): Promise<CorrectionField[]> {
  const open = await CorrectionModel.find({ residentId: { $in: [one, other] }, open: true }).lean<CorrectionRow[]>();
  const fields = open.filter((row) => row.residentId === one).map((row) => row.field);
  return open.filter((row) => row.residentId === other && fields.includes(row.field)).map((row) => row.field);
}

/** Gives the requests of a record to another record of the same person. @returns fields of which one waits there too */
export async function moveCorrections(from: string, to: string): Promise<CorrectionField[]> {
  const stuck: CorrectionField[] = [];
  for (const { _id, field } of await CorrectionModel.find({ residentId: from }).lean<CorrectionRow[]>())
    try {
      await CorrectionModel.collection.updateOne({ _id: _id as never, residentId: from }, [
        { $set: { residentId: { $literal: to }, outbox: outboxFor(to) } },
      ]);
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
      stuck.push(field);
    }
  return stuck;
}
