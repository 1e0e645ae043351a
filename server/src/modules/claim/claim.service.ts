import type { Claim, ClaimRoutes } from '@linkang/shared/api/claim.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { needsGuardianConsent } from '@linkang/shared/domain/guardianship';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { asResident, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { assertConsents, assertMayConsent, assertMayBeGuardian, findOwnResidentId } from '../resident';
import { makeCode, provenBy, sixDigits } from './claim.codes';
import { readNumber } from './claim.numbers';
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

async function freeDeskNumber(): Promise<string> {
  for (;;) {
    const number = sixDigits();
    if (!(await isDeskNumberTaken(number))) return number;
  }
}

/**
 * Lets pass who may ask for a number: for the own one who has no person yet, for a child's a guardian of age. Nothing
 * here depends on whether anybody has the number.
 * @throws CONSENT_REQUIRED, RESIDENT_EXISTS, RESIDENT_REQUIRED
 */
async function assertMayAsk(
  deps: Deps,
  { guardian, consents }: CreateBody,
  birthDay: string | undefined,
  request: IdempotentRequestInfo,
): Promise<void> {
  const { accountId } = request.actor;
  const today = dayOf(request.now);
  const isChild = birthDay === undefined || needsGuardianConsent(birthDay, today);
  assertConsents(deps, consents, guardian !== undefined);
  if (guardian) return assertMayBeGuardian(accountId, isChild, today);
  assertMayConsent(birthDay ?? today, today);
  if ((await findOwnResidentId(accountId)) !== undefined) throw new AppError('RESIDENT_EXISTS');
}

/**
 * Asks to be the account of a person whom the centre knows, or the guardian of a child. It is kept for any number, so that the answer says nothing
 * about it; five an hour are taken.
 * @throws VALIDATION_FAILED, CONSENT_REQUIRED, RESIDENT_EXISTS, RESIDENT_REQUIRED, RATE_LIMITED, STATE_CONFLICT for
 * two at once
 */
export async function createClaim(deps: Deps, body: CreateBody, request: IdempotentRequestInfo): Promise<Claim> {
  const { accountId } = asResident(request.actor);
  const { now, userAgent, idempotency } = request;
  const id = newClaimId();
  const { idType, guardian } = body;
  const { hash: idHash, birthDay } = readNumber(deps, idType, body.idNumber, dayOf(now));
  const build = async (): Promise<ClaimRow> => {
    await assertMayAsk(deps, body, birthDay, request);
    await deps.limits.newClaimByAccount.assertOpen(accountId);
    await replaceOpen(accountId, idempotency.idem, now);
    return {
      _id: id,
      accountId,
      idType,
      idHash,
      ...(guardian ? { guardian: guardian.relationship } : {}),
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
  if (row.status !== 'open' || !deps.sms || row.guardian !== undefined) throw new AppError('STATE_CONFLICT');
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
