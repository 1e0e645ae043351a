import type { RecordRoutes } from '@linkang/shared/api/record.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { ageOn, dayOf, yearOf } from '@linkang/shared/domain/clinic-day';
import { maskName } from '@linkang/shared/domain/masking';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidents } from '../resident';
import { countYear, findListed } from './record.listed.model';
import { listedTeams } from './record.policy';

/** @throws VALIDATION_FAILED for a cursor that no list gave out */
function checkCursor(cursor: string | undefined): string | undefined {
  if (cursor !== undefined && !/^[A-Za-z0-9]{1,64}$/.test(cursor))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return cursor;
}

/** Records for those who keep them, masked; that somebody saw whose they are is audited. @throws VALIDATION_FAILED */
export async function listRecords(
  { status, tag, unused, cursor, limit }: Input<RecordRoutes['list']>['query'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<RecordRoutes['list']>> {
  const today = dayOf(request.now);
  const found = await findListed({
    status,
    tag,
    teamIds: listedTeams(request.actor),
    unusedIn: unused ? yearOf(today) : undefined,
    after: checkCursor(cursor),
    limit: limit + 1,
  });
  const rows = found.slice(0, limit);
  const ids = rows.map(({ residentId }) => residentId);
  await recordAccess(request, 'record.list', ids);
  const people = new Map((await findResidents(ids)).map((person) => [person.id, person]));
  const last = rows.at(-1);
  return {
    items: rows.flatMap(({ residentId, number, openedDay, lastServedDay, tags, ...row }) => {
      const person = people.get(residentId);
      if (!person) return [];
      const who = { residentName: maskName(person.name), age: ageOn(person.birthDay, today) };
      return [{ ...who, residentId, number, openedDay, lastServedDay, tags, status: row.status }];
    }),
    nextCursor: last && found.length > limit ? last._id : null,
  };
}

/** A share in percent with two digits; null where there is nothing to divide by. */
const percent = (part: number, whole: number | null): number | null =>
  whole === null || whole === 0 ? null : Math.round((part / whole) * 10_000) / 100;

/** Counts and rates of a year, of the whole house. */
export async function readFigures(
  deps: Deps,
  { year }: Input<RecordRoutes['figures']>['query'],
): Promise<Reply<RecordRoutes['figures']>> {
  const tags = recordForm.tags.map(({ code }) => code);
  const { byTag, ...counts } = await countYear(year, tags);
  const { population } = deps.config.centre;
  return {
    year,
    ...counts,
    byTag: Object.fromEntries(tags.map((tag, index) => [tag, byTag[index] ?? 0])),
    population,
    recordRate: percent(counts.open, population),
    useRate: percent(counts.used, counts.open),
  };
}
