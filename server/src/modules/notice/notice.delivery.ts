import { noticeKinds, type NoticeKindRow } from '@linkang/shared/api/notice-kinds';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import { findOwing, openReason, reasonPlace, sealReason, settleOwing, type OutboxEntry } from '../../platform/outbox';
import { findHelpFor, findResidents, type Help } from '../resident';
import { insertCalls } from './call.model';
import { callOf } from './call.policy';
import { insertNotices, noticePlace, type NoticeRow } from './notice.model';
import { findMoot } from './notice.moot';
import { isOver } from './notice.policy';
import { templateOf } from './notice.templates';

/** Documents of one feature that a run works on: at a release hour the bookings come first. */
const BATCH = 200;

/** Whom the people of some messages have. */
interface Circle {
  /** Own accounts by person. */
  own: Map<string, string>;
  help: Help[];
}

async function readCircle(entries: readonly OutboxEntry[], today: string): Promise<Circle> {
  const residentIds = [...new Set(entries.map((entry) => entry.residentId))];
  const [people, help] = await Promise.all([findResidents(residentIds), findHelpFor(residentIds, today)]);
  return { own: new Map(people.flatMap(({ id, accountId }) => (accountId ? [[id, accountId]] : []))), help };
}

/**
 * The accounts that get a message: the person's own, and either the relatives and guardians who may act within the kind's scope
 * today, for some kinds only those of them whom the event names, or, for a kind without scope, those whom the event
 * names. Naming an account never lets it see more than the person allows now.
 */
function recipientsOf({ kind, residentId, accountIds }: OutboxEntry, { own, help }: Circle): string[] {
  const { scope, onlyNamed }: NoticeKindRow = noticeKinds[kind];
  const others =
    scope === null
      ? accountIds
      : help.flatMap((helper) =>
          helper.residentId === residentId &&
          helper.scopes.includes(scope) &&
          (!onlyNamed || accountIds.includes(helper.accountId))
            ? [helper.accountId]
            : [],
        );
  return [...new Set([...(own.has(residentId) ? [own.get(residentId) as string] : []), ...others])];
}

function buildNotice(deps: Deps, entry: OutboxEntry, accountId: string, now: Date): NoticeRow {
  const { id, residentId, kind, data, targetId, dueAt: at } = entry;
  const noticeId = `${id}:${accountId}`;
  const isOfUse = !isOver(data, now);
  const isPushed = isOfUse && templateOf(deps, kind) !== undefined;
  return {
    _id: noticeId,
    accountId,
    residentId,
    kind,
    data: sealReason(openReason(data, reasonPlace(id)), noticePlace(noticeId)),
    targetId,
    at,
    readAt: null,
    push: isPushed
      ? { state: 'todo', nextAt: now, tries: 0 }
      : { state: 'none', tries: 0, ...(isOfUse ? { callOwed: true } : {}) },
  };
}

/** Without the reminders that came too late, or whose visit was moved or given up meanwhile. */
async function dropUseless(entries: readonly OutboxEntry[], now: Date): Promise<OutboxEntry[]> {
  const moot = await findMoot(entries);
  return entries.filter((entry) => !moot.has(entry) && !(entry.kind === 'bookingReminder' && isOver(entry.data, now)));
}

/**
 * Puts owed messages into the lists, then takes them out of the documents that owed them. Killed in between, the
 * next run meets the same ids and adds nothing twice.
 */
export async function deliverOwed(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const found = await findOwing(deps.connection, now, BATCH);
  // During an update another version of the server may owe kinds that are not known here: they wait for it.
  const owing = found
    .map((row) => ({ ...row, due: row.due.filter((entry) => entry.kind in noticeKinds) }))
    .filter((row) => row.due.length > 0);
  if (!owing.length) return;
  const entries = await dropUseless(
    owing.flatMap((row) => row.due),
    now,
  );
  const circle = await readCircle(entries, dayOf(now));
  const addressed = entries.map((entry) => ({ entry, accountIds: recipientsOf(entry, circle) }));
  await insertNotices(
    addressed.flatMap(({ entry, accountIds }) => accountIds.map((id) => buildNotice(deps, entry, id, now))),
  );
  const unheard = addressed.filter(({ entry, accountIds }) => !accountIds.length && !isOver(entry.data, now));
  await insertCalls(unheard.flatMap(({ entry }) => callOf({ ...entry, at: now }, entry.id, 'noAccount')));
  await Promise.all(owing.map(settleOwing));
}
