import { View } from '@tarojs/components';
import { useRef, useState, type ReactNode } from 'react';
import type { Service } from '@linkang/shared/api/centre.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { sayDay } from '@linkang/shared/domain/clinic-day';
import { askFor } from '@/api/all-sessions';
import { centreApi, sessionApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Fact } from '@/components/cell';
import { DoctorFace } from '@/components/doctor-face';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Preparation } from '@/components/preparation';
import { Loaded } from '@/components/states';
import { Tag } from '@/components/tag';
import { sayTimes, sessionWord } from '@/components/words';
import { useBookableId } from '@/hooks/use-bookable-id';
import { useLoad, type Load } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { goBack, open, routes } from '@/routes';
import type { AccountResident } from '@/stores/account';
import { useBookingStart } from '@/stores/booking-clock';
import { BookForm } from '../../components/book-form';
import { JoinForm } from '../../components/join-form';
import { MoveForm } from '../../components/move-form';
import { canWait } from '../../waiting-words';

interface Choice {
  session: Session;
  service: Service | undefined;
}

const loadChoice = async (id: string, person: string | undefined): Promise<Choice> => {
  const [session, services] = await Promise.all([
    askFor(person, (residentId) => sessionApi.get({ params: { id }, query: { residentId } })),
    centreApi.services({}),
  ]);
  return { session, service: services.items.find((service) => service.code === session.serviceCode) };
};

const DoctorFact = ({ doctor }: { doctor: NonNullable<Session['doctor']> }): ReactNode => (
  <>
    <Fact name="医生">
      <View className="doctor-row">
        <DoctorFace {...doctor} />
        <View>{`${doctor.name} ${doctor.title}`}</View>
      </View>
    </Fact>
    <Button kind="quiet" onPress={() => open(routes.doctor(doctor.id))}>
      {`看${doctor.name}医生的介绍`}
    </Button>
  </>
);

const SessionFacts = ({ session }: { session: Session }): ReactNode => {
  const { tone, word } = sessionWord(session);
  return (
    <Card>
      <View className="row row-between">
        <View className="lead">{session.serviceName}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <Fact name="日期">{sayDay(session.day)}</Fact>
      <Fact name="时间">{sayTimes(session)}</Fact>
      {session.doctor ? <DoctorFact doctor={session.doctor} /> : null}
      <Fact name="地点">{session.place}</Fact>
      <View className="note">约好以后，会告诉您几号、几点来。</View>
    </Card>
  );
};

interface FullProps {
  sessionId: string;
  residents: [AccountResident, ...AccountResident[]];
}

/** Waiting for a seat; where there is one after all, booking it. */
const Full = ({ sessionId, residents }: FullProps): ReactNode => {
  const [isFree, setFree] = useState(false);
  return isFree ? (
    <BookForm sessionId={sessionId} residents={residents} />
  ) : (
    <JoinForm sessionId={sessionId} residents={residents} onFree={() => setFree(true)} />
  );
};

/** What can be done with the session as it is. */
const NextStep = ({ session, move }: { session: Session; move: string | undefined }): ReactNode => {
  if (session.state === 'open' && move !== undefined)
    return (
      <NeedResident scope="own" purpose="改约" signInText="登录后改约">
        {() => <MoveForm bookingId={move} sessionId={session.id} />}
      </NeedResident>
    );
  if (session.state === 'open')
    return (
      <NeedResident purpose="预约" signInText="登录后预约">
        {(residents) => <BookForm sessionId={session.id} residents={residents} />}
      </NeedResident>
    );
  if (move === undefined && canWait(session))
    return (
      <NeedResident purpose="候补" signInText="登录后候补">
        {(residents) => <Full sessionId={session.id} residents={residents} />}
      </NeedResident>
    );
  return (
    <Card tone="warm">
      <View>{`这一场${sessionWord(session).word}，请选其他时间。`}</View>
      <Button onPress={goBack}>选其他时间</Button>
    </Card>
  );
};

const ConfirmView = ({ session, service, move }: Choice & { move: string | undefined }): ReactNode => (
  <>
    <SessionFacts session={session} />
    {service && service.preparation.length > 0 && session.state === 'open' && move === undefined ? (
      <>
        <SectionTitle>来之前请看</SectionTitle>
        <Preparation sentences={service.preparation} isSpoken />
      </>
    ) : null}
    <NextStep session={session} move={move} />
  </>
);

const titleOf = (session: Session | undefined, move: string | undefined): string => {
  if (move !== undefined) return '确认改约';
  return session && canWait(session) ? '候补' : '确认预约';
};

/** The session with the seats left for the chosen person; choosing another one leaves the form as it stands. */
function useChoice(id: string): Load<Choice> {
  const residentId = useBookableId();
  const key = residentId === undefined ? `session.${id}` : `${PERSONAL}session.${id}.${residentId}`;
  const load = useLoad(key, () => loadChoice(id, residentId), { keepCopy: true });
  const latest = useRef<Choice | undefined>(undefined);
  latest.current = load.data ?? latest.current;
  return { ...load, data: latest.current };
}

/** Read once more what will be booked, then book, move a booking here, or wait for a seat. */
function ConfirmPage(): ReactNode {
  const id = useParam('session');
  const move = useParam('move') || undefined;
  useBookingStart({ isLater: true });
  const load = useChoice(id);
  return (
    <Page title={titleOf(load.data?.session, move)} hasPerson={move === undefined}>
      <Loaded load={load}>{(choice) => <ConfirmView {...choice} move={move} />}</Loaded>
    </Page>
  );
}

export default ConfirmPage;
