import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { aria, hidden, press, spokenName } from './a11y';
import { Icon, type IconName } from './icon';

interface CellProps {
  title: string;
  note?: string;
  icon?: IconName;
  onPress: () => void;
}

/** A line that opens something. */
export const Cell = ({ title, note, icon, onPress }: CellProps): ReactNode => (
  <View
    className="cell"
    hoverClass="is-pressed"
    {...aria('button', spokenName(note ? `${title} ${note}` : title))}
    {...press(onPress)}
  >
    {icon ? <Icon name={icon} /> : null}
    <View className="cell-text">
      <View>{title}</View>
      {note ? <View className="note">{note}</View> : null}
    </View>
    <Icon name="next" />
  </View>
);

/** A line of a form or record: what it is, and what it says. */
export const Fact = ({ name, children }: { name: string; children: ReactNode }): ReactNode => (
  <View className="fact">
    <Text className="fact-name">{name}</Text>
    <View className="fact-value">{children}</View>
  </View>
);

interface SwitchCellProps {
  title: string;
  note?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** A line that is on or off. */
export const SwitchCell = ({ title, note, isOn, onChange }: SwitchCellProps): ReactNode => (
  <View
    className="cell"
    {...aria('switch', { 'aria-checked': isOn, ...spokenName(note ? `${title} ${note}` : title) })}
    {...press(() => onChange(!isOn))}
  >
    <View className="cell-text">
      <View>{title}</View>
      {note ? <View className="note">{note}</View> : null}
    </View>
    <View className={isOn ? 'switch is-on' : 'switch'} {...hidden} />
    <Text className="switch-word" {...hidden}>
      {isOn ? '开' : '关'}
    </Text>
  </View>
);
