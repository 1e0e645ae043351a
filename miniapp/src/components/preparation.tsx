import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Card } from './card';
import { Icon } from './icon';
import { ReadAloud } from './read-aloud';

/** What to know before coming, a line for each sentence, and read aloud. */
export const Preparation = ({ sentences }: { sentences: readonly string[] }): ReactNode => (
  <Card tone="soft">
    {sentences.map((sentence) => (
      <View key={sentence} className="prepare-line">
        <Icon name="check" />
        <View>{sentence}</View>
      </View>
    ))}
    <ReadAloud text={sentences.join('\n')} />
  </Card>
);
