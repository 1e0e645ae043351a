import { View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { measurementApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { SwitchCell } from '@/components/cell';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { PillTabs } from '@/components/pill-tabs';
import { ReadAloud } from '@/components/read-aloud';
import { ErrorBox, Loaded } from '@/components/states';
import { useLinkedPerson } from '@/hooks/use-linked-person';
import { useParam } from '@/hooks/use-param';
import { useSubmit } from '@/hooks/use-submit';
import { open, routes } from '@/routes';
import { sendReadings, useReadings } from '@/stores/readings';
import { ReadingCard } from '../../components/reading-card';
import { ReadingChart } from '../../components/reading-chart';
import { WaitingReadings } from '../../components/waiting-readings';
import { kindItems, kindOf } from '../../reading-words';
import { SHOWN_DAYS, useMeasurements, type Measurements } from '../../use-measurements';

/** The mean of the week in words; nothing where the kind has none. */
function sayWeek(kind: HomeKind, { week }: Measurements): string | undefined {
  if (!week) return undefined;
  if (week.outcome === 'tooFew')
    return `这一周量了${week.days}天，量满${week.daysNeeded}天就能算出一周平均。平均比一次更说明问题。`;
  const means = Object.entries(week.means).map(
    ([code, value]) => `${homeTables[kind].words[code]?.name ?? code}${String(value)}`,
  );
  return `这一周平均：${means.join('，')}。${week.alert.say}`;
}

const directions = { rising: '比前一个月高了一些', falling: '比前一个月低了一些', steady: '和前一个月差不多' } as const;

const sayTrends = ({ trends }: Measurements): string[] =>
  trends.map(
    ({ name, direction, recentMean }) => `${name}最近一周平均${String(recentMean)}，${directions[direction]}。`,
  );

function Summary({ kind, list }: { kind: HomeKind; list: Measurements }): ReactNode {
  const words = [sayWeek(kind, list), ...sayTrends(list)].filter((text) => text !== undefined);
  if (words.length === 0) return null;
  return (
    <Card tone={list.week?.outcome === 'mean' && list.week.alert.level !== 'normal' ? 'warm' : 'soft'}>
      {words.map((text) => (
        <View key={text}>{text}</View>
      ))}
      <ReadAloud text={words.join('')} />
    </Card>
  );
}

/** Whether a relative wants to hear of what is urgent. */
function Told({ residentId, told, onChange }: { residentId: string; told: boolean; onChange: () => void }): ReactNode {
  const request = useSubmit((wanted: boolean) =>
    measurementApi.wish({ params: { id: residentId }, body: { told: wanted } }),
  );
  const change = async (wanted: boolean): Promise<void> => {
    if (await request.submit(wanted)) onChange();
  };
  return (
    <>
      <View className="cells">
        <SwitchCell
          title="读数要紧时告诉我"
          note="血压、血糖很高或很低时发消息"
          isOn={told}
          onChange={(wanted) => void change(wanted)}
        />
      </View>
      {request.error ? <ErrorBox error={request.error} /> : null}
    </>
  );
}

function Readings({ residentId, kind }: { residentId: string; kind: HomeKind }): ReactNode {
  const load = useMeasurements(residentId, kind);
  const waiting = useReadings((state) => state.waiting.length);
  const { reload } = load;
  const lastWaiting = useRef(waiting);
  // What was put down a moment ago, or arrived meanwhile, is in the list.
  useEffect(() => {
    if (waiting < lastWaiting.current) void reload();
    lastWaiting.current = waiting;
  }, [waiting, reload]);
  return (
    <Loaded load={load}>
      {(list) => (
        <>
          <Summary kind={kind} list={list} />
          {list.items.length ? (
            <>
              <SectionTitle>{`最近${SHOWN_DAYS}天的变化`}</SectionTitle>
              <Card>
                <ReadingChart kind={kind} items={list.items} limits={list.limits} />
              </Card>
              <SectionTitle>每一次</SectionTitle>
              {list.items.map((item) => (
                <ReadingCard key={item.id} item={item} onChange={() => void reload()} />
              ))}
            </>
          ) : (
            <View>{`最近${SHOWN_DAYS}天还没有记过${homeTables[kind].name}。量完点上面的按钮记一下。`}</View>
          )}
          {list.told === null ? null : <Told residentId={residentId} told={list.told} onChange={() => void reload()} />}
        </>
      )}
    </Loaded>
  );
}

/** What was measured at home: the week, how it changes, and each reading. */
function MeasurementsPage(): ReactNode {
  const linked = useParam('kind');
  const [kind, setKind] = useState(kindOf(linked));
  useLinkedPerson();
  useDidShow(() => void sendReadings());
  return (
    <Page title="血压、血糖、体重" hasPerson>
      <NeedResident scope="record" purpose="记血压、血糖" signInText="登录">
        {([person]) => (
          <>
            <Button icon="pen" onPress={() => open(routes.enterMeasurement(kind))}>
              {`记一次${homeTables[kind].name}`}
            </Button>
            <WaitingReadings residentId={person.id} />
            <PillTabs label="看哪一种" items={kindItems} value={kind} onChange={setKind} />
            <Readings key={`${person.id}.${kind}`} residentId={person.id} kind={kind} />
          </>
        )}
      </NeedResident>
    </Page>
  );
}

export default MeasurementsPage;
