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
  reload: () => void;
}

type Report = (id: string, kept: Kept | undefined) => void;

const KeptContext = createContext<Report>(() => undefined);

const sayMoment = (at: Date): string => {
  const day = dayOf(at);
  return `${day === serverToday() ? '今天' : sayDay(day)} ${sayTime(timeOf(at))}`;
};

const Note = ({ kept }: { kept: Kept[] }): ReactNode => {
  const isOnline = useNetwork((state) => state.isOnline);
  if (kept.length === 0 && isOnline) return null;
  const oldest = Math.min(...kept.map(({ savedAt }) => savedAt));
  const words = kept.length
    ? `没有网络，显示的是 ${sayMoment(new Date(oldest))} 的内容`
    : '现在没有网络。打开过的内容还能看，要办事请等网络恢复。';
  return (
    <View className="notice notice-wait">
      <Icon name="offline" />
      <View className="notice-words">
        <View {...aria('status')}>{words}</View>
        {kept.length ? (
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
export function useKeptPart({ savedAt, reload }: { savedAt: number | undefined; reload: () => Promise<void> }): void {
  const report = useContext(KeptContext);
  const id = useId();
  const latest = useRef(reload);
  useEffect(() => {
    latest.current = reload;
  });
  useEffect(() => {
    if (savedAt === undefined) return;
    report(id, { savedAt, reload: () => void latest.current() });
    return () => report(id, undefined);
  }, [report, id, savedAt]);
}
