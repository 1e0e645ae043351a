import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { proxyApi } from '@/api/clients';
import { aria } from '@/components/a11y';
import { AskFirst } from '@/components/ask-first';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Fact } from '@/components/cell';
import { CheckRow } from '@/components/choices';
import { Fault } from '@/components/fault';
import { FormError } from '@/components/form-error';
import { sayLongDay } from '@/components/words';
import { useSendPermission } from '@/hooks/use-send-permission';
import { useSubmit } from '@/hooks/use-submit';
import { relationshipWord, SCOPES } from '../proxy-words';

/** Somebody asks to help: agree to all or some of it, or decline. */
export function RequestCard({ proxy, onDone }: { proxy: Proxy; onDone: () => void }): ReactNode {
  const { id, name } = proxy;
  const [scopes, setScopes] = useState<ProxyScope[]>(proxy.scopes);
  const [isAgreeing, setAgreeing] = useState(false);
  const agree = useSubmit((body: { scopes: ProxyScope[] }) => proxyApi.confirm({ params: { id }, body }));
  const decline = useSubmit((target: string) => proxyApi.reject({ params: { id: target } }));
  const askToSend = useSendPermission('proxy');
  const isNothing = scopes.length === 0;
  const send = async (answer: 'agree' | 'decline'): Promise<boolean> => {
    const asked = askToSend();
    decline.clearError();
    agree.clearError();
    setAgreeing(answer === 'agree');
    const done = answer === 'agree' ? await agree.submit({ scopes }) : await decline.submit(id);
    await asked;
    if (done) onDone();
    return done !== undefined;
  };
  const tick = (scope: ProxyScope, isOn: boolean): void =>
    setScopes(proxy.scopes.filter((other) => (other === scope ? isOn : scopes.includes(other))));
  return (
    <Card tone="warm">
      <View className="lead">{`${name}想帮您办事`}</View>
      <Fact name="是您的">{relationshipWord(proxy.relationship)}</Fact>
      <Fact name="到期">{sayLongDay(proxy.endsDay)}</Fact>
      <View>想让他做哪些，就留下勾；不想的，点一下去掉。</View>
      <View className="options" {...aria('group', { 'aria-label': `让${name}做哪些` })}>
        {SCOPES.filter(({ value }) => proxy.scopes.includes(value)).map(({ value, title, note }) => (
          <CheckRow
            key={value}
            title={title}
            note={note}
            isChecked={scopes.includes(value)}
            onChange={(isOn) => tick(value, isOn)}
          />
        ))}
      </View>
      <Fault text={isNothing && '都去掉了。要同意的话，请至少留一项；都不想就点“不同意”。'} />
      <FormError error={agree.error} onRetry={() => void send('agree')} onRefresh={onDone} />
      <Button
        label={`同意：${name}`}
        isDisabled={isNothing || decline.isBusy}
        isBusy={isAgreeing && agree.isBusy}
        onPress={() => void send('agree')}
      >
        同意
      </Button>
      <AskFirst
        kind="plain"
        word="不同意"
        label={`不同意：${name}`}
        title={`不让${name}帮忙吗？`}
        no="再想想"
        isDisabled={agree.isBusy}
        isBusy={!isAgreeing && decline.isBusy}
        onYes={() => send('decline')}
      >
        <View>{`${name}会知道您没有同意。以后想让他帮忙，请他再申请一次。`}</View>
        <FormError error={decline.error} onRetry={() => void send('decline')} onRefresh={onDone} />
      </AskFirst>
      <View className="note">不认识的人请不要同意。同意以后随时可以停止。</View>
    </Card>
  );
}
