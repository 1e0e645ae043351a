import { useState } from 'react';
import type { Notice } from '@linkang/shared/api/notice.routes';
import { noticeApi } from '@/api/clients';
import { usePages, type Pages } from '@/hooks/use-pages';
import { useSubmit, type Submit } from '@/hooks/use-submit';
import { setUnread } from '@/stores/notices';

type Unread = Awaited<ReturnType<typeof noticeApi.unread>>;

/** The account's messages, and which of them were read since they were loaded. */
export interface Inbox {
  pages: Pages<Notice>;
  isRead: (notice: Notice) => boolean;
  /** Notes that one was opened; a failure leaves it unread for the next time. */
  markOpened: (notice: Notice) => void;
  markAll: Submit<undefined, Unread>;
}

/** Loads the messages page by page. What is read here is shown as read at once, without losing the place. */
export function useInbox(accountKey: string): Inbox {
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [isAllRead, setAllRead] = useState(false);
  const pages = usePages<Notice>(`notices.${accountKey}`, async (cursor) => {
    const page = await noticeApi.list({ query: { ...(cursor === undefined ? {} : { cursor }) } });
    setUnread(page.unread);
    return page;
  });
  const markAll = useSubmit(async (_: undefined) => {
    const reply = await noticeApi.read({ body: { all: true } });
    setUnread(reply.unread);
    setAllRead(true);
    return reply;
  });
  return {
    pages,
    isRead: (notice) => notice.isRead || isAllRead || opened.includes(notice.id),
    markOpened: (notice) => {
      if (notice.isRead || opened.includes(notice.id)) return;
      setOpened((old) => [...old, notice.id]);
      noticeApi.read({ body: { ids: [notice.id] } }).then(
        ({ unread }) => setUnread(unread),
        () => setOpened((old) => old.filter((id) => id !== notice.id)),
      );
    },
    markAll,
  };
}
