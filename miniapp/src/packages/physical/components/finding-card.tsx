import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { ReportItem } from '@linkang/shared/api/physical.routes';
import { Card } from '@/components/card';
import { Tag } from '@/components/tag';
import { barsOf, itemWord } from '../report-words';
import { YearBars } from './year-bars';

/** One item that is not normal: what it says first, what to do, and how it was before. */
export function FindingCard({ item, day }: { item: ReportItem; day: string }): ReactNode {
  const { tone, word } = itemWord(item);
  return (
    <Card {...(item.verdict === 'critical' ? { tone: 'warm' } : {})}>
      <View className="row row-between">
        <View className="lead">{item.plain}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <View>{item.sentence}</View>
      {item.advice === null ? null : <View className="finding-advice">{`怎么办：${item.advice}`}</View>}
      <YearBars bars={barsOf(item, day)} unit={item.unit} />
    </Card>
  );
}
