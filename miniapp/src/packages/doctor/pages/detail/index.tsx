import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Doctor } from '@linkang/shared/api/doctor.routes';
import { doctorApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { DoctorFace } from '@/components/doctor-face';
import { Page } from '@/components/page';
import { ReadAloud } from '@/components/read-aloud';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { open, routes } from '@/routes';
import { useBookingStart } from '@/stores/booking-clock';
import { ComingSessions } from '../../components/coming-sessions';
import { sayFrom, saySpecialities } from '../../doctor-words';

const DoctorView = ({ doctor }: { doctor: Doctor }): ReactNode => {
  const [from, specialities, { teamId }] = [sayFrom(doctor), saySpecialities(doctor), doctor];
  return (
    <>
      <Card>
        <View className="doctor-row">
          <DoctorFace name={doctor.name} photoUrl={doctor.photoUrl} isLarge />
          <View>
            <View className="lead">{doctor.name}</View>
            <View>{doctor.title}</View>
            {from ? <View className="note">{from}</View> : null}
          </View>
        </View>
        {specialities ? <View>{specialities}</View> : null}
        {doctor.intro ? <View>{doctor.intro}</View> : null}
        <ReadAloud
          label={doctor.name}
          text={[`${doctor.name}，${doctor.title}。`, specialities, doctor.intro].filter(Boolean).join('\n')}
        />
        {teamId === null ? null : (
          <Button kind="quiet" onPress={() => open(routes.team(teamId))}>
            看所在的家庭医生团队
          </Button>
        )}
      </Card>
      <ComingSessions doctorId={doctor.id} />
    </>
  );
};

/** One doctor: who they are, and when they are here. */
function DoctorPage(): ReactNode {
  useBookingStart({ isLater: true });
  const id = useParam('id');
  const load = useLoad(`doctor.${id}`, () => doctorApi.get({ params: { id } }), { keepCopy: true });
  return (
    <Page title="医生介绍" hasPerson>
      <Loaded load={load}>{(doctor) => <DoctorView doctor={doctor} />}</Loaded>
    </Page>
  );
}

export default DoctorPage;
