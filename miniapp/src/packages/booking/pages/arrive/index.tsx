import { View } from '@tarojs/components';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { sayTime } from '@linkang/shared/domain/clinic-day';
import { queueApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { ScanCheckIn } from '@/components/scan-check-in';
import { ErrorBox, Loading } from '@/components/states';
import { useParam } from '@/hooks/use-param';
import { useSubmit } from '@/hooks/use-submit';
import { open, replace, routes } from '@/routes';
import { selfOf, useAccount } from '@/stores/account';
import '../../booking.scss';

const CODE = /^\d{18}$/;

const whatOf = (booking: Booking): string =>
  `${sayTime(booking.startTime)} ${booking.lectureTitle ?? booking.serviceName}`;

interface ChoicesProps {
  choices: readonly Booking[];
  isBusy: boolean;
  choose: (bookingId: string) => void;
}

/** Several people of the family, or several bookings, have to do with now. */
const Choices = ({ choices, isBusy, choose }: ChoicesProps): ReactNode => {
  const selfName = useAccount((state) => selfOf(state)?.name);
  return (
    <Card>
      <View className="lead">给谁报到？</View>
      {choices.map((booking) => (
        <Button key={booking.id} kind="plain" isBusy={isBusy} onPress={() => choose(booking.id)}>
          {`${booking.residentName ?? selfName ?? '本人'}，${whatOf(booking)}`}
        </Button>
      ))}
    </Card>
  );
};

/** Checks in as soon as it is known who holds the phone. */
const Arrive = ({ code }: { code: string }): ReactNode => {
  const form = useSubmit((bookingId: string) =>
    queueApi.arrive({ body: { code, ...(bookingId ? { bookingId } : {}) } }).then((reply) => {
      if (reply.booking) replace(routes.booking(reply.booking.id));
      return reply;
    }),
  );
  const { submit } = form;
  const [choices, setChoices] = useState<readonly Booking[]>([]);
  const ask = async (): Promise<void> => {
    const reply = await submit('');
    setChoices(reply?.choices ?? []);
  };
  const isAsked = useRef(false);
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    void ask();
  });
  if (form.error) {
    return (
      <ErrorBox error={form.error} {...(form.error.code === 'OFFLINE' ? { onRetry: () => void ask() } : {})}>
        <ScanCheckIn />
        <Button kind="plain" icon="calendar" onPress={() => open(routes.bookings())}>
          看我的预约
        </Button>
      </ErrorBox>
    );
  }
  return choices.length ? (
    <Choices choices={choices} isBusy={form.isBusy} choose={(id) => void submit(id)} />
  ) : (
    <Loading lines={1} />
  );
};

/** The page behind the code at the entrance. */
function ArrivePage(): ReactNode {
  const code = useParam('code');
  return (
    <Page title="报到">
      {CODE.test(code) ? (
        <NeedResident purpose="报到">{() => <Arrive code={code} />}</NeedResident>
      ) : (
        <Card tone="warm">
          <View className="lead">这不是报到的码</View>
          <View>请扫门口屏幕上的码，或到前台报到。</View>
          <ScanCheckIn />
        </Card>
      )}
    </Page>
  );
}

export default ArrivePage;
