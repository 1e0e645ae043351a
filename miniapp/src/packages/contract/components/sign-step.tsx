import { View } from '@tarojs/components';
import { useRef, useState, type ReactNode } from 'react';
import type { ApiError } from '@/api/api-error';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Fact } from '@/components/cell';
import { FormError } from '@/components/form-error';
import type { Ink } from '@/components/ink';
import { Live } from '@/components/live';
import { SignaturePad } from '@/components/signature-pad';
import { backTo, routes } from '@/routes';

interface SignStepProps {
  teamName: string;
  packageNames: string;
  termYears: number;
  /** What the button says that sends it. */
  sendText: string;
  isBusy: boolean;
  error: ApiError | undefined;
  onSign: (signature: string) => void;
  onBack: () => void;
}

/** After these the state of the contract says what to do. */
const SEE_CONTRACT: readonly string[] = ['CONTRACT_ACTIVE', 'CONTRACT_RENEWAL_CLOSED', 'CONTRACT_TRANSFER_LIMIT'];

const Refusal = ({ error, onRetry }: { error: ApiError | undefined; onRetry: () => void }): ReactNode => (
  <FormError error={error} onRetry={onRetry}>
    {error && SEE_CONTRACT.includes(error.code) ? (
      <Button kind="plain" onPress={() => backTo(routes.contract())}>
        看我的签约
      </Button>
    ) : null}
    {error?.code === 'CONTRACT_TEAM_FULL' ? (
      <Button kind="plain" onPress={() => backTo(routes.teams())}>
        选其他团队
      </Button>
    ) : null}
  </FormError>
);

/** Third step: sign by hand and send. */
export function SignStep(props: SignStepProps): ReactNode {
  const { teamName, packageNames, termYears, sendText, isBusy, error, onSign, onBack } = props;
  const ink = useRef<Ink | undefined>(undefined);
  const [isBlank, setBlank] = useState(true);
  const [isTried, setTried] = useState(false);
  const refresh = (): void => setBlank(ink.current?.isBlank ?? true);
  const wipe = (): void => {
    ink.current?.clear();
    refresh();
  };
  const sign = (): void => {
    setTried(true);
    if (ink.current && !ink.current.isBlank) onSign(ink.current.toDataUrl());
  };
  return (
    <>
      <Card>
        <Fact name="团队">{teamName}</Fact>
        <Fact name="服务包">{packageNames}</Fact>
        <Fact name="签几年">{`${termYears}年`}</Fact>
      </Card>
      <View>请用手指或鼠标，在下面的框里写上您的名字。</View>
      <SignaturePad
        onReady={(ready) => {
          ink.current = ready;
        }}
        onChange={refresh}
      />
      <Live>{isBlank ? '还没有签名' : '已经签名'}</Live>
      <Button kind="plain" icon="refresh" onPress={wipe}>
        擦掉重写
      </Button>
      <View className="note">不方便手写的话，带身份证到前台，工作人员帮您办。</View>
      {isTried && isBlank ? (
        <View className="fault" {...aria('alert')}>
          请先在框里签名
        </View>
      ) : null}
      <Refusal error={error} onRetry={sign} />
      <Button isBusy={isBusy} busyText="正在提交…" onPress={sign}>
        {sendText}
      </Button>
      <Button kind="plain" onPress={onBack}>
        上一步
      </Button>
    </>
  );
}
