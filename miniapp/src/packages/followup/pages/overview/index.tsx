import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { followupApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Empty, Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { callPhone } from '@/routes';
import { ProgrammeCard } from '../../components/programme-card';
import { VisitCard } from '../../components/visit-card';

const Emergency = (): ReactNode => (
  <Card tone="warm">
    <View className="lead">这些时候马上打120</View>
    <View>胸口痛、喘不上气；一边手脚没力气、说话不清、嘴歪；叫不醒；头痛得厉害还呕吐。</View>
    <View>心慌出冷汗、人还清醒，先吃糖；叫不醒时不要喂东西。</View>
    <Button kind="danger" icon="phone" onPress={() => callPhone('120')}>
      打120
    </Button>
  </Card>
);

const FollowUps = ({ residentId }: { residentId: string }): ReactNode => {
  const load = useLoad(
    `${PERSONAL}followups.${residentId}`,
    () => followupApi.ofResident({ params: { id: residentId } }),
    { keepCopy: true },
  );
  return (
    <Loaded load={load}>
      {({ enrolments, visits }) => {
        const running = enrolments.filter(({ status }) => status !== 'ended');
        return (
          <>
            {running.length ? (
              running.map((enrolment) => <ProgrammeCard key={enrolment.id} enrolment={enrolment} visits={visits} />)
            ) : (
              <Empty picture="booking" title="现在没有慢病随访">
                <View>有高血压、糖尿病的，请告诉您的家庭医生，可以免费随访。</View>
              </Empty>
            )}
            {running.length ? <Emergency /> : null}
            {visits.length ? <SectionTitle>随访过的</SectionTitle> : null}
            {visits.map((visit) => (
              <VisitCard key={visit.id} visit={visit} />
            ))}
          </>
        );
      }}
    </Loaded>
  );
};

/** The person's follow-ups: when the next one is due, how the last one was, and what to do. */
function FollowUpsPage(): ReactNode {
  return (
    <Page title="我的随访">
      <NeedResident scope="record" purpose="看随访" signInText="登录">
        {([person]) => <FollowUps key={person.id} residentId={person.id} />}
      </NeedResident>
    </Page>
  );
}

export default FollowUpsPage;
