import type { NoticeData, NoticeKind } from '@linkang/shared/api/notice-kinds';
import type { Schema } from 'mongoose';

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

/** Builds an entry. `accountIds` are those who get it besides the person and the relatives with the scope. */
export const owe = (
  kind: NoticeKind,
  about: { residentId: string; targetId: string; accountIds?: string[] },
  data: NoticeData,
  dueAt: Date,
): OutboxEntry => ({
  id: `${about.targetId}:${kind}:${dueAt.getTime()}`,
  kind,
  dueAt,
  residentId: about.residentId,
  accountIds: about.accountIds ?? [],
  targetId: about.targetId,
  data,
});
