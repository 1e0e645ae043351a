import type { Proxy, ProxyRoutes } from '@linkang/shared/api/proxy.routes';
import type { Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { assertMayReadResident } from '../access';
import { readPicture } from '../file';
import { findGrant, setPaper, type GrantRow } from '../grant';
import { deletePaper, findPaper, insertPaper } from './paper.model';
import { conflictOf, presentFor } from './proxy.service';

type StaffRequest = RequestInfo<StaffActor>;

/** @throws NOT_FOUND where nobody could have signed, ACCESS_LIMITED without a ground */
async function findSigned(
  id: string,
  action: 'proxy.putPaper' | 'proxy.paper',
  request: StaffRequest,
): Promise<GrantRow & { residentId: string }> {
  const grant = await findGrant(id);
  const residentId = grant?.residentId;
  if (!grant || residentId === undefined) throw new AppError('NOT_FOUND');
  await assertMayReadResident(request, action, residentId);
  return { ...grant, residentId };
}

/**
 * Keeps a photo of the paper that the person signed, upright and without what the camera wrote into it.
 * @throws NOT_FOUND, ACCESS_LIMITED, STATE_CONFLICT once it is answered, UNSUPPORTED_MEDIA_TYPE, VALIDATION_FAILED
 */
export async function putPaper(deps: Deps, id: string, upload: Uint8Array, request: StaffRequest): Promise<Proxy> {
  const { residentId, accountId, status } = await findSigned(id, 'proxy.putPaper', request);
  if (status !== 'proposed') throw await conflictOf(id, request);
  const [largest] = (await readPicture(upload)).variants;
  if (!largest) throw new Error('a picture without any width');
  const row = { residentId, accountId, takenBy: request.actor.accountId, at: request.now };
  const paperId = await insertPaper(deps.keyring, row, largest.bytes);
  const before = await setPaper(id, paperId);
  if (!before) {
    await deletePaper(paperId);
    throw await conflictOf(id, request);
  }
  if (before.paperId !== undefined) await deletePaper(before.paperId);
  return presentFor({ ...before, paperId, rev: before.rev + 1 }, request);
}

/** The photo of the signed paper. @throws NOT_FOUND, ACCESS_LIMITED */
export async function getPaper(deps: Deps, id: string, request: StaffRequest): Promise<Reply<ProxyRoutes['paper']>> {
  const { paperId } = await findSigned(id, 'proxy.paper', request);
  const picture = paperId === undefined ? null : await findPaper(deps.keyring, paperId);
  if (picture === null) throw new AppError('NOT_FOUND');
  return { image: `data:image/webp;base64,${picture}` };
}
