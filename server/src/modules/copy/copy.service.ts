import type { Copy, CopyRoutes } from '@linkang/shared/api/copy.routes';
import type { Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { placeOf } from '../../platform/keyring';
import {
  asResident,
  type AccountPerson,
  type IdempotentRequestInfo,
  type Module,
  type PersonalSection,
  type RequestInfo,
} from '../../platform/module';
import { recordOwn } from '../audit';
import { assertActsFor } from '../resident';
import { findCopy, insertCopyOnce, takeSealed, type CopyRow } from './copy.model';
import { jsonOf, pageOf } from './copy.page';

/** For so long a copy waits to be opened. */
const OPEN_MS = 15 * 60_000;

const placeOfCopy = (copyId: string): string => placeOf('copies', 'sealed', copyId);

/** Everything that the features keep of a person, in their order. */
async function collect(deps: Deps, all: readonly Module[], person: AccountPerson): Promise<PersonalSection[]> {
  const sections: PersonalSection[] = [];
  for (const module of all) sections.push(...((await module.personalData?.(deps, person)) ?? []));
  return sections;
}

/** Makes a copy of the own data. @throws NOT_FOUND for anybody else's */
export async function makeCopy(
  deps: Deps,
  all: readonly Module[],
  residentId: string,
  request: IdempotentRequestInfo,
): Promise<Copy> {
  const actor = asResident(request.actor);
  const { now } = request;
  await assertActsFor(actor, residentId);
  const build = async (): Promise<CopyRow> => {
    await recordOwn({ ...request, actor }, 'copy.create', residentId);
    const { accountId } = actor;
    const sections = await collect(deps, all, { residentId, accountId });
    const _id = new mongoose.Types.ObjectId().toHexString();
    return {
      _id,
      residentId,
      accountId,
      sealed: deps.keyring.encrypt(JSON.stringify({ at: now, sections }), placeOfCopy(_id)),
      expiresAt: new Date(now.getTime() + OPEN_MS),
    };
  };
  const { _id, expiresAt } = await insertCopyOnce(request.idempotency, now, build);
  return { id: _id, expiresAt: expiresAt.toISOString() };
}

/** Gives the copy out, once. @throws NOT_FOUND also for another's, STATE_CONFLICT when it was opened or is too old */
export async function openCopy(deps: Deps, id: string, request: RequestInfo): Promise<Reply<CopyRoutes['open']>> {
  const actor = asResident(request.actor);
  const copy = await findCopy(id);
  if (!copy || copy.accountId !== actor.accountId) throw new AppError('NOT_FOUND');
  const sealed = await takeSealed(id, request.now);
  if (sealed === null)
    throw new AppError('STATE_CONFLICT', { detail: '这份文件已经打开过，或者过了15分钟，请重新生成一份。' });
  await recordOwn({ ...request, actor }, 'copy.open', copy.residentId);
  const kept = JSON.parse(deps.keyring.decrypt(sealed, placeOfCopy(id))) as { at: string; sections: PersonalSection[] };
  const at = new Date(kept.at);
  const centre = deps.config.centre.name;
  return {
    fileName: `我的信息-${dayOf(at)}`,
    json: jsonOf(centre, at, kept.sections),
    html: pageOf(centre, at, kept.sections),
  };
}
