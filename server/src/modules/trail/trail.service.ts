import type { Input, Reply } from '@linkang/shared/api/route';
import type { TrailRoutes } from '@linkang/shared/api/trail.routes';
import { addDays, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import type { StaffActor } from '../../platform/actor';
import type { RequestInfo } from '../../platform/module';
import { findAudits, findFailed, knownActions, recordAccess, type AuditRow } from '../audit';
import { assertActsFor, findRecordIds } from '../resident';
import { findEveryStaff } from '../staff';
import { cursorOf, parseCursor } from './trail.cursor';
import { namesOf } from './trail.names';
import { presentAudit, presentTrail, sameDeed } from './trail.presenter';

/** Rows that are read at most for a page of the person's own list, where many become one. */
const WINDOW = 500;

/** Without what was let in and then came to nothing: the row that says so stands beside it. */
async function withoutFutile(residentIds: readonly string[], rows: readonly AuditRow[]): Promise<AuditRow[]> {
  const tried = rows.filter((row) => row.relativeId !== undefined && row.result === 'done');
  if (tried.length === 0) return [...rows];
  const failed = await findFailed(
    residentIds,
    tried.map((row) => row.at),
  );
  const requests = new Set(failed.map((row) => row.requestId));
  return rows.filter((row) => row.result !== 'done' || !requests.has(row.requestId));
}

/** The same deeds of one day as one, newest first, as many as a page holds. */
function gather(rows: readonly AuditRow[], limit: number): { groups: AuditRow[][]; last: AuditRow | undefined } {
  const groups = new Map<string, AuditRow[]>();
  let last: AuditRow | undefined;
  for (const row of rows) {
    const key = `${dayOf(row.at)}|${sameDeed(row)}`;
    const group = groups.get(key);
    if (!group && groups.size === limit) break;
    groups.set(key, [...(group ?? []), row]);
    last = row;
  }
  return { groups: [...groups.values()], last };
}

/**
 * Who looked at a person's record or did something for the person; besides the person only a guardian may ask.
 * @throws NOT_FOUND, VALIDATION_FAILED
 */
export async function listTrail(
  residentId: string,
  query: Input<TrailRoutes['ofResident']>['query'],
  request: RequestInfo,
): Promise<Reply<TrailRoutes['ofResident']>> {
  const after = parseCursor(query.cursor);
  await assertActsFor(request.actor, residentId, { route: 'trail.ofResident', request });
  const residentIds = await findRecordIds(residentId);
  const found = await findAudits({ residentIds }, after, WINDOW);
  const { groups, last } = gather(await withoutFutile(residentIds, found), query.limit);
  const names = await namesOf(
    groups.flatMap(([row]) => row ?? []),
    false,
  );
  const oldest = found.at(-1);
  const isWhole = found.length < WINDOW && (last === undefined || last === oldest);
  return {
    items: groups.flatMap((group) => (group[0] ? [presentTrail(group[0], group.length, names)] : [])),
    nextCursor: isWhole || !oldest ? null : cursorOf(last ?? oldest),
  };
}

/** The log, narrowed; that it was searched is written down first. @throws VALIDATION_FAILED */
export async function searchAudits(
  query: Input<TrailRoutes['search']>['query'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<TrailRoutes['search']>> {
  const after = parseCursor(query.cursor);
  const { residentId, staffId, action, result, fromDay, toDay, limit } = query;
  await recordAccess(request, 'trail.search', residentId === undefined ? [] : [residentId]);
  const filter = {
    ...{ staffId, action, result },
    ...(residentId === undefined ? {} : { residentIds: await findRecordIds(residentId) }),
    ...(fromDay === undefined ? {} : { from: instantOf(fromDay, '00:00') }),
    ...(toDay === undefined ? {} : { before: instantOf(addDays(toDay, 1), '00:00') }),
  };
  const found = await findAudits(filter, after, limit + 1);
  const rows = found.slice(0, limit);
  const names = await namesOf(rows, true);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => presentAudit(row, names)),
    nextCursor: last && found.length > limit ? cursorOf(last) : null,
  };
}

/** What a search can be narrowed by. */
export async function listChoices(): Promise<Reply<TrailRoutes['choices']>> {
  const staff = await findEveryStaff();
  return {
    staff: staff.map(({ id, name, roles, active }) => ({ id, name, roles, active })),
    actions: knownActions,
  };
}
