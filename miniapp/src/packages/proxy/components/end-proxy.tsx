import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { proxyApi } from '@/api/clients';
import { AskFirst } from '@/components/ask-first';
import { FormError } from '@/components/form-error';
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
  const form = useSubmit((id: string) => proxyApi.revoke({ params: { id } }));
  const end = async (): Promise<boolean> => {
    // A refusal stands on the page, where it can be tried again.
    if (await form.submit(proxy.id)) onDone();
    return true;
  };
  return (
    <>
      <FormError error={form.error} onRetry={() => void end()} onRefresh={onDone} />
      <AskFirst word={word} yes={`确定${word}`} label={`${word}：${proxy.name}`} isBusy={form.isBusy} onYes={end}>
        <View>{explanation}</View>
      </AskFirst>
    </>
  );
}
