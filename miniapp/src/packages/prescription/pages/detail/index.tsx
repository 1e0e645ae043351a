import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { prescriptionApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Empty, Loaded, Missing } from '@/components/states';
import { sayLongDay } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { Advice } from '../../components/advice';

const Given = ({ id }: { id: string }): ReactNode => {
  const load = useLoad(`${PERSONAL}prescription.${id}`, () => prescriptionApi.get({ params: { id } }), {
    keepCopy: true,
  });
  return (
    <Loaded load={load}>
      {(given) =>
        given.status === 'given' ? (
          <Advice advice={given} from={`${sayLongDay(given.day)} · ${given.doctorName}医生给的`} />
        ) : (
          <Empty title="医生已经收回了这一份">
            <View>多半是发错了，不用照着做。有疑问请打电话问我们。</View>
          </Empty>
        )
      }
    </Loaded>
  );
};

const ForEverybody = ({ code }: { code: string }): ReactNode => {
  const load = useLoad('health-prescriptions', () => prescriptionApi.library({}), { keepCopy: true });
  return (
    <Loaded load={load}>
      {({ items }) => {
        const advice = items.find((item) => item.code === code);
        return advice ? <Advice advice={advice} /> : <Missing />;
      }}
    </Loaded>
  );
};

/** One health prescription: of a person, or one that everybody may read. */
function PrescriptionPage(): ReactNode {
  const id = useParam('id');
  const code = useParam('code');
  return (
    <Page title="健康处方">
      {id ? (
        <NeedResident scope="own" purpose="看医生给的健康处方" signInText="登录">
          {() => <Given id={id} />}
        </NeedResident>
      ) : (
        <ForEverybody code={code} />
      )}
    </Page>
  );
}

export default PrescriptionPage;
