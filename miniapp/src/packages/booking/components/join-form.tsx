import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { waitlistApi } from '@/api/clients';
import { BookingRefusal } from '@/components/booking-refusal';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { SwitchCell } from '@/components/cell';
import { FormError } from '@/components/form-error';
import { PersonPicker } from '@/components/person-picker';
import { sayEnded } from '@/components/proxy-words';
import type { ApiError } from '@/api/api-error';
import { useSendPermission } from '@/hooks/use-send-permission';
import { useSubmit } from '@/hooks/use-submit';
import { goBack, replace, routes } from '@/routes';
import { choosePerson, type AccountResident } from '@/stores/account';

interface JoinFormProps {
  sessionId: string;
  residents: [AccountResident, ...AccountResident[]];
  /** There is a seat after all. */
  onFree: () => void;
}

const entryOf = ({ code, conflict }: ApiError): WaitlistEntry | undefined =>
  code === 'WAITLIST_DUPLICATE' && typeof conflict === 'object' ? (conflict as WaitlistEntry) : undefined;

/** Why one cannot wait, with the entry or the seat that is there already. */
const JoinRefusal = (props: { error: ApiError; onRetry: () => void; onFree: () => void }): ReactNode => {
  const { error, onRetry, onFree } = props;
  const entry = entryOf(error);
  if (entry)
    return (
      <FormError error={error} onRetry={onRetry}>
        <Button kind="plain" onPress={() => replace(routes.waiting(entry.id))}>
          看我的候补
        </Button>
      </FormError>
    );
  if (error.code === 'WAITLIST_NOT_NEEDED')
    return <FormError error={error} onRetry={onRetry} onRefresh={onFree} refreshText="直接预约" />;
  return <BookingRefusal error={error} onRetry={onRetry} onOther={goBack} otherText="选其他时间" />;
};

/** The session is full: wait for a seat that somebody gives back. */
export function JoinForm({ sessionId, residents, onFree }: JoinFormProps): ReactNode {
  const [person] = residents;
  const [autoAccept, setAutoAccept] = useState(false);
  const form = useSubmit((body: { sessionId: string; residentId: string; autoAccept: boolean }, idempotencyKey) =>
    waitlistApi.join({ body }, { idempotencyKey }),
  );
  const askToSend = useSendPermission('booking');
  const join = async (): Promise<void> => {
    const asked = askToSend();
    const entry = await form.submit({ sessionId, residentId: person.id, autoAccept });
    await asked;
    if (entry) replace(routes.waiting(entry.id));
  };
  return (
    <>
      <Card tone="warm">
        <View className="lead">这一场约满了，可以候补</View>
        <View>有人退号，按先后轮到您。候补不要钱，随时可以退出。</View>
      </Card>
      <PersonPicker title="谁来看" residents={residents} value={person.id} onChange={choosePerson} />
      <View className="cells">
        <SwitchCell
          title="有号直接帮我约上"
          note={autoAccept ? '有号就约，再告诉您' : '有号先问您，号留30分钟'}
          isOn={autoAccept}
          onChange={setAutoAccept}
        />
      </View>
      {form.error ? (
        <JoinRefusal error={sayEnded(form.error, person)} onRetry={() => void join()} onFree={onFree} />
      ) : null}
      <Button icon="clock" isBusy={form.isBusy} busyText="正在排队…" onPress={() => void join()}>
        候补
      </Button>
      <Button kind="plain" onPress={goBack}>
        选其他时间
      </Button>
    </>
  );
}
