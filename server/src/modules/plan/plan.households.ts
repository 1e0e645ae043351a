import type { Cell } from '@linkang/shared/api/area.routes';
import type { PlanRoutes } from '@linkang/shared/api/plan.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { findCell } from '@linkang/shared/domain/area-cells';
import { ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import { groupsOn } from '@linkang/shared/domain/group-memberships';
import { maskName } from '@linkang/shared/domain/masking';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { cellsOf } from '../area';
import { recordAccess } from '../audit';
import { listCommunities } from '../centre';
import { findActiveContracts } from '../contract';
import { listNeighbours, type Neighbour } from '../resident';
import { teamNames } from '../team';
import { groupFactsOf, presentGroups } from './plan.groups';
import { answersFor } from './plan.policy';

type Query = Input<PlanRoutes['households']>['query'];
type Household = Reply<PlanRoutes['households']>['items'][number];

/** People behind one door. */
interface Door {
  address: string | null;
  cell: Cell | undefined;
  people: Neighbour[];
}

/** @throws VALIDATION_FAILED for a community or cell that is not there, FORBIDDEN for one of another team */
async function assertInCare(query: Query, cells: readonly Cell[], actor: StaffActor): Promise<void> {
  const community = (await listCommunities()).find(({ id }) => id === query.communityId);
  const isKnownCell = query.cellId === undefined || cells.some(({ id }) => id === query.cellId);
  const fields = [
    ...(community ? [] : [fieldFault('query.communityId', 'UNKNOWN')]),
    ...(isKnownCell ? [] : [fieldFault('query.cellId', 'UNKNOWN')]),
  ];
  if (fields.length || !community) throw new AppError('VALIDATION_FAILED', { fields });
  if (!answersFor(actor, community.teamId)) throw new AppError('FORBIDDEN');
}

/** How many doors were shown. An address never stands in one. */
function readCursor(cursor: string | undefined): number {
  if (cursor !== undefined && !/^\d{1,6}$/.test(cursor))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return Number(cursor ?? 0);
}

/** Neighbours come in order of their doors; whoever's door is not known stands alone, at the end. */
function doorsOf(neighbours: readonly Neighbour[], cells: readonly Cell[]): Door[] {
  const doors = new Map<string, Door>();
  for (const person of neighbours) {
    const address = person.addressDetail?.replace(/\s/g, '') || null;
    const key = address ?? `:${person.id}`;
    const cell = findCell(cells, { communityId: person.communityId, address });
    const door = doors.get(key) ?? { address, cell, people: [] };
    door.people.push(person);
    doors.set(key, door);
  }
  const all = [...doors.values()];
  return [...all.filter(({ address }) => address !== null), ...all.filter(({ address }) => address === null)];
}

async function presentDoors(doors: readonly Door[], today: string): Promise<Household[]> {
  const people = doors.flatMap((door) => door.people);
  const [facts, contracts] = await Promise.all([groupFactsOf(people), findActiveContracts(people.map(({ id }) => id))]);
  const teams = await teamNames(contracts.map(({ teamId }) => teamId));
  const teamOf = new Map(contracts.map(({ residentId, teamId }) => [residentId, teams.get(teamId) ?? '']));
  return doors.map(({ address, cell, people: behind }) => ({
    address,
    cellName: cell?.name ?? null,
    doctorName: cell?.doctorName ?? null,
    people: behind.map(({ id, name, birthDay, sex }) => ({
      residentId: id,
      name: maskName(name),
      age: ageOn(birthDay, today),
      sex,
      groups: presentGroups(groupsOn(facts.get(id) ?? { birthDay, facts: [] }, today)),
      signedTeamName: teamOf.get(id) ?? null,
    })),
  }));
}

/** The people of a community or cell by their doors; everybody who is shown is written to the audit log. @throws VALIDATION_FAILED, FORBIDDEN */
export async function listHouseholds(
  deps: Deps,
  query: Query,
  request: RequestInfo<StaffActor>,
): Promise<Reply<PlanRoutes['households']>> {
  const from = readCursor(query.cursor);
  const cells = await cellsOf([query.communityId]);
  await assertInCare(query, cells, request.actor);
  const today = dayOf(request.now);
  const neighbours = await listNeighbours(deps, { communityId: query.communityId, bornBy: today });
  const doors = doorsOf(neighbours, cells).filter(
    ({ cell }) => query.cellId === undefined || cell?.id === query.cellId,
  );
  const shown = doors.slice(from, from + query.limit);
  await recordAccess(
    request,
    'plan.households',
    shown.flatMap(({ people }) => people.map(({ id }) => id)),
  );
  const next = from + shown.length;
  return { items: await presentDoors(shown, today), nextCursor: next < doors.length ? String(next) : null };
}
