import { useCallback, useEffect, useRef, useState } from 'react';
import { toApiError, type ApiError } from '@/api/api-error';

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

interface PagesState<T> {
  key: string | undefined;
  items: T[] | undefined;
  nextCursor: string | null;
  error: ApiError | undefined;
  isLoading: boolean;
}

/** A list that grows page by page. */
export interface Pages<T> {
  items: T[] | undefined;
  hasMore: boolean;
  error: ApiError | undefined;
  isLoading: boolean;
  loadMore: () => Promise<void>;
  reload: () => Promise<void>;
}

const start = <T>(key: string | undefined): PagesState<T> => ({
  key,
  items: undefined,
  nextCursor: null,
  error: undefined,
  isLoading: key !== undefined,
});

/** Loads a list page by page; a changed key starts anew, no key loads nothing. */
export function usePages<T>(
  key: string | undefined,
  loadPage: (cursor: string | undefined) => Promise<Page<T>>,
): Pages<T> {
  const [state, setState] = useState<PagesState<T>>(() => start(key));
  const run = useRef(0);
  const latest = useRef(loadPage);
  useEffect(() => {
    latest.current = loadPage;
  });

  const fetchPage = useCallback(
    async (cursor: string | undefined, before: T[]) => {
      const mine = ++run.current;
      try {
        const page = await latest.current(cursor);
        if (mine !== run.current) return;
        setState({
          key,
          items: [...before, ...page.items],
          nextCursor: page.nextCursor,
          error: undefined,
          isLoading: false,
        });
      } catch (thrown) {
        if (mine !== run.current) return;
        setState((old) => ({
          ...(old.key === key ? old : start<T>(key)),
          error: toApiError(thrown),
          isLoading: false,
        }));
      }
    },
    [key],
  );

  useEffect(() => {
    if (key !== undefined) void fetchPage(undefined, []);
  }, [key, fetchPage]);

  const { items, nextCursor, error, isLoading } = state.key === key ? state : start<T>(key);
  const again = (cursor: string | undefined, before: T[]): Promise<void> => {
    setState((old) => ({ ...old, error: undefined, isLoading: true }));
    return fetchPage(cursor, before);
  };
  return {
    items,
    hasMore: nextCursor !== null,
    error,
    isLoading,
    loadMore: () => again(nextCursor ?? undefined, items ?? []),
    reload: () => again(undefined, []),
  };
}
