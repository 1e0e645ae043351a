import type { Guardianship, GuardianRoutes } from '@linkang/shared/api/guardian.routes';
import type { Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { guardianScopesOn, isAdult } from '@linkang/shared/domain/guardianship';
import { AppError } from '@linkang/shared/errors';
import type { ResidentActor } from '../../platform/actor';
import { fieldFault } from '../../platform/http/problems';
import { processKeyring } from '../../platform/keyring';
import { asStaff, type RequestInfo } from '../../platform/module';
import { assertMayReadResident } from '../access';
import { recordRelative } from '../audit';
import {
  activateGuardianship,
  endGuardianship,
  findGuardianship,
  findOwnGuardianships,
  findRowsOfChild,
  guardianshipPlace,
  type GuardianshipRow,
} from '../guardianship';
import { addedNotice, assertServes, findOwnResidentId, findResidents } from '../resident';
import { isGuardian, isProposer } from './guardian.policy';
import { presentOfChild, presentToGuardian } from './guardian.presenter';

/** The own person of a caller; nobody for staff. */
export const ownIdOf = async ({ actor }: RequestInfo): Promise<string | undefined> =>
  actor.kind === 'resident' ? (actor.ownResidentId ?? (await findOwnResidentId(actor.accountId))) : undefined;

/** The children of the account's own person, and what others ask of it. Those of age are not told any more. */
export async function listOwn(request: RequestInfo<ResidentActor>): Promise<Reply<GuardianRoutes['list']>> {
  const ownId = await ownIdOf(request);
  const rows = ownId === undefined ? [] : await findOwnGuardianships(ownId);
  const children = new Map((await findResidents(rows.map((row) => row.residentId))).map((child) => [child.id, child]));
  const today = dayOf(request.now);
  const items = rows.flatMap((row) => {
    const child = children.get(row.residentId);
    return child && guardianScopesOn(child.birthDay, today).length ? [presentToGuardian(row, child, today)] : [];
  });
  return { items };
}

/** Who answers for a child; staff's reading is audited. @throws NOT_FOUND, PROXY_SCOPE_MISSING, ACCESS_LIMITED */
export async function listGuardians(
  residentId: string,
  request: RequestInfo,
): Promise<Reply<GuardianRoutes['ofResident']>> {
  await assertServes(request, 'guardian.ofResident', residentId);
  const [rows, [child], ownId] = await Promise.all([
    findRowsOfChild(residentId),
    findResidents([residentId]),
    ownIdOf(request),
  ]);
  return { items: rows.map((row) => presentOfChild(row, child, dayOf(request.now), ownId)) };
}

/** A row as the caller sees it. */
export async function presentFor(row: GuardianshipRow, request: RequestInfo): Promise<Guardianship> {
  const [[child], ownId] = await Promise.all([findResidents([row.residentId]), ownIdOf(request)]);
  const today = dayOf(request.now);
  return isGuardian(ownId, row) ? presentToGuardian(row, child, today) : presentOfChild(row, child, today, ownId);
}

const conflict = (): AppError => new AppError('STATE_CONFLICT', { detail: '这条监护关系刚刚有变化，请刷新再看。' });

/** The person who was named agrees. @throws NOT_FOUND, STATE_CONFLICT, GUARDIAN_LIMIT */
export async function acceptGuardianship(id: string, request: RequestInfo<ResidentActor>): Promise<Guardianship> {
  const [row, ownId] = await Promise.all([findGuardianship(id), ownIdOf(request)]);
  if (!row || ownId === undefined || !isGuardian(ownId, row)) throw new AppError('NOT_FOUND');
  const [child] = await findResidents([row.residentId]);
  if (!child || isAdult(child.birthDay, dayOf(request.now))) throw conflict();
  const accepted = await activateGuardianship(id, request.now, await addedNotice(row, request.now));
  if (accepted === 'full') throw new AppError('GUARDIAN_LIMIT');
  if (!accepted) throw conflict();
  await recordRelative(request, 'guardian.accept', row.residentId, ownId);
  return presentFor(accepted, request);
}

/** What the caller may do to a row, and how it then is called. @throws NOT_FOUND, STATE_CONFLICT, VALIDATION_FAILED */
async function findEnd(
  row: GuardianshipRow,
  reason: string | undefined,
  request: RequestInfo,
): Promise<{ from: GuardianshipRow['status'][]; status: 'declined' | 'ended' }> {
  if (request.actor.kind === 'staff') {
    if (reason === undefined)
      throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.reason', 'EMPTY', '请写明为什么停止')] });
    return { from: ['proposed', 'active'], status: 'ended' };
  }
  const isOwn = isGuardian(await ownIdOf(request), row);
  if (!isOwn && !isProposer(request.actor, row)) throw new AppError('NOT_FOUND');
  if (row.status === 'active') throw new AppError('STATE_CONFLICT', { detail: '停止监护登记要带证件到前台办理。' });
  return { from: ['proposed'], status: isOwn ? 'declined' : 'ended' };
}

/**
 * Declines or takes back a proposal; what counts is ended at the desk alone, so that no child is left without anybody
 * by a slip of a finger.
 * @throws VALIDATION_FAILED, NOT_FOUND, STATE_CONFLICT, ACCESS_LIMITED
 */
export async function endOrDecline(
  id: string,
  reason: string | undefined,
  request: RequestInfo,
): Promise<Guardianship> {
  const row = await findGuardianship(id);
  if (!row) throw new AppError('NOT_FOUND');
  if (request.actor.kind === 'staff')
    await assertMayReadResident({ ...request, actor: asStaff(request.actor) }, 'guardian.end', row.residentId);
  const { from, status } = await findEnd(row, reason, request);
  const sealed =
    reason === undefined ? undefined : processKeyring().encrypt(reason, guardianshipPlace('endReason', id));
  const ended = await endGuardianship(id, from, {
    status,
    endedAt: request.now,
    endedBy: request.actor.kind === 'anonymous' ? null : request.actor.accountId,
    ...(sealed === undefined ? {} : { endReason: sealed }),
  });
  if (!ended) throw conflict();
  return presentFor(ended, request);
}
