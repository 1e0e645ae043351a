import type { ConsentPurpose, IdType } from '@linkang/shared/api/resident.routes';
import mongoose, { Schema, type ClientSession, type QueryFilter } from 'mongoose';
import { duplicateKeys, idempotentSchema, type IdempotentFields } from '../../platform/idempotency';
import { sealedPath, type Sealed } from '../../platform/keyring';

/** A person in the centre's care. */
export interface ResidentDocument extends IdempotentFields {
  _id: string;
  name: Sealed;
  /** Keyed hashes of the whole name and of each of its beginnings (`hashName`, `hashNamePrefix`). */
  nameHashes: string[];
  idType: IdType;
  idNumber: Sealed;
  /** Keyed hash of the number and what paper it is from. */
  idHash: string;
  /** The birth certificate by which a child was registered; it stays when the ID number has come. */
  certificate?: Sealed;
  /** Keyed hash of it, as in `idHash`. */
  certificateHash?: string;
  /** When the ID number was added, and by which account. */
  idAdded?: { at: Date; by: string };
  phone: Sealed | null;
  /** Keyed hash of the phone. Several people may share one phone. */
  phoneHash: string | null;
  birthDay: string;
  sex: 'male' | 'female';
  communityId: string | null;
  addressDetail: Sealed | null;
  /** The account whose own person this is. */
  accountId?: string;
  elderMode: boolean;
  /** Needed consents that the person took back; absent for nearly everybody. */
  stopped?: ConsentPurpose[];
  /** Number of the answer that `stopped` follows, by purpose. */
  consentSeq?: Partial<Record<ConsentPurpose, number>>;
  createdAt: Date;
  /** The account is closed: what the law keeps is out of everybody's sight. */
  closedAt?: Date;
  /** The record that this one has become a part of: nobody finds this one any more. */
  mergedInto?: string;
  /** Records that have become a part of this one. */
  formerIds?: string[];
  rev: number;
}

const schema = new Schema<ResidentDocument>(
  {
    _id: { type: String, required: true },
    name: { ...sealedPath, required: true },
    nameHashes: { type: [String], required: true },
    idType: { type: String, required: true },
    idNumber: { ...sealedPath, required: true },
    idHash: { type: String, required: true },
    certificate: sealedPath,
    certificateHash: String,
    idAdded: { type: { _id: false, at: Date, by: String }, default: undefined },
    phone: { ...sealedPath, default: null },
    phoneHash: { type: String, default: null },
    birthDay: { type: String, required: true },
    sex: { type: String, required: true },
    communityId: { type: String, default: null },
    addressDetail: { ...sealedPath, default: null },
    accountId: String,
    elderMode: { type: Boolean, required: true },
    stopped: { type: [String], default: undefined },
    consentSeq: Object,
    createdAt: { type: Date, required: true },
    closedAt: Date,
    mergedInto: String,
    formerIds: { type: [String], default: undefined },
    rev: { type: Number, required: true },
    ...idempotentSchema,
  },
  { collection: 'residents', versionKey: false },
);
schema.index({ idType: 1, idHash: 1 }, { unique: true });
schema.index(
  { certificateHash: 1 },
  { unique: true, partialFilterExpression: { certificateHash: { $type: 'string' } } },
);
schema.index({ accountId: 1 }, { unique: true, partialFilterExpression: { accountId: { $type: 'string' } } });
schema.index({ phoneHash: 1 });
schema.index({ nameHashes: 1, _id: 1 });
schema.index({ communityId: 1, birthDay: 1 });
schema.index({ stopped: 1 }, { partialFilterExpression: { stopped: { $exists: true } } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

/** For `createOnce` alone; whatever else is asked of the collection stands below. */
export const ResidentModel = mongoose.model<ResidentDocument>('Resident', schema);

/** Nobody sees those whose account is closed, or who are known under another record. */
export const IN_CARE = { closedAt: null, mergedInto: null } as const;

/** One resident, or null. */
export const findResidentById = (id: string): Promise<ResidentDocument | null> =>
  ResidentModel.findOne({ _id: id, ...IN_CARE }).lean<ResidentDocument | null>();

/** Residents by id, in no order. */
export const findResidentsById = (ids: readonly string[]): Promise<ResidentDocument[]> =>
  ResidentModel.find({ _id: { $in: [...ids] }, ...IN_CARE }).lean<ResidentDocument[]>();

/** An account as the partial index wants it: without the type every resident would be looked at. */
const ofAccount = (accountId: string) => ({ accountId: { $eq: accountId, $type: 'string' as const } });

/** The own person of an account, or null. */
export const findResidentByAccount = (accountId: string): Promise<ResidentDocument | null> =>
  ResidentModel.findOne(ofAccount(accountId)).lean<ResidentDocument | null>();

/** Only the id of an account's own person. */
export const findResidentIdByAccount = async (accountId: string): Promise<string | undefined> =>
  (await ResidentModel.findOne(ofAccount(accountId), { _id: 1 }).lean<{ _id: string } | null>())?._id;

/** The own persons of accounts, in no order. */
export const findResidentsByAccount = (accountIds: readonly string[]): Promise<ResidentDocument[]> =>
  ResidentModel.find({ accountId: { $in: [...accountIds], $type: 'string' } }).lean<ResidentDocument[]>();

/** A certificate as the partial index wants it. */
const ofCertificate = (hash: string) => ({ certificateHash: { $eq: hash, $type: 'string' as const } });

/** Whose paper it is: an ID number, or a birth certificate, also of one who has an ID number by now. */
const ofPaper = (idHash: string) => ({ $or: [{ idType: 'residentId' as const, idHash }, ofCertificate(idHash)] });

/** The resident with an ID number or birth certificate, by its keyed hash. */
export const findResidentByIdHash = (idHash: string): Promise<ResidentDocument | null> =>
  ResidentModel.findOne(ofPaper(idHash)).lean<ResidentDocument | null>();

/** How a search looks for people. */
export type ResidentSearch = { idHash: string } | { phoneHash: string } | { nameHash: string };

/** People who match, in the order of their ids. Whatever is looked for is one value of an index. */
export function searchResidents(search: ResidentSearch, limit: number): Promise<ResidentDocument[]> {
  const filter: QueryFilter<ResidentDocument> =
    'nameHash' in search ? { nameHashes: search.nameHash } : 'idHash' in search ? ofPaper(search.idHash) : search;
  return ResidentModel.find({ ...filter, ...IN_CARE })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<ResidentDocument[]>();
}

/** People of a community who were born by a day. */
export const findNeighbours = (communityId: string, bornBy: string): Promise<ResidentDocument[]> =>
  ResidentModel.find({ communityId, birthDay: { $lte: bornBy }, ...IN_CARE }).lean<ResidentDocument[]>();

/** Whether there is such a resident. */
export const residentExists = async (id: string): Promise<boolean> =>
  (await ResidentModel.exists({ _id: id, ...IN_CARE })) !== null;

/** What a resident may change alone. */
export type ResidentChanges = Partial<
  Pick<ResidentDocument, 'phone' | 'phoneHash' | 'communityId' | 'addressDetail' | 'elderMode'>
>;

/**
 * Changes a resident at the revision that the caller saw.
 * @returns null when the resident is at another revision
 */
export const changeResident = (id: string, rev: number, changes: ResidentChanges): Promise<ResidentDocument | null> =>
  ResidentModel.findOneAndUpdate(
    { _id: id, rev, ...IN_CARE },
    { $set: changes, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<ResidentDocument | null>();

/**
 * Puts an ID number in the place of the birth certificate, at the revision that the caller saw. The certificate stays
 * beside it.
 * @returns null when the resident is at another revision or has an ID number, 'taken' when somebody else has it
 */
export async function putIdNumber(
  id: string,
  rev: number,
  paper: Pick<ResidentDocument, 'idNumber' | 'idHash' | 'birthDay' | 'sex'> & {
    idAdded: NonNullable<ResidentDocument['idAdded']>;
  },
): Promise<ResidentDocument | null | 'taken'> {
  try {
    return await ResidentModel.findOneAndUpdate(
      { _id: id, rev, idType: 'birthCertificate', ...IN_CARE },
      { $set: { ...paper, idType: 'residentId' }, $inc: { rev: 1 } },
      { returnDocument: 'after' },
    ).lean<ResidentDocument | null>();
  } catch (error) {
    if (duplicateKeys(error)) return 'taken';
    throw error;
  }
}

/** Everybody who took a needed consent back. */
export async function findStopped(): Promise<Set<string>> {
  const rows = await ResidentModel.find({ stopped: { $exists: true, $ne: [] } }, { _id: 1 }).lean<{ _id: string }[]>();
  return new Set(rows.map((row) => row._id));
}

/** Keeps on the person what an answer means, unless a later answer was kept already. */
export async function keepStop(id: string, purpose: ConsentPurpose, seq: number, isStopped: boolean): Promise<void> {
  const seen = `consentSeq.${purpose}`;
  await ResidentModel.updateOne(
    { _id: id, $or: [{ [seen]: { $exists: false } }, { [seen]: { $lte: seq } }] },
    {
      $set: { [seen]: seq },
      ...(isStopped ? { $addToSet: { stopped: purpose } } : { $pull: { stopped: purpose } }),
    },
  );
}

/**
 * Gives a person to an account, if it still belongs to whom the caller saw. A repeat finds it done.
 * @param from the account of before; undefined for a person who had none
 * @returns null when the person belongs to somebody else, 'taken' when the account has a person of its own already
 */
export async function giveToAccount(
  id: string,
  from: string | undefined,
  to: string,
): Promise<ResidentDocument | null | 'taken'> {
  try {
    const given = await ResidentModel.findOneAndUpdate(
      { _id: id, accountId: from ?? { $exists: false }, ...IN_CARE },
      { $set: { accountId: to }, $inc: { rev: 1 } },
      { returnDocument: 'after' },
    ).lean<ResidentDocument | null>();
    return given ?? (await ResidentModel.findOne({ _id: id, accountId: to }).lean<ResidentDocument | null>());
  } catch (error) {
    if (duplicateKeys(error)) return 'taken';
    throw error;
  }
}

/** Closes a person's row: no account, no search and no register of numbers leads to it any more. */
export async function lockResident(id: string, idHash: string, closedAt: Date): Promise<void> {
  await ResidentModel.updateOne(
    { _id: id, ...IN_CARE },
    { $set: { closedAt, idHash }, $unset: { accountId: 1, certificateHash: 1 }, $inc: { rev: 1 } },
  );
}

/** Whether a closed row has what a filter says. @returns 0 or 1 */
export const countWith = (id: string, filter: QueryFilter<ResidentDocument>): Promise<number> =>
  ResidentModel.countDocuments({ $and: [{ _id: id }, filter] }).exec();

/** Empties fields of a closed row. */
export async function eraseFields(
  id: string,
  fields: Partial<
    Pick<
      ResidentDocument,
      | 'name'
      | 'nameHashes'
      | 'idNumber'
      | 'birthDay'
      | 'phone'
      | 'phoneHash'
      | 'addressDetail'
      | 'communityId'
      | 'elderMode'
    >
  >,
): Promise<void> {
  // Past mongoose's rules, which want a name.
  const closed = { _id: id, closedAt: { $type: 'date' } } as never;
  const certificate = fields.idNumber === undefined ? {} : { $unset: { certificate: 1 as const } };
  await ResidentModel.collection.updateOne(closed, { $set: fields, ...certificate });
}

/** What a correction writes. */
export type ResidentCorrection = Partial<
  Pick<ResidentDocument, 'name' | 'nameHashes' | 'birthDay' | 'sex' | 'phone' | 'phoneHash' | 'addressDetail'>
>;

/** Writes a correction. @returns the resident as it was before, null when nobody is there */
export const correctResident = (
  id: string,
  $set: ResidentCorrection,
  session: ClientSession,
): Promise<ResidentDocument | null> =>
  ResidentModel.findOneAndUpdate(
    { _id: id, ...IN_CARE },
    { $set, $inc: { rev: 1 } },
    { returnDocument: 'before', session },
  ).lean<ResidentDocument | null>();

/** People registered from one instant to before another, oldest first. */
export const findRegistered = (from: Date, before: Date, limit: number): Promise<ResidentDocument[]> =>
  ResidentModel.find({ createdAt: { $gte: from, $lt: before }, ...IN_CARE })
    .sort({ createdAt: 1, _id: 1 })
    .limit(limit)
    .lean<ResidentDocument[]>();
