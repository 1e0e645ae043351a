import { View } from '@tarojs/components';
import { useEffect, useState, type ReactNode } from 'react';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { aria, focusFirstFault } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Live } from '@/components/live';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { RestoredNote } from '@/components/restored-note';
import { PillTabs } from '@/components/pill-tabs';
import { useParam } from '@/hooks/use-param';
import { backTo, routes } from '@/routes';
import { sendReadings, useReadings } from '@/stores/readings';
import { MeaningCard } from '../../components/meaning-card';
import { ReadingFields } from '../../components/reading-fields';
import { kindItems, kindOf } from '../../reading-words';
import { useMeasurements } from '../../use-measurements';
import { useReadingForm, type PutReading } from '../../use-reading-form';

/** Whether the centre has the reading yet. */
function Sending({ readingKey }: { readingKey: string }): ReactNode {
  const reading = useReadings((state) => state.waiting.find(({ key }) => key === readingKey));
  const isSending = useReadings((state) => state.isSending);
  if (!reading) return <Live>记下了，您的医生团队也能看到。</Live>;
  if (reading.refused !== undefined)
    return (
      <View className="fault" {...aria('alert')}>
        {`没有记成：${reading.refused}`}
      </View>
    );
  if (isSending) return <Live>正在记录…</Live>;
  return (
    <Card tone="warm">
      <Live>没连上网络，先存在手机里了，连上网会自动送到中心。上面的提醒照着做，不用等。</Live>
      <Button kind="plain" icon="refresh" onPress={() => void sendReadings()}>
        现在再送一次
      </Button>
    </Card>
  );
}

const Result = ({ put, onAgain }: { put: PutReading; onAgain: () => void }): ReactNode => (
  <>
    <MeaningCard kind={put.kind} values={put.values} meaning={put.alert} />
    <Sending readingKey={put.key} />
    <Button onPress={() => backTo(routes.measurements({ kind: put.kind }))}>看记录和变化</Button>
    <Button kind="plain" icon="pen" onPress={onAgain}>
      再记一次
    </Button>
  </>
);

interface EntryProps {
  kind: HomeKind;
  residentId: string;
  name: string;
  onKind: (kind: HomeKind) => void;
}

function Entry({ kind, residentId, name, onKind }: EntryProps): ReactNode {
  // The lines of the person: from the network, or as they were when it was last there.
  const { data } = useMeasurements(residentId, kind);
  const person = { facts: data?.facts ?? {}, limits: data?.limits ?? {} };
  const { form, kept, faults, set, put, submit, again } = useReadingForm(kind, residentId, person);
  if (put) return <Result put={put} onAgain={again} />;
  return (
    <>
      <PillTabs label="量的是什么" items={kindItems} value={kind} onChange={onKind} />
      <RestoredNote kept={kept} />
      <ReadingFields kind={kind} form={form} faults={faults} set={set} />
      <Button
        onPress={() => {
          if (!submit()) focusFirstFault();
        }}
      >
        {`记下${name}的${kindItems.find(({ value }) => value === kind)?.title ?? ''}`}
      </Button>
      <View className="note">身体很不舒服就不用量，直接打120。</View>
    </>
  );
}

/** Puts down what was just measured, and says at once what it means. */
function EnterPage(): ReactNode {
  const linked = useParam('kind');
  const [kind, setKind] = useState(kindOf(linked));
  useEffect(() => setKind(kindOf(linked)), [linked]);
  return (
    <Page title="记一次" hasPerson>
      <NeedResident scope="record" purpose="记血压、血糖" signInText="登录">
        {([person]) => (
          <Entry key={`${person.id}.${kind}`} kind={kind} residentId={person.id} name={person.name} onKind={setKind} />
        )}
      </NeedResident>
    </Page>
  );
}

export default EnterPage;
