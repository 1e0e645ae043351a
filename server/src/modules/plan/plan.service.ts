import { isDeepStrictEqual } from 'node:util';
import type { PlanRoutes } from '@linkang/shared/api/plan.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { groupName } from '@linkang/shared/domain/group-memberships';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import type { StaffActor } from '../../platform/actor';
import type { Idempotency } from '../../platform/idempotency';
import type { Module, RequestInfo } from '../../platform/module';
import { findActiveContracts } from '../contract';
import { assertServes } from '../resident';
import { teamNames } from '../team';
import { ensurePlans, followGroups } from './plan.making';
import { addGroup, endGroup } from './plan.groups';
import { countByGroup, keepTallies, sumTallies } from './plan.model';
import { answersFor, teamsInCare } from './plan.policy';
import { presentPlan } from './plan.presenter';
import { standingsOf, type PlanStanding } from './plan.progress';

/** Whether something else was counted than what is kept. */
const isOutdated = ({ plan, tally }: PlanStanding): boolean =>
  !isDeepStrictEqual({ ...tally, at: null }, { ...plan.tally, at: null });

/**
 * The plan of a person's running contract as it stands now: made where it is not there yet, and made anew where groups
 * changed. Lists find it by what is kept of that.
 */
async function bringUpToDate(
  deps: Deps,
  all: readonly Module[],
  residentId: string,
  now: Date,
): Promise<PlanStanding | undefined> {
  const contracts = await findActiveContracts([residentId]);
  const plans = await followGroups(await ensurePlans(contracts, now), contracts, now);
  const [standing] = await standingsOf(deps, all, plans, now);
  if (standing && isOutdated(standing)) await keepTallies([{ id: standing.plan._id, tally: standing.tally }]);
  return standing;
}

/** What a person's running contract owes this year. @throws NOT_FOUND, ACCESS_LIMITED, PROXY_SCOPE_MISSING */
export async function readPlan(
  deps: Deps,
  all: readonly Module[],
  residentId: string,
  request: RequestInfo,
): Promise<Reply<PlanRoutes['ofResident']>> {
  await assertServes(request, 'plan.ofResident', residentId);
  const standing = await bringUpToDate(deps, all, residentId, request.now);
  if (!standing) return { plan: null };
  const { teamId } = standing.plan;
  const teamName = (await teamNames([teamId])).get(teamId) ?? '';
  return { plan: presentPlan(standing, teamName, dayOf(request.now)) };
}

/** Puts a person into a group; the plan follows at once. @throws as `addGroup` */
export async function addGroupAndPlan(
  deps: Deps,
  all: readonly Module[],
  residentId: string,
  body: Input<PlanRoutes['addGroup']>['body'],
  request: RequestInfo<StaffActor> & { idempotency: Idempotency },
): Promise<Reply<PlanRoutes['addGroup']>> {
  const groups = await addGroup(residentId, body, request);
  await bringUpToDate(deps, all, residentId, request.now);
  return groups;
}

/** Ends a group; the plan follows at once. @throws as `endGroup` */
export async function endGroupAndPlan(
  deps: Deps,
  all: readonly Module[],
  residentId: string,
  body: Input<PlanRoutes['endGroup']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<PlanRoutes['endGroup']>> {
  const groups = await endGroup(residentId, body, request);
  await bringUpToDate(deps, all, residentId, request.now);
  return groups;
}

/** @throws FORBIDDEN for a team that is not the own */
export function chosenTeams(actor: StaffActor, teamId: string | undefined): readonly string[] | undefined {
  if (teamId === undefined) return teamsInCare(actor);
  if (!answersFor(actor, teamId)) throw new AppError('FORBIDDEN');
  return [teamId];
}

/** No single national formula is there for keeping contracts, so that the figures say how they were made. */
const formulas = [
  { name: '签约人数', formula: '履约中的协议份数，每人最多一份' },
  { name: '重点人群签约人数', formula: '签约的人里属于任何一类重点人群的人数，同属几类只算一次' },
  { name: '履约率', formula: '到今天为止，到期的必做项目都做了的协议份数 ÷ 履约中的协议份数' },
  {
    name: '项目完成率',
    formula: '本签约年度已做次数之和 ÷ 应做次数之和。做多了只算到应做次数，按需提供的项目不算，不满一年的按月折算',
  },
  { name: '签而不约', formula: '履约中，签约以来没有任何一次服务记录的协议份数' },
];

/** How contracts are kept, by team, as last counted. */
export async function readFigures({ actor }: RequestInfo<StaffActor>): Promise<Reply<PlanRoutes['figures']>> {
  const teams = teamsInCare(actor);
  const [tallies, groups] = await Promise.all([sumTallies(teams), countByGroup(teams)]);
  const names = await teamNames(tallies.map(({ teamId }) => teamId));
  return {
    teams: tallies
      .map(({ asOf, ...tally }) => ({ ...tally, teamName: names.get(tally.teamId) ?? '', asOf: asOf.toISOString() }))
      .sort((a, b) => a.teamName.localeCompare(b.teamName, 'zh-Hans-CN')),
    byGroup: groups
      .map(({ code, signed }) => ({ code, name: groupName(code), signed }))
      .sort((a, b) => b.signed - a.signed || a.code.localeCompare(b.code)),
    formulas,
  };
}

/** What is looked for in the list of plans. */
export type PlanQuery = Input<PlanRoutes['list']>['query'];
