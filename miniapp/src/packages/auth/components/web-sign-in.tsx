import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useEffect, useState, type ReactNode } from 'react';
import { authApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { FormError } from '@/components/form-error';
import { Loaded, Loading } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useSubmit } from '@/hooks/use-submit';
import { adoptSignIn, type AccountResident } from '@/stores/account';
import { isWechatBrowser, leaveForWechat, takeWechatReturn, type WechatReturn } from '@/web-sign-in';
import { usePhoneCode } from '../use-phone-code';
import { PhoneCodeForm } from './phone-code-form';

/** How somebody came in. */
export interface Arrival {
  way: 'wechat' | 'phone';
  residents: AccountResident[];
  /** The page that was left for WeChat's. */
  backTo: string;
}

/** The page below this one, to which somebody wants to come back. */
const pageBelow = (): string => {
  const [below] = Taro.getCurrentPages().slice(-2, -1);
  // Taro adds a mark of its own to addresses.
  return (below?.path ?? '').replace(/([?&])stamp=[^&]*&?/, '$1').replace(/[?&]$/, '');
};

const ByWechat = ({ onArrive }: { onArrive: (arrival: Arrival) => void }): ReactNode => {
  const [brought] = useState(takeWechatReturn);
  const leave = useSubmit(async () => leaveForWechat(await authApi.startOfficial({}), pageBelow()));
  const finish = useSubmit(async ({ backTo, ...body }: WechatReturn) => {
    onArrive({ way: 'wechat', residents: await adoptSignIn(await authApi.official({ body })), backTo });
  });
  const { submit } = finish;
  useEffect(() => {
    if (brought) void submit(brought);
    // Once, with what stood in the address.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [brought]);
  if (finish.isBusy) return <Loading lines={1} />;
  return (
    <Card>
      <View>用微信登录，不用记账号和密码。</View>
      <FormError error={leave.error ?? finish.error} onRetry={() => void leave.submit(undefined)} />
      <Button isBusy={leave.isBusy} busyText="正在打开微信…" onPress={() => void leave.submit(undefined)}>
        微信一键登录
      </Button>
    </Card>
  );
};

const ByPhone = ({ onArrive }: { onArrive: (arrival: Arrival) => void }): ReactNode => {
  const form = usePhoneCode(
    (phone) => authApi.sendCode({ body: { phone } }),
    async (body) => adoptSignIn(await authApi.signInByCode({ body })),
  );
  return (
    <PhoneCodeForm
      form={form}
      doneText="登录"
      onDone={(residents) => onArrive({ way: 'phone', residents, backTo: '' })}
    />
  );
};

/** Sign-in in a browser: over the official account inside WeChat, by a code to the phone everywhere. */
export function WebSignIn({ onArrive }: { onArrive: (arrival: Arrival) => void }): ReactNode {
  const load = useLoad('sign-in-ways', () => authApi.ways({}));
  return (
    <Loaded load={load} lines={1}>
      {({ official, phoneCode }) => {
        const hasWechat = official && isWechatBrowser;
        return (
          <>
            {hasWechat ? <ByWechat onArrive={onArrive} /> : null}
            {phoneCode ? (
              <>
                <SectionTitle>{hasWechat ? '也可以用手机号登录' : '用手机号登录'}</SectionTitle>
                <ByPhone onArrive={onArrive} />
              </>
            ) : null}
            {hasWechat || phoneCode ? null : (
              <Card>
                <View className="lead">请在微信里打开本小程序登录</View>
                <View>在微信里搜索我们的名字，或扫中心大厅里的小程序码。</View>
              </Card>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
