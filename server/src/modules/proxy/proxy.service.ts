import type { Proxy, ProxyRoutes } from '@linkang/shared/api/proxy.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { ResidentActor, StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { processKeyring } from '../../platform/keyring';
import { asResident, type RequestInfo } from '../../platform/module';
import { assertMayReadResident } from '../access';
import { recordAccess } from '../audit';
import {
  confirmGrant,
  endGrant,
  expireGrants,
  findAsked,
  findGrant,
  findReceived,
  grantPlace,
  narrowGrant,
  type Confirmation,
  type GrantRow,
} from '../grant';
import { findOwnResidentId, findResidents } from '../resident';
import { noticeOf } from './proxy.notices';
import { isElder, isRelative } from './proxy.policy';
import { presentAsked, presentReceived } from './proxy.presenter';

type ConfirmBody = Input<ProxyRoutes['confirm']>['body'];
type NarrowBody = Input<ProxyRoutes['narrow']>['body'];

const ownResidentOf = async ({ accountId, ownResidentId }: ResidentActor): Promise<string | undefined> =>
  ownResidentId ?? (await findOwnResidentId(accountId));

async function presentAllReceived(grants: readonly GrantRow[], now: Date): Promise<Proxy[]> {
  const people = await findResidents([...new Set(grants.map((grant) => grant.relativeResidentId))]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return grants.map((grant) => presentReceived(grant, names.get(grant.relativeResidentId) ?? '', dayOf(now)));
}

/** A permission as the caller sees it. */
export async function presentFor(grant: GrantRow, { actor, now }: RequestInfo): Promise<Proxy> {
  if (isRelative(actor, grant)) return presentAsked(grant, dayOf(now));
  const [presented] = await presentAllReceived([grant], now);
  return presented as Proxy;
}

/** What the account asked for, and what others ask of its own person. */
export async function listProxies({ actor, now }: RequestInfo<ResidentActor>): Promise<Reply<ProxyRoutes['list']>> {
  const ownId = await ownResidentOf(actor);
  const [asked, received] = await Promise.all([
    findAsked(actor.accountId),
    ownId === undefined ? [] : findReceived(ownId),
  ]);
  return {
    asked: asked.map((grant) => presentAsked(grant, dayOf(now))),
    received: await presentAllReceived(received, now),
  };
}

/** Who asks to act or acts for a resident; the reading is audited. @throws NOT_FOUND */
export async function listOfResident(
  residentId: string,
  request: RequestInfo<StaffActor>,
): Promise<Reply<ProxyRoutes['ofResident']>> {
  const [resident] = await findResidents([residentId]);
  if (!resident) throw new AppError('NOT_FOUND');
  await assertMayReadResident(request, 'proxy.ofResident', residentId);
  return { items: await presentAllReceived(await findReceived(residentId), request.now) };
}

/** @throws NOT_FOUND unless somebody can answer for the request and the caller may */
async function findAnswerable(id: string, { actor }: RequestInfo): Promise<GrantRow> {
  const grant = await findGrant(id);
  if (grant?.residentId === undefined) throw new AppError('NOT_FOUND');
  if (actor.kind !== 'staff' && !isElder(await ownResidentOf(asResident(actor)), grant))
    throw new AppError('NOT_FOUND');
  return grant;
}

/** The scopes and end day that are agreed to. @throws VALIDATION_FAILED where they are wider than what was asked */
function narrow(
  grant: GrantRow,
  body: Pick<ConfirmBody, 'scopes' | 'endsDay'>,
  today: string,
): Pick<Confirmation, 'scopes' | 'endsDay'> {
  const { scopes = grant.scopes, endsDay = grant.endsDay } = body;
  const fields = [];
  if (scopes.some((scope) => !grant.scopes.includes(scope)))
    fields.push(fieldFault('body.scopes', 'WIDER', '只能减少授权，不能增加'));
  if (endsDay > grant.endsDay) fields.push(fieldFault('body.endsDay', 'WIDER', '结束日期只能提前，不能推后'));
  if (endsDay < today) fields.push(fieldFault('body.endsDay', 'PAST', '结束日期不能早于今天'));
  if (fields.length) throw new AppError('VALIDATION_FAILED', { fields });
  return { scopes, endsDay };
}

/** Says what became of it meanwhile. */
export async function conflictOf(id: string, request: RequestInfo): Promise<AppError> {
  const current = await findGrant(id);
  return new AppError('STATE_CONFLICT', current ? { conflict: await presentFor(current, request) } : {});
}

/**
 * The person agrees, or the desk writes down that they did on paper. Only the own person of an account can
 * agree: who is a relative here cannot pass it on.
 * @throws VALIDATION_FAILED, NOT_FOUND, STATE_CONFLICT, PROXY_LIMIT
 */
export async function confirmProxy(
  { config }: Deps,
  id: string,
  body: ConfirmBody,
  request: RequestInfo,
): Promise<Proxy> {
  const { actor, now } = request;
  const { paperNote } = body;
  if (actor.kind === 'staff' && paperNote === undefined)
    throw new AppError('VALIDATION_FAILED', {
      fields: [fieldFault('body.paperNote', 'EMPTY', '请写明纸质授权书的日期和存放位置')],
    });
  const grant = await findAnswerable(id, request);
  const today = dayOf(now);
  if (grant.status !== 'proposed') throw await conflictOf(id, request);
  const agreed = narrow(grant, body, today);
  if (actor.kind === 'staff' && config.proxies.paperPhoto && grant.paperId === undefined)
    throw new AppError('VALIDATION_FAILED', {
      fields: [fieldFault('body.paper', 'EMPTY', '请先上传签好字的授权书照片')],
      detail: '请先上传签好字的授权书照片，再确认开通。',
    });
  await recordForStaff('proxy.confirm', grant, request, paperNote);
  // One that has run out leaves its place also before the job comes by.
  await expireGrants(today, now, grant.accountId);
  const confirmation: Confirmation = {
    ...agreed,
    confirmedAt: now,
    confirmedBy: actor.kind === 'anonymous' ? null : actor.accountId,
    ...(actor.kind === 'staff' && paperNote !== undefined
      ? { channel: 'desk', paperNote: processKeyring().encrypt(paperNote, grantPlace('paperNote', id)) }
      : { channel: 'account' }),
  };
  const { maxPeople } = config.proxies;
  const confirmed = await confirmGrant(grant, confirmation, noticeOf('proxyConfirmed', grant, now), maxPeople);
  if (confirmed === 'full')
    throw new AppError('PROXY_LIMIT', {
      detail: `一个人最多同时帮${maxPeople}位家人办事，请先停止一位的授权再同意。`,
    });
  if (!confirmed) throw await conflictOf(id, request);
  return presentFor(confirmed, request);
}

async function recordForStaff(
  action: 'proxy.confirm' | 'proxy.revoke' | 'proxy.narrow',
  grant: GrantRow,
  { actor, ...request }: RequestInfo,
  reason?: string,
): Promise<void> {
  if (actor.kind !== 'staff' || grant.residentId === undefined) return;
  await recordAccess({ ...request, actor }, action, [grant.residentId], reason);
}

/** The person declines. @throws NOT_FOUND, STATE_CONFLICT once it is answered */
export async function rejectProxy(id: string, request: RequestInfo): Promise<Proxy> {
  const grant = await findAnswerable(id, request);
  const end = { endedAt: request.now, endedBy: asResident(request.actor).accountId };
  const notice = noticeOf('proxyRejected', grant, request.now);
  const rejected = await endGrant(id, ['proposed'], 'rejected', end, notice);
  if (!rejected) throw await conflictOf(id, request);
  return presentFor(rejected, request);
}

/**
 * The person, or the desk for them, allows less from now on. More is asked for anew.
 * @throws VALIDATION_FAILED, NOT_FOUND, STATE_CONFLICT
 */
export async function narrowProxy(id: string, body: NarrowBody, request: RequestInfo): Promise<Proxy> {
  const { now } = request;
  const grant = await findAnswerable(id, request);
  if (grant.status !== 'active') throw await conflictOf(id, request);
  const less = narrow(grant, body, dayOf(now));
  await recordForStaff('proxy.narrow', grant, request);
  const isSame = less.scopes.length === grant.scopes.length && less.endsDay === grant.endsDay;
  if (isSame) return presentFor(grant, request);
  const narrowed = await narrowGrant(grant, less, noticeOf('proxyNarrowed', grant, now));
  if (!narrowed) throw await conflictOf(id, request);
  return presentFor(narrowed, request);
}

/** Ends it at once: the relative, the person, or the desk. @throws NOT_FOUND, STATE_CONFLICT once it has ended */
export async function revokeProxy(id: string, request: RequestInfo): Promise<Proxy> {
  const { actor, now } = request;
  const grant = await findGrant(id);
  // The relative may also take back what nobody can see.
  if (!grant || !isRelative(actor, grant)) await findAnswerable(id, request);
  if (grant) await recordForStaff('proxy.revoke', grant, request);
  const endedBy = actor.kind === 'anonymous' ? '' : actor.accountId;
  const notice = grant ? noticeOf('proxyEnded', grant, now) : undefined;
  const revoked = await endGrant(id, ['proposed', 'active'], 'revoked', { endedAt: now, endedBy }, notice);
  if (!revoked) throw await conflictOf(id, request);
  return presentFor(revoked, request);
}
