import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { authApi } from '@/api/clients';
import { LinkCard } from '@/components/card';
import { Loading } from '@/components/states';
import { useLoad } from '@/hooks/use-load';

interface DemoPeopleProps {
  isBusy: boolean;
  onPick: (code: string) => void;
}

/** The demo's people, whom one can be at a tap; nothing elsewhere. */
export function DemoPeople({ isBusy, onPick }: DemoPeopleProps): ReactNode {
  const load = useLoad('demo-people', () => authApi.demoPeople({}));
  // Where there is no demo, and where nothing loads, of which the ways to sign in tell already.
  if (load.error) return null;
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
