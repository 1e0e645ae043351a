import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { aria, hidden, press, rove, spokenName } from './a11y';
import { Icon } from './icon';

/** One of several answers. */
export interface Option<V extends string> {
  value: V;
  title: string;
  note?: string | undefined;
}

interface OptionListProps<V extends string> {
  label: string;
  options: readonly Option<V>[];
  value: V | undefined;
  onChange: (value: V) => void;
}

/** Choose one: large rows instead of a wheel. */
export function OptionList<V extends string>({ label, options, value, onChange }: OptionListProps<V>): ReactNode {
  const hasChoice = options.some((option) => option.value === value);
  return (
    <View className="options" {...aria('radiogroup', { 'aria-label': label })}>
      {options.map((option, index) => (
        <View
          key={option.value}
          className={option.value === value ? 'option is-on' : 'option'}
          {...aria('radio', {
            'aria-checked': option.value === value,
            ...spokenName(option.note ? `${option.title} ${option.note}` : option.title),
          })}
          {...rove({
            index,
            count: options.length,
            isChosen: option.value === value,
            isStop: hasChoice ? option.value === value : index === 0,
            pick: (to) => {
              const picked = options[to];
              if (picked) onChange(picked.value);
            },
          })}
        >
          <View className="option-mark is-round" {...hidden}>
            {option.value === value ? <Icon name="check" /> : null}
          </View>
          <View className="option-text">
            <View>{option.title}</View>
            {option.note ? <View className="note">{option.note}</View> : null}
          </View>
        </View>
      ))}
    </View>
  );
}

interface CheckRowProps {
  title: string;
  note?: string | undefined;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
}

/** Yes or no to one thing; never ticked beforehand. */
export const CheckRow = ({ title, note, isChecked, onChange }: CheckRowProps): ReactNode => (
  <View
    className={isChecked ? 'option is-on' : 'option'}
    {...aria('checkbox', { 'aria-checked': isChecked, ...spokenName(note ? `${title} ${note}` : title) })}
    {...press(() => onChange(!isChecked))}
  >
    <View className="option-mark" {...hidden}>
      {isChecked ? <Icon name="check" /> : null}
    </View>
    <View className="option-text">
      <View>{title}</View>
      {note ? <View className="note">{note}</View> : null}
    </View>
  </View>
);
