import type { ListedPlan, PlanRoutes } from '@linkang/shared/api/plan.routes';
import type { Reply } from '@linkang/shared/api/route';
import { findCell } from '@linkang/shared/domain/area-cells';
import { addDays, dayOf, isDay } from '@linkang/shared/domain/clinic-day';
import { PLAN_DUE_DAYS } from '@linkang/shared/domain/plan-states';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { Module, RequestInfo } from '../../platform/module';
import { cellsOf } from '../area';
import { recordAccess } from '../audit';
import { communityNames } from '../centre';
import { findActiveContracts } from '../contract';
import { findNeighboursById } from '../resident';
import { teamNames } from '../team';
import { findDuePlans, type PlanCursor, type PlanRow, type PlanSearch } from './plan.model';
import { presentListed } from './plan.presenter';
import { standingsOf } from './plan.progress';
import { chosenTeams, type PlanQuery } from './plan.service';

/** Plans that are looked at together. */
const BATCH = 250;
/** Batches of one request: who looks for something rare turns the page. */
const MAX_BATCHES = 4;

function readCursor(cursor: string | undefined): PlanCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, nextDay = '', id = ''] = /^([\d-]{10})\|([A-Za-z0-9]{1,64})$/.exec(cursor) ?? [];
  if (!isDay(nextDay)) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { nextDay, id };
}

const positionOf = ({ _id, tally }: PlanRow): PlanCursor => ({ nextDay: tally.nextDay, id: _id });

function searchOf(query: PlanQuery, teamIds: readonly string[] | undefined, today: string): PlanSearch {
  const dueBy = { overdue: addDays(today, -1), due: addDays(today, PLAN_DUE_DAYS) };
  return {
    ...(teamIds ? { teamIds } : {}),
    ...(query.state === 'overdue' || query.state === 'due' ? { dueBy: dueBy[query.state] } : {}),
    ...(query.state === 'unserved' ? { unserved: true as const } : {}),
    ...(query.item === undefined ? {} : { item: query.item }),
    ...(query.group === undefined ? {} : { group: query.group }),
  };
}

/** Whether a row is what was asked for, as it stands now. */
function isAsked(row: ListedPlan, { state, group, item }: PlanQuery): boolean {
  if (group !== undefined && !row.groups.some(({ code }) => code === group)) return false;
  if (state === 'all') return true;
  if (state === 'unserved') return !row.isServed;
  return row.owed.some(
    (owed) => (item === undefined || owed.code === item) && (state === 'due' || owed.state === state),
  );
}

interface Seen {
  row: ListedPlan;
  communityId: string | null;
  cellId: string | undefined;
}

/** Plans with their people, as they stand now; by as many queries however many they are. */
async function lookAt(
  deps: Deps,
  all: readonly Module[],
  plans: readonly PlanRow[],
  now: Date,
): Promise<Map<string, Seen>> {
  const ids = plans.map(({ residentId }) => residentId);
  const [contracts, people] = await Promise.all([findActiveContracts(ids), findNeighboursById(deps, ids)]);
  const running = new Set(contracts.map(({ id }) => id));
  const byId = new Map(people.map((person) => [person.id, person]));
  const live = plans.filter(({ _id, residentId }) => running.has(_id) && byId.has(residentId));
  const communityIds = people.flatMap(({ communityId }) => communityId ?? []);
  const [standings, communities, cells, teams] = await Promise.all([
    standingsOf(deps, all, live, now),
    communityNames([...new Set(communityIds)]),
    cellsOf(communityIds),
    teamNames(live.map(({ teamId }) => teamId)),
  ]);
  const seen = new Map<string, Seen>();
  for (const standing of standings) {
    const person = byId.get(standing.plan.residentId);
    if (!person) continue;
    const { communityId, addressDetail } = person;
    const cell = findCell(cells, { communityId, address: addressDetail });
    const row = presentListed(standing, {
      person,
      communityName: communities.get(communityId ?? '') ?? null,
      cellName: cell?.name ?? null,
      teamName: teams.get(standing.plan.teamId) ?? '',
      today: dayOf(now),
    });
    seen.set(standing.plan._id, { row, communityId, cellId: cell?.id });
  }
  return seen;
}

const livesThere = ({ communityId, cellId }: Seen, query: PlanQuery): boolean =>
  (query.communityId === undefined || communityId === query.communityId) &&
  (query.cellId === undefined || cellId === query.cellId);

/**
 * Running contracts with what they owe, the first due on top. The stored day finds whoever may owe something; each row
 * is counted anew before it is shown. Everybody who is shown is written to the audit log.
 * @throws FORBIDDEN, VALIDATION_FAILED
 */
export async function listPlans(
  deps: Deps,
  all: readonly Module[],
  query: PlanQuery,
  request: RequestInfo<StaffActor>,
): Promise<Reply<PlanRoutes['list']>> {
  const search = searchOf(query, chosenTeams(request.actor, query.teamId), dayOf(request.now));
  const isRare = query.communityId !== undefined || query.cellId !== undefined;
  const batch = isRare ? BATCH : query.limit + 1;
  const items: ListedPlan[] = [];
  let after = readCursor(query.cursor);
  let isLast = false;
  for (let round = 0; round < MAX_BATCHES && items.length < query.limit && !isLast; round += 1) {
    const plans = await findDuePlans(search, after, batch);
    const seen = await lookAt(deps, all, plans, request.now);
    isLast = plans.length < batch;
    for (const [index, plan] of plans.entries()) {
      after = positionOf(plan);
      const found = seen.get(plan._id);
      if (found && livesThere(found, query) && isAsked(found.row, query)) items.push(found.row);
      if (items.length < query.limit) continue;
      isLast &&= index === plans.length - 1;
      break;
    }
  }
  await recordAccess(
    request,
    'plan.list',
    items.map(({ residentId }) => residentId),
  );
  return { items, nextCursor: isLast || !after ? null : `${after.nextDay}|${after.id}` };
}
