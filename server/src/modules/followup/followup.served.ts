import { isFaceToFace, isSensitive, programmeCodes } from '@linkang/shared/domain/follow-up-visit';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import type { ServedEvent, ServedSource } from '../../platform/module';
import { findServedVisits, type VisitRow } from './visit.model';

/** Timelines are read by everybody with a ground: what only some may know is in none. */
const told = programmeCodes.filter((code) => !isSensitive(code));

const eventsOf = ({ _id, residentId, day, at, way, by, parts }: VisitRow): ServedEvent[] =>
  parts
    .filter(({ programme }) => !isSensitive(programme))
    .map(({ programme, fastingGlucose }) => ({
      id: `followUp:${_id}-${programme}`,
      residentId,
      day,
      at,
      title: `${chronicProgrammes[programme].name}随访`,
      facts: { kind: 'followUp' as const, programme, faceToFace: isFaceToFace(way), fastingGlucose },
      staffId: by,
    }))
    .sort((a, b) => (a.id < b.id ? 1 : -1));

/** Follow-up visits as services: one for each programme of a visit. */
export const followUpsServed: ServedSource = async (_, { residentIds, fromDay, toDay, before, limit }) => {
  const rows = await findServedVisits({
    residentIds,
    programmes: told,
    ...(fromDay === undefined ? {} : { fromDay }),
    ...(toDay === undefined ? {} : { toDay }),
    ...(before ? { notAfter: before.at } : {}),
    // A visit gives one event at least; the first may lie before the place where the page begins.
    ...(residentIds.length === 1 ? { limit: limit + 1 } : {}),
  });
  const isAfter = ({ at, id }: ServedEvent): boolean =>
    !before || at < before.at || (at.getTime() === before.at.getTime() && id < before.id);
  const events = rows.flatMap(eventsOf).filter(isAfter);
  const seen = new Map<string, number>();
  return events.filter(({ residentId }) => {
    const count = (seen.get(residentId) ?? 0) + 1;
    seen.set(residentId, count);
    return count <= limit;
  });
};
