import { View } from '@tarojs/components';
import type { PropsWithChildren, ReactNode } from 'react';
import { aria, press } from './a11y';
import { Icon, type IconName } from './icon';

interface ButtonProps {
  onPress: () => void;
  /** `primary` once a page; `quiet` for what is rarely wanted. */
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  icon?: IconName;
  /** Spoken name where it says more than the text; must contain the text. */
  label?: string;
  isDisabled?: boolean;
  isBusy?: boolean;
  /** What the button says while it works. */
  busyText?: string;
}

/** A button with its full width under the thumb. */
export function Button({
  onPress,
  kind = 'primary',
  icon,
  label,
  isDisabled = false,
  isBusy = false,
  busyText = '请稍等…',
  children,
}: PropsWithChildren<ButtonProps>): ReactNode {
  const isOff = isDisabled || isBusy;
  return (
    <View
      className={`btn btn-${kind}${isOff ? ' is-off' : ''}`}
      hoverClass={isOff ? 'none' : 'is-pressed'}
      {...aria('button', { 'aria-label': label, 'aria-disabled': isOff || undefined })}
      {...press(onPress, isOff)}
    >
      {icon && !isBusy ? <Icon name={icon} /> : null}
      <View className="btn-text">{isBusy ? busyText : children}</View>
    </View>
  );
}
