import { useCallback, useEffect, useRef, useState } from 'react';
import { toApiError, type ApiError } from '@/api/api-error';
import { askOrRead } from '@/api/offline-copies';
import { useBackOnline } from '@/stores/network';

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
  /** Set where the items are the kept copy of an earlier reply (milliseconds since 1970). */
  savedAt: number | undefined;
}

/** A list that grows page by page. */
export interface Pages<T> {
  items: T[] | undefined;
  hasMore: boolean;
  error: ApiError | undefined;
  isLoading: boolean;
  savedAt: number | undefined;
  loadMore: () => Promise<void>;
  reload: () => Promise<void>;
}

const start = <T>(key: string | undefined): PagesState<T> => ({
  key,
  items: undefined,
  nextCursor: null,
  error: undefined,
  isLoading: key !== undefined,
  savedAt: undefined,
});

/**
 * Loads a list page by page; a changed key starts anew, no key loads nothing. With `keepCopy` the first page is kept
 * for reading without network.
 */
export function usePages<T>(
  key: string | undefined,
  loadPage: (cursor: string | undefined) => Promise<Page<T>>,
  { keepCopy = false }: { keepCopy?: boolean } = {},
): Pages<T> {
  const [state, setState] = useState<PagesState<T>>(() => start(key));
  const run = useRef(0);
  const latest = useRef(loadPage);
  useEffect(() => {
    latest.current = loadPage;
  });

  const fetchPage = useCallback(
    async (cursor: string | undefined, before: T[]) => {
      if (key === undefined) return;
      const mine = ++run.current;
      try {
        const isFirst = cursor === undefined;
        const load = (): Promise<Page<T>> => latest.current(cursor);
        const { data, savedAt } = await askOrRead(key, load, keepCopy && isFirst, ({ data: kept, savedAt: at }) => {
          if (mine !== run.current) return;
          // What stands on the page is newer than what was kept.
          setState((old) =>
            old.key === key && old.items !== undefined ? old : { ...start<T>(key), items: kept.items, savedAt: at },
          );
        });
        if (mine !== run.current) return;
        const items = [...before, ...data.items];
        setState({ ...start<T>(key), items, nextCursor: data.nextCursor, savedAt, isLoading: false });
      } catch (thrown) {
        if (mine !== run.current) return;
        const error = toApiError(thrown);
        setState((old) => ({ ...(old.key === key ? old : start<T>(key)), error, isLoading: false }));
      }
    },
    [key, keepCopy],
  );

  useEffect(() => {
    void fetchPage(undefined, []);
  }, [fetchPage]);

  const { items, nextCursor, error, isLoading, savedAt } = state.key === key ? state : start<T>(key);
  const again = useCallback(
    (cursor: string | undefined, before: T[]): Promise<void> => {
      setState((old) => ({ ...old, error: undefined, isLoading: true }));
      return fetchPage(cursor, before);
    },
    [fetchPage],
  );
  const reload = useCallback(() => again(undefined, []), [again]);
  const loadMore = (): Promise<void> => again(nextCursor ?? undefined, items ?? []);
  useBackOnline(savedAt !== undefined || (error?.code === 'OFFLINE' && items === undefined), reload);
  return { items, hasMore: nextCursor !== null, error, isLoading, savedAt, loadMore, reload };
}
