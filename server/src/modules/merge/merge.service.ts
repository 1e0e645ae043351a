import type { Merge, MergeRoutes, MergeSide } from '@linkang/shared/api/merge.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { maskName } from '@linkang/shared/domain/masking';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo, Module, Obstacle, PersonPair, RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findRecord, residentNames, type MergeRecord } from '../resident';
import { staffNames } from '../staff';
import { findMerges, insertMergeOnce, reasonPlace, type MergeCursor, type MergeRow } from './merge.model';
import { advance, partsOf } from './merge.running';

type StaffRequest = RequestInfo<StaffActor>;

/** Two records that are looked at. */
interface Pair {
  stay: MergeRecord;
  away: MergeRecord;
}

/** @throws NOT_FOUND when one of them is not there, or has become a part of another one */
async function loadPair(deps: Deps, stayId: string, awayId: string, now: Date): Promise<Pair> {
  const today = dayOf(now);
  const [stay, away] = await Promise.all([findRecord(deps, stayId, today), findRecord(deps, awayId, today)]);
  if (!stay || !away) throw new AppError('NOT_FOUND');
  return { stay, away };
}

/** The two with their accounts, as they would be joined. */
function joinOf({ stay, away }: Pair, chosen: 'stay' | 'away', by: string): PersonPair {
  const [first, second] = chosen === 'stay' ? [stay, away] : [away, stay];
  const accountId = first.accountId ?? second.accountId;
  return {
    stayId: stay.found.id,
    awayId: away.found.id,
    by,
    ...(stay.accountId === undefined ? {} : { stayAccountId: stay.accountId }),
    ...(away.accountId === undefined ? {} : { awayAccountId: away.accountId }),
    ...(accountId === undefined ? {} : { accountId }),
  };
}

const findObstacles = async (deps: Deps, all: readonly Module[], pair: PersonPair): Promise<Obstacle[]> =>
  (await Promise.all(partsOf(all).flatMap((part) => part.obstacles?.(deps, pair) ?? []))).flat();

async function presentSide(all: readonly Module[], { found, accountId, createdAt }: MergeRecord): Promise<MergeSide> {
  const counts = await Promise.all(partsOf(all).flatMap((part) => part.count?.(found.id) ?? []));
  return { ...found, hasAccount: accountId !== undefined, createdAt: createdAt.toISOString(), counts };
}

/** Two records side by side, masked, with what is in the way; audited for both. @throws NOT_FOUND */
export async function compareRecords(
  deps: Deps,
  all: readonly Module[],
  { stayId, awayId }: Input<MergeRoutes['compare']>['query'],
  request: StaffRequest,
): Promise<Reply<MergeRoutes['compare']>> {
  const pair = await loadPair(deps, stayId, awayId, request.now);
  await recordAccess(request, 'merge.compare', [stayId, awayId]);
  const [stay, away, obstacles] = await Promise.all([
    presentSide(all, pair.stay),
    presentSide(all, pair.away),
    findObstacles(deps, all, joinOf(pair, 'stay', request.actor.accountId)),
  ]);
  return { stay, away, obstacles };
}

/** Merges as staff read them. */
async function presentAll(deps: Deps, rows: readonly MergeRow[]): Promise<Merge[]> {
  const [people, staff] = await Promise.all([
    residentNames(rows.flatMap((row) => [row.stayId, row.awayId])),
    staffNames(rows.map((row) => row.by)),
  ]);
  const person = (id: string) => ({ id, name: maskName(people.get(id) ?? '') });
  return rows.map((row) => ({
    id: row._id,
    stay: person(row.stayId),
    away: person(row.awayId),
    status: row.status,
    byName: staff.get(row.by) ?? '',
    at: row.at.toISOString(),
    doneAt: row.doneAt?.toISOString() ?? null,
    reason: deps.keyring.decrypt(row.reason, reasonPlace(row._id)),
    obstacles: row.left,
  }));
}

/** Asks every feature before anything is written. @throws NOT_FOUND, MERGE_BLOCKED */
async function buildMerge(
  deps: Deps,
  all: readonly Module[],
  body: Input<MergeRoutes['create']>['body'],
  { actor, now }: StaffRequest,
): Promise<MergeRow> {
  const { stayId, awayId, reason, account } = body;
  const join = joinOf(await loadPair(deps, stayId, awayId, now), account, actor.accountId);
  const obstacles = await findObstacles(deps, all, join);
  if (obstacles.length) throw new AppError('MERGE_BLOCKED', { conflict: { obstacles } });
  const _id = new mongoose.Types.ObjectId().toHexString();
  return {
    _id,
    ...join,
    people: [stayId, awayId],
    reason: deps.keyring.encrypt(reason, reasonPlace(_id)),
    at: now,
    status: 'running',
    passes: 0,
    nextAt: now,
    left: [],
  };
}

/**
 * Makes one record of two. What stands in the way is told before anything is written; what comes up later is left to
 * the unique indexes, told with the merge, and moved as soon as staff have solved it.
 * @throws NOT_FOUND, STATE_CONFLICT when one of the two is part of another merge, MERGE_BLOCKED, IDEMPOTENCY_MISMATCH
 */
export async function mergeRecords(
  deps: Deps,
  all: readonly Module[],
  body: Input<MergeRoutes['create']>['body'],
  request: StaffRequest & IdempotentRequestInfo,
): Promise<Merge> {
  const { now, idempotency } = request;
  const row = await insertMergeOnce(
    idempotency,
    now,
    () => buildMerge(deps, all, body, request),
    () => {
      throw new AppError('STATE_CONFLICT', { detail: '这两份档案里有一份正在合并，请刷新后再看。' });
    },
  );
  await recordAccess(request, 'merge.create', [row.stayId, row.awayId], body.reason);
  const [merge] = await presentAll(deps, [row.passes === 0 ? await advance(deps, all, row) : row]);
  return merge as Merge;
}

/** @throws VALIDATION_FAILED for a cursor that no list gave out */
function parseCursor(cursor: string | undefined): MergeCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, ms, id] = /^(\d{1,15})\|([A-Za-z0-9:_-]{1,64})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { at: new Date(Number(ms)), id };
}

/** The log of merges, the newest first; audited. @throws VALIDATION_FAILED */
export async function listMerges(
  deps: Deps,
  { residentId, cursor, limit }: Input<MergeRoutes['list']>['query'],
  request: StaffRequest,
): Promise<Reply<MergeRoutes['list']>> {
  const found = await findMerges(residentId, parseCursor(cursor), limit + 1);
  const rows = found.slice(0, limit);
  await recordAccess(
    request,
    'merge.list',
    rows.map((row) => row.stayId),
  );
  const last = rows.at(-1);
  return {
    items: await presentAll(deps, rows),
    nextCursor: last && found.length > limit ? `${last.at.getTime()}|${last._id}` : null,
  };
}
