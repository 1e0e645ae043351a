import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays, sayDay } from '@linkang/shared/domain/clinic-day';
import { allSessions } from '@/api/all-sessions';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { LinkCard, SectionTitle } from '@/components/card';
import { Empty, Loaded } from '@/components/states';
import { Tag } from '@/components/tag';
import { sayTimes, sessionWord } from '@/components/words';
import { useBookableId } from '@/hooks/use-bookable-id';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { open, routes } from '@/routes';
import { serverToday } from '@/stores/centre';

/** Days that are shown, today included. */
const DAYS = 14;

const SessionLine = ({ session }: { session: Session }): ReactNode => {
  const { tone, word } = sessionWord(session);
  return (
    <LinkCard
      label={[sayDay(session.day), sayTimes(session), session.serviceName, session.place, word].join('，')}
      isDisabled={session.state !== 'open'}
      onPress={() => open(routes.confirmBooking(session.id))}
    >
      <View className="row row-between">
        <View className="item-title">{sayDay(session.day)}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <View>{`${sayTimes(session)} ${session.serviceName}`}</View>
      <View className="note">{session.place}</View>
    </LinkCard>
  );
};

async function loadComing(doctorId: string, residentId: string | undefined): Promise<Session[]> {
  const fromDay = serverToday();
  const sessions = await allSessions({ doctorId, fromDay, toDay: addDays(fromDay, DAYS - 1) }, residentId);
  return sessions.filter(({ state }) => state !== 'ended');
}

/** When a doctor is here in the next fortnight, and the way to a seat. */
export function ComingSessions({ doctorId }: { doctorId: string }): ReactNode {
  const residentId = useBookableId();
  const key = `${PERSONAL}doctor-sessions.${doctorId}.${residentId ?? ''}`;
  const load = useLoad(key, () => loadComing(doctorId, residentId));
  useShowAgain(() => void load.reload());
  return (
    <>
      <SectionTitle>两周内的门诊</SectionTitle>
      <Loaded load={load}>
        {(sessions) => {
          const first = sessions.find(({ state }) => state === 'open');
          return (
            <>
              {first ? <Button onPress={() => open(routes.confirmBooking(first.id))}>预约最近的一场</Button> : null}
              {sessions.length ? (
                <View className="stack">
                  {sessions.map((session) => (
                    <SessionLine key={session.id} session={session} />
                  ))}
                </View>
              ) : (
                <Empty picture="booking" title="这两周没有安排门诊"></Empty>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
