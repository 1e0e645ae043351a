import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { HealthRecord, RecordEntry } from '@linkang/shared/api/record.routes';
import { sayEntry, sectionOf } from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import { recordApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { ReadAloud } from '@/components/read-aloud';
import { Empty, Loaded } from '@/components/states';
import { sayLongDay } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { open, routes } from '@/routes';
import { EntryCard } from './entry-card';

const Head = ({ record }: { record: HealthRecord }): ReactNode => {
  const { number, openedDay, teamName, doctorName, closing } = record;
  const reason = recordForm.closings.find(({ code }) => code === closing?.reason)?.name ?? '';
  return (
    <Card tone={closing ? 'warm' : 'soft'}>
      {closing ? <View className="lead">{`档案已终止（${reason}，${sayLongDay(closing.day)}）`}</View> : null}
      <View>{`档案编号 ${number}`}</View>
      <View>{`${sayLongDay(openedDay)}建档`}</View>
      {teamName ? <View>{`由${teamName}${doctorName ? `的${doctorName}医生` : ''}负责`}</View> : null}
      {closing ? <View>如果弄错了，请打电话告诉我们。</View> : null}
    </Card>
  );
};

/** What is not known yet: the doctor can only ask about it. */
const Open = ({ record }: { record: HealthRecord }): ReactNode => {
  const known = record.entries.map(({ kind }) => kind);
  const names = record.kinds
    .filter((kind) => !known.includes(kind))
    .map((kind) => sectionOf(recordForm, kind))
    .filter(({ restricted }) => !restricted)
    .map(({ plain }) => plain);
  if (names.length === 0) return null;
  return (
    <Card>
      <View className="lead">还没有填的</View>
      <View>{names.join('、')}</View>
      <View className="note">下次来的时候告诉医生，医生会帮您填上。</View>
    </Card>
  );
};

const None = (): ReactNode => (
  <Empty title="还没有健康档案">
    <View>带身份证来中心，或在体检、随访时告诉医生，就能建档，不收费。</View>
  </Empty>
);

/** A part of the record as a sentence, for reading aloud. */
function sayRecordEntry(entry: RecordEntry): string {
  const section = sectionOf(recordForm, entry.kind);
  return `${section.plain}：${sayEntry(section, entry)
    .map(({ name, text }) => (name && name !== section.name ? `${name}，${text}` : text))
    .join('，')}。`;
}

/** What the centre knows of the person's health. */
export function RecordPart({ residentId }: { residentId: string }): ReactNode {
  const load = useLoad(`${PERSONAL}record.${residentId}`, () => recordApi.get({ params: { id: residentId } }));
  return (
    <Loaded load={load}>
      {({ record }) =>
        record ? (
          <>
            <Head record={record} />
            <ReadAloud label="健康档案" text={record.entries.map(sayRecordEntry).join('\n')} />
            {record.entries.map((entry) => (
              <EntryCard key={entry.kind} entry={entry} />
            ))}
            <Open record={record} />
            <Button kind="plain" icon="pen" onPress={() => open(routes.corrections({ field: 'record' }))}>
              有写错的，申请更正
            </Button>
          </>
        ) : (
          <None />
        )
      }
    </Loaded>
  );
}
