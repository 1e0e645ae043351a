import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import { waitlistApi } from '@/api/clients';
import { BookingRefusal } from '@/components/booking-refusal';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { sayInstant } from '@/components/words';
import { useSubmit } from '@/hooks/use-submit';
import { open, replace, routes } from '@/routes';

interface HeldSeatProps {
  entry: WaitlistEntry;
  offer: NonNullable<WaitlistEntry['offer']>;
  /** The offer is not what it was. */
  onChanged: () => void;
}

/** A seat came free: it is held for a while, and one tap takes it. */
export function HeldSeat({ entry, offer, onChanged }: HeldSeatProps): ReactNode {
  const form = useSubmit((id: string) => waitlistApi.accept({ params: { id }, body: {} }));
  const accept = async (): Promise<void> => {
    const taken = await form.submit(entry.id);
    if (taken?.bookingId) replace(routes.bookingDone(taken.bookingId));
  };
  return (
    <Card tone="warm">
      <View className="lead">候补到了，有号了</View>
      <View className="number-box">
        <View className="number">{`${offer.number}号`}</View>
        <View>
          <View className="number-when">{sayDay(entry.day)}</View>
          <View className="number-when">{sayTime(offer.startTime)}</View>
        </View>
      </View>
      <View>{`号为您留到${sayInstant(offer.until)}。过了时间就让给下一位。`}</View>
      {form.error ? (
        <BookingRefusal
          error={form.error}
          onRetry={() => void accept()}
          onRefresh={onChanged}
          onOther={() => open(routes.bookings())}
          otherText="看我的预约"
        />
      ) : null}
      <Button icon="check" isBusy={form.isBusy} busyText="正在预约…" onPress={() => void accept()}>
        确认要这个号
      </Button>
    </Card>
  );
}
