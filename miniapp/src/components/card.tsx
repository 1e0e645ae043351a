import { View } from '@tarojs/components';
import type { PropsWithChildren, ReactNode } from 'react';
import { aria, press, spokenName } from './a11y';
import { Icon } from './icon';

/** A calm box around what belongs together. */
export const Card = ({ tone, children }: PropsWithChildren<{ tone?: 'soft' | 'warm' }>): ReactNode => (
  <View className={tone ? `card card-${tone}` : 'card'}>{children}</View>
);

interface LinkCardProps {
  onPress: () => void;
  /** Name in WeChat: all that the card says, in one sentence. */
  label: string;
  isDisabled?: boolean;
}

/** A card that opens something as a whole. */
export const LinkCard = ({ onPress, label, isDisabled, children }: PropsWithChildren<LinkCardProps>): ReactNode => (
  <View
    className={`card card-link${isDisabled ? ' is-off' : ''}`}
    hoverClass="is-pressed"
    {...aria('button', { ...spokenName(label), 'aria-disabled': isDisabled || undefined })}
    {...press(onPress, isDisabled)}
  >
    <View className="card-link-body">{children}</View>
    {isDisabled ? null : <Icon name="next" />}
  </View>
);

/** Heading of a part of the page. */
export const SectionTitle = ({ children }: PropsWithChildren): ReactNode => (
  <View className="section-title" {...aria('heading', { 'aria-level': 2 })}>
    {children}
  </View>
);
