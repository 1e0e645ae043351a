import { useState, type ReactNode } from 'react';
import { View } from '@tarojs/components';
import { bookingApi } from '@/api/clients';
import { BookingRefusal } from '@/components/booking-refusal';
import { Button } from '@/components/button';
import { SwitchCell } from '@/components/cell';
import { PersonPicker } from '@/components/person-picker';
import { sayEnded } from '@/components/proxy-words';
import { useSendPermission } from '@/hooks/use-send-permission';
import { useSubmit } from '@/hooks/use-submit';
import { goBack, replace, routes } from '@/routes';
import { choosePerson, type AccountResident } from '@/stores/account';
import { useTook } from '@/stores/booking-clock';
import { FamilyForm } from './family-form';

interface BookFormProps {
  sessionId: string;
  residents: [AccountResident, ...AccountResident[]];
}

const OneForm = ({ sessionId, residents }: BookFormProps): ReactNode => {
  const [person] = residents;
  const residentId = person.id;
  const took = useTook();
  const form = useSubmit((input: { sessionId: string; residentId: string }, idempotencyKey) =>
    bookingApi.create({ body: { ...input, ...took(idempotencyKey) } }, { idempotencyKey }),
  );
  const askToSend = useSendPermission('booking');
  const book = async (): Promise<void> => {
    // Both at once: the seat does not wait for the answer, but the page does.
    const asked = askToSend();
    const booking = await form.submit({ sessionId, residentId });
    await asked;
    if (booking) replace(routes.bookingDone(booking.id));
  };
  return (
    <>
      <PersonPicker title="谁来看" residents={residents} value={residentId} onChange={choosePerson} />
      {form.error ? (
        <BookingRefusal
          error={sayEnded(form.error, person)}
          onRetry={() => void book()}
          onOther={goBack}
          otherText="选其他时间"
        />
      ) : null}
      <Button isBusy={form.isBusy} busyText="正在预约…" onPress={() => void book()}>
        确认预约
      </Button>
    </>
  );
};

/** For whom it is, and the button that books: for one person, or for several of the family in one go. */
export function BookForm({ sessionId, residents }: BookFormProps): ReactNode {
  const [isFamily, setFamily] = useState(false);
  if (residents.length < 2) return <OneForm sessionId={sessionId} residents={residents} />;
  return (
    <>
      <View className="cells">
        <SwitchCell title="几个人一起约" note="一次给全家约好" isOn={isFamily} onChange={setFamily} />
      </View>
      {isFamily ? (
        <FamilyForm sessionId={sessionId} residents={residents} />
      ) : (
        <OneForm sessionId={sessionId} residents={residents} />
      )}
    </>
  );
}
