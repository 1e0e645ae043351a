import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { useVersion } from '@/stores/version';
import { aria } from './a11y';
import { Button } from './button';
import { Icon } from './icon';

/** A newer version is there; whoever taps has it at once, whoever does not has it at the next visit. */
export function NewVersion(): ReactNode {
  const isOld = useVersion((state) => state.isOld);
  if (!isOld) return null;
  return (
    <View className="notice notice-wait">
      <Icon name="info" />
      <View className="notice-words">
        <View {...aria('status')}>有新版本，点一下就换上。</View>
        <Button kind="plain" icon="refresh" onPress={() => window.location.reload()}>
          换新版本
        </Button>
      </View>
    </View>
  );
}
