import type { Contract, ContractRoutes } from '@linkang/shared/api/contract.routes';
import type { RouteName } from '@linkang/shared/api/index';
import type { Input } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import type { IdempotentRequestInfo } from '../../platform/module';
import { assertServes } from '../resident';
import { findOpenContract } from './contract.model';
import type { ContractRow } from './contract.schema';
import { presentOne } from './contract.view';
import {
  assertCurrentText,
  assertHasRoom,
  assertPackagesFit,
  draft,
  findChosen,
  keepOnce,
  todayOf,
  type Prepared,
  type Standing,
  type Wish,
} from './drafting';
import { readProof, type GivenProof } from './proof';

type Application = Wish & GivenProof;

/** Refuses another contract, with the one in the way. @throws CONTRACT_ACTIVE */
export async function refuseSecond(
  deps: Deps,
  open: ContractRow | null,
  request: IdempotentRequestInfo,
): Promise<never> {
  throw new AppError('CONTRACT_ACTIVE', open ? { conflict: await presentOne(deps, open, request) } : {});
}

const FIRST: Standing = {
  kind: 'first',
  status: 'pendingReview',
  slots: ['now', 'next'],
  startDay: null,
  endDay: null,
};

/** Checks a first application and makes its contract. */
async function prepareFirst(
  deps: Deps,
  action: RouteName,
  body: Application,
  request: IdempotentRequestInfo,
): Promise<Prepared> {
  const proof = await readProof(body, request);
  const chosen = await findChosen(deps, body);
  const access = await assertServes(request, action, body.residentId);
  await assertPackagesFit(body, chosen, todayOf(request));
  assertCurrentText(deps, body.textVersion);
  const open = await findOpenContract(body.residentId);
  // A contract made with the same key in this moment is our own: the insert will find it.
  if (open && open.idem !== request.idempotency.idem) await refuseSecond(deps, open, request);
  if (!open) await assertHasRoom(chosen.team);
  return { row: draft(deps, { wish: body, chosen, proof, access }, FIRST, request), proof };
}

async function signFirst(
  deps: Deps,
  action: RouteName,
  body: Application,
  request: IdempotentRequestInfo,
): Promise<Contract> {
  const kept = await keepOnce(
    deps,
    request,
    () => prepareFirst(deps, action, body, request),
    async () => refuseSecond(deps, await findOpenContract(body.residentId), request),
  );
  return presentOne(deps, kept, request);
}

/**
 * Signs: an application that the team reviews.
 * @throws CONTRACT_ACTIVE, CONTRACT_TEAM_FULL, STATE_CONFLICT, NOT_FOUND
 */
export const signContract = (
  deps: Deps,
  body: Input<ContractRoutes['create']>['body'],
  request: IdempotentRequestInfo,
): Promise<Contract> => signFirst(deps, 'contract.create', body, request);

/**
 * Brings in what somebody signed on paper before staff, who saw by a card who it is; the team reviews it.
 * @throws CONTRACT_ACTIVE, CONTRACT_TEAM_FULL, STATE_CONFLICT, NOT_FOUND, ACCESS_LIMITED
 */
export const signOnSite = (
  deps: Deps,
  body: Input<ContractRoutes['signOnSite']>['body'],
  request: IdempotentRequestInfo,
): Promise<Contract> => signFirst(deps, 'contract.signOnSite', body, request);
