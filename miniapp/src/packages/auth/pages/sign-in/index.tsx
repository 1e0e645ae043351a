import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useRef, type ReactNode } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { FormError } from '@/components/form-error';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { CallCentre } from '@/components/states';
import { useParam } from '@/hooks/use-param';
import { useSubmit } from '@/hooks/use-submit';
import { isH5 } from '@/platform';
import { goBack, replace, routes } from '@/routes';
import { signIn } from '@/stores/account';
import { DemoPeople } from '../../components/demo-people';

/** WeChat's own login code, good for one sign-in. */
const wechatCode = async (): Promise<string> => (await Taro.login()).code;

/** Sign-in: one tap in WeChat, the demo's people in a browser. */
function SignInPage(): ReactNode {
  const need = useParam('need');
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
  return (
    <Page title="登录">
      <View className="lead">登录以后，就能预约、签约和报名</View>
      {isH5 ? (
        <DemoPeople isBusy={form.isBusy} onPick={(code) => void enter({ code })} />
      ) : (
        <Card>
          <View>用微信登录，不用记账号和密码。</View>
          <Button isBusy={form.isBusy} busyText="正在登录…" onPress={() => void enter({})}>
            微信一键登录
          </Button>
        </Card>
      )}
      <FormError error={form.error} onRetry={() => void enter(last.current)} />
      <View className="notice notice-good">
        <Icon name="shield" />
        <View>不登录也能看文章、讲座和门诊安排。我们不会要您的微信好友和朋友圈。</View>
      </View>
      <CallCentre />
    </Page>
  );
}

export default SignInPage;
