import type { ContractState } from '@linkang/shared/api/contract.routes';
import { addDays } from '@linkang/shared/domain/clinic-day';
import type { EndCode } from '@linkang/shared/domain/contract-end';
import type { ClientSession, UpdateQuery } from 'mongoose';
import type { Sealed } from '../../platform/keyring';
import type { OutboxEntry } from '../../platform/outbox';
import { inTransaction, Unmatched } from '../../platform/transaction';
import { ContractModel, type ContractChange, type ContractRow } from './contract.schema';

/*
 * How contracts change. A change is a filtered write that matches the state it starts from; where one contract follows
 * another, both rows of the one resident change in one transaction, so that at no instant two run and none is missing.
 */

/** Who changes a contract, and when. */
export type ChangedBy = Omit<ContractChange, 'to' | 'endCode'>;

/** What a change tells and keeps besides. */
interface Besides {
  set?: Partial<ContractRow>;
  unset?: Partial<Record<keyof ContractRow, 1>>;
  notice?: OutboxEntry | undefined;
  endCode?: EndCode;
}

const changeTo = (to: ContractState, by: ChangedBy, { set, unset, notice, endCode }: Besides) => ({
  $set: { status: to, ...set, ...(endCode ? { endCode } : {}) },
  $inc: { rev: 1 },
  $push: { history: { ...by, to, ...(endCode ? { endCode } : {}) }, ...(notice ? { outbox: notice } : {}) },
  ...(unset ? { $unset: unset } : {}),
});

const FREE = { slots: 1 } as const;

/** Moves one row on from one of some states. @returns null when it is in none of them */
const move = (
  id: string,
  from: readonly ContractState[],
  to: ContractState,
  by: ChangedBy,
  besides: Besides,
  session: ClientSession | null = null,
): Promise<ContractRow | null> =>
  ContractModel.findOneAndUpdate(
    { _id: id, status: { $in: [...from] } },
    changeTo(to, by, besides) as UpdateQuery<ContractRow>,
    { returnDocument: 'after', session },
  ).lean<ContractRow | null>();

const orUnmatched = (row: ContractRow | null, what: string): ContractRow => {
  if (!row) throw new Unmatched(what);
  return row;
};

/** Runs a transaction. @returns null when something in it matched nothing, and so nothing is done */
async function together(work: (session: ClientSession) => Promise<ContractRow>): Promise<ContractRow | null> {
  try {
    return await inTransaction(work);
  } catch (error) {
    if (error instanceof Unmatched) return null;
    throw error;
  }
}

/** Ends the contract that another one follows, when it still runs: the last day is the one before the other's first. */
const makeWay = (
  previousId: string,
  next: Pick<ContractRow, 'kind'>,
  startDay: string,
  by: ChangedBy,
  session: ClientSession,
): Promise<ContractRow | null> => {
  const to = next.kind === 'transfer' ? 'transferred' : 'renewed';
  return move(previousId, ['active'], to, by, { set: { lastDay: addDays(startDay, -1) }, unset: FREE }, session);
};

/** Lets a contract that waited run: the one before it makes way in the same transaction. */
async function begin(
  row: ContractRow,
  startDay: string,
  by: ChangedBy,
  besides: Besides,
  session: ClientSession,
): Promise<ContractRow> {
  if (row.previousId !== undefined) await makeWay(row.previousId, row, startDay, by, session);
  const set: Partial<ContractRow> = { ...besides.set, slots: ['now'], activatedAt: by.at };
  return orUnmatched(await move(row._id, [row.status], 'active', by, { ...besides, set }, session), 'contract');
}

/** Frees the contract before, so that another may follow it. */
const letGo = (previousId: string, nextId: string, session: ClientSession) =>
  ContractModel.updateOne({ _id: previousId, nextId }, { $unset: { nextId: 1 } }, { session });

/**
 * Adds a contract that follows another; when its first day is here, the other makes way at once.
 * @param guard refuses by throwing; what it reads belongs to the same transaction
 * @throws Unmatched when the other is no longer as it was, or is followed already
 */
export const addFollowing = (
  previous: ContractRow,
  next: ContractRow,
  by: ChangedBy,
  guard: (session: ClientSession) => Promise<void>,
): Promise<ContractRow> =>
  inTransaction(async (session) => {
    const claimed = await ContractModel.updateOne(
      { _id: previous._id, status: previous.status, nextId: { $exists: false } },
      { $set: { nextId: next._id } },
      { session },
    );
    if (claimed.matchedCount === 0) throw new Unmatched('previous contract');
    await guard(session);
    if (next.status === 'active' && next.startDay !== null)
      await makeWay(previous._id, next, next.startDay, by, session);
    await ContractModel.collection.insertOne(next as never, { session });
    return next;
  });

/** What an approval writes down. */
export type Approval = Required<Pick<ContractRow, 'startDay' | 'endDay' | 'decidedAt' | 'decidedBy'>> & {
  startDay: string;
};

/**
 * Approves: the contract runs, or waits for its first day.
 * @param guard refuses by throwing; what it reads belongs to the same transaction
 * @returns null when it no longer waits for review
 */
export const approve = (
  row: ContractRow,
  approval: Approval,
  { by, today, notice }: { by: ChangedBy; today: string; notice: OutboxEntry },
  guard: (session: ClientSession) => Promise<void>,
): Promise<ContractRow | null> =>
  together(async (session) => {
    await guard(session);
    const besides = { set: approval, notice };
    if (approval.startDay <= today) return begin(row, approval.startDay, by, besides, session);
    return orUnmatched(await move(row._id, ['pendingReview'], 'scheduled', by, besides, session), 'contract');
  });

/** What a refusal or an end writes down. */
type Closing = Partial<Pick<ContractRow, 'decidedAt' | 'decidedBy' | 'reason'>>;

/**
 * Ends what never began: refused, or taken back.
 * @returns null when it is in none of the states
 */
export const closeWaiting = (
  row: ContractRow,
  from: readonly ('pendingReview' | 'scheduled')[],
  to: 'rejected' | 'withdrawn',
  by: ChangedBy,
  closing: Closing,
  notice?: OutboxEntry,
): Promise<ContractRow | null> => {
  const besides = { set: closing, unset: FREE, notice };
  const { previousId } = row;
  if (previousId === undefined) return move(row._id, from, to, by, besides);
  return together(async (session) => {
    await letGo(previousId, row._id, session);
    return orUnmatched(await move(row._id, from, to, by, besides, session), 'contract');
  });
};

/** What an end before the term writes down. */
export interface Ending {
  code: EndCode;
  reason: (contractId: string) => Sealed;
  lastDay: string;
  decidedBy: string | null;
  notice?: OutboxEntry;
}

/**
 * Ends a contract that runs or waits for its first day, and with it what was to follow.
 * @returns null when it does neither
 */
export const end = (id: string, by: ChangedBy, ending: Ending): Promise<ContractRow | null> =>
  together(async (session) => {
    const closing = (contractId: string): Partial<ContractRow> => ({
      decidedAt: by.at,
      decidedBy: ending.decidedBy,
      reason: ending.reason(contractId),
    });
    const besides = { unset: FREE, endCode: ending.code };
    const own = { ...closing(id), lastDay: ending.lastDay };
    const row = orUnmatched(
      await move(
        id,
        ['active', 'scheduled'],
        'terminated',
        by,
        { ...besides, set: own, notice: ending.notice },
        session,
      ),
      'contract',
    );
    const neverBegan = row.activatedAt === undefined;
    if (row.previousId !== undefined && neverBegan) await letGo(row.previousId, id, session);
    if (row.nextId !== undefined) {
      const set = closing(row.nextId);
      await move(row.nextId, ['scheduled'], 'terminated', by, { ...besides, set }, session);
      await move(row.nextId, ['pendingReview'], 'withdrawn', by, { ...besides, set }, session);
    }
    return row;
  });

const BY_ITSELF = { by: 'system', accountId: null } as const;

/** Contracts whose first day is here. */
export const findDue = (today: string, limit: number): Promise<ContractRow[]> =>
  ContractModel.find({ status: 'scheduled', startDay: { $lte: today } })
    .sort({ startDay: 1, _id: 1 })
    .limit(limit)
    .lean<ContractRow[]>();

/** Lets a contract run whose first day is here. @returns null when it no longer waits for it */
export const beginDue = (row: ContractRow, at: Date): Promise<ContractRow | null> =>
  together((session) => begin(row, row.startDay ?? '', { ...BY_ITSELF, at }, {}, session));

/** Running contracts whose last day is before a day. */
export const findOverdue = (today: string, limit: number): Promise<ContractRow[]> =>
  ContractModel.find({ status: 'active', endDay: { $lt: today } })
    .sort({ endDay: 1 })
    .limit(limit)
    .lean<ContractRow[]>();

/** Ends a contract whose term is over. @returns null when it no longer runs */
export const expire = (id: string, at: Date, notice: OutboxEntry): Promise<ContractRow | null> =>
  move(id, ['active'], 'expired', { ...BY_ITSELF, at }, { unset: FREE, notice });

/** Nobody was reminded of an end so near, and nothing follows. */
const unreminded = (days: number) => ({
  status: 'active' as const,
  nextId: { $exists: false },
  $or: [{ remindedDays: { $exists: false } }, { remindedDays: { $gt: days } }],
});

/** Running contracts that end in a stretch of days, that nothing follows and of which nobody was reminded so near. */
export const findToRemind = (fromDay: string, toDay: string, days: number, limit: number): Promise<ContractRow[]> =>
  ContractModel.find({ ...unreminded(days), endDay: { $gte: fromDay, $lte: toDay } })
    .limit(limit)
    .lean<ContractRow[]>();

/** Writes down the reminder with its message. @returns whether nobody else did, and still nothing follows */
export async function remind(id: string, days: number, notice: OutboxEntry): Promise<boolean> {
  const result = await ContractModel.updateOne(
    { _id: id, ...unreminded(days) },
    { $set: { remindedDays: days }, $push: { outbox: notice } },
  );
  return result.modifiedCount === 1;
}
