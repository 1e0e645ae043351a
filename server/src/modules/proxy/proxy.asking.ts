import type { Proxy, ProxyRoutes } from '@linkang/shared/api/proxy.routes';
import type { Input } from '@linkang/shared/api/route';
import { addYears, dayOf } from '@linkang/shared/domain/clinic-day';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asResident, type IdempotentRequestInfo } from '../../platform/module';
import { discardGrant, grantPlace, insertGrantOnce, newGrantId, type GrantRow } from '../grant';
import { findOwnResidentId, findResidentByIdNumber } from '../resident';
import { noticeOf } from './proxy.notices';
import { presentAsked } from './proxy.presenter';

type AskBody = Input<ProxyRoutes['create']>['body'];

/** Years ahead for which a relative may be allowed. */
const MAX_YEARS = 3;

/** All faults that the schema cannot see. @returns the ID number as it is kept @throws VALIDATION_FAILED */
function checkFields(body: AskBody, today: string): string {
  const parsed = parseIdNumber(body.idNumber, today);
  const fields = parsed.ok ? [] : [fieldFault('body.idNumber', parsed.reason, idNumberFaultText[parsed.reason])];
  if (body.endsDay < today) fields.push(fieldFault('body.endsDay', 'PAST', '结束日期不能早于今天'));
  if (body.endsDay > addYears(today, MAX_YEARS))
    fields.push(fieldFault('body.endsDay', 'TOO_FAR', '授权最长三年，到期可以再申请'));
  if (!parsed.ok || fields.length) throw new AppError('VALIDATION_FAILED', { fields });
  return parsed.idNumber;
}

/**
 * The request as it is kept. Where nobody has this number and name it has no person, and so nobody to confirm
 * it; the relative cannot tell the two apart.
 */
async function buildGrant(
  deps: Deps,
  id: string,
  body: AskBody,
  idNumber: string,
  { accountId, now }: { accountId: string; now: Date },
): Promise<GrantRow> {
  const relativeResidentId = await findOwnResidentId(accountId);
  if (relativeResidentId === undefined) throw new AppError('RESIDENT_REQUIRED');
  const person = await findResidentByIdNumber(deps, idNumber);
  if (person?.id === relativeResidentId)
    throw new AppError('VALIDATION_FAILED', {
      fields: [fieldFault('body.idNumber', 'OWN', '这是您自己的身份证号，请填家人的')],
    });
  await deps.limits.proxyByAccount.assertOpen(accountId);
  const { name, relationship, scopes, endsDay } = body;
  const grant: GrantRow = {
    _id: id,
    accountId,
    relativeResidentId,
    target: deps.keyring.hash('proxyTarget', `${idNumber}:${name}`),
    askedName: deps.keyring.encrypt(name, grantPlace('askedName', id)),
    ...(person && person.name === name ? { residentId: person.id } : {}),
    relationship,
    scopes,
    endsDay,
    status: 'proposed',
    open: true,
    askedAt: now,
    confirmedAt: null,
    confirmedBy: null,
    channel: null,
    endedAt: null,
    endedBy: null,
    rev: 0,
  };
  const notice = noticeOf('proxyAsked', grant, now);
  return notice ? { ...grant, outbox: [notice] } : grant;
}

/**
 * Asks to act for a relative. An open request for the same number and name is in the way whether or not the
 * person is known; five requests an hour are taken.
 * @throws VALIDATION_FAILED, RESIDENT_REQUIRED, STATE_CONFLICT, RATE_LIMITED
 */
export async function askFor(deps: Deps, body: AskBody, request: IdempotentRequestInfo): Promise<Proxy> {
  const { accountId } = asResident(request.actor);
  const { now } = request;
  const today = dayOf(now);
  const idNumber = checkFields(body, today);
  const id = newGrantId();
  const grant = await insertGrantOnce(
    request.idempotency,
    now,
    () => buildGrant(deps, id, body, idNumber, { accountId, now }),
    () => {
      throw new AppError('STATE_CONFLICT', { detail: '您已经向这位家人申请过，请等他同意，或先停止原来的授权。' });
    },
  );
  // Counted once it is kept, so that repeats of one request cost nothing.
  if (grant._id === id)
    await deps.limits.proxyByAccount.consume(accountId).catch(async (refusal: unknown) => {
      await discardGrant(id);
      throw refusal;
    });
  return presentAsked(grant, today);
}
