import type { Emergency, EmergencyRoutes } from '@linkang/shared/api/emergency.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import {
  createEmergencyOnce,
  emergencyPlace,
  findEmergencies,
  findEmergency,
  findGround,
  reviewEmergency,
  type EmergencyCursor,
  type EmergencyRow,
} from '../access';
import { recordAccess } from '../audit';
import { findResidents, residentNames } from '../resident';
import { staffNames } from '../staff';
import { presentEmergency, presentStarted } from './emergency.presenter';

/**
 * Opens a record that is not the caller's to read, for the time that the centre has set.
 * @throws NOT_FOUND, STATE_CONFLICT where the record is open to the caller anyway, IDEMPOTENCY_MISMATCH
 */
export async function startEmergency(
  deps: Deps,
  { residentId, reason, words }: Input<EmergencyRoutes['start']>['body'],
  request: IdempotentRequestInfo,
): Promise<Reply<EmergencyRoutes['start']>> {
  const staffRequest = { ...request, actor: asStaff(request.actor) };
  const { actor, now } = staffRequest;
  const row = await createEmergencyOnce(request.idempotency, now, async () => {
    if ((await findResidents([residentId])).length === 0) throw new AppError('NOT_FOUND');
    if (await findGround(staffRequest, residentId))
      throw new AppError('STATE_CONFLICT', { detail: '这位居民的资料您现在就能看，不用紧急查看，请刷新页面。' });
    const _id = new mongoose.Types.ObjectId().toHexString();
    return {
      _id,
      staffId: actor.accountId,
      residentId,
      reason,
      words: deps.keyring.encrypt(words, emergencyPlace('words', _id)),
      startedAt: now,
      endsAt: new Date(now.getTime() + deps.config.security.emergencyMinutes * 60_000),
      uses: [],
      state: 'open' as const,
    };
  });
  await recordAccess(staffRequest, 'emergency.start', [residentId], `emergency:${row._id}`);
  return presentStarted(row);
}

/** @throws VALIDATION_FAILED for a cursor that no list gave out */
function parseCursor(cursor: string | undefined): EmergencyCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, ms, id] = /^(\d{1,15})\|([A-Za-z0-9:_-]{1,64})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { startedAt: new Date(Number(ms)), id };
}

async function presentAll(deps: Deps, rows: readonly EmergencyRow[], now: Date): Promise<Emergency[]> {
  const [people, names] = await Promise.all([
    residentNames(rows.map((row) => row.residentId)),
    staffNames(rows.flatMap((row) => [row.staffId, ...(row.review ? [row.review.by] : [])])),
  ]);
  return rows.map((row) => presentEmergency(row, { keyring: deps.keyring, people, names, now }));
}

/** Emergencies for those who review them, the newest first; the reading is audited. */
export async function listEmergencies(
  deps: Deps,
  { state, cursor, limit }: Input<EmergencyRoutes['list']>['query'],
  request: RequestInfo,
): Promise<Reply<EmergencyRoutes['list']>> {
  const found = await findEmergencies(state, parseCursor(cursor), limit + 1);
  const rows = found.slice(0, limit);
  await recordAccess(
    { ...request, actor: asStaff(request.actor) },
    'emergency.list',
    rows.map((row) => row.residentId),
  );
  const last = rows.at(-1);
  return {
    items: await presentAll(deps, rows, request.now),
    nextCursor: last && found.length > limit ? `${last.startedAt.getTime()}|${last._id}` : null,
  };
}

/** Writes a review down. @throws NOT_FOUND, FORBIDDEN for the own emergency, STATE_CONFLICT once it is settled */
export async function review(
  deps: Deps,
  id: string,
  { outcome, note }: Input<EmergencyRoutes['review']>['body'],
  request: RequestInfo,
): Promise<Emergency> {
  const actor = asStaff(request.actor);
  const emergency = await findEmergency(id);
  if (!emergency) throw new AppError('NOT_FOUND');
  if (emergency.staffId === actor.accountId)
    throw new AppError('FORBIDDEN', { detail: '自己的紧急查看要由别人复核。' });
  await recordAccess({ ...request, actor }, 'emergency.review', [emergency.residentId], `emergency:${id}`);
  const sealed = deps.keyring.encrypt(note, emergencyPlace('review.note', id));
  const reviewed = await reviewEmergency(id, { at: request.now, by: actor.accountId, outcome, note: sealed });
  if (!reviewed) throw new AppError('STATE_CONFLICT', { detail: '别人刚刚复核过了，请刷新后再看。' });
  const [presented] = await presentAll(deps, [reviewed], request.now);
  return presented as Emergency;
}
