import type { ClaimRoutes, DeskClaim } from '@linkang/shared/api/claim.routes';
import type { RouteName } from '@linkang/shared/api/index';
import type { Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { accountNames, findClaimable, findFound } from '../resident';
import { endClaim, findByDeskNumber, findClaim, startSettling, type ClaimRow } from './claim.model';
import { presentDeskClaim } from './claim.presenter';
import { readNumber } from './claim.numbers';
import { settle } from './claim.settling';

type StaffRequest = RequestInfo<StaffActor>;

/** A claim with the person whom it is about; showing them is written down. */
async function present(deps: Deps, action: RouteName, row: ClaimRow, request: StaffRequest): Promise<DeskClaim> {
  const person = await findFound(deps, row.idHash, dayOf(request.now));
  if (person) await recordAccess(request, action, [person.found.id]);
  const names = row.guardian === undefined ? undefined : await accountNames([row.accountId]);
  return presentDeskClaim(deps.keyring, row, person, names?.get(row.accountId) ?? '');
}

/** The open claim with a number that somebody shows. */
export async function findAtDesk(
  deps: Deps,
  number: string,
  request: StaffRequest,
): Promise<Reply<ClaimRoutes['find']>> {
  const row = await findByDeskNumber(number, request.now);
  return { claim: row ? await present(deps, 'claim.find', row, request) : null };
}

async function load(id: string): Promise<ClaimRow> {
  const row = await findClaim(id);
  if (!row) throw new AppError('NOT_FOUND');
  return row;
}

/** @throws VALIDATION_FAILED unless the paper that lies on the desk has the number that was typed on the phone */
function assertSameCard(deps: Deps, row: ClaimRow, typed: string, today: string): void {
  if (readNumber(deps, row.idType ?? 'residentId', typed, today).hash === row.idHash) return;
  const detail = '和手机上填的证件号不一样，请核对证件，或请居民重新申请。';
  throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.idNumber', 'DIFFERENT', detail)] });
}

/**
 * Confirms with the ID card or birth certificate in hand. Whoever had the person in another account until now is signed out there.
 * @throws VALIDATION_FAILED, NOT_FOUND, STATE_CONFLICT, RESIDENT_EXISTS, GUARDIAN_LIMIT
 */
export async function confirmAtDesk(
  deps: Deps,
  id: string,
  idNumber: string,
  request: StaffRequest,
): Promise<DeskClaim> {
  const { now, actor } = request;
  const row = await load(id);
  assertSameCard(deps, row, idNumber, dayOf(now));
  const person = await findClaimable(deps, row.idHash);
  if (!person)
    throw new AppError('STATE_CONFLICT', { detail: '这个证件号还没有档案，请居民在手机上直接登记，或在前台建档。' });
  await recordAccess(request, 'claim.confirm', [person.id]);
  const isOther = row.guardian === undefined && person.accountId !== row.accountId;
  const former = isOther ? person.accountId : undefined;
  const proof = {
    way: 'desk' as const,
    staffId: actor.accountId,
    ...(former === undefined ? {} : { formerAccountId: former }),
  };
  const decided = await startSettling(id, now, proof, person.id);
  if (!decided) throw new AppError('STATE_CONFLICT', { detail: '这个申请已经办好、作废或过期了，请居民看看手机。' });
  return present(deps, 'claim.confirm', await settle(deps, decided), request);
}

/** Refuses a claim. @throws NOT_FOUND, STATE_CONFLICT */
export async function rejectAtDesk(deps: Deps, id: string, request: StaffRequest): Promise<DeskClaim> {
  await load(id);
  const row = await endClaim(id, 'open', 'rejected', request.now);
  if (!row) throw new AppError('STATE_CONFLICT');
  return present(deps, 'claim.reject', row, request);
}
