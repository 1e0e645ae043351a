import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { NextItem } from '@linkang/shared/api/notice.routes';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import { noticeApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { LinkCard } from '@/components/card';
import { Icon, type IconName } from '@/components/icon';
import { NeedResident } from '@/components/need-resident';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { open, routes } from '@/routes';

const ICONS: Record<NextItem['kind'], IconName> = {
  booking: 'calendar',
  lecture: 'speech',
  contractPending: 'clock',
  contractRejected: 'warning',
  contractMissing: 'doctor',
  physicalDue: 'clipboard',
};

const addressOf = ({ kind, targetId }: NextItem): string => {
  if (kind === 'booking' || kind === 'lecture') return targetId ? routes.booking(targetId) : routes.bookings();
  if (kind === 'physicalDue') return routes.sessions('senior-physical');
  return routes.contract();
};

const whenOf = ({ day, startTime }: NextItem): string | undefined =>
  day === null ? undefined : `${sayDay(day)}${startTime === null ? '' : ` ${sayTime(startTime)}`}`;

const NextCard = ({ item }: { item: NextItem }): ReactNode => {
  const when = whenOf(item);
  return (
    <LinkCard label={[item.title, when, item.detail].filter(Boolean).join('，')} onPress={() => open(addressOf(item))}>
      <View className="next-head">
        <Icon name={ICONS[item.kind]} />
        <View className="item-title">{item.title}</View>
      </View>
      {when ? <View className="next-when">{when}</View> : null}
      {item.detail ? <View className="note">{item.detail}</View> : null}
    </LinkCard>
  );
};

const NextList = ({ residentId }: { residentId: string }): ReactNode => {
  const load = useLoad(`${PERSONAL}next.${residentId}`, () => noticeApi.next({ params: { id: residentId } }), {
    keepCopy: true,
  });
  useShowAgain(() => void load.reload());
  return (
    <Loaded load={load} lines={1}>
      {({ items }) => (
        <View className="stack">
          {items.length ? (
            items.map((item) => <NextCard key={`${item.kind}${item.targetId ?? ''}`} item={item} />)
          ) : (
            <View className="note">最近没有要办的事，祝您身体健康。</View>
          )}
        </View>
      )}
    </Loaded>
  );
};

/** What comes next for the person, or the way to sign in. */
export const NextThings = (): ReactNode => (
  <NeedResident purpose="看到自己的预约和签约" signInText="登录">
    {([self]) => <NextList key={self.id} residentId={self.id} />}
  </NeedResident>
);
