import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';

/** Meaning of a tag; its colour repeats what icon and word say. */
export type Tone = 'good' | 'wait' | 'bad' | 'plain';

const ICONS: Record<Tone, IconName> = { good: 'check', wait: 'clock', bad: 'cross', plain: 'info' };

/** A state in one word, with an icon of its own. */
export const Tag = ({ tone, icon, children }: { tone: Tone; icon?: IconName; children: string }): ReactNode => (
  <View className={`tag tag-${tone}`}>
    <Icon name={icon ?? ICONS[tone]} />
    <View>{children}</View>
  </View>
);
