import type { RecordRoutes } from '@linkang/shared/api/record.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { Module, RequestInfo, ServedEvent } from '../../platform/module';
import { assertServes } from '../resident';
import { staffNames } from '../staff';
import { seesRestricted } from './record.policy';

/** A place in the order newest first; of one instant by the event's id. */
type Place = Pick<ServedEvent, 'at' | 'id'>;

const isAfter = (one: Place, other: Place): boolean =>
  one.at.getTime() < other.at.getTime() || (one.at.getTime() === other.at.getTime() && one.id < other.id);

const newestFirst = (one: Place, other: Place): number => (isAfter(one, other) ? 1 : -1);

/** @throws VALIDATION_FAILED for a cursor that no list gave out */
function placeOfCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [, ms, id] = /^(\d{1,15})\|([A-Za-z0-9:_-]{1,100})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { at: new Date(Number(ms)), id };
}

/** What tells of a severe mental disorder. */
const isRestricted = ({ facts }: ServedEvent): boolean => facts?.kind === 'followUp' && facts.programme === 'SMI';

/** What every feature did for a person, one query each; each event once. */
async function gather(
  deps: Deps,
  all: readonly Module[],
  residentId: string,
  before: Place | undefined,
  limit: number,
): Promise<ServedEvent[]> {
  const range = { residentIds: [residentId], limit, ...(before ? { before, toDay: dayOf(before.at) } : {}) };
  const found = await Promise.all(all.flatMap(({ served }) => (served ? [served(deps, range)] : [])));
  const events = found.flat().filter((event) => !before || isAfter(event, before));
  return [...new Map(events.map((event) => [event.id, event])).values()].sort(newestFirst);
}

/** What was done for a person, the newest first. @throws NOT_FOUND, ACCESS_LIMITED, PROXY_SCOPE_MISSING, VALIDATION_FAILED */
export async function readTimeline(
  deps: Deps,
  all: readonly Module[],
  residentId: string,
  { cursor, limit }: Input<RecordRoutes['timeline']>['query'],
  request: RequestInfo,
): Promise<Reply<RecordRoutes['timeline']>> {
  const before = placeOfCursor(cursor);
  const access = await assertServes(request, 'record.timeline', residentId);
  const found = await gather(deps, all, residentId, before, limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const shown = page.filter((event) => !isRestricted(event) || seesRestricted(request.actor, access));
  const staff = await staffNames([...new Set(shown.flatMap(({ staffId }) => staffId ?? []))]);
  return {
    items: shown.map(({ id, day, at, title, staffId }) => ({
      id,
      day,
      at: at.toISOString(),
      title,
      by: staff.get(staffId ?? '') ?? '',
    })),
    nextCursor: last && found.length > limit ? `${last.at.getTime()}|${last.id}` : null,
  };
}
