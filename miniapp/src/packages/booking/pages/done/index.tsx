import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { bookingApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import { SectionTitle } from '@/components/card';
import { Icon } from '@/components/icon';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { openTab, replace, routes } from '@/routes';
import { selfOf, useAccount } from '@/stores/account';
import { BookingCard } from '../../components/booking-card';
import { BookingSheet } from '../../components/booking-sheet';
import { useBooking, useShareBooking } from '../../use-booking';
import '../../booking.scss';

const wordsOf = (booking: Booking, isMoved: boolean): string => {
  if (isMoved) return '改好了，原来的预约已经取消。到时候带上身份证，早到一会儿。';
  return `${booking.lectureTitle ? '报名' : '预约'}好了。到时候带上身份证，早到一会儿。`;
};

const Good = ({ children }: { children: string }): ReactNode => (
  <View className="notice notice-good" {...aria('status')}>
    <Icon name="check" />
    <View>{children}</View>
  </View>
);

const titleOf = (booking: Booking | undefined, isMoved: boolean): string => {
  if (isMoved) return '改约成功';
  return booking?.lectureTitle ? '报名成功' : '预约成功';
};

const One = ({ id }: { id: string }): ReactNode => {
  const load = useBooking(id);
  const isMoved = useParam('how') === 'moved';
  useShareBooking(load.data);
  return (
    <Page title={titleOf(load.data, isMoved)}>
      <NeedResident scope="own" purpose="看这个预约" signInText="登录后查看">
        {() => (
          <Loaded load={load}>
            {(booking) => (
              <>
                <Good>{wordsOf(booking, isMoved)}</Good>
                <BookingSheet booking={booking} />
              </>
            )}
          </Loaded>
        )}
      </NeedResident>
      <Onward />
    </Page>
  );
};

const Onward = (): ReactNode => (
  <>
    <Button onPress={() => openTab('home')}>回首页</Button>
    <Button kind="plain" icon="calendar" onPress={() => replace(routes.bookings())}>
      看我的预约
    </Button>
  </>
);

const Several = ({ ids }: { ids: readonly string[] }): ReactNode => {
  const load = useLoad(`${PERSONAL}family.${ids.join(',')}`, () =>
    Promise.all(ids.map((id) => bookingApi.get({ params: { id } }))),
  );
  const self = useAccount(selfOf);
  return (
    <Page title="都约好了">
      <NeedResident scope="own" purpose="看这些预约" signInText="登录后查看">
        {() => (
          <Loaded load={load}>
            {(bookings) => (
              <>
                <Good>{`${bookings.length}位都约好了。到时候都带上身份证，早到一会儿。`}</Good>
                <View className="stack">
                  {bookings.map((booking) => (
                    <View key={booking.id}>
                      <SectionTitle>{`${booking.residentName ?? self?.name ?? '我'}：${booking.number}号`}</SectionTitle>
                      <BookingCard booking={booking} />
                    </View>
                  ))}
                </View>
              </>
            )}
          </Loaded>
        )}
      </NeedResident>
      <Onward />
    </Page>
  );
};

/** It worked: the number, when, where and what to bring; or the list of those that were booked in one go. */
function DonePage(): ReactNode {
  const ids = useParam('id').split(',');
  const [id = ''] = ids;
  return ids.length > 1 ? <Several ids={ids} /> : <One id={id} />;
}

export default DonePage;
