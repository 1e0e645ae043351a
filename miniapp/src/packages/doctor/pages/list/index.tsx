import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Doctor } from '@linkang/shared/api/doctor.routes';
import { doctorApi } from '@/api/clients';
import { LinkCard, SectionTitle } from '@/components/card';
import { Cell } from '@/components/cell';
import { DoctorFace } from '@/components/doctor-face';
import { Page } from '@/components/page';
import { Empty, Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { open, openTab, routes } from '@/routes';
import { useBookingStart } from '@/stores/booking-clock';
import { sayFrom, saySpecialities } from '../../doctor-words';

const DoctorCard = ({ doctor }: { doctor: Doctor }): ReactNode => {
  const [from, specialities] = [sayFrom(doctor), saySpecialities(doctor)];
  return (
    <LinkCard
      label={[doctor.name, doctor.title, from, specialities].filter(Boolean).join('，')}
      onPress={() => open(routes.doctor(doctor.id))}
    >
      <View className="doctor-row">
        <DoctorFace name={doctor.name} photoUrl={doctor.photoUrl} />
        <View className="item-title">{`${doctor.name} ${doctor.title}`}</View>
      </View>
      {from ? <View>{from}</View> : null}
      {specialities ? <View className="note">{specialities}</View> : null}
    </LinkCard>
  );
};

/** Who sees people here, with the ways to a service and to the family doctors. */
function DoctorsPage(): ReactNode {
  useBookingStart();
  const load = useLoad('doctors', () => doctorApi.list({ query: {} }), { keepCopy: true });
  return (
    <Page title="找医生">
      <View className="cells">
        <Cell icon="calendar" title="按服务预约" note="门诊、体检、接种" onPress={() => openTab('book')} />
        <Cell icon="person" title="家庭医生团队" note="签约、看团队介绍" onPress={() => open(routes.teams())} />
      </View>
      <SectionTitle>医生</SectionTitle>
      <Loaded load={load}>
        {({ items }) =>
          items.length ? (
            <View className="stack">
              {items.map((doctor) => (
                <DoctorCard key={doctor.id} doctor={doctor} />
              ))}
            </View>
          ) : (
            <Empty picture="relative" title="还没有医生介绍">
              <View>可以按服务预约，或打电话问问。</View>
            </Empty>
          )
        }
      </Loaded>
    </Page>
  );
}

export default DoctorsPage;
