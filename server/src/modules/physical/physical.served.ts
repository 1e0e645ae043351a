import type { ServedEvent, ServedSource } from '../../platform/module';
import { findReleasesBetween, type ReleaseRow } from './release.model';

const toEvent = (row: ReleaseRow): ServedEvent => ({
  id: `physical:${row.physicalId}`,
  residentId: row.residentId,
  day: row.day,
  at: row.releasedAt,
  title: `${row.year}年健康体检`,
  facts: {
    kind: 'exam',
    complete: row.complete,
    selfCare: row.selfCare,
    guidance: row.guidance,
    fastingGlucose: row.fastingGlucose,
  },
  staffId: row.releasedBy,
});

const newestFirst = (a: ServedEvent, b: ServedEvent): number =>
  b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1);

/** Released check-ups; what was measured and not released is nobody's result yet. */
export const physicalServed: ServedSource = async (_, { residentIds, fromDay, toDay, before, limit }) => {
  const events = (await findReleasesBetween(residentIds, { fromDay, toDay })).map(toEvent).sort(newestFirst);
  const isAfter = ({ at, id }: ServedEvent): boolean =>
    !before || at < before.at || (at.getTime() === before.at.getTime() && id < before.id);
  const left = new Map(residentIds.map((id) => [id, limit]));
  return events.filter((event) => {
    const rest = left.get(event.residentId) ?? 0;
    if (!isAfter(event) || rest === 0) return false;
    left.set(event.residentId, rest - 1);
    return true;
  });
};
