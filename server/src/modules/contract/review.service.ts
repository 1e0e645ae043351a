import type { Contract } from '@linkang/shared/api/contract.routes';
import type { RouteName } from '@linkang/shared/api/index';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { contractEndDay } from '@linkang/shared/domain/contract-term';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { owe, type OutboxEntry } from '../../platform/outbox';
import { assertMayReadResident } from '../access';
import { claimTeam, findTeam } from '../team';
import { countActive, decide, endContract, findContract, reasonPlace, type ContractRow } from './contract.model';
import { canReview } from './contract.policy';
import { presentOne } from './contract.view';

type StaffRequest = RequestInfo<StaffActor>;

/** The contract that staff are about to decide on. @throws NOT_FOUND, FORBIDDEN, STATE_CONFLICT */
async function findForReview(id: string, action: RouteName, request: StaffRequest): Promise<ContractRow> {
  const contract = await findContract(id);
  if (!contract) throw new AppError('NOT_FOUND');
  if (!canReview(request.actor, contract.teamId)) throw new AppError('FORBIDDEN');
  await assertMayReadResident(request, action, contract.residentId);
  if (contract.status !== 'pendingReview') throw new AppError('STATE_CONFLICT');
  return contract;
}

/** The decided contract. @throws STATE_CONFLICT when somebody else decided first */
const assertDecided = (contract: ContractRow | null): ContractRow => {
  if (!contract) throw new AppError('STATE_CONFLICT');
  return contract;
};

type Approval = Parameters<typeof decide>[2];

/**
 * Approves as long as the team has room. Counting and approving are one transaction that claims the team, so
 * that two approvals can't both take the last place and no counter can drift.
 * @throws CONTRACT_TEAM_FULL, STATE_CONFLICT
 */
const approveWithinCapacity = (
  deps: Deps,
  contract: ContractRow,
  capacity: number,
  approval: Approval,
  notice: OutboxEntry,
): Promise<ContractRow> =>
  deps.connection.transaction(
    async (session) => {
      await claimTeam(contract.teamId, session);
      if ((await countActive(contract.teamId, session)) >= capacity) throw new AppError('CONTRACT_TEAM_FULL');
      return assertDecided(await decide(contract._id, 'active', approval, notice, session));
    },
    { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
  );

/** Approves: the contract runs from today. @throws NOT_FOUND, FORBIDDEN, STATE_CONFLICT, CONTRACT_TEAM_FULL */
export async function approveContract(deps: Deps, id: string, request: StaffRequest): Promise<Contract> {
  const contract = await findForReview(id, 'contract.approve', request);
  const startDay = dayOf(request.now);
  const approval: Approval = {
    startDay,
    endDay: contractEndDay(startDay, contract.termYears),
    decidedAt: request.now,
    decidedBy: request.actor.accountId,
  };
  const team = await findTeam(contract.teamId);
  const about = { residentId: contract.residentId, targetId: id };
  const notice = owe('contractApproved', about, { teamName: team?.name ?? '家庭医生团队' }, request.now);
  const approved = team?.hardLimit
    ? await approveWithinCapacity(deps, contract, team.capacity, approval, notice)
    : assertDecided(await decide(id, 'active', approval, notice));
  return presentOne(deps, approved, request);
}

/** Rejects with a reason for the resident. @throws NOT_FOUND, FORBIDDEN, STATE_CONFLICT */
export async function rejectContract(deps: Deps, id: string, reason: string, request: StaffRequest): Promise<Contract> {
  const { residentId } = await findForReview(id, 'contract.reject', request);
  const rejection = {
    decidedAt: request.now,
    decidedBy: request.actor.accountId,
    reason: deps.keyring.encrypt(reason, reasonPlace(id)),
  };
  const notice = owe('contractRejected', { residentId, targetId: id }, { reason }, request.now);
  return presentOne(deps, assertDecided(await decide(id, 'rejected', rejection, notice)), request);
}

/** Ends a running contract with a reason for the resident. @throws NOT_FOUND, ACCESS_LIMITED, STATE_CONFLICT */
export async function terminateContract(
  deps: Deps,
  id: string,
  reason: string,
  request: StaffRequest,
): Promise<Contract> {
  const contract = await findContract(id);
  if (!contract) throw new AppError('NOT_FOUND');
  const { residentId, teamId } = contract;
  await assertMayReadResident(request, 'contract.end', residentId);
  const teamName = (await findTeam(teamId))?.name ?? '家庭医生团队';
  const end = {
    decidedAt: request.now,
    decidedBy: request.actor.accountId,
    reason: deps.keyring.encrypt(reason, reasonPlace(id)),
  };
  const notice = owe('contractEnded', { residentId, targetId: id }, { teamName, reason }, request.now);
  return presentOne(deps, assertDecided(await endContract(id, end, notice)), request);
}
