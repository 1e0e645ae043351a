import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { open, routes } from '@/routes';
import { useAccount } from '@/stores/account';
import { Button } from './button';
import { Card } from './card';

/** A text of consent has a new version: asks to read it at the next use. */
export function ConsentDue(): ReactNode {
  const isDue = useAccount((state) => state.consentsDue.length > 0);
  if (!isDue) return null;
  return (
    <Card tone="warm">
      <View className="lead">有说明更新了，请您看一看</View>
      <View>怎样保管和使用您的信息，内容有变动。看过以后，再决定同意不同意。</View>
      <Button icon="shield" onPress={() => open(routes.consents())}>
        去看看
      </Button>
    </Card>
  );
}
