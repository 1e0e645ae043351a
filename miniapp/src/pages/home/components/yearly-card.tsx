import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import { bookingApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { LinkCard } from '@/components/card';
import { Icon } from '@/components/icon';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { open, routes } from '@/routes';
import { useAccount } from '@/stores/account';

/** Who of the family has this year's physical before them, and the way to book it like last year's in one go. */
export function YearlyCard(): ReactNode {
  const residents = useAccount((state) => state.residents);
  const key = residents.length ? `${PERSONAL}yearly.${residents.map(({ id }) => id).join('.')}` : undefined;
  const load = useLoad(key, () => bookingApi.yearly({}), { keepCopy: true });
  useShowAgain(() => void load.reload());
  if (!load.data) return null;
  const { year, people, sessions, differs } = load.data;
  const due = people.filter(({ state }) => state === 'due').map(({ residentId }) => residentId);
  const names = residents.filter(({ id }) => due.includes(id)).map(({ name }) => name);
  if (!names.length) return null;
  const [first] = sessions;
  const when = first ? `${sayDay(first.day)} ${sayTime(first.startTime)}` : undefined;
  const title = `${year}年体检还没约`;
  const how = differs === null ? '一次给全家约好' : '和去年一样，一次约好';
  return (
    <LinkCard
      label={[title, names.join('、'), when, how].filter(Boolean).join('，')}
      onPress={() => open(routes.yearly())}
    >
      <View className="next-head">
        <Icon name="clipboard" />
        <View className="item-title">{title}</View>
      </View>
      <View>{names.join('、')}</View>
      {when ? <View className="next-when">{when}</View> : null}
      <View className="note">{how}</View>
    </LinkCard>
  );
}
