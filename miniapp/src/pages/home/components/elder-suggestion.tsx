import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { useElderMode } from '@/hooks/use-elder-mode';
import { useReadingMode } from '@/stores/reading-mode';

/** On the first visit: large letters or not. Goes once something was chosen. */
export function ElderSuggestion(): ReactNode {
  const isChosen = useReadingMode((state) => state.isChosen);
  const { isElder, choose } = useElderMode();
  if (isChosen || isElder) return null;
  return (
    <Card tone="warm">
      <View className="lead">字看着小吗？</View>
      <View>可以换成大字版，字更大、颜色更深。以后点右上角随时能换。</View>
      <View className="two-buttons">
        <Button kind="plain" icon="letters" onPress={() => choose(true)}>
          用大字版
        </Button>
        <Button kind="plain" onPress={() => choose(false)}>
          不用了
        </Button>
      </View>
    </Card>
  );
}
