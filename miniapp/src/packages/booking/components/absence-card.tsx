import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { bookingApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Fact } from '@/components/cell';
import { FormError } from '@/components/form-error';
import { TextField } from '@/components/text-field';
import { useSubmit } from '@/hooks/use-submit';

/** Characters that an explanation has at most. */
const MAX_TEXT = 200;

interface AppealProps {
  id: string;
  onSaid: () => void;
}

/** Says once why one did not come. */
const Appeal = ({ id, onSaid }: AppealProps): ReactNode => {
  const [text, setText] = useState('');
  const [isAsked, setAsked] = useState(false);
  const form = useSubmit((body: { text: string }) => bookingApi.appeal({ params: { id }, body }));
  const isEmpty = text.trim() === '';
  const say = async (): Promise<void> => {
    setAsked(true);
    if (isEmpty) return;
    const said = await form.submit({ text: text.trim() });
    if (said) onSaid();
  };
  return (
    <>
      <TextField
        label="说明情况"
        value={text}
        maxLength={MAX_TEXT}
        hint="比如：那天来了，没有报到；或者临时住院了。只能说明一次。"
        error={isAsked && isEmpty ? '请写一句是怎么回事' : undefined}
        isRequired
        onChange={setText}
      />
      <FormError error={form.error} onRetry={() => void say()} onRefresh={onSaid} />
      <Button isBusy={form.isBusy} busyText="正在提交…" onPress={() => void say()}>
        提交说明
      </Button>
    </>
  );
};

interface AbsenceCardProps {
  booking: Booking;
  absence: NonNullable<Booking['absence']>;
  onSaid: () => void;
}

/** The person did not come: what that means, what was said to it and what was answered. */
export function AbsenceCard({ booking, absence, onSaid }: AbsenceCardProps): ReactNode {
  const { appeal, answer } = absence;
  return (
    <Card tone="warm">
      <View className="lead">记录是没有来（爽约）</View>
      {appeal === null ? <View>来不了请提前取消，号好让给别人。记错了的话，在下面说明情况。</View> : null}
      {appeal === null ? <Appeal id={booking.id} onSaid={onSaid} /> : <Fact name="您的说明">{appeal}</Fact>}
      {appeal !== null && answer === null ? <View>说明收到了，工作人员看过会答复您。</View> : null}
      {answer ? (
        <Fact name="答复">{`${answer.accepted ? '同意了，这次不算爽约。' : '没有同意。'}${answer.text}`}</Fact>
      ) : null}
    </Card>
  );
}
