import type { Announcement, AnnouncementRoutes, KeptAnnouncement } from '@linkang/shared/api/announcement.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import { keptCheck } from '../../platform/content-check';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { staffNames } from '../staff';
import {
  endEarly,
  findOfDay,
  findWritten,
  insertOnce,
  isKnown,
  newAnnouncementId,
  type AnnouncementRow,
} from './announcement.model';
import { presentAnnouncement, presentKept } from './announcement.presenter';

/** More than anybody reads on one day. */
const MOST_OF_A_DAY = 20;

async function presentAll(deps: Deps, rows: readonly AnnouncementRow[], now: Date): Promise<KeptAnnouncement[]> {
  const names = await staffNames(rows.map((row) => row.authorId));
  return rows.map((row) => presentKept(row, dayOf(now), names.get(row.authorId) ?? deps.config.centre.shortName));
}

async function presentOne(deps: Deps, row: AnnouncementRow, now: Date): Promise<KeptAnnouncement> {
  const [presented] = await presentAll(deps, [row], now);
  if (!presented) throw new Error('one row gives one announcement');
  return presented;
}

/** What is announced today. */
export const listOfToday = async (now: Date): Promise<Announcement[]> =>
  (await findOfDay(dayOf(now), MOST_OF_A_DAY)).map(presentAnnouncement);

/** Every announcement, page by page. */
export async function listWritten(
  deps: Deps,
  { limit, cursor }: Input<AnnouncementRoutes['history']>['query'],
  now: Date,
): Promise<Reply<AnnouncementRoutes['history']>> {
  const found = await findWritten(cursor, limit + 1);
  const rows = found.slice(0, limit);
  return {
    items: await presentAll(deps, rows, now),
    nextCursor: found.length > limit ? (rows.at(-1)?._id ?? null) : null,
  };
}

/** Announces something. @throws VALIDATION_FAILED when its last day is over */
export async function announce(
  deps: Deps,
  body: Input<AnnouncementRoutes['create']>['body'],
  { idempotency, now, actor, check }: IdempotentRequestInfo,
): Promise<KeptAnnouncement> {
  const row = await insertOnce(idempotency, now, () => {
    if (body.toDay < dayOf(now))
      throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.toDay', 'PAST')] });
    const { title, text, fromDay, toDay, important } = body;
    const authorId = asStaff(actor).accountId;
    return Promise.resolve({
      _id: newAnnouncementId(),
      title,
      text,
      fromDay,
      toDay,
      important,
      endedAt: null,
      authorId,
      ...keptCheck(check),
    });
  });
  return presentOne(deps, row, now);
}

/** Ends an announcement early. @throws NOT_FOUND, STATE_CONFLICT when it has ended already */
export async function endAnnouncement(deps: Deps, id: string, { now }: RequestInfo): Promise<KeptAnnouncement> {
  const ended = await endEarly(id, dayOf(now), now);
  if (!ended) throw new AppError((await isKnown(id)) ? 'STATE_CONFLICT' : 'NOT_FOUND');
  return presentOne(deps, ended, now);
}
