import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { authApi } from '@/api/clients';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Page } from '@/components/page';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { goBack, open, routes } from '@/routes';
import { adoptSignIn, useAccount } from '@/stores/account';
import { PhoneCodeForm } from '../../components/phone-code-form';
import { usePhoneCode } from '../../use-phone-code';

const Bind = ({ onDone }: { onDone: (phone: string) => void }): ReactNode => {
  const form = usePhoneCode(
    (phone) => authApi.sendOwnCode({ body: { phone } }),
    async (body) => {
      const { phoneMasked, signIn } = await authApi.bindPhone({ body });
      // The account that had the phone goes on: from here on this is that account.
      if (signIn) await adoptSignIn(signIn);
      return phoneMasked;
    },
  );
  return <PhoneCodeForm form={form} doneText="绑上这个手机号" onDone={onDone} />;
};

const Done = ({ phone }: { phone: string }): ReactNode => (
  <Card tone="soft">
    <View className="lead" {...aria('status')}>
      绑好了
    </View>
    <View>{`以后在浏览器里，用手机号 ${phone} 收验证码，登录的就是这个账号。`}</View>
    <Button onPress={goBack}>好的</Button>
  </Card>
);

const OwnPhone = (): ReactNode => {
  const [done, setDone] = useState<string>();
  const load = useLoad('sign-in-phone', async () => {
    const [own, ways] = await Promise.all([authApi.ownPhone({}), authApi.ways({})]);
    return { ...own, hasCodes: ways.phoneCode };
  });
  if (done !== undefined) return <Done phone={done} />;
  return (
    <Loaded load={load} lines={1}>
      {({ phoneMasked, hasCodes }) => (
        <>
          {phoneMasked ? (
            <View className="lead">{`现在用 ${phoneMasked} 登录，可以换一个`}</View>
          ) : (
            <View className="lead">绑上手机号，在浏览器里也能登录</View>
          )}
          <View>收到验证码的人就能登录您的账号，请用自己的手机号，验证码不要告诉别人。</View>
          {hasCodes ? (
            <Bind onDone={setDone} />
          ) : (
            <View className="note">本中心还没有开通短信，暂时不能绑手机号。</View>
          )}
        </>
      )}
    </Loaded>
  );
};

/** The phone with which one signs in outside WeChat. */
function PhonePage(): ReactNode {
  const isSignedIn = useAccount((state) => state.isSignedIn);
  return (
    <Page title="手机号登录">
      {isSignedIn ? (
        <OwnPhone />
      ) : (
        <Card tone="soft">
          <View className="lead">先登录，再绑手机号</View>
          <Button onPress={() => open(routes.signIn())}>去登录</Button>
        </Card>
      )}
    </Page>
  );
}

export default PhonePage;
