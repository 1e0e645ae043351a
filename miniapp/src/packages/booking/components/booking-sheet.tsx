import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Fact } from '@/components/cell';
import { Preparation } from '@/components/preparation';
import { ReadAloud } from '@/components/read-aloud';
import { Tag } from '@/components/tag';
import { bookingWord, sayInstant } from '@/components/words';
import { openMap } from '@/routes';
import { useCentre } from '@/stores/centre';
import { CalendarButton } from './calendar-button';
import { ShareButton } from './share-button';

const titleOf = (booking: Booking): string => booking.lectureTitle ?? booking.serviceName;

/** Everything to know on the day, in sentences for reading aloud. */
const spoken = (booking: Booking): string =>
  [
    `${booking.residentName ?? '您'}${booking.lectureTitle ? '报名了' : '预约了'}${titleOf(booking)}。`,
    `${sayDay(booking.day)}，${sayTime(booking.startTime)}。`,
    `您是${booking.number}号。`,
    `地点：${booking.place}。`,
    ...booking.preparation,
  ].join('\n');

const LargeNumber = ({ booking }: { booking: Booking }): ReactNode => (
  <View className="number-box">
    <View className="number">{`${booking.number}号`}</View>
    <View>
      <View className="number-when">{sayDay(booking.day)}</View>
      <View className="number-when">{`${sayTime(booking.startTime)} 开始`}</View>
    </View>
  </View>
);

/** A number that does not count any more must not look like one to show at the desk. */
const PastNumber = ({ booking }: { booking: Booking }): ReactNode => (
  <>
    <Fact name="原定">{`${sayDay(booking.day)} ${sayTime(booking.startTime)}`}</Fact>
    <Fact name="号码">{`${booking.number}号`}</Fact>
  </>
);

/** The booking as a large card to show at the desk or to the family. */
export function BookingSheet({ booking }: { booking: Booking }): ReactNode {
  const { tone, word } = bookingWord(booking);
  const centre = useCentre((state) => state.centre);
  const isLive = booking.status === 'booked' || booking.status === 'arrived' || booking.status === 'called';
  return (
    <>
      <Card>
        <View className="row row-between">
          <View className="lead">{titleOf(booking)}</View>
          <Tag tone={tone}>{word}</Tag>
        </View>
        {isLive ? <LargeNumber booking={booking} /> : <PastNumber booking={booking} />}
        <Fact name="地点">{booking.place}</Fact>
        {booking.doctorName ? <Fact name="医生">{booking.doctorName}</Fact> : null}
        {booking.residentName ? <Fact name="谁来">{booking.residentName}</Fact> : null}
        {booking.bookedByName ? <Fact name="谁约的">{booking.bookedByName}</Fact> : null}
        {isLive ? <Fact name="取消">{`${sayInstant(booking.cancelUntil)} 前可以取消`}</Fact> : null}
        {isLive ? <ReadAloud text={spoken(booking)} /> : null}
        {isLive ? <CalendarButton booking={booking} /> : null}
        {isLive && centre ? (
          <Button kind="plain" icon="pin" onPress={() => openMap(centre)}>
            看地图，怎么走
          </Button>
        ) : null}
        <ShareButton booking={booking} />
      </Card>
      {isLive && booking.preparation.length > 0 ? (
        <>
          <SectionTitle>要带什么、注意什么</SectionTitle>
          <Preparation sentences={booking.preparation} />
        </>
      ) : null}
    </>
  );
}
