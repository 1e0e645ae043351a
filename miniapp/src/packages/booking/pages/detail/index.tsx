import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import { bookingApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { FormError } from '@/components/form-error';
import { Live } from '@/components/live';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Sheet } from '@/components/sheet';
import { Loaded } from '@/components/states';
import { useParam } from '@/hooks/use-param';
import { useSubmit } from '@/hooks/use-submit';
import { open, routes } from '@/routes';
import { AbsenceCard } from '../../components/absence-card';
import { BookingSheet } from '../../components/booking-sheet';
import { OfferCard } from '../../components/offer-card';
import { VisitCard } from '../../components/visit-card';
import { useBooking, useShareBooking } from '../../use-booking';
import '../../booking.scss';

interface CancelProps {
  booking: Booking;
  onCancelled: () => void;
}

const Cancel = ({ booking, onCancelled }: CancelProps): ReactNode => {
  const [isAsking, setAsking] = useState(false);
  const form = useSubmit((id: string) => bookingApi.cancel({ params: { id } }));
  const cancel = async (): Promise<void> => {
    const cancelled = await form.submit(booking.id);
    setAsking(false);
    if (cancelled) onCancelled();
  };
  const title = booking.lectureTitle ?? booking.serviceName;
  const noun = booking.lectureTitle ? '报名' : '预约';
  const what = `${sayDay(booking.day)} ${sayTime(booking.startTime)} 的${title}`;
  return (
    <>
      <FormError error={form.error} onRetry={() => void cancel()} onRefresh={onCancelled} />
      <Button kind="danger" icon="cross" onPress={() => setAsking(true)}>
        {`取消${noun}`}
      </Button>
      <Sheet isOpen={isAsking} title={`要取消这个${noun}吗？`} closeText="不取消" onClose={() => setAsking(false)}>
        <View>{`取消${what}。号会让给别人，想再来要重新${noun}。`}</View>
        <Button kind="danger" isBusy={form.isBusy} busyText="正在取消…" onPress={() => void cancel()}>
          确定取消
        </Button>
      </Sheet>
    </>
  );
};

const CannotCancel = ({ booking }: { booking: Booking }): ReactNode =>
  booking.status === 'booked' ? (
    <Card tone="warm">
      <View>已过网上取消的时间。来不了的话，请打电话告诉我们。</View>
    </Card>
  ) : null;

const MISSING = '这不是您的预约，或者链接不完整。家人的预约，要家人先在“家人”里同意您帮忙才能看。';

/** One booking, and the way to give it back. */
function BookingDetailPage(): ReactNode {
  const load = useBooking(useParam('id'));
  const [isCancelled, setCancelled] = useState(false);
  useShareBooking(load.data);
  const afterCancel = (): void => {
    setCancelled(true);
    void load.reload();
  };
  return (
    <Page title="预约详情">
      <Live>{isCancelled && load.data?.status === 'cancelled' ? '已经取消了' : ''}</Live>
      <NeedResident scope="own" purpose="看这个预约" signInText="登录后查看">
        {() => (
          <Loaded load={load} missingText={MISSING}>
            {(booking) => (
              <>
                <VisitCard booking={booking} onChanged={() => void load.reload()} />
                {booking.offer ? (
                  <OfferCard booking={booking} offer={booking.offer} onChanged={() => void load.reload()} />
                ) : null}
                <BookingSheet booking={booking} />
                {booking.absence ? (
                  <AbsenceCard booking={booking} absence={booking.absence} onSaid={() => void load.reload()} />
                ) : null}
                {booking.lectureTitle === undefined ? null : (
                  <Button kind="plain" icon="info" onPress={() => open(routes.lecture(booking.sessionId))}>
                    看活动详情
                  </Button>
                )}
                {booking.can.cancel && booking.lectureTitle === undefined ? (
                  <Button
                    kind="plain"
                    icon="calendar"
                    onPress={() => open(routes.moveBooking(booking.serviceCode, booking.id, booking.sessionId))}
                  >
                    改到别的时间
                  </Button>
                ) : null}
                {booking.can.cancel && load.savedAt === undefined ? (
                  <Cancel booking={booking} onCancelled={afterCancel} />
                ) : (
                  <CannotCancel booking={booking} />
                )}
              </>
            )}
          </Loaded>
        )}
      </NeedResident>
    </Page>
  );
}

export default BookingDetailPage;
