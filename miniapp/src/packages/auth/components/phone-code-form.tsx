import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { aria, focusFirstFault } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { FormError } from '@/components/form-error';
import { Icon } from '@/components/icon';
import { TextField } from '@/components/text-field';
import type { PhoneCode } from '../use-phone-code';

interface PhoneCodeFormProps<T> {
  form: PhoneCode<T>;
  /** What the last button does. */
  doneText: string;
  onDone: (result: T) => void;
}

/** Where the code went and, in the demo, which one it is. */
const SentNote = ({ demoCode }: { demoCode: string | undefined }): ReactNode => (
  <>
    <View className="notice notice-good" {...aria('status')}>
      <Icon name="check" />
      <View>验证码已发出，一两分钟内会收到短信，5分钟内有效。</View>
    </View>
    {demoCode ? <View className="note">{`这是演示，不会真的发短信。验证码是 ${demoCode}`}</View> : null}
  </>
);

/** A phone, the button that sends a code, and a large field for the code. */
export function PhoneCodeForm<T>({ form, doneText, onDone }: PhoneCodeFormProps<T>): ReactNode {
  const { sent, waitSeconds } = form;
  const send = async (): Promise<void> => {
    if (waitSeconds === 0 && !(await form.send())) focusFirstFault();
  };
  const prove = async (): Promise<void> => {
    const result = await form.prove();
    if (result !== undefined) onDone(result);
    else focusFirstFault();
  };
  return (
    <Card>
      <TextField
        label="手机号"
        type="number"
        isRequired
        autocomplete="tel"
        maxLength={20}
        hint="11位数字"
        value={form.phone}
        error={form.phoneFault}
        onChange={form.setPhone}
        onEnter={() => void send()}
      />
      <FormError error={form.ask.error} onRetry={() => void send()} />
      {sent && !form.ask.error ? <SentNote demoCode={sent.demoCode} /> : null}
      <Button
        kind={sent ? 'plain' : 'primary'}
        isBusy={form.ask.isBusy}
        busyText="正在发送…"
        isDisabled={waitSeconds > 0}
        onPress={() => void send()}
      >
        {waitSeconds > 0 ? `${waitSeconds}秒后可以重新获取` : sent ? '重新获取验证码' : '获取验证码'}
      </Button>
      {sent ? (
        <>
          <TextField
            label="短信验证码"
            type="number"
            isRequired
            isBig
            autocomplete="one-time-code"
            maxLength={8}
            hint="短信里的6位数字"
            value={form.code}
            error={form.codeFault}
            onChange={form.setCode}
            onEnter={() => void prove()}
          />
          <FormError error={form.check.error} onRetry={() => void prove()} />
          <Button isBusy={form.check.isBusy} onPress={() => void prove()}>
            {doneText}
          </Button>
        </>
      ) : null}
    </Card>
  );
}
