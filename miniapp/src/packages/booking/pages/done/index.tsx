import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import { Icon } from '@/components/icon';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Loaded } from '@/components/states';
import { useParam } from '@/hooks/use-param';
import { openTab, replace, routes } from '@/routes';
import { BookingSheet } from '../../components/booking-sheet';
import { useBooking, useShareBooking } from '../../use-booking';
import '../../booking.scss';

const Done = ({ booking }: { booking: Booking }): ReactNode => (
  <>
    <View className="notice notice-good" {...aria('status')}>
      <Icon name="check" />
      <View>{`${booking.lectureTitle ? '报名' : '预约'}好了。到时候带上身份证，早到一会儿。`}</View>
    </View>
    <BookingSheet booking={booking} />
  </>
);

/** It worked: the number, when, where and what to bring. */
function DonePage(): ReactNode {
  const load = useBooking(useParam('id'));
  useShareBooking(load.data);
  return (
    <Page title={load.data?.lectureTitle ? '报名成功' : '预约成功'}>
      <NeedResident scope="own" purpose="看这个预约" signInText="登录后查看">
        {() => <Loaded load={load}>{(booking) => <Done booking={booking} />}</Loaded>}
      </NeedResident>
      <Button onPress={() => openTab('home')}>回首页</Button>
      <Button kind="plain" icon="calendar" onPress={() => replace(routes.bookings())}>
        看我的预约
      </Button>
    </Page>
  );
}

export default DonePage;
