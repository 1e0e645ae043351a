import { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import type { QueueRoutes } from '@linkang/shared/api/queue.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { queueApi } from '@/api/clients';
import { useLoad, type Load } from '@/hooks/use-load';

/** How many wait before somebody. */
export type Place = CallReply<QueueRoutes['place']>;

const REFRESH_MS = 15_000;
const MAX_REFRESH_MS = 120_000;

/** Loads again and again while the page is in sight; after failures less and less often. */
function useRefreshing({ isLoading, error, reload }: Load<unknown>): void {
  const failures = useRef(0);
  const [isShown, setShown] = useState(true);
  useDidHide(() => setShown(false));
  useDidShow(() => setShown(true));
  const wasShown = useRef(true);
  useEffect(() => {
    const isBack = isShown && !wasShown.current;
    wasShown.current = isShown;
    if (!isShown || isLoading) return undefined;
    failures.current = error ? failures.current + 1 : 0;
    const pauseMs = isBack ? 0 : Math.min(REFRESH_MS * 2 ** failures.current, MAX_REFRESH_MS);
    const timer = setTimeout(() => void reload(), pauseMs);
    return () => clearTimeout(timer);
  }, [isShown, isLoading, error, reload]);
}

/** A booking's place in the queue, as it is now. */
export function usePlace(bookingId: string): Load<Place> {
  const load = useLoad(`queue.${bookingId}`, () => queueApi.place({ params: { id: bookingId } }));
  useRefreshing(load);
  return load;
}
