import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Service } from '@linkang/shared/api/centre.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { sayDay } from '@linkang/shared/domain/clinic-day';
import { bookingApi, centreApi, sessionApi } from '@/api/clients';
import { BookingRefusal } from '@/components/booking-refusal';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Fact } from '@/components/cell';
import { DoctorFace } from '@/components/doctor-face';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { PersonPicker } from '@/components/person-picker';
import { sayEnded } from '@/components/proxy-words';
import { Preparation } from '@/components/preparation';
import { Loaded } from '@/components/states';
import { Tag } from '@/components/tag';
import { sayTimes, sessionWord } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { useSubmit } from '@/hooks/use-submit';
import { goBack, open, replace, routes } from '@/routes';
import { choosePerson, type AccountResident } from '@/stores/account';

interface Choice {
  session: Session;
  service: Service | undefined;
}

const loadChoice = async (id: string): Promise<Choice> => {
  const [session, services] = await Promise.all([sessionApi.get({ params: { id } }), centreApi.services({})]);
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

interface ConfirmProps {
  session: Session;
  residents: [AccountResident, ...AccountResident[]];
}

const Confirm = ({ session, residents }: ConfirmProps): ReactNode => {
  const [person] = residents;
  const residentId = person.id;
  const form = useSubmit((input: { sessionId: string; residentId: string }, idempotencyKey) =>
    bookingApi.create({ body: input }, { idempotencyKey }),
  );
  const book = async (): Promise<void> => {
    const booking = await form.submit({ sessionId: session.id, residentId });
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

const ConfirmView = ({ session, service }: Choice): ReactNode => (
  <>
    <SessionFacts session={session} />
    {service && service.preparation.length > 0 ? (
      <>
        <SectionTitle>来之前请看</SectionTitle>
        <Preparation sentences={service.preparation} isSpoken />
      </>
    ) : null}
    {session.state === 'open' ? (
      <NeedResident purpose="预约" signInText="登录后预约">
        {(residents) => <Confirm session={session} residents={residents} />}
      </NeedResident>
    ) : (
      <Card tone="warm">
        <View>{`这一场${sessionWord(session).word}，请选其他时间。`}</View>
        <Button onPress={goBack}>选其他时间</Button>
      </Card>
    )}
  </>
);

/** Read once more what will be booked, then book. */
function ConfirmPage(): ReactNode {
  const id = useParam('session');
  const load = useLoad(`session.${id}`, () => loadChoice(id));
  return (
    <Page title="确认预约" hasPerson>
      <Loaded load={load}>{(choice) => <ConfirmView {...choice} />}</Loaded>
    </Page>
  );
}

export default ConfirmPage;
