import type { NoticeRoutes } from '@linkang/shared/api/notice.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { ResidentActor } from '../../platform/actor';
import type { RequestInfo } from '../../platform/module';
import { findHelpBy, findOwnResidentId, residentNames } from '../resident';
import { cursorOf, parseCursor } from './notice.cursor';
import { countUnreadOf, findNotices, markNoticesRead, type NoticeRow, type Sight } from './notice.model';
import { kindsWithin, personalKinds } from './notice.policy';
import { presentNotice } from './notice.presenter';

type ResidentRequest = RequestInfo<ResidentActor>;

/** The account's own person, and what it may see: a relative whose permission has ended sees no more of it. */
async function sightOf({ actor, now }: ResidentRequest): Promise<{ ownId: string | undefined; sight: Sight }> {
  const { accountId } = actor;
  const ownId = actor.ownResidentId ?? (await findOwnResidentId(accountId));
  const help = await findHelpBy(accountId, ownId, dayOf(now));
  const seen: Sight[] = [{ kind: { $in: [...personalKinds] } }];
  if (ownId !== undefined) seen.push({ residentId: ownId });
  for (const { residentId, scopes } of help) seen.push({ residentId, kind: { $in: kindsWithin(scopes) } });
  return { ownId, sight: { accountId, $or: seen } };
}

/** Names of the people in some messages: those whom they concern and the relatives they tell of. */
async function namesIn(rows: readonly NoticeRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = rows.flatMap(({ residentId, data }) => [residentId, ...(data.relativeId ? [data.relativeId] : [])]);
  return residentNames(ids);
}

/** A page of the account's messages. @throws VALIDATION_FAILED */
export async function listNotices(
  query: Input<NoticeRoutes['list']>['query'],
  request: ResidentRequest,
): Promise<Reply<NoticeRoutes['list']>> {
  const after = parseCursor(query.cursor);
  const { ownId, sight } = await sightOf(request);
  const [found, unread] = await Promise.all([findNotices(sight, after, query.limit + 1), countUnreadOf(sight)]);
  const rows = found.slice(0, query.limit);
  const names = await namesIn(rows);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => presentNotice(row, names, ownId)),
    nextCursor: last && found.length > query.limit ? cursorOf(last) : null,
    unread,
  };
}

/** How many messages wait to be read. */
export async function countUnread(request: ResidentRequest): Promise<Reply<NoticeRoutes['unread']>> {
  return { unread: await countUnreadOf((await sightOf(request)).sight) };
}

/** Marks messages as read. Other accounts' stay as they are, as do those that are not there. */
export async function markRead(
  body: Input<NoticeRoutes['read']>['body'],
  request: ResidentRequest,
): Promise<Reply<NoticeRoutes['read']>> {
  await markNoticesRead(request.actor.accountId, body.ids, request.now);
  return countUnread(request);
}
