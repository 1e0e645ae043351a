import type { AuditRow } from '../audit';
import { residentNames } from '../resident';
import { staffNames } from '../staff';
import type { TrailNames } from './trail.presenter';

const defined = (ids: readonly (string | null | undefined)[]): string[] => [
  ...new Set(ids.filter((id): id is string => typeof id === 'string')),
];

/** Names of staff and people in rows. */
export async function namesOf(rows: readonly AuditRow[], withResidents: boolean): Promise<TrailNames> {
  const people = rows.flatMap((row) => [row.relativeId, ...(withResidents ? [row.residentId] : [])]);
  const [staff, residents] = await Promise.all([
    staffNames(defined(rows.map((row) => row.staffId))),
    residentNames(defined(people)),
  ]);
  return { staff, people: residents };
}
