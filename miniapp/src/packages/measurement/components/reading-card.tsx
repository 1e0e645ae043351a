import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Measurement } from '@linkang/shared/api/measurement.routes';
import { levelNames } from '@linkang/shared/domain/home-entry';
import { measurementApi } from '@/api/clients';
import { AskFirst } from '@/components/ask-first';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { ErrorBox } from '@/components/states';
import { Tag } from '@/components/tag';
import { sayInstant } from '@/components/words';
import { useSubmit } from '@/hooks/use-submit';
import { levelTones, sayMain, sayRest, unitOf } from '../reading-words';

const by: Readonly<Record<Measurement['enteredAs'], string>> = {
  self: '',
  relative: '，家人记的',
  staff: '，医护人员量的',
};

const sayReading = ({ kind, values }: Measurement): string => `${sayMain(kind, values)}${unitOf(kind)}`;

interface ChangeProps {
  item: Measurement;
  onDone: () => void;
}

function Withdraw({ item, onDone }: ChangeProps): ReactNode {
  const request = useSubmit(() => measurementApi.withdraw({ params: { id: item.id }, body: { rev: item.rev } }));
  const send = async (): Promise<boolean> => {
    const isDone = (await request.submit(undefined)) !== undefined;
    if (isDone) onDone();
    return isDone;
  };
  const said = sayReading(item);
  return (
    <AskFirst
      kind="quiet"
      word="记错了，撤回"
      label={`记错了，撤回${said}`}
      title={`撤回${said}吗？`}
      yes="撤回这一次"
      no="不撤回"
      isBusy={request.isBusy}
      onYes={send}
    >
      <View>撤回后不再算进变化里，一天内还能恢复。已经提醒过医生的，医生还会问一声。</View>
      {request.error ? <ErrorBox error={request.error} onRetry={() => void send()} /> : null}
    </AskFirst>
  );
}

function Restore({ item, onDone }: ChangeProps): ReactNode {
  const request = useSubmit(() => measurementApi.restore({ params: { id: item.id }, body: { rev: item.rev } }));
  const send = async (): Promise<void> => {
    if (await request.submit(undefined)) onDone();
  };
  return (
    <>
      {request.error ? <ErrorBox error={request.error} /> : null}
      <Button
        kind="quiet"
        icon="refresh"
        label={`撤错了，恢复${sayReading(item)}`}
        isBusy={request.isBusy}
        onPress={() => void send()}
      >
        撤错了，恢复
      </Button>
    </>
  );
}

/** One reading among others: the value, how serious it was, and whether the team has looked at it. */
export function ReadingCard({ item, onChange }: { item: Measurement; onChange: () => void }): ReactNode {
  const { kind, values, takenAt, enteredAs, status, meaning, seen, note, can } = item;
  const rest = sayRest(kind, values);
  const isKept = status === 'kept';
  return (
    <Card>
      <View className="reading-row">
        <View className={isKept ? 'reading-value' : 'reading-value is-withdrawn'}>
          {sayMain(kind, values)}
          <View className="reading-unit">{unitOf(kind)}</View>
        </View>
        {isKept ? (
          <Tag tone={levelTones[meaning.level]}>{levelNames[meaning.level]}</Tag>
        ) : (
          <Tag tone="plain">已撤回</Tag>
        )}
      </View>
      <View className="note">{`${sayInstant(takenAt)}${by[enteredAs]}${rest ? `，${rest}` : ''}`}</View>
      {note ? <View className="note">{`备注：${note}`}</View> : null}
      {isKept && meaning.level !== 'normal' ? <View>{meaning.say}</View> : null}
      {isKept && (meaning.level === 'urgent' || meaning.level === 'emergency') && meaning.when120 ? (
        <View>{meaning.when120}</View>
      ) : null}
      {seen ? (
        <View className="note">{seen.at ? `医生团队${sayInstant(seen.at)}看过了` : '已经提醒医生团队，正等着看'}</View>
      ) : null}
      {can.withdraw ? <Withdraw item={item} onDone={onChange} /> : null}
      {can.restore ? <Restore item={item} onDone={onChange} /> : null}
    </Card>
  );
}
