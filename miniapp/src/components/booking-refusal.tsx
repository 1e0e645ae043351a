import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import type { ApiError, ApiErrorCode } from '@/api/api-error';
import { open, routes } from '@/routes';
import { Button } from './button';
import { LinkCard } from './card';
import { FormError } from './form-error';
import { sayInstant } from './words';

/** Refusals where the same booking cannot succeed: the way out is another one, not another try. */
const CHOOSE_ANOTHER: readonly ApiErrorCode[] = [
  'BOOKING_SESSION_FULL',
  'BOOKING_SESSION_CLOSED',
  'BOOKING_NOT_RELEASED',
  'BOOKING_TIME_CLASH',
  'BOOKING_DAY_LIMIT',
  'BOOKING_TOO_LATE',
];
const isBooking = (value: unknown): value is Booking =>
  typeof value === 'object' && value !== null && 'id' in value && 'day' in value && 'startTime' in value;

const InTheWay = ({ booking }: { booking: Booking }): ReactNode => {
  const title = booking.lectureTitle ?? booking.serviceName;
  const when = `${sayDay(booking.day)} ${sayTime(booking.startTime)}`;
  return (
    <>
      <View>您已有的预约：</View>
      <LinkCard label={`查看已有预约，${title}，${when}`} onPress={() => open(routes.booking(booking.id))}>
        <View className="item-title">{title}</View>
        <View>{when}</View>
        <View className="note">{booking.place}</View>
      </LinkCard>
    </>
  );
};

interface BookingRefusalProps {
  error: ApiError;
  onRetry: () => void;
  /** Loads anew what has changed meanwhile. */
  onRefresh?: () => void;
  /** The way to something else that can be booked. */
  onOther: () => void;
  otherText: string;
}

/** Why a seat was not given, with the booking in the way or another way to go. */
export function BookingRefusal({ error, onRetry, onRefresh, onOther, otherText }: BookingRefusalProps): ReactNode {
  return (
    <FormError error={error} onRetry={onRetry} {...(onRefresh && error.code === 'STATE_CONFLICT' ? { onRefresh } : {})}>
      {isBooking(error.conflict) ? <InTheWay booking={error.conflict} /> : null}
      {error.releaseAt ? <View>{`放号时间：${sayInstant(error.releaseAt)}`}</View> : null}
      {CHOOSE_ANOTHER.includes(error.code) ? (
        <Button kind="plain" onPress={onOther}>
          {otherText}
        </Button>
      ) : null}
      {error.code === 'PHYSICAL_NOT_ELIGIBLE' ? (
        <Button kind="plain" onPress={() => open(routes.sessions('physical'))}>
          约普通体检
        </Button>
      ) : null}
    </FormError>
  );
}
