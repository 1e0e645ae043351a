import type { CallState, CallTopic } from '@linkang/shared/api/notice.routes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { noticeApi } from '../api/clients';
import { CALLS_KEY } from './use-tick';

/** Which calls are asked for. */
export interface CallsWanted {
  state: CallState;
  topic?: CallTopic;
  sessionId?: string;
}

const PAGE = 100;

/** Whom the desk telephones, page by page, and how many there are in each state. */
export function useCalls(wanted: CallsWanted) {
  const query = useInfiniteQuery({
    queryKey: [CALLS_KEY, wanted],
    queryFn: ({ pageParam }) =>
      noticeApi.calls({ query: { ...wanted, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // Whole numbers are read when somebody asks, and not kept.
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  const pages = query.data?.pages;
  return { query: { ...query, data: pages?.flatMap((page) => page.items) }, counts: pages?.[0]?.counts };
}
