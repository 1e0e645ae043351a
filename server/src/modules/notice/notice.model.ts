import type { NoticeData, NoticeKind } from '@linkang/shared/api/notice-kinds';
import mongoose, { Schema, type QueryFilter } from 'mongoose';
import { removeSome } from '../../platform/batches';
import { duplicateKeys } from '../../platform/idempotency';
import { placeOf } from '../../platform/keyring';
import { openReason } from '../../platform/outbox';

/** How far a message is on its way to WeChat. */
export type PushState =
  /** To be sent from `nextAt` on. */
  | 'todo'
  /** Claimed; when the claim lapses at `nextAt`, nobody knows whether it was sent. */
  | 'sending'
  | 'sent'
  | 'failed'
  | 'noPermission'
  /** Perhaps sent: never tried again. */
  | 'unknown'
  /** Stands in the list only. */
  | 'none';

/** A message in the list of one account. Nobody's name is kept: names are looked up when it is shown. */
export interface NoticeRow {
  /** `<id of the event's entry>:<accountId>`: a message is delivered once. */
  _id: string;
  accountId: string;
  /** The person whom it concerns. */
  residentId: string;
  kind: NoticeKind;
  data: NoticeData;
  targetId: string;
  at: Date;
  readAt: Date | null;
  push: {
    state: PushState;
    /** Present while it is on its way. */
    nextAt?: Date;
    tries: number;
    claimedAt?: Date;
    errcode?: number;
    /** It did not come, as far as is known: whether to telephone is still to be decided. */
    callOwed?: boolean;
  };
}

const schema = new Schema<NoticeRow>(
  {
    _id: String,
    accountId: { type: String, required: true },
    residentId: { type: String, required: true },
    kind: { type: String, required: true },
    data: { type: Object, required: true, sealed: ['reason'] },
    targetId: { type: String, required: true },
    at: { type: Date, required: true },
    readAt: Date,
    push: { state: String, nextAt: Date, tries: Number, claimedAt: Date, errcode: Number, callOwed: Boolean },
  },
  { collection: 'notices', versionKey: false, minimize: false },
);
schema.index({ accountId: 1, at: -1, _id: -1 });
schema.index({ accountId: 1, readAt: 1 });
schema.index({ residentId: 1 });
schema.index({ at: 1 });
schema.index({ 'push.state': 1, at: -1, _id: -1 });
schema.index({ 'push.state': 1, 'push.nextAt': 1 }, { partialFilterExpression: { 'push.nextAt': { $exists: true } } });

schema.index({ 'push.callOwed': 1 }, { partialFilterExpression: { 'push.callOwed': { $exists: true } } });
schema.index({ targetId: 1 });
/** Where the encrypted reason of a message stands. */
export const noticePlace = (noticeId: string): string => placeOf('notices', 'data.reason', noticeId);

/** What a message says, readable. */
export const dataOf = ({ _id, data }: NoticeRow): NoticeData => openReason(data, noticePlace(_id));

const NoticeModel = mongoose.model<NoticeRow>('Notice', schema);

/** Adds messages; those that are there already stay as they are. */
export async function insertNotices(rows: readonly NoticeRow[]): Promise<void> {
  if (!rows.length) return;
  try {
    await NoticeModel.collection.insertMany(rows as never, { ordered: false });
  } catch (error) {
    // Unordered: every row that was missing is in, the others exist (a run after a crash).
    if (!duplicateKeys(error)) throw error;
  }
}

/** Which messages are looked for: those that an account may see now. */
export type Sight = QueryFilter<NoticeRow>;

/** A position in the list, after which the next page begins. */
export interface NoticeCursor {
  at: Date;
  id: string;
}

/** Messages, newest first. */
export const findNotices = (sight: Sight, after: NoticeCursor | undefined, limit: number): Promise<NoticeRow[]> =>
  NoticeModel.find({
    $and: [sight, after ? { $or: [{ at: { $lt: after.at } }, { at: after.at, _id: { $lt: after.id } }] } : {}],
  })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .lean<NoticeRow[]>();

/** Everybody's messages in some states of sending, newest first. */
export const findByPush = (
  states: readonly PushState[],
  after: NoticeCursor | undefined,
  limit: number,
): Promise<NoticeRow[]> => findNotices({ 'push.state': { $in: [...states] } }, after, limit);

/** How many messages an account has not read. */
export const countUnreadOf = (sight: Sight): Promise<number> =>
  NoticeModel.countDocuments({ $and: [sight, { readAt: null }] }).exec();

/** Marks an account's messages as read: those named, or all. */
export async function markNoticesRead(accountId: string, ids: readonly string[] | undefined, at: Date): Promise<void> {
  await NoticeModel.updateMany(
    { accountId, readAt: null, ...(ids ? { _id: { $in: [...ids] } } : {}) },
    { $set: { readAt: at } },
  );
}

/**
 * Takes the next message that is to be sent. Whoever gets it is the only one who ever does, unless it is put back.
 * @param lapsesAt when nobody is believed to be sending it any more
 * @param exceptKinds that are not sent just now
 */
export const claimNotice = (now: Date, lapsesAt: Date, exceptKinds: readonly NoticeKind[]): Promise<NoticeRow | null> =>
  NoticeModel.findOneAndUpdate(
    {
      'push.state': 'todo',
      'push.nextAt': { $lte: now },
      ...(exceptKinds.length ? { kind: { $nin: [...exceptKinds] } } : {}),
    },
    { $set: { 'push.state': 'sending', 'push.claimedAt': now, 'push.nextAt': lapsesAt }, $inc: { 'push.tries': 1 } },
    { sort: { 'push.nextAt': 1 }, returnDocument: 'after' },
  ).lean<NoticeRow | null>();

/** Writes down how a try ended; with `nextAt` there will be another one. */
export async function settleNotice(
  notice: NoticeRow,
  push: { state: PushState; nextAt?: Date; errcode?: number; callOwed?: true },
): Promise<void> {
  const { state, nextAt, errcode, callOwed } = push;
  await NoticeModel.updateOne(
    { _id: notice._id, 'push.tries': notice.push.tries },
    {
      $set: {
        'push.state': state,
        ...(nextAt ? { 'push.nextAt': nextAt } : {}),
        ...(errcode === undefined ? {} : { 'push.errcode': errcode }),
        ...(callOwed ? { 'push.callOwed': true } : {}),
      },
      ...(nextAt ? {} : { $unset: { 'push.nextAt': '' } }),
    },
  );
}

/** Gives up on messages whose sender was killed: they may have been sent. @returns how many */
export async function lapseClaims(now: Date): Promise<number> {
  const lapsed = await NoticeModel.updateMany(
    { 'push.state': 'sending', 'push.nextAt': { $lte: now } },
    { $set: { 'push.state': 'unknown', 'push.callOwed': true }, $unset: { 'push.nextAt': '' } },
  );
  return lapsed.modifiedCount;
}

/** Messages that did not come, of which nobody has decided yet whether to telephone. */
export const findCallOwed = (limit: number): Promise<NoticeRow[]> =>
  NoticeModel.find({ 'push.callOwed': true }).sort({ at: 1 }).limit(limit).lean<NoticeRow[]>();

/** All messages about some objects. */
export const findAbout = (targetIds: readonly string[]): Promise<NoticeRow[]> =>
  NoticeModel.find({ targetId: { $in: [...targetIds] } }).lean<NoticeRow[]>();

/** It is decided whether to telephone. */
export async function settleCallOwed(ids: readonly string[]): Promise<void> {
  if (ids.length) await NoticeModel.updateMany({ _id: { $in: [...ids] } }, { $unset: { 'push.callOwed': '' } });
}

/** Messages in the list of an account, and those about a person in the lists of others. */
const ofPerson = (residentId: string, accountId: string) => ({ $or: [{ accountId }, { residentId }] });

/** How many messages there are to and about somebody. */
export const countNoticesOf = (residentId: string, accountId: string): Promise<number> =>
  NoticeModel.countDocuments(ofPerson(residentId, accountId)).exec();

/** Removes the messages to and about somebody. */
export async function deleteNoticesOf(residentId: string, accountId: string): Promise<void> {
  await NoticeModel.deleteMany(ofPerson(residentId, accountId));
}

/** Puts the messages about a record under another record of the same person. */
export async function moveNotices(from: string, to: string): Promise<void> {
  await NoticeModel.updateMany({ residentId: from }, { $set: { residentId: to } });
}

/** How many messages are older than an instant. */
export const countNoticesBefore = (at: Date): Promise<number> => NoticeModel.countDocuments({ at: { $lt: at } }).exec();

/** Removes some of them. @returns how many */
export const removeNoticesBefore = (at: Date, limit: number): Promise<number> =>
  removeSome(NoticeModel, { at: { $lt: at } }, limit);
