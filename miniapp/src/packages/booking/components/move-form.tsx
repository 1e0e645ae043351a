import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import { bookingApi } from '@/api/clients';
import { BookingRefusal } from '@/components/booking-refusal';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Fact } from '@/components/cell';
import { Loaded } from '@/components/states';
import { useSubmit } from '@/hooks/use-submit';
import { goBack, replace, routes } from '@/routes';
import { useBooking } from '../use-booking';

const Move = ({ booking, sessionId }: { booking: Booking; sessionId: string }): ReactNode => {
  const form = useSubmit((input: { id: string; sessionId: string }, idempotencyKey) =>
    bookingApi.move({ params: { id: input.id }, body: { sessionId: input.sessionId } }, { idempotencyKey }),
  );
  const move = async (): Promise<void> => {
    const moved = await form.submit({ id: booking.id, sessionId });
    if (moved) replace(routes.bookingMoved(moved.id));
  };
  return (
    <>
      <Card tone="soft">
        <View className="lead">原来的预约</View>
        <Fact name="时间">{`${sayDay(booking.day)} ${sayTime(booking.startTime)}`}</Fact>
        <Fact name="号">{`${booking.number}号`}</Fact>
        {booking.residentName ? <Fact name="谁来">{booking.residentName}</Fact> : null}
        <View>新的约上了，原来的才取消。约不上，原来的还在。</View>
      </Card>
      {form.error ? (
        <BookingRefusal
          error={form.error}
          onRetry={() => void move()}
          onRefresh={() => replace(routes.booking(booking.id))}
          onOther={goBack}
          otherText="选其他时间"
        />
      ) : null}
      <Button isBusy={form.isBusy} busyText="正在改约…" onPress={() => void move()}>
        确认改到这个时间
      </Button>
      <Button kind="plain" onPress={() => replace(routes.booking(booking.id))}>
        不改了，留着原来的
      </Button>
    </>
  );
};

/** The last look before a booking moves to another session of its service. */
export function MoveForm({ bookingId, sessionId }: { bookingId: string; sessionId: string }): ReactNode {
  const load = useBooking(bookingId);
  return <Loaded load={load}>{(booking) => <Move booking={booking} sessionId={sessionId} />}</Loaded>;
}
