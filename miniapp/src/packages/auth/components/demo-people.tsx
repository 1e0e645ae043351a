import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { authApi } from '@/api/clients';
import { Card, LinkCard } from '@/components/card';
import { ErrorBox, Loading } from '@/components/states';
import { useLoad } from '@/hooks/use-load';

interface DemoPeopleProps {
  isBusy: boolean;
  onPick: (code: string) => void;
}

/** In a browser there is no WeChat: the demo offers its people, the real centre sends to WeChat. */
export function DemoPeople({ isBusy, onPick }: DemoPeopleProps): ReactNode {
  const load = useLoad('demo-people', () => authApi.demoPeople({}));
  if (load.error?.code === 'NOT_FOUND') {
    return (
      <Card>
        <View className="lead">请在微信里打开本小程序登录</View>
        <View>在微信里搜索我们的名字，或扫中心大厅里的小程序码。</View>
      </Card>
    );
  }
  if (load.error) return <ErrorBox error={load.error} onRetry={() => void load.reload()} />;
  if (!load.data) return <Loading lines={2} />;
  return (
    <View className="stack">
      <View className="note">这是演示。选一个人，就用他的身份看看。</View>
      {load.data.items.map(({ code, name, description }) => (
        <LinkCard key={code} label={`用${name}登录，${description}`} isDisabled={isBusy} onPress={() => onPick(code)}>
          <View className="item-title">{name}</View>
          <View className="note">{description}</View>
        </LinkCard>
      ))}
    </View>
  );
}
