import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { PlannedItem } from '@linkang/shared/api/plan.routes';
import { Card } from '@/components/card';
import { Tag } from '@/components/tag';
import { planWord, sayLast, sayNext, sayTimesOf } from '../plan-words';

/** One thing that the team owes: how often, what was done, what is next. */
export const PlanItemCard = ({ item, today }: { item: PlannedItem; today: string }): ReactNode => {
  const { tone, word } = planWord(item);
  const next = sayNext(item, today);
  const last = sayLast(item, today);
  return (
    <Card>
      <View className="row row-between">
        <View className="lead">{item.name}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <View>{sayTimesOf(item)}</View>
      {next ? <View>{next}</View> : null}
      {last ? <View className="note">{last}</View> : null}
    </Card>
  );
};
