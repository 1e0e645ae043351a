import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { ApiError } from '@/api/api-error';
import { bookingApi } from '@/api/clients';
import { aria } from '@/components/a11y';
import { BookingRefusal } from '@/components/booking-refusal';
import { Button } from '@/components/button';
import { SectionTitle } from '@/components/card';
import { CheckRow } from '@/components/choices';
import { sayEnded } from '@/components/proxy-words';
import { useSendPermission } from '@/hooks/use-send-permission';
import { useSubmit } from '@/hooks/use-submit';
import { goBack, replace, routes } from '@/routes';
import { useAccount, type AccountResident } from '@/stores/account';

interface FamilyFormProps {
  sessionId: string;
  residents: readonly AccountResident[];
}

/** The person whom a refusal is about. */
function refusedPerson({ fields }: ApiError, people: readonly AccountResident[]): AccountResident | undefined {
  const item = /^body\.items\.(\d+)/.exec(fields[0]?.path ?? '')?.[1];
  return item === undefined ? undefined : people[Number(item)];
}

/** One of the family has ended the permission meanwhile, and the answer does not say who. */
const ENDED = new ApiError({
  code: 'NOT_FOUND',
  title: '有一位家人的授权已经停止',
  detail: '几个人都没有约上。请到“家人”里看看是谁，去掉这一位再试。',
});

/** A refusal with the name of the person whom it is about: nobody was booked. */
function sayRefused(error: ApiError, people: readonly AccountResident[]): ApiError {
  const person = refusedPerson(error, people);
  if (!person) return error.code === 'NOT_FOUND' ? ENDED : error;
  const { title, detail, code, conflict, releaseAt, fields } = sayEnded(error, person);
  return new ApiError({
    code,
    title: `${person.name}：${title}`,
    detail: `${detail}${people.length > 1 ? '这次几个人都没有约上，可以去掉一位再试。' : ''}`,
    conflict,
    releaseAt,
    fields,
  });
}

/** Seats of one session for several people, all or none. */
export function FamilyForm({ sessionId, residents }: FamilyFormProps): ReactNode {
  // In the account's own order, as everywhere.
  const everybody = useAccount((state) => state.residents);
  const people = everybody.filter((resident) => residents.includes(resident));
  const [chosenIds, setChosenIds] = useState<readonly string[]>([]);
  const chosen = people.filter(({ id }) => chosenIds.includes(id));
  const form = useSubmit((residentIds: readonly string[], idempotencyKey) =>
    bookingApi.family(
      { body: { items: residentIds.map((residentId) => ({ sessionId, residentId })) } },
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
