import type { DueItem, FollowupRoutes } from '@linkang/shared/api/followup.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { combineVisits, dueDaysOf } from '@linkang/shared/domain/chronic-due';
import { ageOn, dayOf, isDay } from '@linkang/shared/domain/clinic-day';
import { isSensitive, sensitiveProgrammes } from '@linkang/shared/domain/follow-up-visit';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import { AppError } from '@linkang/shared/errors';
import type { QueryFilter } from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidents } from '../resident';
import { staffNames } from '../staff';
import { countListed, findListed, findOpenEnrolments, type DueCursor, type EnrolmentRow } from './enrolment.model';
import { hasSensitiveRight, mayKnow } from './followup.policy';
import { lastClassName, standingOf } from './followup.presenter';

type Query = Input<FollowupRoutes['due']>['query'];
type Status = Query['status'];
type Filter = QueryFilter<EnrolmentRow>;

const statuses = ['upcoming', 'due', 'overdue', 'lost', 'unconfirmed'] as const satisfies readonly Status[];

function readCursor(cursor: string | undefined): DueCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, dueDay = '', id = ''] = /^([\d-]{10})\|([A-Za-z0-9:_-]{1,64})$/.exec(cursor) ?? [];
  if (!isDay(dueDay)) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { dueDay, id };
}

/** Whose people: each choice leads one index. @throws FORBIDDEN for a team or a house that is not the caller's */
function scopeOf({ scope, teamId }: Pick<Query, 'scope' | 'teamId'>, actor: StaffActor): Filter {
  const isDirector = actor.roles.includes('director');
  if (scope === 'house' && !isDirector) throw new AppError('FORBIDDEN');
  if (teamId !== undefined && !isDirector && !actor.teamIds.includes(teamId)) throw new AppError('FORBIDDEN');
  if (scope === 'mine') return { doctorId: actor.accountId, ...(teamId === undefined ? {} : { teamId }) };
  if (teamId !== undefined) return { teamId };
  return scope === 'house' ? {} : { teamId: { $in: [...actor.teamIds] } };
}

/** Which programmes: sensitive ones stand in the own list, or where somebody with the right asks for them by name. */
function programmesOf({ scope, programme }: Pick<Query, 'scope' | 'programme'>, actor: StaffActor): Filter {
  const isOpen = scope === 'mine' || (programme !== undefined && hasSensitiveRight(actor));
  if (programme !== undefined) return isSensitive(programme) && !isOpen ? { programme: { $in: [] } } : { programme };
  return isOpen ? {} : { programme: { $nin: [...sensitiveProgrammes] } };
}

function statusOf(status: Status, today: string): Filter {
  if (status === 'lost') return { status: 'lost' };
  if (status === 'unconfirmed') return { unconfirmed: true };
  const { fromDay, toDay } = dueDaysOf(status, today);
  return {
    status: 'active',
    nextDueDay: {
      ...(fromDay === undefined ? {} : { $gte: fromDay }),
      ...(toDay === undefined ? {} : { $lte: toDay }),
    },
  };
}

function filterOf(query: Query, actor: StaffActor): Filter {
  return {
    ...scopeOf(query, actor),
    ...programmesOf(query, actor),
    kind: query.kind,
    ...(query.class === undefined ? {} : { lastClass: query.class }),
    ...(query.communityId === undefined ? {} : { communityId: query.communityId }),
  };
}

/** The visit that serves all of a person's programmes of which the caller may know. */
async function visitsOf(residentIds: readonly string[], actor: StaffActor): Promise<Map<string, DueItem['visit']>> {
  const open = await findOpenEnrolments(residentIds);
  const owed = open
    .filter((row) => row.kind === 'managed' && row.status === 'active' && mayKnow(actor, row))
    .flatMap(({ residentId, programme, nextDueDay }) =>
      nextDueDay === null ? [] : [{ residentId, programme, dueDay: nextDueDay }],
    );
  return new Map(
    combineVisits(owed).map(({ residentId, dueDay, programmes }) => [
      residentId,
      { dueDay, programmes: programmes as NonNullable<DueItem['visit']>['programmes'] },
    ]),
  );
}

async function presentRows(rows: readonly EnrolmentRow[], actor: StaffActor, today: string): Promise<DueItem[]> {
  const ids = [...new Set(rows.map(({ residentId }) => residentId))];
  const [residents, visits, staff] = await Promise.all([
    findResidents(ids),
    visitsOf(ids, actor),
    staffNames([...new Set(rows.map(({ doctorId }) => doctorId))]),
  ]);
  const people = new Map(residents.map((person) => [person.id, person]));
  return rows.flatMap((row) => {
    const person = people.get(row.residentId);
    if (!person) return [];
    return [
      {
        enrolmentId: row._id,
        residentId: row.residentId,
        name: person.name,
        age: ageOn(person.birthDay, today),
        sex: person.sex,
        programme: row.programme,
        programmeName: chronicProgrammes[row.programme].name,
        kind: row.kind,
        nextDueDay: row.nextDueDay,
        dueStatus: standingOf(row, today) ?? 'upcoming',
        lastDay: row.lastDay ?? null,
        lastClass: row.lastClass ?? null,
        lastClassName: lastClassName(row),
        doctorName: staff.get(row.doctorId) ?? '',
        failedAttempts: row.attempts.length,
        unconfirmed: row.unconfirmed ?? false,
        visit: visits.get(row.residentId) ?? null,
        rev: row.rev,
      },
    ];
  });
}

/** How many follow-ups are overdue in the list that opens first for somebody: the own one, the house's or the team's. */
export function countOverdueFor(actor: StaffActor, now: Date): Promise<number> {
  const scope = actor.roles.includes('doctor') ? 'mine' : actor.roles.includes('director') ? 'house' : 'team';
  const whose = { ...scopeOf({ scope }, actor), ...programmesOf({ scope }, actor) };
  return countListed({ ...whose, kind: 'managed', ...statusOf('overdue', dayOf(now)) });
}

/** Whom to follow up, with how many stand how; that the caller saw them is audited. @throws FORBIDDEN, VALIDATION_FAILED */
export async function listDue(query: Query, request: RequestInfo<StaffActor>): Promise<Reply<FollowupRoutes['due']>> {
  const { actor, now } = request;
  const today = dayOf(now);
  const base = filterOf(query, actor);
  const after = readCursor(query.cursor);
  const [found, ...counted] = await Promise.all([
    findListed({ ...base, ...statusOf(query.status, today) }, after, query.limit + 1),
    ...statuses.map((status) => countListed({ ...base, ...statusOf(status, today) })),
  ]);
  const rows = found.slice(0, query.limit);
  await recordAccess(
    request,
    'followup.due',
    rows.map(({ residentId }) => residentId),
  );
  const last = rows.at(-1);
  const [upcoming = 0, due = 0, overdue = 0, lost = 0, unconfirmed = 0] = counted;
  return {
    items: await presentRows(rows, actor, today),
    nextCursor: last && found.length > query.limit ? `${last.nextDueDay ?? ''}|${last._id}` : null,
    counts: { upcoming, due, overdue, lost, unconfirmed },
  };
}
