import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Enrolment, FollowUp } from '@linkang/shared/api/followup.routes';
import { sayDay } from '@linkang/shared/domain/clinic-day';
import { Card } from '@/components/card';
import { ReadAloud } from '@/components/read-aloud';
import { Tag } from '@/components/tag';
import { sayLongDay } from '@/components/words';
import { lastOf, sayResults } from '../results';

const Standing = ({ dueStatus }: Pick<Enrolment, 'dueStatus'>): ReactNode => {
  switch (dueStatus) {
    case 'overdue':
      return (
        <Tag tone="bad" icon="warning">
          已经过了日子
        </Tag>
      );
    case 'due':
      return <Tag tone="wait">这周该随访了</Tag>;
    case 'upcoming':
      return <Tag tone="good">还没到日子</Tag>;
    case 'lost':
      return (
        <Tag tone="bad" icon="phone">
          打不通您的电话
        </Tag>
      );
    case null:
      return <Tag tone="plain">已经结束</Tag>;
  }
};

/** When to come, in one sentence. */
function sayDue({ dueStatus, nextDueDay, kind }: Enrolment): string {
  if (nextDueDay === null || dueStatus === null) return '现在不用来随访。';
  const what = kind === 'highRisk' ? '复测' : '随访';
  if (dueStatus === 'lost') return `请打电话告诉我们新号码，再约一次${what}。`;
  if (dueStatus === 'overdue') return `${sayDay(nextDueDay)}前该${what}，请尽快来，或打电话给我们。`;
  return `${sayLongDay(nextDueDay)}前来${what}一次。`;
}

const Last = ({ enrolment, visits }: { enrolment: Enrolment; visits: readonly FollowUp[] }): ReactNode => {
  const last = lastOf(visits, enrolment.programme);
  if (!last) return <View className="note">还没有随访过。</View>;
  const { day, part } = last;
  return (
    <>
      <View className="lead">{part.advice}</View>
      {sayResults(part).map((line) => (
        <View key={line}>{line}</View>
      ))}
      <View className="note">{`${sayLongDay(day)}随访：${part.className}`}</View>
      {part.confirmed ? null : <View className="note">医生还要再看一遍这次的结果。</View>}
    </>
  );
};

/** The same in sentences, for reading aloud. */
function sayProgramme(enrolment: Enrolment, visits: readonly FollowUp[]): string {
  const last = enrolment.kind === 'managed' ? lastOf(visits, enrolment.programme) : undefined;
  return [
    `${enrolment.programmeName}。`,
    sayDue(enrolment),
    ...(last ? [last.part.advice, ...sayResults(last.part).map((line) => `${line}。`)] : []),
  ].join('\n');
}

/** One programme of the person: when to come, how it was the last time, and what to do. */
export function ProgrammeCard({ enrolment, visits }: { enrolment: Enrolment; visits: readonly FollowUp[] }): ReactNode {
  const { programmeName, kind, dueStatus, doctorName, teamName } = enrolment;
  const whose = [doctorName && `${doctorName}医生`, teamName].filter(Boolean).join('，');
  return (
    <Card tone={dueStatus === 'overdue' || dueStatus === 'lost' ? 'warm' : 'soft'}>
      <View className="row">
        <View className="item-title">{kind === 'highRisk' ? `${programmeName}高危` : programmeName}</View>
        <Standing dueStatus={dueStatus} />
      </View>
      <View>{sayDue(enrolment)}</View>
      {kind === 'managed' ? <Last enrolment={enrolment} visits={visits} /> : null}
      <ReadAloud label={programmeName} text={sayProgramme(enrolment, visits)} />
      {whose ? <View className="note">{`由${whose}负责`}</View> : null}
    </Card>
  );
}
