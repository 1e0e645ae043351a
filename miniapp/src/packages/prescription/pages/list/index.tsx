import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { GivenPrescription } from '@linkang/shared/api/prescription.routes';
import { prescriptionApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { LinkCard, SectionTitle } from '@/components/card';
import { Cell } from '@/components/cell';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Empty, Loaded } from '@/components/states';
import { sayLongDay } from '@/components/words';
import { useLinkedPerson } from '@/hooks/use-linked-person';
import { useLoad } from '@/hooks/use-load';
import { open, routes } from '@/routes';

const GivenCard = ({ given }: { given: GivenPrescription }): ReactNode => (
  <LinkCard
    label={`${given.disease}健康处方，${sayLongDay(given.day)}${given.doctorName}医生给的`}
    onPress={() => open(routes.prescription(given.id))}
  >
    <View className="lead">{given.disease}</View>
    <View className="note">{`${sayLongDay(given.day)} · ${given.doctorName}医生给的`}</View>
  </LinkCard>
);

const Given = ({ residentId }: { residentId: string }): ReactNode => {
  const load = useLoad(
    `${PERSONAL}prescriptions.${residentId}`,
    () => prescriptionApi.ofResident({ params: { id: residentId } }),
    { keepCopy: true },
  );
  return (
    <Loaded load={load} lines={2}>
      {({ items }) =>
        items.length ? (
          <View className="stack">
            {items.map((given) => (
              <GivenCard key={given.id} given={given} />
            ))}
          </View>
        ) : (
          <Empty title="医生还没有给过健康处方">
            <View>看病或随访时，医生会按您的情况给一份，我们会发消息告诉您。</View>
          </Empty>
        )
      }
    </Loaded>
  );
};

/** What everybody may read. */
const Library = (): ReactNode => {
  const load = useLoad('health-prescriptions', () => prescriptionApi.library({}), { keepCopy: true });
  return (
    <Loaded load={load} lines={2}>
      {({ items }) =>
        items.length ? (
          <>
            <SectionTitle>常见病怎么管，大家都能看</SectionTitle>
            <View className="cells">
              {items.map(({ code, disease }) => (
                <Cell key={code} icon="book" title={disease} onPress={() => open(routes.healthAdvice(code))} />
              ))}
            </View>
          </>
        ) : null
      }
    </Loaded>
  );
};

/** The health prescriptions of a person, and those that are there for everybody. */
function PrescriptionListPage(): ReactNode {
  useLinkedPerson();
  return (
    <Page title="健康处方" hasPerson>
      <NeedResident scope="record" purpose="看医生给的健康处方" signInText="登录">
        {([person]) => <Given key={person.id} residentId={person.id} />}
      </NeedResident>
      <Library />
    </Page>
  );
}

export default PrescriptionListPage;
