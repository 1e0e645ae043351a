import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { FollowUp } from '@linkang/shared/api/followup.routes';
import { visitWays } from '@linkang/shared/domain/follow-up-visit';
import { Card } from '@/components/card';
import { Fact } from '@/components/cell';
import { sayLongDay } from '@/components/words';
import { sayResults } from '../results';

/** One visit that was, with what was measured and the medicines of that day. */
export const VisitCard = ({ visit }: { visit: FollowUp }): ReactNode => (
  <Card>
    <View className="item-title">{`${sayLongDay(visit.day)} ${visitWays[visit.way]}随访`}</View>
    {visit.parts.map((part) => (
      <Fact key={part.programme} name={part.programmeName}>
        <View>{part.className}</View>
        {sayResults(part).map((line) => (
          <View key={line}>{line}</View>
        ))}
      </Fact>
    ))}
    {visit.medicines.length ? (
      <Fact name="用药">
        {visit.medicines.map(({ name, dose, often }) => (
          <View key={name + dose + often}>{`${name}，${dose}，${often}`}</View>
        ))}
      </Fact>
    ) : null}
    {visit.byName ? <View className="note">{`${visit.byName}记录`}</View> : null}
  </Card>
);
