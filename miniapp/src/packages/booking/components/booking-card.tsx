import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import { LinkCard } from '@/components/card';
import { Tag } from '@/components/tag';
import { bookingWord } from '@/components/words';
import { open, routes } from '@/routes';
import { sayOffer } from './offer-card';

/** A booking in a list. */
export function BookingCard({ booking }: { booking: Booking }): ReactNode {
  const { tone, word } = bookingWord(booking);
  const title = booking.lectureTitle ?? booking.serviceName;
  const when = `${sayDay(booking.day)} ${sayTime(booking.startTime)}`;
  const offer = booking.offer ? `给您另留了一个号：${sayOffer(booking.offer)}。点开看要不要` : undefined;
  return (
    <LinkCard
      label={[title, when, word, offer].filter(Boolean).join('，')}
      onPress={() => open(routes.booking(booking.id))}
    >
      <View className="row row-between">
        <View className="item-title">{title}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <View>{when}</View>
      <View className="note">{booking.place}</View>
      {offer ? <View className="notice notice-wait">{offer}</View> : null}
      {booking.residentName ? <View className="note">{booking.residentName}</View> : null}
      {booking.bookedByName ? <View className="note">{`${booking.bookedByName}帮您约的`}</View> : null}
    </LinkCard>
  );
}
