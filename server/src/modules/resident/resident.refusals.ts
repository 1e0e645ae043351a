import { accessWaysOf } from '@linkang/shared/domain/access-rules';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { asStaff, type RequestInfo } from '../../platform/module';
import { findGround, reveal } from '../access';
import { recordAccess } from '../audit';
import { findResidentByIdHash, findResidentIdByAccount } from './resident.model';
import { buildReply } from './resident.service';

/**
 * Says which person was in the way. Only the indexes decide, so that a repeat of the same request never meets
 * its own first try. A number that another record holds may be tried five times an hour.
 * @throws RESIDENT_EXISTS, RATE_LIMITED, RESIDENT_CLAIM_NEEDED
 */
export async function refuseSecond(deps: Deps, accountId: string, isChild: boolean): Promise<never> {
  // Which unique index the database named is arbitrary when both are violated.
  if (!isChild && (await findResidentIdByAccount(accountId))) throw new AppError('RESIDENT_EXISTS');
  await deps.limits.claimByAccount.consume(accountId);
  throw new AppError('RESIDENT_CLAIM_NEEDED');
}

/**
 * The person in the way, told to the clerk, who opens that record instead.
 * @throws RESIDENT_EXISTS
 */
export async function refuseKnown(deps: Deps, idHash: string, request: RequestInfo): Promise<never> {
  const known = await findResidentByIdHash(idHash);
  // Nobody is ever deleted: a violated index has its person.
  if (!known) throw new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 1 });
  const staffRequest = { ...request, actor: asStaff(request.actor) };
  await recordAccess(staffRequest, 'resident.create', [known._id]);
  // Who works at a counter has the card in hand; the others need a ground as for any record.
  if (accessWaysOf(staffRequest.actor.roles).includes('reveal')) await reveal(staffRequest, known._id, 'atCounter');
  const open = await findGround(staffRequest, known._id);
  const conflict = open ? await buildReply(deps, known, request.now) : { id: known._id };
  throw new AppError('RESIDENT_EXISTS', { conflict, detail: '这个证件号已有档案，请直接打开档案办理。' });
}
