import { useInfiniteQuery } from '@tanstack/react-query';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A list that is loaded page by page; `data` holds all rows loaded so far. */
export function usePages<T>(key: readonly unknown[], load: (cursor: { cursor?: string }) => Promise<Page<T>>) {
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => load(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<T>) => page.nextCursor,
    select: (data) => data.pages.flatMap((page) => page.items),
  });
}
