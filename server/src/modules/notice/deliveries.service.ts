import type { Delivery, NoticeRoutes } from '@linkang/shared/api/notice.routes';
import { noticeKinds } from '@linkang/shared/api/notice-kinds';
import type { Input, Reply } from '@linkang/shared/api/route';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { accountNames, findResidents, type ResidentProfile } from '../resident';
import { cursorOf, parseCursor } from './notice.cursor';
import { findByPush, type NoticeRow, type PushState } from './notice.model';

/** What is on its way is one thing to the staff, whoever has it just now. */
const statesOf: Record<Delivery['state'], readonly PushState[]> = {
  waiting: ['todo', 'sending'],
  sent: ['sent'],
  failed: ['failed'],
  noPermission: ['noPermission'],
  unknown: ['unknown'],
};

function presentDelivery(
  deps: Deps,
  row: NoticeRow,
  state: Delivery['state'],
  resident: ResidentProfile,
  accounts: ReadonlyMap<string, string>,
): Delivery {
  const { _id: id, kind, data, at, readAt, accountId } = row;
  const recipientName = accountId === resident.accountId ? undefined : accounts.get(accountId);
  return {
    id,
    state,
    // Only the headline: why something was called off or refused stands in the text.
    title: noticeKinds[kind].say(data, { relative: '家人' }).title,
    at: at.toISOString(),
    isRead: readAt !== null,
    day: data.day ?? null,
    startTime: data.startTime ?? null,
    residentId: resident.id,
    residentName: resident.name,
    phone: resident.phone(deps.keyring),
    ...(recipientName === undefined ? {} : { recipientName }),
  };
}

/** What became of the messages to WeChat, so that somebody can telephone; the reading is audited. @throws VALIDATION_FAILED */
export async function listDeliveries(
  deps: Deps,
  { state, cursor, limit }: Input<NoticeRoutes['deliveries']>['query'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<NoticeRoutes['deliveries']>> {
  const found = await findByPush(statesOf[state], parseCursor(cursor), limit + 1);
  const rows = found.slice(0, limit);
  const ids = [...new Set(rows.map((row) => row.residentId))];
  const [people, accounts] = await Promise.all([
    findResidents(ids),
    accountNames(rows.map((row) => row.accountId)),
    recordAccess(request, 'notice.deliveries', ids),
  ]);
  const residents = new Map(people.map((resident) => [resident.id, resident]));
  const last = rows.at(-1);
  return {
    items: rows.flatMap((row) => {
      const resident = residents.get(row.residentId);
      return resident ? presentDelivery(deps, row, state, resident, accounts) : [];
    }),
    nextCursor: last && found.length > limit ? cursorOf(last) : null,
  };
}
