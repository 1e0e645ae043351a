import { useDidShow } from '@tarojs/taro';
import { useEffect, useRef } from 'react';
import { MAX_TOOK_SECONDS } from '@linkang/shared/domain/booking-rules';

/** When somebody opened the first page of booking; on this phone alone, and forgotten with the tab pages. */
let startedMs: number | undefined;

/** Begins to count how long booking takes: anew on the page where one starts, unless it runs already on later ones. */
export function useBookingStart({ isLater = false }: { isLater?: boolean } = {}): void {
  useEffect(() => {
    if (!isLater || startedMs === undefined) startedMs = Date.now();
  }, [isLater]);
}

/** Whoever comes back to a tab page starts anew. */
export function useBookingRest(): void {
  useDidShow(() => {
    startedMs = undefined;
  });
}

/** Seconds since the start, as the server takes them; nothing for somebody who did other things meanwhile. */
function readTook(): { tookSeconds?: number } {
  if (startedMs === undefined) return {};
  const tookSeconds = Math.max(1, Math.round((Date.now() - startedMs) / 1000));
  return tookSeconds > MAX_TOOK_SECONDS ? {} : { tookSeconds };
}

/** How long booking took; the same for each try of one submission, so that a repeat is the same request. */
export function useTook(): (idempotencyKey: string) => { tookSeconds?: number } {
  const known = useRef<{ key: string; took: { tookSeconds?: number } } | undefined>(undefined);
  return (key) => {
    if (known.current?.key !== key) known.current = { key, took: readTook() };
    return known.current.took;
  };
}
