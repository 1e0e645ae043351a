import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { copyApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { FormError } from '@/components/form-error';
import { Live } from '@/components/live';
import { useSubmit } from '@/hooks/use-submit';
import { SaveFile, type SaveFileProps } from './save-file';

/** A copy of everything that the centre keeps of the person. */
export function CopyPart({ residentId }: { residentId: string }): ReactNode {
  const [copy, setCopy] = useState<SaveFileProps>();
  const form = useSubmit(async (id: string, idempotencyKey) => {
    const made = await copyApi.create({ params: { id } }, { idempotencyKey });
    return copyApi.open({ params: { id: made.id } });
  });
  const make = async (): Promise<void> => {
    const opened = await form.submit(residentId);
    if (opened) setCopy(opened);
  };
  return (
    <>
      <SectionTitle>要一份我的信息</SectionTitle>
      <Card>
        <View>中心保存的您的资料、预约、签约、代办和查看记录，都在里面。里面有完整的身份证号，请不要发给别人。</View>
        <FormError error={form.error} onRetry={() => void make()} />
        {copy ? (
          <>
            <Live>已经生成好了，请现在保存。离开这一页就没有了。</Live>
            <SaveFile {...copy} />
          </>
        ) : (
          <Button kind="plain" isBusy={form.isBusy} busyText="正在生成…" onPress={() => void make()}>
            生成我的信息
          </Button>
        )}
      </Card>
    </>
  );
}
