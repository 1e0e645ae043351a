import type { Guardianship } from '@linkang/shared/api/guardian.routes';
import { MAX_GUARDIANS, type GuardianRelationship } from '@linkang/shared/domain/guardianship';
import mongoose, { Schema } from 'mongoose';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';
import { placeOf, sealedPath, type Sealed } from '../../platform/keyring';
import { indexOutbox, outboxSchema, type OutboxEntry, type OutboxFields } from '../../platform/outbox';

/** That somebody answers for a child, from the proposal to the end. What it allows follows from the child's age. */
export interface GuardianshipRow extends IdempotentFields, OutboxFields {
  _id: string;
  /** The child. */
  residentId: string;
  /** The guardian's own person, whichever account that has; absent where nobody has the number and name. */
  guardianResidentId?: string;
  /** Keyed hash of the ID number and name that were named. */
  target: string;
  /** The name that was named. */
  askedName: Sealed;
  relationship: GuardianRelationship;
  status: Guardianship['status'];
  /** Present while it is proposed or active: of such a pair has one at most, by a unique index. */
  open?: true;
  /** 1 to `MAX_GUARDIANS` while it is active: unique for the child, so that no more fit in. */
  slot?: number;
  addedBy: Guardianship['addedBy'];
  /** The account, of a guardian or of staff, that added it. */
  addedByAccount: string;
  createdAt: Date;
  since: Date | null;
  endedAt: Date | null;
  endedBy: string | null;
  endReason?: Sealed;
  rev: number;
}

const schema = new Schema<GuardianshipRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    guardianResidentId: String,
    target: { type: String, required: true },
    askedName: { ...sealedPath, required: true },
    relationship: { type: String, required: true },
    status: { type: String, required: true },
    open: Boolean,
    slot: Number,
    addedBy: { type: String, required: true },
    addedByAccount: { type: String, required: true },
    createdAt: { type: Date, required: true },
    since: Date,
    endedAt: Date,
    endedBy: String,
    endReason: sealedPath,
    rev: { type: Number, required: true },
    ...outboxSchema,
    ...idempotentSchema,
  },
  { collection: 'guardianships', versionKey: false },
);
schema.index({ residentId: 1, target: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index(
  { residentId: 1, guardianResidentId: 1 },
  { unique: true, partialFilterExpression: { open: true, guardianResidentId: { $type: 'string' } } },
);
schema.index({ residentId: 1, slot: 1 }, { unique: true, partialFilterExpression: { slot: { $type: 'number' } } });
schema.index({ guardianResidentId: 1, open: 1 });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
indexOutbox(schema);

/** For the merging of records beside this file; whatever else is asked of the collection stands below. */
export const GuardianshipModel = mongoose.model<GuardianshipRow>('Guardianship', schema);

/** Rows that a list shows at most. */
const MAX_LISTED = 50;

/** Where an encrypted value of a row stands. */
export const guardianshipPlace = (field: 'askedName' | 'endReason', id: string): string =>
  placeOf('guardianships', field, id);

/** A fresh id. */
export const newGuardianshipId = (): string => new mongoose.Types.ObjectId().toHexString();

/** One row, or null. */
export const findGuardianship = (id: string): Promise<GuardianshipRow | null> =>
  GuardianshipModel.findById(id).lean<GuardianshipRow | null>();

const ACTIVE = { open: true, status: 'active' } as const;

/** Whether somebody is a guardian of a child, whatever the child's age: the row, or null. */
export const findActiveGuardianship = (
  guardianResidentId: string,
  residentId: string,
): Promise<GuardianshipRow | null> =>
  GuardianshipModel.findOne({ guardianResidentId, residentId, ...ACTIVE }).lean<GuardianshipRow | null>();

/** The children of a guardian, the first one first. */
export const findChildrenOf = (guardianResidentId: string): Promise<GuardianshipRow[]> =>
  GuardianshipModel.find({ guardianResidentId, ...ACTIVE })
    .sort({ since: 1, _id: 1 })
    .lean<GuardianshipRow[]>();

/** The guardians of some people. */
export const findGuardiansOf = (residentIds: readonly string[]): Promise<GuardianshipRow[]> =>
  GuardianshipModel.find({ residentId: { $in: [...residentIds] }, ...ACTIVE }).lean<GuardianshipRow[]>();

/** What concerns somebody as a guardian, open ones first. */
export const findOwnGuardianships = (guardianResidentId: string): Promise<GuardianshipRow[]> =>
  GuardianshipModel.find({ guardianResidentId, open: true })
    .sort({ createdAt: 1, _id: 1 })
    .limit(MAX_LISTED)
    .lean<GuardianshipRow[]>();

/** Every row of a child, open ones first, then the newest. */
export const findRowsOfChild = (residentId: string): Promise<GuardianshipRow[]> =>
  GuardianshipModel.find({ residentId })
    .sort({ open: -1, createdAt: -1, _id: -1 })
    .limit(MAX_LISTED)
    .lean<GuardianshipRow[]>();

/** Adds a proposal once for a key. @param onOpen called when there is an open one already */
export const insertGuardianshipOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<GuardianshipRow>,
  onOpen: () => never,
): Promise<GuardianshipRow> => createOnce<GuardianshipRow>(GuardianshipModel, request, now, build, onOpen);

/** Adds the guardian of a child who is registered in the same step. */
export async function insertGuardianship(row: GuardianshipRow): Promise<void> {
  await GuardianshipModel.collection.insertOne(row as never);
}

/**
 * Makes somebody a guardian by a row of a known id. A repeat finds it done, and so does who is one already.
 * @returns 'full' when the child has no place left
 */
export async function putGuardianship(
  row: GuardianshipRow,
  now: Date,
  notice: OutboxEntry,
): Promise<'full' | undefined> {
  try {
    await GuardianshipModel.collection.insertOne(row as never);
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
  }
  if ((await activateGuardianship(row._id, now, notice)) !== 'full') return undefined;
  await discardGuardianship(row._id);
  return 'full';
}

/** Takes back what was one too many. */
export async function discardGuardianship(id: string): Promise<void> {
  await GuardianshipModel.deleteOne({ _id: id });
}

/** Takes back the guardian of a child who was never written, since the registration met another one. */
export async function discardGuardiansOf(residentId: string): Promise<void> {
  await GuardianshipModel.deleteMany({ residentId });
}

/**
 * Lets a proposal count, in one of the child's places. A repeat finds it done.
 * @returns null when it is proposed no more, 'full' when the child has no place left
 */
export async function activateGuardianship(
  id: string,
  since: Date,
  notice: OutboxEntry,
): Promise<GuardianshipRow | null | 'full'> {
  for (let slot = 1; slot <= MAX_GUARDIANS; slot += 1) {
    try {
      return await GuardianshipModel.findOneAndUpdate(
        { _id: id, status: 'proposed' },
        { $set: { status: 'active', since, slot }, $inc: { rev: 1 }, $push: { outbox: notice } },
        { returnDocument: 'after' },
      ).lean<GuardianshipRow | null>();
    } catch (error) {
      // Somebody has this place: the unique index over child and slot says so.
      if (!duplicateKeys(error)) throw error;
    }
  }
  return 'full';
}

/** Ends an open row, unless somebody else moved it first. @returns null when it is in none of the states */
export const endGuardianship = (
  id: string,
  from: readonly GuardianshipRow['status'][],
  end: Pick<GuardianshipRow, 'endedAt' | 'endedBy'> & { status: 'declined' | 'ended'; endReason?: Sealed },
): Promise<GuardianshipRow | null> =>
  GuardianshipModel.findOneAndUpdate(
    { _id: id, status: { $in: [...from] } },
    { $set: end, $unset: { open: 1, slot: 1 }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<GuardianshipRow | null>();

/** What somebody is a part of, as a child or a guardian. */
const ofPerson = (residentId: string) => ({ $or: [{ residentId }, { guardianResidentId: residentId }] });

/** Ends everything open that somebody is a part of; running it again changes nothing. */
export async function endGuardianshipsOf(residentId: string, endedBy: string, endedAt: Date): Promise<void> {
  await GuardianshipModel.updateMany(
    { ...ofPerson(residentId), open: true },
    { $set: { status: 'ended', endedAt, endedBy }, $unset: { open: 1, slot: 1 }, $inc: { rev: 1 } },
  );
}

/** How much somebody is a part of, also what has ended. */
export const countGuardianshipsOf = (residentId: string): Promise<number> =>
  GuardianshipModel.countDocuments(ofPerson(residentId)).exec();

/** Removes what somebody is a part of. */
export async function deleteGuardianshipsOf(residentId: string): Promise<void> {
  await GuardianshipModel.deleteMany(ofPerson(residentId));
}
