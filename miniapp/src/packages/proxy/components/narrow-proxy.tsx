import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { proxyApi } from '@/api/clients';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import { CheckRow } from '@/components/choices';
import { Fault } from '@/components/fault';
import { FormError } from '@/components/form-error';
import { Sheet } from '@/components/sheet';
import { useSubmit } from '@/hooks/use-submit';
import { SCOPES } from '../proxy-words';

/** Takes some of what a relative may do away; with one thing left, ending it is all that remains. */
export function NarrowProxy({ proxy, onDone }: { proxy: Proxy; onDone: () => void }): ReactNode {
  const { id, name } = proxy;
  const [isOpen, setOpen] = useState(false);
  const [scopes, setScopes] = useState<ProxyScope[]>(proxy.scopes);
  const form = useSubmit((kept: ProxyScope[]) => proxyApi.narrow({ params: { id }, body: { scopes: kept } }));
  if (proxy.scopes.length < 2) return null;
  const begin = (): void => {
    setScopes(proxy.scopes);
    form.clearError();
    setOpen(true);
  };
  const save = async (): Promise<void> => {
    if (!(await form.submit(scopes))) return;
    setOpen(false);
    onDone();
  };
  return (
    <>
      <Button kind="plain" label={`少给几项：${name}`} onPress={begin}>
        少给几项
      </Button>
      <Sheet isOpen={isOpen} title={`让${name}做哪些`} closeText="先不改" onClose={() => setOpen(false)}>
        <View>不想让他做的，点一下去掉勾，保存后马上算数。想多给，请他重新申请。</View>
        <View className="options" {...aria('group', { 'aria-label': `让${name}做哪些` })}>
          {SCOPES.filter(({ value }) => proxy.scopes.includes(value)).map(({ value, title, note }) => (
            <CheckRow
              key={value}
              title={title}
              note={note}
              isChecked={scopes.includes(value)}
              onChange={(isOn) =>
                setScopes(proxy.scopes.filter((other) => (other === value ? isOn : scopes.includes(other))))
              }
            />
          ))}
        </View>
        <Fault text={scopes.length === 0 && '都去掉了。都不想给的话，请回去点“停止授权”。'} />
        <FormError error={form.error} onRetry={() => void save()} onRefresh={onDone} />
        <Button isDisabled={scopes.length === 0} isBusy={form.isBusy} onPress={() => void save()}>
          保存
        </Button>
      </Sheet>
    </>
  );
}
