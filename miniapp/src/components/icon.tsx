import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { hidden } from './a11y';

/** Names of the drawings in styles/icons.scss. */
export const iconNames = [
  'home',
  'calendar',
  'book',
  'person',
  'phone',
  'doctor',
  'clipboard',
  'speech',
  'back',
  'next',
  'check',
  'clock',
  'cross',
  'info',
  'pin',
  'sound',
  'warning',
  'offline',
  'letters',
  'shield',
  'pen',
  'list',
  'leave',
  'refresh',
  'bell',
] as const;

/** One of them. */
export type IconName = (typeof iconNames)[number];

/** A drawing in the colour of the text around it. It never speaks alone: a word stands beside it. */
export const Icon = ({ name }: { name: IconName }): ReactNode => <View className={`icon icon-${name}`} {...hidden} />;
