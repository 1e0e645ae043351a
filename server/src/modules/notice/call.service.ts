import type { Call, NoticeRoutes } from '@linkang/shared/api/notice.routes';
import { noticeKinds } from '@linkang/shared/api/notice-kinds';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidents } from '../resident';
import { markPhoned } from '../session';
import { staffNames } from '../staff';
import { countCalls, findCall, findCalls, tickCall, type CallCursor, type CallRow } from './call.model';
import { gatherCalls } from './call.sources';
import { findAbout } from './notice.model';

/** The position that a page's cursor stands for. @throws VALIDATION_FAILED for one that no list gave out */
function parseCursor(cursor: string | undefined): CallCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, day, startTime, id] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})\|([A-Za-z0-9:_-]{1,110})$/.exec(cursor) ?? [];
  if (day === undefined || startTime === undefined || id === undefined)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { day, startTime, id };
}

const cursorOf = ({ day, startTime, _id }: CallRow): string => `${day}T${startTime}|${_id}`;

function presentTick(call: CallRow, names: ReadonlyMap<string, string>): Reply<NoticeRoutes['tickCall']> {
  const tick = call.ticks.at(-1);
  return {
    id: call._id,
    rev: call.rev,
    // Calls that need not be made any more are in no list.
    state: call.state as Call['state'],
    tickedBy: tick ? (names.get(tick.by) ?? '') : null,
    tickedAt: tick ? tick.at.toISOString() : null,
  };
}

/** Which of some calls are about messages that somebody has read meanwhile. */
async function findRead(calls: readonly CallRow[]): Promise<ReadonlySet<string>> {
  const read = (await findAbout([...new Set(calls.map((call) => call.targetId))])).filter((row) => row.readAt !== null);
  return new Set(
    calls
      .filter(({ targetId, kind, data }) =>
        read.some(
          (row) =>
            row.targetId === targetId &&
            row.kind === kind &&
            row.data.day === data.day &&
            row.data.startTime === data.startTime,
        ),
      )
      .map((call) => call._id),
  );
}

/** Whom the desk telephones, with their numbers; the reading is audited. @throws VALIDATION_FAILED */
export async function listCalls(
  deps: Deps,
  query: Input<NoticeRoutes['calls']>['query'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<NoticeRoutes['calls']>> {
  const { cursor, limit, ...filter } = query;
  const after = parseCursor(cursor);
  // Nobody telephones about what was settled a moment ago.
  if (after === undefined) await gatherCalls(deps);
  const [found, counts] = await Promise.all([findCalls(filter, after, limit + 1), countCalls(filter.sessionId)]);
  const rows = found.slice(0, limit);
  const ids = [...new Set(rows.map((row) => row.residentId))];
  const [people, names, read] = await Promise.all([
    findResidents(ids),
    staffNames(rows.flatMap(({ ticks }) => ticks.map((tick) => tick.by))),
    findRead(rows),
    recordAccess(request, 'notice.calls', ids),
  ]);
  const residents = new Map(people.map((resident) => [resident.id, resident]));
  const last = rows.at(-1);
  return {
    items: rows.flatMap((row): Call[] => {
      const { topic, why, day, startTime, residentId, kind, data } = row;
      const resident = residents.get(residentId);
      if (!resident) return [];
      const words = noticeKinds[kind].say(data, { relative: '家人' });
      const person = { residentId, residentName: resident.name, phone: resident.phone(deps.keyring) };
      return [
        { ...presentTick(row, names), topic, why, ...words, day, startTime, ...person, isRead: read.has(row._id) },
      ];
    }),
    nextCursor: last && found.length > limit ? cursorOf(last) : null,
    counts,
  };
}

/**
 * Writes down how a call ended. The same tick again, after a lost answer, answers the same.
 * @throws NOT_FOUND, STATE_CONFLICT when a colleague was quicker or nobody has to be called any more
 */
export async function tickCallBy(
  id: string,
  { state, rev }: Input<NoticeRoutes['tickCall']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<NoticeRoutes['tickCall']>> {
  const by = request.actor.accountId;
  const call = await findCall(id);
  if (!call) throw new AppError('NOT_FOUND');
  await recordAccess(request, 'notice.tickCall', [call.residentId]);
  const ticked = (await tickCall(id, rev, { at: request.now, by, state })) ?? (await findOwnTick(id, rev, by, state));
  if (!ticked) throw new AppError('STATE_CONFLICT');
  if (ticked.topic === 'offer' && ticked.state === 'told') await markPhoned(ticked.targetId, by, request.now);
  return presentTick(ticked, await staffNames([by]));
}

/** The call as this person has just ticked it. */
async function findOwnTick(id: string, rev: number, by: string, state: CallRow['state']): Promise<CallRow | null> {
  const call = await findCall(id);
  const last = call?.ticks.at(-1);
  return call?.rev === rev + 1 && call.state === state && last?.by === by ? call : null;
}
