import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useRef, useState, type ReactNode } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { FormError } from '@/components/form-error';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { useParam } from '@/hooks/use-param';
import { useSubmit } from '@/hooks/use-submit';
import { isH5 } from '@/platform';
import { goBack, replace, returnTo, routes } from '@/routes';
import { signIn } from '@/stores/account';
import { DemoPeople } from '../../components/demo-people';
import { Newcomer } from '../../components/newcomer';
import { WebSignIn, type Arrival } from '../../components/web-sign-in';

/** WeChat's own login code, good for one sign-in. */
const wechatCode = async (): Promise<string> => (await Taro.login()).code;

const leave = (backTo: string): void => (backTo ? returnTo(backTo) : goBack());

interface WaysProps {
  isBusy: boolean;
  onCode: (code?: string) => void;
  onArrive: (arrival: Arrival) => void;
}

/** One tap in WeChat; in a browser its own ways, and the demo's people. */
const Ways = ({ isBusy, onCode, onArrive }: WaysProps): ReactNode =>
  isH5 ? (
    <>
      <WebSignIn onArrive={onArrive} />
      <DemoPeople isBusy={isBusy} onPick={onCode} />
    </>
  ) : (
    <Card>
      <View>用微信登录，不用记账号和密码。</View>
      <Button isBusy={isBusy} busyText="正在登录…" onPress={() => onCode()}>
        微信一键登录
      </Button>
    </Card>
  );

/** Sign-in, for the mini-program and for browsers. */
function SignInPage(): ReactNode {
  const need = useParam('need');
  const [newcomer, setNewcomer] = useState<Arrival>();
  const form = useSubmit(async (source: { code?: string }) => signIn(source.code ?? (await wechatCode())));
  const last = useRef<{ code?: string }>({});
  const enter = async (source: { code?: string }): Promise<void> => {
    last.current = source;
    const residents = await form.submit(source);
    if (!residents) return;
    const mustRegister = need === 'resident' && residents.length === 0;
    if (mustRegister) replace(routes.register());
    else goBack();
  };
  const arrive = (arrival: Arrival): void => {
    if (arrival.residents.length === 0) setNewcomer(arrival);
    else leave(arrival.backTo);
  };
  return (
    <Page title="登录">
      {newcomer ? (
        <Newcomer way={newcomer.way} onLeave={() => leave(newcomer.backTo)} />
      ) : (
        <>
          <View className="lead">登录以后，就能预约、签约和报名</View>
          <Ways
            isBusy={form.isBusy}
            onCode={(code) => void enter(code === undefined ? {} : { code })}
            onArrive={arrive}
          />
          <FormError error={form.error} onRetry={() => void enter(last.current)} />
          <View className="notice notice-good">
            <Icon name="shield" />
            <View>不登录也能看文章、讲座和门诊安排。我们不会要您的微信好友和朋友圈。</View>
          </View>
        </>
      )}
    </Page>
  );
}

export default SignInPage;
