import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import { bookingApi } from '@/api/clients';
import { BookingRefusal } from '@/components/booking-refusal';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Fact } from '@/components/cell';
import { FormError } from '@/components/form-error';
import { Sheet } from '@/components/sheet';
import { sayInstant } from '@/components/words';
import { useSubmit } from '@/hooks/use-submit';
import { open, replace, routes } from '@/routes';

/** The seat that is held in place of one that was called off, in one line. */
export const sayOffer = ({ day, startTime, number, until }: NonNullable<Booking['offer']>): string =>
  `${sayDay(day)} ${sayTime(startTime)}，${number}号，为您留到${sayInstant(until)}`;

interface DeclineProps {
  id: string;
  onDone: () => void;
}

/** Asks once more, as the seat goes to somebody else for good. */
const Decline = ({ id, onDone }: DeclineProps): ReactNode => {
  const [isAsking, setAsking] = useState(false);
  const form = useSubmit((bookingId: string) => bookingApi.declineOffer({ params: { id: bookingId } }));
  const decline = async (): Promise<void> => {
    const declined = await form.submit(id);
    setAsking(false);
    if (declined) onDone();
  };
  return (
    <>
      <FormError error={form.error} onRetry={() => void decline()} onRefresh={onDone} />
      <Button kind="plain" onPress={() => setAsking(true)}>
        不要这个号
      </Button>
      <Sheet isOpen={isAsking} title="不要这个号了吗？" closeText="再想想" onClose={() => setAsking(false)}>
        <View>号会让给别人。以后想来，可以自己再约。</View>
        <Button kind="danger" isBusy={form.isBusy} onPress={() => void decline()}>
          确定不要
        </Button>
      </Sheet>
    </>
  );
};

interface OfferCardProps {
  booking: Booking;
  offer: NonNullable<Booking['offer']>;
  /** The offer was declined, or is not what it was. */
  onChanged: () => void;
}

/** The visit was called off: another seat waits, and one tap takes it. */
export function OfferCard({ booking, offer, onChanged }: OfferCardProps): ReactNode {
  const form = useSubmit((id: string) => bookingApi.acceptOffer({ params: { id } }));
  const accept = async (): Promise<void> => {
    const taken = await form.submit(booking.id);
    if (taken) replace(routes.bookingDone(taken.id));
  };
  return (
    <Card tone="warm">
      <View className="lead">停诊了，给您另留了一个号</View>
      <View className="number-box">
        <View className="number">{`${offer.number}号`}</View>
        <View>
          <View className="number-when">{sayDay(offer.day)}</View>
          <View className="number-when">{sayTime(offer.startTime)}</View>
        </View>
      </View>
      <Fact name="地点">{offer.place}</Fact>
      {offer.doctorName ? <Fact name="医生">{offer.doctorName}</Fact> : null}
      <Fact name="为您留到">{sayInstant(offer.until)}</Fact>
      {form.error ? (
        <BookingRefusal
          error={form.error}
          onRetry={() => void accept()}
          onRefresh={onChanged}
          onOther={() => open(routes.sessions(booking.serviceCode))}
          otherText="选其他时间"
        />
      ) : null}
      <Button icon="check" isBusy={form.isBusy} busyText="正在预约…" onPress={() => void accept()}>
        就要这个号
      </Button>
      <Decline id={booking.id} onDone={onChanged} />
    </Card>
  );
}
