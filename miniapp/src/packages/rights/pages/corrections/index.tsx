import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { correctionApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Live } from '@/components/live';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { CorrectionCard } from '../../components/correction-card';
import { CorrectionForm } from '../../components/correction-form';

const Corrections = ({ residentId }: { residentId: string }): ReactNode => {
  const field = useParam('field') === 'record' ? 'record' : undefined;
  const [isAsking, setAsking] = useState(field !== undefined);
  const [isAsked, setAsked] = useState(false);
  const load = useLoad(`${PERSONAL}corrections.${residentId}`, () =>
    correctionApi.ofResident({ params: { id: residentId } }),
  );
  const asked = (): void => {
    setAsking(false);
    setAsked(true);
    void load.reload();
  };
  if (isAsking)
    return <CorrectionForm residentId={residentId} field={field} onAsked={asked} onLeave={() => setAsking(false)} />;
  return (
    <>
      {isAsked ? <Live>收到了，我们核对后答复您。</Live> : null}
      <Card tone="soft">
        <View>资料里有写错的，可以申请更正。诊疗记录不会被抹掉，正确的内容会补在旁边。</View>
        <Button onPress={() => setAsking(true)}>申请更正</Button>
      </Card>
      <SectionTitle>申请过的更正</SectionTitle>
      <Loaded load={load}>
        {({ items }) =>
          items.length ? (
            <>
              {items.map((correction) => (
                <CorrectionCard key={correction.id} correction={correction} />
              ))}
            </>
          ) : (
            <View>还没有申请过更正。</View>
          )
        }
      </Loaded>
    </>
  );
};

/** What of the data is wrong: asking to correct it, and what became of it. */
function CorrectionsPage(): ReactNode {
  return (
    <Page title="更正我的资料">
      <NeedResident scope="record" purpose="更正资料" signInText="登录">
        {([person]) => <Corrections key={person.id} residentId={person.id} />}
      </NeedResident>
    </Page>
  );
}

export default CorrectionsPage;
