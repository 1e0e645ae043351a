import { View } from '@tarojs/components';
import type { PropsWithChildren, ReactNode } from 'react';
import { aria } from './a11y';

/** Says a change aloud without moving the focus; must stay on the page while it is empty. */
export const Live = ({ children }: PropsWithChildren): ReactNode => (
  <View className="live" {...aria('status', { 'aria-live': 'polite' })}>
    {children}
  </View>
);
