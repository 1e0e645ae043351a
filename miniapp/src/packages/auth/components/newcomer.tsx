import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { replace, routes } from '@/routes';

/** Somebody signed in on a web page and has no record there: it may be waiting under their mini-program. */
export const Newcomer = ({ way, onLeave }: { way: 'wechat' | 'phone'; onLeave: () => void }): ReactNode => (
  <Card tone="soft">
    <View className="lead" {...aria('status')}>
      登录好了，这里还没有您的档案
    </View>
    {way === 'wechat' ? (
      <>
        <View>在微信小程序里登记过，并且开通了手机号登录的，验证一下手机号，就能接着用。</View>
        <Button kind="plain" icon="phone" onPress={() => replace(routes.signInPhone())}>
          用手机号接上我的档案
        </Button>
      </>
    ) : (
      <View>在微信小程序里登记过的，请打开小程序，在“我的”里点“手机号登录”，绑上这个手机号，以后就能在这里看到。</View>
    )}
    <Button onPress={() => replace(routes.register())}>我是第一次来，去登记</Button>
    <Button kind="quiet" onPress={onLeave}>
      先随便看看
    </Button>
  </Card>
);
