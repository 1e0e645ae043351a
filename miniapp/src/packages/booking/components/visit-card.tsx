import { Image, View } from '@tarojs/components';
import { useEffect, type ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { queueApi } from '@/api/clients';
import { aria } from '@/components/a11y';
import { Card } from '@/components/card';
import { ScanCheckIn } from '@/components/scan-check-in';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { isH5 } from '@/platform';
import { serverNow, serverToday } from '@/stores/centre';
import { usePlace, type Place } from '../use-place';

const MIN_RENEW_MS = 5000;
const GRACE_MS = 500;

/** The code that the desk scans, renewed before it goes out of date. */
const CheckInCode = ({ bookingId }: { bookingId: string }): ReactNode => {
  const load = useLoad(`code.${bookingId}`, () => queueApi.code({ params: { id: bookingId } }));
  const { data, reload } = load;
  useEffect(() => {
    if (!data) return undefined;
    const pauseMs = Math.max(MIN_RENEW_MS, Date.parse(data.renewAt) - serverNow().getTime() + GRACE_MS);
    const timer = setTimeout(() => void reload(), pauseMs);
    return () => clearTimeout(timer);
  }, [data, reload]);
  return (
    <Card tone="soft">
      <View className="lead">到了请报到</View>
      <View>{`把下面的码给前台扫一下${isH5 ? '，或用手机扫门口的码' : ''}。开始前30分钟就可以报到。`}</View>
      <Loaded load={load} lines={1}>
        {({ image }) => (
          <View className="check-in-code" {...aria('img', { 'aria-label': '报到二维码' })}>
            <Image
              className="check-in-picture"
              src={image}
              mode="aspectFit"
              {...aria(undefined, { 'aria-hidden': true })}
            />
          </View>
        )}
      </Loaded>
      <ScanCheckIn />
    </Card>
  );
};

const waitText = ({ ahead, minutes }: Place): string => {
  if (ahead === null) return '您已报到，请等叫号';
  if (ahead === 0) return '下一位就是您';
  return `您前面还有 ${ahead} 位，约 ${minutes ?? 0} 分钟`;
};

const callingText = ({ calling }: Place): string =>
  calling.length ? `现在叫到 ${calling.map((number) => `${number}号`).join('、')}` : '还没有开始叫号';

const Waiting = ({ place }: { place: Place }): ReactNode => (
  <Card tone="soft">
    <View className="lead" {...aria('status', { 'aria-live': 'polite' })}>
      {waitText(place)}
    </View>
    <View>{callingText(place)}</View>
    <View className="note">{`您是 ${place.number}号，请在${place.place}附近等，不要走远。叫过号没听到，请告诉前台。`}</View>
  </Card>
);

const Called = ({ place }: { place: Place }): ReactNode => (
  <Card tone="warm">
    <View className="lead" {...aria('alert')}>
      {`叫到您了，请到${place.place}`}
    </View>
    <View>{`您是 ${place.number}号。`}</View>
  </Card>
);

interface VisitCardProps {
  booking: Booking;
  /** Somebody checked the person in, called them or finished. */
  onChanged: () => void;
}

const TodaysVisit = ({ booking, onChanged }: VisitCardProps): ReactNode => {
  const { data: place } = usePlace(booking.id);
  const isChanged = place !== undefined && place.status !== booking.status;
  useEffect(() => {
    if (isChanged) onChanged();
    // Told once a change, not once a reading.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the callback is another one at each drawing
  }, [isChanged]);
  return (
    <>
      {booking.status === 'booked' ? <CheckInCode bookingId={booking.id} /> : null}
      {booking.status === 'arrived' && place?.status === 'arrived' ? <Waiting place={place} /> : null}
      {booking.status === 'called' && place?.status === 'called' ? <Called place={place} /> : null}
    </>
  );
};

/** On the day itself: the code to check in with, then how many wait before the person, then the call. */
export function VisitCard(props: VisitCardProps): ReactNode {
  const { day, status } = props.booking;
  if (day !== serverToday() || !['booked', 'arrived', 'called'].includes(status)) return null;
  return <TodaysVisit {...props} />;
}
