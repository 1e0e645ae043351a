import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';
import type { ProxyRelationship, ProxyStatus } from '@linkang/shared/api/proxy.routes';
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

/** One permission of a person to a relative's account, from the request to its end. */
export interface GrantRow extends IdempotentFields, OutboxFields {
  _id: string;
  /** The relative. */
  accountId: string;
  /** The relative's own person. */
  relativeResidentId: string;
  /** Keyed hash of the ID number and name that were asked for. */
  target: string;
  /** The name that was asked for. */
  askedName: Sealed;
  /** The person acted for; absent where nobody has that number and name. */
  residentId?: string;
  relationship: ProxyRelationship;
  scopes: ProxyScope[];
  endsDay: string;
  status: ProxyStatus;
  /** Present while it is proposed or active: of such a pair has one at most, by a unique index. */
  open?: true;
  /** From 1 to the centre's limit while it is active: unique for the account, so that no more fit in. */
  slot?: number;
  askedAt: Date;
  confirmedAt: Date | null;
  /** The account, of the person or of staff, that confirmed. */
  confirmedBy: string | null;
  channel: 'account' | 'desk' | null;
  paperNote?: Sealed;
  /** The photo of the signed paper. */
  paperId?: string;
  endedAt: Date | null;
  endedBy: string | null;
  rev: number;
}

/** Rows that a list shows at most. */
const MAX_LISTED = 100;

const schema = new Schema<GrantRow>(
  {
    _id: String,
    accountId: { type: String, required: true },
    relativeResidentId: { type: String, required: true },
    target: { type: String, required: true },
    askedName: { ...sealedPath, required: true },
    residentId: String,
    relationship: { type: String, required: true },
    scopes: [String],
    endsDay: { type: String, required: true },
    status: { type: String, required: true },
    open: Boolean,
    slot: Number,
    askedAt: { type: Date, required: true },
    confirmedAt: Date,
    confirmedBy: String,
    channel: String,
    paperNote: sealedPath,
    paperId: String,
    endedAt: Date,
    endedBy: String,
    rev: { type: Number, required: true },
    ...outboxSchema,
    ...idempotentSchema,
  },
  { collection: 'proxies', versionKey: false },
);
schema.index({ accountId: 1, target: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index(
  { accountId: 1, residentId: 1 },
  { unique: true, partialFilterExpression: { open: true, residentId: { $type: 'string' } } },
);
schema.index({ accountId: 1, slot: 1 }, { unique: true, partialFilterExpression: { slot: { $type: 'number' } } });
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });
schema.index({ accountId: 1, open: -1, askedAt: -1 });
schema.index({ residentId: 1, open: -1, askedAt: -1 });
schema.index({ open: 1, endsDay: 1 });
indexOutbox(schema);

/** For the model files of this folder alone. */
export const GrantModel = mongoose.model<GrantRow>('Grant', schema);

/** Where an encrypted value of a row stands. */
export const grantPlace = (field: 'askedName' | 'paperNote', id: string): string => placeOf('proxies', field, id);

/** A fresh id. */
export const newGrantId = (): string => new mongoose.Types.ObjectId().toHexString();

/** One row, or null. */
export const findGrant = (id: string): Promise<GrantRow | null> => GrantModel.findById(id).lean<GrantRow | null>();

/** What an account asked for, open ones first, then the newest. */
export const findAsked = (accountId: string): Promise<GrantRow[]> =>
  GrantModel.find({ accountId }).sort({ open: -1, askedAt: -1 }).limit(MAX_LISTED).lean<GrantRow[]>();

/** What others ask of a person, open ones first, then the newest. */
export const findReceived = (residentId: string): Promise<GrantRow[]> =>
  GrantModel.find({ residentId }).sort({ open: -1, askedAt: -1 }).limit(MAX_LISTED).lean<GrantRow[]>();

/** What an account may do for a person today, or null. */
export const findActiveGrant = (accountId: string, residentId: string, today: string): Promise<GrantRow | null> =>
  GrantModel.findOne({
    accountId,
    residentId,
    open: true,
    status: 'active',
    endsDay: { $gte: today },
  }).lean<GrantRow | null>();

/** All that an account may do for others today, the oldest first. */
export const findActiveGrants = (accountId: string, today: string): Promise<GrantRow[]> =>
  GrantModel.find({ accountId, status: 'active', open: true, endsDay: { $gte: today } })
    .sort({ confirmedAt: 1, _id: 1 })
    .lean<GrantRow[]>();

/** Who may act today for any of these people. */
export const findActiveGrantsFor = (residentIds: readonly string[], today: string): Promise<GrantRow[]> =>
  GrantModel.find({
    residentId: { $in: [...residentIds] },
    status: 'active',
    open: true,
    endsDay: { $gte: today },
  }).lean<GrantRow[]>();

/**
 * Adds a request once for a key.
 * @param onOpen called when the account has an open one for the same person
 */
export const insertGrantOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<GrantRow>,
  onOpen: () => never,
): Promise<GrantRow> => createOnce<GrantRow>(GrantModel, request, now, build, onOpen);

/** Adds a row that is not asked for over the API; one that is there already stays as it is. */
export async function insertGrant(row: GrantRow): Promise<void> {
  try {
    await GrantModel.collection.insertOne(row as never);
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
  }
}

/** Takes back a request that was one too many. */
export async function discardGrant(id: string): Promise<void> {
  await GrantModel.deleteOne({ _id: id });
}

/** What a confirmation writes. */
export type Confirmation = Pick<GrantRow, 'scopes' | 'endsDay' | 'confirmedAt' | 'confirmedBy' | 'channel'> &
  Partial<Pick<GrantRow, 'paperNote'>>;

/** The write that owes a message, where there is one. */
const tell = (notice: OutboxEntry | undefined) => (notice ? { $push: { outbox: notice } } : {});

/**
 * The places that an account may fill. Those who stand above a limit that was lowered each keep the highest free
 * place empty: nobody ever takes such a one, so two who read the same places cannot fill one too many.
 */
async function freeSlots(accountId: string, limit: number): Promise<number[]> {
  const rows = await GrantModel.find({ accountId, slot: { $gt: 0 } }, { slot: 1 }).lean<{ slot: number }[]>();
  const taken = new Set(rows.map(({ slot }) => slot));
  const above = [...taken].filter((slot) => slot > limit).length;
  const free = Array.from({ length: limit }, (_, index) => index + 1).filter((slot) => !taken.has(slot));
  return free.slice(0, Math.max(0, free.length - above));
}

/**
 * Confirms a request into one of the account's places, unless somebody else moved it first.
 * @param limit people for whom one account may act at the same time
 * @returns null when it no longer waits, 'full' when the account has no place left
 */
export async function confirmGrant(
  { _id, accountId }: Pick<GrantRow, '_id' | 'accountId'>,
  confirmation: Confirmation,
  notice: OutboxEntry | undefined,
  limit: number,
): Promise<GrantRow | null | 'full'> {
  for (const slot of await freeSlots(accountId, limit)) {
    try {
      return await GrantModel.findOneAndUpdate(
        { _id, status: 'proposed' },
        { $set: { ...confirmation, status: 'active', slot }, $inc: { rev: 1 }, ...tell(notice) },
        { returnDocument: 'after' },
      ).lean<GrantRow | null>();
    } catch (error) {
      // Somebody has this place: the unique index over account and slot says so.
      if (!duplicateKeys(error)) throw error;
    }
  }
  return 'full';
}

/**
 * Says which photo shows the signed paper, as long as the request waits: what was confirmed is not exchanged.
 * @returns the row as it was before, null when it waits no more
 */
export const setPaper = (id: string, paperId: string): Promise<GrantRow | null> =>
  GrantModel.findOneAndUpdate(
    { _id: id, status: 'proposed' },
    { $set: { paperId }, $inc: { rev: 1 } },
    { returnDocument: 'before' },
  ).lean<GrantRow | null>();

/** Allows less, unless somebody else changed it first. @returns null when it is not active as it was seen */
export const narrowGrant = (
  { _id, rev }: Pick<GrantRow, '_id' | 'rev'>,
  less: Pick<GrantRow, 'scopes' | 'endsDay'>,
  notice: OutboxEntry | undefined,
): Promise<GrantRow | null> =>
  GrantModel.findOneAndUpdate(
    { _id, rev, status: 'active' },
    { $set: less, $inc: { rev: 1 }, ...tell(notice) },
    { returnDocument: 'after' },
  ).lean<GrantRow | null>();

/** Ends an open row, unless somebody else moved it first. @returns null when it is in none of the states */
export const endGrant = (
  id: string,
  from: readonly ProxyStatus[],
  status: 'rejected' | 'revoked',
  end: { endedAt: Date; endedBy: string },
  notice: OutboxEntry | undefined,
): Promise<GrantRow | null> =>
  GrantModel.findOneAndUpdate(
    { _id: id, status: { $in: [...from] } },
    { $set: { ...end, status }, $unset: { open: 1, slot: 1 }, $inc: { rev: 1 }, ...tell(notice) },
    { returnDocument: 'after' },
  ).lean<GrantRow | null>();

/**
 * Gives what a person's account was allowed to the person's new account. A repeat finds nothing left to do.
 * The new account had no person and so no permissions: nothing of its own can be in the way.
 */
export async function moveGrants(from: string, to: string, relativeResidentId: string): Promise<void> {
  await GrantModel.updateMany(
    { accountId: from, relativeResidentId, open: true },
    { $set: { accountId: to }, $inc: { rev: 1 } },
  );
}

/** The message of a permission that ran out, in the language of the write that ends many at once. */
const endedNotice = (now: Date) => ({
  id: { $concat: ['$_id', { $literal: `:proxyEnded:${now.getTime()}` }] },
  kind: 'proxyEnded',
  dueAt: now,
  residentId: '$residentId',
  accountIds: ['$accountId'],
  targetId: '$_id',
  data: { relativeId: '$relativeResidentId' },
});

/**
 * Ends open rows whose last day is before a day, of one account or of all. Only what was in force is told of: a
 * request that nobody answered must not show whether the person is known.
 * @returns how many
 */
export async function expireGrants(today: string, now: Date, accountId?: string): Promise<number> {
  const overdue = { open: true, endsDay: { $lt: today }, ...(accountId === undefined ? {} : { accountId }) };
  const end = [{ $set: { status: 'expired', rev: { $add: ['$rev', 1] } } }, { $unset: ['open', 'slot'] }];
  const outbox = { $concatArrays: [{ $ifNull: ['$outbox', []] }, [endedNotice(now)]] };
  // Past mongoose's casting, which knows no pipelines.
  const told = await GrantModel.collection.updateMany({ ...overdue, status: 'active' }, [{ $set: { outbox } }, ...end]);
  const silent = await GrantModel.collection.updateMany({ ...overdue, status: 'proposed' }, end);
  return told.modifiedCount + silent.modifiedCount;
}

/** Permissions that somebody gave or got. */
const ofPerson = (residentId: string, accountId: string) => ({ $or: [{ residentId }, { accountId }] });

/** The open ones of those. */
export const findOpenGrantsOf = (residentId: string, accountId: string): Promise<GrantRow[]> =>
  GrantModel.find({ ...ofPerson(residentId, accountId), open: true }).lean<GrantRow[]>();

/** How many permissions somebody gave or got, also those that have ended. */
export const countGrantsOf = (residentId: string, accountId: string): Promise<number> =>
  GrantModel.countDocuments(ofPerson(residentId, accountId)).exec();

/** Removes what somebody gave or got. */
export async function deleteGrantsOf(residentId: string, accountId: string): Promise<void> {
  await GrantModel.deleteMany(ofPerson(residentId, accountId));
}
