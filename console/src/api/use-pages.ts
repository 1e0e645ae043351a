import { useInfiniteQuery } from '@tanstack/react-query';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** What differs where each reading goes into a log. */
export interface PagesOptions {
  refetchOnWindowFocus?: boolean;
  gcTime?: number;
}

/** A list that is loaded page by page; `data` holds all rows loaded so far. */
export function usePages<T>(
  key: readonly unknown[],
  load: (cursor: { cursor?: string }) => Promise<Page<T>>,
  options: PagesOptions = {},
) {
  return useInfiniteQuery({
    ...options,
    queryKey: key,
    queryFn: ({ pageParam }) => load(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<T>) => page.nextCursor,
    select: (data) => data.pages.flatMap((page) => page.items),
  });
}
