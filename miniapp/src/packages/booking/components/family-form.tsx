import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { bookingApi } from '@/api/clients';
import { aria } from '@/components/a11y';
import { BookingRefusal } from '@/components/booking-refusal';
import { Button } from '@/components/button';
import { SectionTitle } from '@/components/card';
import { CheckRow } from '@/components/choices';
import { useSendPermission } from '@/hooks/use-send-permission';
import { useSubmit } from '@/hooks/use-submit';
import { goBack, replace, routes } from '@/routes';
import { useAccount, type AccountResident } from '@/stores/account';
import { useTook } from '@/stores/booking-clock';
import { sayRefused } from '../family-words';

interface FamilyFormProps {
  sessionId: string;
  residents: readonly AccountResident[];
}

/** Seats of one session for several people, all or none. */
export function FamilyForm({ sessionId, residents }: FamilyFormProps): ReactNode {
  // In the account's own order, as everywhere.
  const everybody = useAccount((state) => state.residents);
  const people = everybody.filter((resident) => residents.includes(resident));
  const [chosenIds, setChosenIds] = useState<readonly string[]>([]);
  const chosen = people.filter(({ id }) => chosenIds.includes(id));
  const took = useTook();
  const form = useSubmit((residentIds: readonly string[], idempotencyKey) =>
    bookingApi.family(
      { body: { items: residentIds.map((residentId) => ({ sessionId, residentId })), ...took(idempotencyKey) } },
      { idempotencyKey },
    ),
  );
  const askToSend = useSendPermission('booking');
  const tick = (id: string, isChecked: boolean): void => {
    form.clearError();
    setChosenIds((ids) => (isChecked ? [...ids, id] : ids.filter((other) => other !== id)));
  };
  const book = async (): Promise<void> => {
    const asked = askToSend();
    const booked = await form.submit(chosen.map(({ id }) => id));
    await asked;
    if (booked) replace(routes.bookingsDone(booked.items.map(({ id }) => id)));
  };
  return (
    <>
      <SectionTitle>谁来看（可以选几位）</SectionTitle>
      <View className="options" {...aria('group', { 'aria-label': '谁来看' })}>
        {people.map(({ id, name, relation }) => (
          <CheckRow
            key={id}
            title={name}
            note={relation === 'self' ? '本人' : '家人'}
            isChecked={chosenIds.includes(id)}
            onChange={(isChecked) => tick(id, isChecked)}
          />
        ))}
      </View>
      <View className="note">要么都约上，要么都不约。</View>
      {form.error ? (
        <BookingRefusal
          error={sayRefused(form.error, chosen)}
          onRetry={() => void book()}
          onOther={goBack}
          otherText="选其他时间"
        />
      ) : null}
      <Button isDisabled={chosen.length === 0} isBusy={form.isBusy} busyText="正在预约…" onPress={() => void book()}>
        {chosen.length ? `给这${chosen.length}位一起预约` : '请先选人'}
      </Button>
    </>
  );
}
