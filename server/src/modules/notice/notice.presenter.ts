import { noticeKinds } from '@linkang/shared/api/notice-kinds';
import type { Notice } from '@linkang/shared/api/notice.routes';
import { dataOf, type NoticeRow } from './notice.model';

/**
 * A message in words.
 * @param ownId the reader's own person: others are named
 */
export function presentNotice(row: NoticeRow, names: ReadonlyMap<string, string>, ownId: string | undefined): Notice {
  const { _id: id, kind, at, readAt, targetId, residentId } = row;
  const data = dataOf(row);
  const { opens, say } = noticeKinds[kind];
  const name = residentId === ownId ? undefined : names.get(residentId);
  return {
    id,
    ...say(data, { relative: names.get(data.relativeId ?? '') ?? '家人' }),
    at: at.toISOString(),
    isRead: readAt !== null,
    opens,
    targetId,
    residentId,
    ...(name === undefined ? {} : { residentName: name }),
  };
}
