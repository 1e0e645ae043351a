import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { aria, rove, spokenName } from './a11y';

interface PillTabsProps<V extends string> {
  label: string;
  items: readonly { value: V; title: string }[];
  value: V;
  onChange: (value: V) => void;
  /** `filter` narrows a list, `tabs` changes what the page is about. */
  look?: 'tabs' | 'filter';
}

/** A few choices side by side that change what stands below. */
export function PillTabs<V extends string>({
  label,
  items,
  value,
  onChange,
  look = 'tabs',
}: PillTabsProps<V>): ReactNode {
  return (
    <View className={`pills pills-${look}`} {...aria('radiogroup', { 'aria-label': label })}>
      {items.map((item, index) => (
        <View
          key={item.value}
          className={item.value === value ? 'pill is-on' : 'pill'}
          {...aria('radio', { 'aria-checked': item.value === value, ...spokenName(item.title) })}
          {...rove({
            index,
            count: items.length,
            isChosen: item.value === value,
            pick: (to) => {
              const picked = items[to];
              if (picked) onChange(picked.value);
            },
          })}
        >
          {item.title}
        </View>
      ))}
    </View>
  );
}
