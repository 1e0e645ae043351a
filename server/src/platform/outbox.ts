import type { NoticeData, NoticeKind } from '@linkang/shared/api/notice-kinds';
import type { Connection, Model, Schema } from 'mongoose';
import { keyIdOf, placeOf, processKeyring, type Sealed } from './keyring';

/**
 * A message that is owed to people. It is written in the same write as the event that it tells of, and leaves the
 * document only when the message stands in every list: a crash in between can delay it, not lose or double it.
 */
export interface OutboxEntry {
  /** Unique by object, kind and due time: `<ref>:<kind>:<dueAt in ms>`. */
  id: string;
  kind: NoticeKind;
  /** Not before this instant. */
  dueAt: Date;
  /** The person whom it concerns; the account of theirs gets it, and relatives with the kind's scope. */
  residentId: string;
  /** Accounts that get it besides, e.g. of a relative who booked. */
  accountIds: string[];
  /** The object that the message opens. */
  targetId: string;
  data: NoticeData;
}

/** Documents that owe messages. */
export interface OutboxFields {
  outbox?: OutboxEntry[];
}

/** Schema path of `OutboxFields`: no empty list is stored, so that the partial index holds only what is owed. */
export const outboxSchema = {
  outbox: {
    type: [
      {
        _id: false,
        id: String,
        kind: String,
        dueAt: Date,
        residentId: String,
        accountIds: [String],
        targetId: String,
        data: Object,
      },
    ],
    default: undefined,
  },
} as const;

/** Adds the index by which owed messages are found. */
export function indexOutbox<T>(schema: Schema<T>): void {
  schema.index(
    { 'outbox.dueAt': 1 } as never,
    { partialFilterExpression: { 'outbox.dueAt': { $exists: true } } } as never,
  );
}

/** Kinds whose reason everybody is told who had booked: it is about the session. */
const publicReasons: readonly NoticeKind[] = ['bookingSuspended', 'bookingChanged'];

/** A message's data with the reason encrypted: what staff give as one may be about the person. */
export const sealReason = (data: NoticeData, place: string): NoticeData =>
  data.reason === undefined
    ? data
    : { ...data, reason: processKeyring().encrypt(data.reason, place) as unknown as string };

/** A message's data with the reason readable; one from before it was encrypted is readable already. */
export const openReason = (data: NoticeData, place: string): NoticeData =>
  keyIdOf(data.reason) === undefined
    ? data
    : { ...data, reason: processKeyring().decrypt(data.reason as unknown as Sealed, place) };

/** Where the reason of an entry stands. */
export const reasonPlace = (entryId: string): string => placeOf('outbox', 'reason', entryId);

/** Builds an entry. `accountIds` are those who get it besides the person and the relatives with the scope. */
export const owe = (
  kind: NoticeKind,
  about: { residentId: string; targetId: string; accountIds?: string[] },
  data: NoticeData,
  dueAt: Date,
): OutboxEntry => {
  const id = `${about.targetId}:${kind}:${dueAt.getTime()}`;
  return {
    id,
    kind,
    dueAt,
    residentId: about.residentId,
    accountIds: about.accountIds ?? [],
    targetId: about.targetId,
    data: publicReasons.includes(kind) ? data : sealReason(data, reasonPlace(id)),
  };
};

/** The owed messages of a document that becomes another person's, in the language of the write that moves it. */
export const outboxFor = (residentId: string) => ({
  $cond: [
    { $isArray: '$outbox' },
    {
      $map: {
        input: '$outbox',
        as: 'entry',
        in: { $mergeObjects: ['$$entry', { residentId: { $literal: residentId } }] },
      },
    },
    '$$REMOVE',
  ],
});

/** A document that owes messages, with those that are due. */
export interface Owing {
  model: Model<OutboxFields & { _id: string }>;
  documentId: string;
  due: OutboxEntry[];
}

/** Documents of all features that owe a message now; the index gives those first that wait longest. */
export async function findOwing(connection: Connection, now: Date, limit: number): Promise<Owing[]> {
  const owing: Owing[] = [];
  for (const registered of Object.values(connection.models)) {
    if (!registered.schema.path('outbox')) continue;
    const model = registered as unknown as Owing['model'];
    const rows = await model
      .find({ 'outbox.dueAt': { $lte: now } }, { outbox: 1 })
      .limit(limit)
      .lean<(OutboxFields & { _id: string })[]>();
    for (const { _id: documentId, outbox = [] } of rows)
      owing.push({ model, documentId, due: outbox.filter((entry) => entry.dueAt <= now) });
  }
  return owing;
}

/** Takes messages that stand in every list out of their document; an empty list goes with the last of them. */
export async function settleOwing({ model, documentId, due }: Owing): Promise<void> {
  const ids = due.map((entry) => entry.id);
  const left = {
    $filter: { input: '$outbox', as: 'entry', cond: { $not: [{ $in: ['$$entry.id', { $literal: ids }] }] } },
  };
  const outbox = {
    $let: { vars: { left }, in: { $cond: [{ $eq: [{ $size: '$$left' }, 0] }, '$$REMOVE', '$$left'] } },
  };
  // Past mongoose's casting, which knows no pipelines.
  await model.collection.updateOne({ _id: documentId as never, 'outbox.id': { $in: ids } }, [{ $set: { outbox } }]);
}
