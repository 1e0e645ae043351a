import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Card } from './card';
import { Icon } from './icon';
import { ReadAloud } from './read-aloud';

interface PreparationProps {
  sentences: readonly string[];
  /** Offers to read them aloud; not where the page reads everything already. */
  isSpoken?: boolean;
}

/** What to know before coming, a line for each sentence. */
export const Preparation = ({ sentences, isSpoken = false }: PreparationProps): ReactNode => (
  <Card tone="soft">
    {sentences.map((sentence) => (
      <View key={sentence} className="prepare-line">
        <Icon name="check" />
        <View>{sentence}</View>
      </View>
    ))}
    {isSpoken ? <ReadAloud text={sentences.join('\n')} /> : null}
  </Card>
);
