import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { RecordEntry } from '@linkang/shared/api/record.routes';
import { sayEntry, sectionOf } from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import { Card } from '@/components/card';
import { sayInstant } from '@/components/words';

/** One part of the record in plain words, and who wrote it. */
export function EntryCard({ entry }: { entry: RecordEntry }): ReactNode {
  const section = sectionOf(recordForm, entry.kind);
  const lines = sayEntry(section, entry);
  const { by, at } = entry.signed;
  return (
    <Card>
      <View className="lead">{section.plain}</View>
      {lines.map(({ name, text }, index) => (
        <View key={`${name}${index}`}>
          {name && name !== section.name ? <Text className="note">{`${name}：`}</Text> : null}
          <Text>{text}</Text>
        </View>
      ))}
      <View className="note">{`${by ? `${by}填写，` : ''}${sayInstant(at)}`}</View>
    </Card>
  );
}
