import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { proxyApi } from '@/api/clients';
import { Button } from '@/components/button';
import { FormError } from '@/components/form-error';
import { Sheet } from '@/components/sheet';
import { useSubmit } from '@/hooks/use-submit';

interface EndProxyProps {
  proxy: Proxy;
  /** What the button says: 停止授权, 撤回申请. */
  word: string;
  /** What follows from it. */
  explanation: string;
  onDone: () => void;
}

/** Ends it after one question. */
export function EndProxy({ proxy, word, explanation, onDone }: EndProxyProps): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const form = useSubmit((id: string) => proxyApi.revoke({ params: { id } }));
  const end = async (): Promise<void> => {
    const ended = await form.submit(proxy.id);
    setAsking(false);
    if (ended) onDone();
  };
  return (
    <>
      <FormError error={form.error} onRetry={() => void end()} onRefresh={onDone} />
      <Button kind="danger" label={`${word}：${proxy.name}`} onPress={() => setAsking(true)}>
        {word}
      </Button>
      <Sheet isOpen={isAsking} title={`要${word}吗？`} closeText="先不" onClose={() => setAsking(false)}>
        <View>{explanation}</View>
        <Button kind="danger" isBusy={form.isBusy} onPress={() => void end()}>
          {`确定${word}`}
        </Button>
      </Sheet>
    </>
  );
}
