import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Session } from '@linkang/shared/api/session.routes';
import { sayDay } from '@linkang/shared/domain/clinic-day';
import { bookingApi } from '@/api/clients';
import { aria } from '@/components/a11y';
import { BookingRefusal } from '@/components/booking-refusal';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { CheckRow } from '@/components/choices';
import { Fact } from '@/components/cell';
import { sayTimes } from '@/components/words';
import { useSendPermission } from '@/hooks/use-send-permission';
import { useSubmit } from '@/hooks/use-submit';
import { replace, routes } from '@/routes';
import { useTook } from '@/stores/booking-clock';
import { sayRefused } from '../family-words';
import { sayLast, type Member } from '../yearly-words';

interface SessionFactsProps {
  session: Session;
  members: readonly Member[];
}

/** One proposed session, and who goes there. */
const SessionFacts = ({ session, members }: SessionFactsProps): ReactNode => (
  <Card>
    <View className="lead">{`${sayDay(session.day)} ${sayTimes(session)}`}</View>
    <Fact name="项目">{session.serviceName}</Fact>
    <Fact name="地点">{session.place}</Fact>
    {session.doctor ? <Fact name="医生">{`${session.doctor.name} ${session.doctor.title}`}</Fact> : null}
    <Fact name="谁去">{members.map(({ resident }) => resident.name).join('、')}</Fact>
  </Card>
);

interface YearlyFormProps {
  sessions: readonly Session[];
  /** Those for whom there is a seat. */
  members: readonly Member[];
  /** Looks for seats anew, as those that were proposed are gone. */
  onGone: () => void;
}

/** The proposed seats, for all or for some of the family, and the one button that books them. */
export function YearlyForm({ sessions, members, onGone }: YearlyFormProps): ReactNode {
  // Everybody comes along until somebody is left out by hand: that is what the page is for.
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  const chosen = members.filter(({ resident }) => !leftOut.includes(resident.id));
  const took = useTook();
  const form = useSubmit((items: { sessionId: string; residentId: string }[], idempotencyKey) =>
    bookingApi.family({ body: { items, ...took(idempotencyKey) } }, { idempotencyKey }),
  );
  const askToSend = useSendPermission('booking');
  const tick = (id: string, isChecked: boolean): void => {
    form.clearError();
    setLeftOut((ids) => (isChecked ? ids.filter((other) => other !== id) : [...ids, id]));
  };
  const book = async (): Promise<void> => {
    const asked = askToSend();
    const booked = await form.submit(
      chosen.flatMap(({ resident, person: { sessionId } }) =>
        sessionId === null ? [] : [{ sessionId, residentId: resident.id }],
      ),
    );
    await asked;
    if (booked) replace(routes.bookingsDone(booked.items.map(({ id }) => id)));
  };
  const goersOf = ({ id }: Session): Member[] => chosen.filter(({ person }) => person.sessionId === id);
  return (
    <>
      {sessions
        .filter((session) => goersOf(session).length > 0)
        .map((session) => (
          <SessionFacts key={session.id} session={session} members={goersOf(session)} />
        ))}
      <SectionTitle>谁去体检</SectionTitle>
      <View className="options" {...aria('group', { 'aria-label': '谁去体检' })}>
        {members.map(({ resident, person }) => (
          <CheckRow
            key={resident.id}
            title={resident.name}
            note={sayLast(person)}
            isChecked={!leftOut.includes(resident.id)}
            onChange={(isChecked) => tick(resident.id, isChecked)}
          />
        ))}
      </View>
      {form.error ? (
        <BookingRefusal
          error={sayRefused(
            form.error,
            chosen.map(({ resident }) => resident),
          )}
          onRetry={() => void book()}
          onOther={() => {
            form.clearError();
            onGone();
          }}
          otherText="重新找最接近的号"
        />
      ) : null}
      <Button isDisabled={chosen.length === 0} isBusy={form.isBusy} busyText="正在预约…" onPress={() => void book()}>
        {chosen.length === 0 ? '请先选人' : chosen.length === 1 ? '就这样约' : `就这样约，${chosen.length}位一起`}
      </Button>
      {chosen.length > 1 ? <View className="note">要么都约上，要么都不约。</View> : null}
    </>
  );
}
