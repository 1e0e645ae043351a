import { useCallback, useEffect, useRef, useState } from 'react';
import { toApiError, type ApiError } from '@/api/api-error';
import { askOrRead } from '@/api/offline-copies';
import { useAccount } from '@/stores/account';
import { useBackOnline } from '@/stores/network';

interface LoadState<T> {
  key: string | undefined;
  data: T | undefined;
  error: ApiError | undefined;
  isLoading: boolean;
  /** Set where `data` is the kept copy of an earlier reply (milliseconds since 1970). */
  savedAt: number | undefined;
}

/** What a page shows while it loads, has loaded or has failed. */
export interface Load<T> extends Omit<LoadState<T>, 'key'> {
  reload: () => Promise<void>;
}

const start = <T>(key: string | undefined): LoadState<T> => ({
  key,
  data: undefined,
  error: undefined,
  isLoading: key !== undefined,
  savedAt: undefined,
});

/**
 * Loads something when its key appears or changes; without a key nothing is loaded. With `keepCopy` the
 * reply is kept under the key, shown while a slow network lets wait and when there is none, and loaded anew when the
 * network is back.
 */
export function useLoad<T>(
  key: string | undefined,
  load: () => Promise<T>,
  { keepCopy = false }: { keepCopy?: boolean } = {},
): Load<T> {
  const [state, setState] = useState<LoadState<T>>(() => start(key));
  const run = useRef(0);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });

  const reload = useCallback(async () => {
    if (key === undefined) return;
    const mine = ++run.current;
    try {
      const answer = await askOrRead(key, latest.current, keepCopy, (copy) => {
        if (mine !== run.current) return;
        // What stands on the page is newer than what was kept.
        setState((old) => (old.key === key && old.data !== undefined ? old : { ...start<T>(key), ...copy }));
      });
      if (mine === run.current) setState({ ...start<T>(key), ...answer, isLoading: false });
    } catch (thrown) {
      if (mine !== run.current) return;
      const error = toApiError(thrown);
      setState((old) => ({ ...(old.key === key ? old : start<T>(key)), error, isLoading: false }));
    }
  }, [key, keepCopy]);

  const retry = useCallback(async () => {
    setState((old) => ({ ...old, error: undefined, isLoading: true }));
    await reload();
  }, [reload]);

  useEffect(() => {
    void reload();
  }, [reload]);

  // Whoever came by a link, was sent to sign in and comes back finds the page.
  const isSignedIn = useAccount((account) => account.isSignedIn);
  const needsSignIn = state.error?.code === 'AUTH_REQUIRED' || state.error?.code === 'AUTH_EXPIRED';
  useEffect(() => {
    if (isSignedIn && needsSignIn) void retry();
  }, [isSignedIn, needsSignIn, retry]);

  const { data, error, isLoading, savedAt } = state.key === key ? state : start<T>(key);
  useBackOnline(savedAt !== undefined || error?.code === 'OFFLINE', retry);
  return { data, error, isLoading, savedAt, reload: retry };
}
