import type { Claim, ClaimRoutes } from '@linkang/shared/api/claim.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asResident, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { assertConsents, assertMayConsent, findOwnResidentId, idHashOf } from '../resident';
import { makeCode, provenBy, sixDigits } from './claim.codes';
import {
  countTry,
  discardClaim,
  findClaim,
  findNewest,
  insertClaimOnce,
  isDeskNumberTaken,
  keepCode,
  newClaimId,
  replaceOpen,
  startSettling,
  type ClaimRow,
} from './claim.model';
import { isOwnClaim } from './claim.policy';
import { presentClaim } from './claim.presenter';
import { sealField } from './claim.sealing';
import { settle } from './claim.settling';

type CreateBody = Input<ClaimRoutes['create']>['body'];

/** For so long somebody has time to come to the desk. */
const VALID_MS = 3 * 24 * 3_600_000;

/** What a good ID number says. @throws VALIDATION_FAILED */
export function readIdNumber(typed: string, today: string): { idNumber: string; birthDay: string } {
  const parsed = parseIdNumber(typed, today);
  if (parsed.ok) return parsed;
  throw new AppError('VALIDATION_FAILED', {
    fields: [fieldFault('body.idNumber', parsed.reason, idNumberFaultText[parsed.reason])],
  });
}

async function freeDeskNumber(): Promise<string> {
  for (;;) {
    const number = sixDigits();
    if (!(await isDeskNumberTaken(number))) return number;
  }
}

/**
 * Asks to be the account of a person whom the centre knows. It is kept for any number, so that the answer says nothing
 * about it; five an hour are taken.
 * @throws VALIDATION_FAILED, CONSENT_REQUIRED, RESIDENT_EXISTS, RATE_LIMITED, STATE_CONFLICT for two at once
 */
export async function createClaim(deps: Deps, body: CreateBody, request: IdempotentRequestInfo): Promise<Claim> {
  const { accountId } = asResident(request.actor);
  const { now, userAgent, idempotency } = request;
  const id = newClaimId();
  const { idNumber, birthDay } = readIdNumber(body.idNumber, dayOf(now));
  const build = async (): Promise<ClaimRow> => {
    assertConsents(deps, body.consents);
    assertMayConsent(birthDay, dayOf(now));
    if ((await findOwnResidentId(accountId)) !== undefined) throw new AppError('RESIDENT_EXISTS');
    await deps.limits.newClaimByAccount.assertOpen(accountId);
    await replaceOpen(accountId, idempotency.idem, now);
    return {
      _id: id,
      accountId,
      idHash: idHashOf(deps, idNumber),
      name: sealField(deps.keyring, id, 'name', body.name),
      status: 'open',
      open: true,
      deskNumber: await freeDeskNumber(),
      consents: body.consents,
      userAgent,
      createdAt: now,
      expiresAt: new Date(now.getTime() + VALID_MS),
      endedAt: null,
    };
  };
  const row = await insertClaimOnce(idempotency, now, build, () => {
    throw new AppError('STATE_CONFLICT');
  });
  // Counted once it is kept, so that repeats of one request cost nothing.
  if (row._id === id)
    await deps.limits.newClaimByAccount.consume(accountId).catch(async (refusal: unknown) => {
      await discardClaim(id);
      throw refusal;
    });
  return presentClaim(row, deps.sms !== null);
}

/** The account's newest claim. */
export async function getOwnClaim(deps: Deps, request: RequestInfo): Promise<Reply<ClaimRoutes['own']>> {
  const row = await findNewest(asResident(request.actor).accountId, request.now);
  return { claim: row ? presentClaim(row, deps.sms !== null) : null };
}

/** @throws NOT_FOUND also for another account's */
async function loadOwn(id: string, request: RequestInfo): Promise<ClaimRow> {
  const row = await findClaim(id);
  if (!row || !isOwnClaim(request.actor, row)) throw new AppError('NOT_FOUND');
  return row;
}

/** Has a code sent, where there is somebody to send it to. @throws NOT_FOUND, STATE_CONFLICT, RATE_LIMITED */
export async function askForCode(deps: Deps, id: string, request: RequestInfo): Promise<Claim> {
  const row = await loadOwn(id, request);
  if (row.status !== 'open' || !deps.sms) throw new AppError('STATE_CONFLICT');
  const kept = await keepCode(id, await makeCode(deps, row, request.now));
  if (!kept) throw new AppError('STATE_CONFLICT');
  return presentClaim(kept, true);
}

/** Proves it by the code. @throws NOT_FOUND, CLAIM_CODE_WRONG, STATE_CONFLICT, RESIDENT_EXISTS */
export async function verifyCode(deps: Deps, id: string, code: string, request: RequestInfo): Promise<Claim> {
  const { now } = request;
  const row = await loadOwn(id, request);
  if (row.status === 'done' || row.status === 'settling') return presentClaim(row, deps.sms !== null);
  const tried = await countTry(id, now);
  const person = tried && (await provenBy(deps, tried, code));
  if (!person) throw new AppError('CLAIM_CODE_WRONG');
  const decided = await startSettling(id, now, { way: 'code' }, person.id);
  if (!decided) throw new AppError('STATE_CONFLICT');
  return presentClaim(await settle(deps, decided), deps.sms !== null);
}
