import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { KeptForm } from '@/hooks/use-kept-form';
import { aria } from './a11y';
import { Button } from './button';
import { Icon } from './icon';

/** Says above a form that it holds what was typed before, with the way to an empty one. */
export const RestoredNote = ({ kept }: { kept: Pick<KeptForm<object>, 'isRestored' | 'startAnew'> }): ReactNode =>
  kept.isRestored ? (
    <View className="notice notice-good">
      <Icon name="check" />
      <View className="notice-words">
        <View {...aria('status')}>已恢复上次没填完的内容，接着填就行。</View>
        <Button kind="plain" onPress={kept.startAnew}>
          清空重填
        </Button>
      </View>
    </View>
  ) : null;
