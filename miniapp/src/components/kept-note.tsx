import { View } from '@tarojs/components';
import { createContext, useContext, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { PropsWithChildren, ReactNode } from 'react';
import { dayOf, sayDay, sayTime, timeOf } from '@linkang/shared/domain/clinic-day';
import { serverToday } from '@/stores/centre';
import { useNetwork } from '@/stores/network';
import { aria } from './a11y';
import { Button } from './button';
import { Icon } from './icon';

interface Kept {
  savedAt: number;
  /** Whether what is new is on its way. */
  isLoading: boolean;
  reload: () => void;
}

type Report = (id: string, kept: Kept | undefined) => void;

const KeptContext = createContext<Report>(() => undefined);

const sayMoment = (at: Date): string => {
  const day = dayOf(at);
  return `${day === serverToday() ? '今天' : sayDay(day)} ${sayTime(timeOf(at))}`;
};

const wordsOf = (moment: string | undefined, isLoading: boolean): string => {
  if (moment === undefined) return '现在没有网络。打开过的内容还能看，要办事请等网络恢复。';
  return isLoading ? `网络有点慢，先给您看上次的内容（${moment}）` : `没有网络，显示的是 ${moment} 的内容`;
};

const Note = ({ kept }: { kept: Kept[] }): ReactNode => {
  const isOnline = useNetwork((state) => state.isOnline);
  if (kept.length === 0 && isOnline) return null;
  const oldest = Math.min(...kept.map(({ savedAt }) => savedAt));
  const isLoading = kept.some((part) => part.isLoading);
  const words = wordsOf(kept.length ? sayMoment(new Date(oldest)) : undefined, isLoading);
  return (
    <View className="notice notice-wait">
      <Icon name="offline" />
      <View className="notice-words">
        <View {...aria('status')}>{words}</View>
        {kept.length && !isLoading ? (
          <Button kind="plain" icon="refresh" onPress={() => kept.forEach(({ reload }) => reload())}>
            重试
          </Button>
        ) : null}
      </View>
    </View>
  );
};

/** Says once a page that what stands on it was kept from an earlier visit, and from when the oldest of it is. */
export function KeptNote({ children }: PropsWithChildren): ReactNode {
  const [parts, setParts] = useState<ReadonlyMap<string, Kept>>(new Map());
  const report = useMemo<Report>(
    () => (id, kept) =>
      setParts((old) => {
        if (!kept && !old.has(id)) return old;
        const next = new Map(old);
        if (kept) next.set(id, kept);
        else next.delete(id);
        return next;
      }),
    [],
  );
  return (
    <KeptContext.Provider value={report}>
      <Note kept={[...parts.values()]} />
      {children}
    </KeptContext.Provider>
  );
}

/** Tells the page that a part of it is a kept copy. */
export function useKeptPart({
  savedAt,
  isLoading,
  reload,
}: {
  savedAt: number | undefined;
  isLoading: boolean;
  reload: () => Promise<void>;
}): void {
  const report = useContext(KeptContext);
  const id = useId();
  const latest = useRef(reload);
  useEffect(() => {
    latest.current = reload;
  });
  useEffect(() => {
    if (savedAt === undefined) return;
    report(id, { savedAt, isLoading, reload: () => void latest.current() });
    return () => report(id, undefined);
  }, [report, id, savedAt, isLoading]);
}
