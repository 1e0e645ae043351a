import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Correction } from '@linkang/shared/api/correction.routes';
import { correctionFields } from '@linkang/shared/domain/correction-fields';
import { Card } from '@/components/card';
import { Tag } from '@/components/tag';
import { sayInstant, sayLongDay } from '@/components/words';

const sexes: Record<string, string> = { male: '男', female: '女' };

const say = ({ field }: Correction, text: string): string =>
  (field === 'sex' ? (sexes[text] ?? text) : text) || '没有填';

const State = ({ status }: { status: Correction['status'] }): ReactNode => {
  if (status === 'open') return <Tag tone="wait">等待答复</Tag>;
  return status === 'accepted' ? (
    <Tag tone="good">已经更正</Tag>
  ) : (
    <Tag tone="bad" icon="info">
      没有更正
    </Tag>
  );
};

/** One request: what it said, what is right, and every answer. */
export function CorrectionCard({ correction }: { correction: Correction }): ReactNode {
  const { field, says, right, status, askedAt, dueDay, answers } = correction;
  return (
    <Card>
      <View className="row">
        <State status={status} />
      </View>
      <View className="item-title">{correctionFields[field]}</View>
      <View>{`原来：${say(correction, says)}`}</View>
      <View>{`改成：${say(correction, right)}`}</View>
      <View className="note">{`${sayInstant(askedAt)}申请`}</View>
      {status === 'open' ? <View className="note">{`最晚${sayLongDay(dueDay)}答复`}</View> : null}
      {answers.map(({ at, byName, outcome, words }) => (
        <View key={at}>
          <View>{`${byName || '工作人员'}：${outcome === 'accepted' ? '已更正' : '没有更正'}${words ? `，${words}` : ''}`}</View>
          <View className="note">{sayInstant(at)}</View>
        </View>
      ))}
    </Card>
  );
}
