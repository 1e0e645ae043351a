import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { isH5 } from '@/platform';
import { openTab, type TabName } from '@/routes';
import { aria, press } from './a11y';
import { Icon, type IconName } from './icon';

const TABS: readonly { name: TabName; word: string; icon: IconName }[] = [
  { name: 'home', word: '首页', icon: 'home' },
  { name: 'book', word: '预约', icon: 'calendar' },
  { name: 'learn', word: '学健康', icon: 'book' },
  { name: 'mine', word: '我的', icon: 'person' },
];

/** The four main places, always at the foot of the tab pages. */
export const TabBar = ({ current }: { current: TabName }): ReactNode => (
  <View className="tabs-foot" {...aria('navigation', { 'aria-label': '主要栏目' })}>
    {TABS.map(({ name, word, icon }) => (
      <View
        key={name}
        className={name === current ? 'tabs-item is-on' : 'tabs-item'}
        {...aria('link', isH5 ? { 'aria-current': name === current ? 'page' : undefined } : { 'aria-label': word })}
        {...press(() => {
          if (name !== current) openTab(name);
        })}
      >
        <Icon name={icon} />
        <View>{word}</View>
      </View>
    ))}
  </View>
);
