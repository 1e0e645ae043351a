import type { Contract } from '@linkang/shared/api/contract.routes';
import type { RouteName } from '@linkang/shared/api/index';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import type { EndCode } from '@linkang/shared/domain/contract-end';
import { contractEndDay } from '@linkang/shared/domain/contract-term';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { owe } from '../../platform/outbox';
import { assertMayReadResident } from '../access';
import { findTeam } from '../team';
import { findContract, metAnother } from './contract.model';
import { canReview, isOwnPaper } from './contract.policy';
import { reasonPlace, type ContractRow } from './contract.schema';
import { presentOne } from './contract.view';
import { roomGuard } from './following.service';
import { approve, closeWaiting, end } from './moves.model';

type StaffRequest = RequestInfo<StaffActor>;

/** What a team is called that is no longer there. */
const SOME_TEAM = '家庭医生团队';

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

const badStart = (message: string): AppError =>
  new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.startDay', 'RANGE', message)] });

/**
 * The first day of a contract that is approved. A renewal follows the one before without choice; nobody who changes
 * the team is to be a day without one.
 * @throws VALIDATION_FAILED
 */
function startDayOf(
  row: ContractRow,
  previous: ContractRow | null,
  { wanted, today, latestStartDays }: { wanted: string | undefined; today: string; latestStartDays: number },
): string {
  const following = previous?.status === 'active' && previous.endDay !== null ? addDays(previous.endDay, 1) : today;
  const earliest = row.kind === 'renewal' && following > today ? following : today;
  if (wanted === undefined) return earliest;
  if (wanted < earliest) throw badStart(row.kind === 'renewal' ? '续签要等原签约到期后才开始' : '不能早于今天');
  if (previous?.status === 'active' && wanted > following) throw badStart('中间不能空一天，请选早一点的日期');
  if (wanted > addDays(earliest, latestStartDays)) throw badStart(`最晚${latestStartDays}天以后开始`);
  return wanted;
}

/**
 * Approves: the contract runs from today, or waits for its first day.
 * @throws NOT_FOUND, FORBIDDEN also to who brought in the paper, STATE_CONFLICT, CONTRACT_TEAM_FULL, VALIDATION_FAILED
 */
export async function approveContract(
  deps: Deps,
  id: string,
  wanted: string | undefined,
  request: StaffRequest,
): Promise<Contract> {
  const contract = await findForReview(id, 'contract.approve', request);
  const { rules } = deps.config.contract;
  if (isOwnPaper(request.actor, contract, rules))
    throw new AppError('FORBIDDEN', { detail: '这份纸质协议是您录入的，请由另一位同事审核。' });
  const { now } = request;
  const today = dayOf(now);
  const previous = contract.previousId === undefined ? null : await findContract(contract.previousId);
  const startDay = startDayOf(contract, previous, { wanted, today, latestStartDays: rules.latestStartDays });
  const { accountId } = request.actor;
  const endDay = contractEndDay(startDay, contract.termYears);
  const approval = { startDay, endDay, decidedAt: now, decidedBy: accountId };
  const team = await findTeam(contract.teamId);
  const about = { residentId: contract.residentId, targetId: id };
  const kind = startDay > today ? 'contractScheduled' : 'contractApproved';
  const notice = owe(kind, about, { teamName: team?.name ?? SOME_TEAM, day: startDay }, now);
  const hasPlace = previous?.status === 'active' && previous.teamId === contract.teamId;
  const how = { by: { at: now, by: 'staff', accountId }, today, notice } as const;
  const approved = await approve(contract, approval, how, roomGuard(team, !hasPlace)).catch((error: unknown) => {
    // Something of the resident's that runs is in the way.
    if (metAnother(error)) return null;
    throw error;
  });
  return presentOne(deps, assertDecided(approved), request);
}

/** Rejects with a reason for the resident. @throws NOT_FOUND, FORBIDDEN, STATE_CONFLICT */
export async function rejectContract(deps: Deps, id: string, reason: string, request: StaffRequest): Promise<Contract> {
  const contract = await findForReview(id, 'contract.reject', request);
  const { residentId } = contract;
  const { now, actor } = request;
  const rejection = {
    decidedAt: now,
    decidedBy: actor.accountId,
    reason: deps.keyring.encrypt(reason, reasonPlace(id)),
  };
  const notice = owe('contractRejected', { residentId, targetId: id }, { reason }, now);
  const by = { at: now, by: 'staff', accountId: actor.accountId } as const;
  const rejected = await closeWaiting(contract, ['pendingReview'], 'rejected', by, rejection, notice);
  return presentOne(deps, assertDecided(rejected), request);
}

/** After these nobody is there to be told. */
const UNTOLD: readonly EndCode[] = ['death'];

/**
 * Ends a running contract, and what was to follow it, with a reason for the resident.
 * @throws NOT_FOUND, ACCESS_LIMITED, STATE_CONFLICT
 */
export async function terminateContract(
  deps: Deps,
  id: string,
  { code, reason }: { code: EndCode; reason: string },
  request: StaffRequest,
): Promise<Contract> {
  const contract = await findContract(id);
  if (!contract) throw new AppError('NOT_FOUND');
  const { residentId, teamId } = contract;
  await assertMayReadResident(request, 'contract.end', residentId);
  const teamName = (await findTeam(teamId))?.name ?? SOME_TEAM;
  const { now, actor } = request;
  const notice = owe('contractEnded', { residentId, targetId: id }, { teamName, reason }, now);
  const ended = await end(
    id,
    { at: now, by: 'staff', accountId: actor.accountId },
    {
      code,
      reason: (contractId) => deps.keyring.encrypt(reason, reasonPlace(contractId)),
      lastDay: dayOf(now),
      decidedBy: actor.accountId,
      ...(UNTOLD.includes(code) ? {} : { notice }),
    },
  );
  return presentOne(deps, assertDecided(ended), request);
}
